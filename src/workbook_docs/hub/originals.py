"""The originals of a hub: every return as it was received, whole or not at all."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from workbook_docs.errors import HubError

UNFINISHED = ".unfinished-"
STALE_SECONDS = 24 * 3600
"""Age from which an unfinished file is left over, whoever wrote it."""


class SourceChanged(HubError):
    """A file was written to while it was being taken in."""


def keep(source: BinaryIO, target: Path, digest: str) -> None:
    """Copy a file's bytes to their place among the originals, whole or not at all.

    The order is that of every safe write: all bytes to a file of another name, that file
    to the disk, the name, the folder to the disk.

    Raises:
        SourceChanged: where the bytes are no longer those that were hashed.
        HubError: where the disk takes no more.
        OSError: where the source cannot be read.
    """
    unfinished = target.parent / unfinished_name(UNFINISHED)
    try:
        with _written(unfinished) as out:
            copied = _copy(source, out)
            with _told_full():
                to_disk(out)
        if copied != digest:
            raise SourceChanged("A file changed while it was being taken in. Try again.")
        with _told_full():
            put(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Take an original away for good; none is no fault."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def full(problem: OSError) -> HubError:
    """What to say where the disk takes no more, or does not let us write."""
    denied = problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    what_to_do = "get the right to write there" if denied else "make room"
    return HubError(
        f"The hub could not be written to: {problem.strerror or problem}. What was taken in "
        f"before is safe: {what_to_do}, and run the command again."
    )


@contextmanager
def _told_full() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise full(problem) from problem


def _written(path: Path) -> BinaryIO:
    with _told_full():
        return path.open("xb")


def to_disk(out: IO[bytes]) -> None:
    """Make the bytes of an open file survive a loss of power."""
    out.flush()
    os.fsync(out.fileno())


def put(unfinished: Path, target: Path) -> None:
    """Give a finished file or folder its name at one stroke, so that it keeps it."""
    os.replace(unfinished, target)
    sync_folder(target.parent)


def _copy(source: BinaryIO, out: BinaryIO | None) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(1 << 20):
        digest.update(chunk)
        if out is not None:
            with _told_full():
                out.write(chunk)
    return digest.hexdigest()


def digest_of(source: BinaryIO) -> str:
    """The SHA-256 of a file's bytes."""
    return _copy(source, None)


def is_whole(path: Path, digest: str) -> bool:
    """Whether an original is there, with the bytes that it came with."""
    try:
        with path.open("rb") as file:
            return digest_of(file) == digest
    except OSError:
        return False


def extension_of(name: str) -> str:
    """The ending of a file name, where it is an ordinary one, else `bin`."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return ending if re.fullmatch(r"[a-z0-9]{1,8}", ending) else "bin"


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder survive a loss of power."""
    if os.name == "nt":
        return  # Windows opens no folders, and its rename needs no such care
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner opens, and those above it that are missing, to stay."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700 if path == folder else 0o777, exist_ok=True)
        with suppress(PermissionError):  # a folder may be written to and not be listed
            sync_folder(path.parent)


def unfinished_name(prefix: str) -> str:
    """A name for something that is being written, by which it is known whether it still is."""
    return f"{prefix}{os.getpid()}-{secrets.token_hex(8)}"


def left_over(folder: Path, prefix: str = UNFINISHED) -> Iterator[Path]:
    """Unfinished files and folders that nobody is writing any more: what a crash left."""
    for path in sorted(folder.glob(f"{glob.escape(prefix)}*")):
        try:
            old = path.stat().st_mtime < time.time() - STALE_SECONDS
        except FileNotFoundError:
            continue  # its writer has just finished
        if old or not _is_running(path.name.removeprefix(prefix).partition("-")[0]):
            yield path


def _is_running(process: str) -> bool:
    if os.name == "nt" or not process.isdigit():
        return True  # nobody can tell; age decides
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
