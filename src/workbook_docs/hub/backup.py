"""A hub in one file, and back: consistent while returns are taken in, proved when restored."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook_docs.errors import HubError
from workbook_docs.hub import originals
from workbook_docs.hub.outputs import WRITTEN
from workbook_docs.hub.schema import HUB_MIGRATIONS
from workbook_docs.hub.sources import ARCHIVE_PROBLEMS
from workbook_docs.hub.store import (
    HUB,
    ORIGINALS,
    PEOPLE,
    QUARANTINE,
    TEMPLATES,
    Store,
    moment_text,
    now,
)

MANIFEST = "manifest.json"
BESIDE = (WRITTEN, TEMPLATES, QUARANTINE)
"""What a hub's folder holds beside its databases and originals, files and folders of files."""
KIND = "workbook-docs hub"

Step = Callable[[], None]


def back_up(store: Store, path: Path, step: Step | None = None) -> int:
    """Write a whole hub into one .zip; returns how many originals it holds.

    With it go its own templates, the list of what it wrote out, and its quarantine.

    Nothing is written to the hub while its databases are copied (a matter of seconds);
    originals never change. The file is closed to others, for it holds all that the hub
    holds, people included.

    Raises `HubError` where it cannot be written, or something was erased meanwhile.
    """
    unfinished = f".{path.name}.unfinished-"
    for left in originals.left_over(path.parent, unfinished):
        remove(left)
    folder = path.parent / originals.unfinished_name(unfinished)
    try:
        originals.make_folder(folder)
    except OSError as problem:
        raise HubError(
            f"{path} cannot be written: {path.parent} takes no files ({problem.strerror})."
        ) from problem
    try:
        try:
            with store.writing():
                for database in (HUB, PEOPLE):
                    _copy_database(store.folder / database, folder / database)
            names = _originals_of(folder / HUB)
            with _packed(path, folder / path.name) as archive:
                sums = {
                    database: _add(archive, folder / database, database, zipfile.ZIP_DEFLATED)
                    for database in (HUB, PEOPLE)
                }
                for original in names:
                    member = f"{ORIGINALS}/{original}"
                    source = store.folder / ORIGINALS / original
                    sums[member] = _add(archive, source, member, zipfile.ZIP_STORED)
                    if step is not None:
                        step()
                for beside in _files_beside(store.folder):
                    member = beside.relative_to(store.folder).as_posix()
                    sums[member] = _add(archive, beside, member, zipfile.ZIP_DEFLATED)
                manifest = {
                    "kind": KIND, "schema": len(HUB_MIGRATIONS), "made": moment_text(now()),
                    "files": sums,
                }  # fmt: skip
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        finally:
            remove(folder)
    except FileNotFoundError as problem:
        raise HubError(
            f"{Path(str(problem.filename)).name[:12]} is gone: it was erased, or lost. See "
            "“hub doctor”, and make the backup again."
        ) from problem
    except OSError as problem:
        raise HubError(f"{path} cannot be written: {problem.strerror}.") from problem
    return len(names)


def _copy_database(source: Path, target: Path) -> None:
    # A connection of its own: what another has begun and not committed is not copied.
    reading, writing = sqlite3.connect(source), sqlite3.connect(target)
    try:
        reading.backup(writing)
    except sqlite3.Error as problem:
        raise HubError(f"{source.name} cannot be copied: {problem}.") from problem
    finally:
        writing.close()
        reading.close()


def _files_beside(folder: Path) -> Iterator[Path]:
    for name in BESIDE:
        if (folder / name).is_file():
            yield folder / name
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())


def _originals_of(hub: Path) -> list[str]:
    connection = sqlite3.connect(hub)
    try:
        found = connection.execute("SELECT hash, extension FROM returns ORDER BY hash")
        return [f"{digest}.{extension}" for digest, extension in found]
    finally:
        connection.close()


def remove(folder: Path) -> None:
    """Take away an unfinished folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _packed(path: Path, unfinished: Path) -> Iterator[zipfile.ZipFile]:
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with zipfile.ZipFile(file, "w") as archive:
            yield archive
        originals.to_disk(file)
    originals.put(unfinished, path)


def _add(archive: zipfile.ZipFile, source: Path, member: str, method: int) -> str:
    digest = hashlib.sha256()
    # A date of 1980: a file's own date may be what the archive cannot hold.
    entry = zipfile.ZipInfo(member)
    entry.compress_type = method
    with source.open("rb") as file, archive.open(entry, "w", force_zip64=True) as packed:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            packed.write(chunk)
    return digest.hexdigest()


# Back ----------------------------------------------------------------------------------------


def unpack(path: Path, folder: Path, step: Step | None = None) -> None:
    """Write the files of a backup into a new folder, each proved by its hash.

    Raises `HubError` where the file is no whole backup of a hub.
    """
    originals.make_folder(folder)
    originals.make_folder(folder / ORIGINALS)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            for member, expected in manifest["files"].items():
                originals.make_folder((folder / member).parent)
                with archive.open(member) as packed, (folder / member).open("xb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
                    originals.to_disk(out)
                with (folder / member).open("rb") as file:
                    if originals.digest_of(file) != expected:
                        raise HubError(f"{path.name} is damaged: {member} is not as it was.")
                if step is not None:
                    step()
        for written in (*(path for path in folder.rglob("*") if path.is_dir()), folder):
            originals.sync_folder(written)
    except (*ARCHIVE_PROBLEMS, KeyError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no whole backup of a hub"
        raise HubError(f"{path.name} cannot be restored: {reason}.") from problem


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, dict[str, str]]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        files = manifest["files"]
        is_ours = manifest["kind"] == KIND and {HUB, PEOPLE} <= set(files)
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise HubError(f"{path.name} is no backup of a hub.")
    if manifest["schema"] > len(HUB_MIGRATIONS):
        raise HubError(f"{path.name} was made by a newer workbook-docs. Update, and try again.")
    for member in files:
        if not _is_of_a_hub(member):
            raise HubError(f"{path.name} is no backup of a hub: it holds {member}.")
    found: dict[str, dict[str, str]] = manifest
    return found


def _is_of_a_hub(member: str) -> bool:
    """Whether a file of an archive has its place in a hub, and nowhere else."""
    first, *rest = member.split("/")
    if any(part in ("", ".", "..") or re.search(r"[\\:\0]", part) for part in (first, *rest)):
        return False
    if first in (HUB, PEOPLE, WRITTEN):
        return not rest
    if first == ORIGINALS:
        return len(rest) == 1
    return first in (TEMPLATES, QUARANTINE) and bool(rest)
