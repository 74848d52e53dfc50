"""The files to take in: found in folders and archives, judged, never written anywhere."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

MOST_MEMBERS = 10_000
LARGEST_MEMBER = 64 * 1024 * 1024
LARGEST_ARCHIVE = 2 * 1024 * 1024 * 1024
"""Unpacked bytes of one archive that are taken in."""

ARCHIVE_PROBLEMS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in: its name as a person sees it, and how to open its bytes."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that is left where it is, and why; `outcome` is None where that is usual."""

    name: str
    reason: str
    outcome: str | None = None
    usual: bool = False


def find_sources(
    paths: Iterable[str | Path], apart_from: Path | None = None
) -> Iterator[Source | NotTaken]:
    """Every file under the given files, folders and .zip archives, in order of name.

    Args:
        paths: files, folders (walked) and archives (opened one level deep).
        apart_from: the hub's own folder, which is never walked.
    """
    own = apart_from.resolve() if apart_from else None
    for given in paths:
        path = Path(given)
        if path.is_dir():
            shown, empty = path.name or str(path), True
            for found in _in_folder(path, shown, own):
                empty = False
                yield found
            if empty:
                yield NotTaken(shown, "There is no file in this folder.", "not-office")
        elif path.is_file():
            yield from _of_file(path, path.name)
        else:
            reason = "This is no file or folder." if path.exists() else "It does not exist."
            yield NotTaken(str(path), reason, "not-office")


def _in_folder(folder: Path, shown: str, own: Path | None) -> Iterator[Source | NotTaken]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as problem:
        yield NotTaken(shown, f"This folder cannot be opened: {problem.strerror}.")
        return
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if reason := _passed_over(entry.name):
            yield NotTaken(name, reason, usual=True)
        elif entry.is_dir():
            if own is not None and entry.resolve() == own:
                yield NotTaken(name, "This is the hub itself.", usual=True)
            elif entry.is_symlink():
                yield NotTaken(name, "Links to folders are not followed.")
            else:
                yield from _in_folder(entry, name, own)
        elif entry.is_file():
            yield from _of_file(entry, name)
        else:
            yield NotTaken(name, "This is no ordinary file.")


def _passed_over(name: str) -> str | None:
    if name.startswith("~$"):
        return "Office leaves this beside a file that is open."
    if name.startswith("._") or name in ("__MACOSX", "Thumbs.db", "desktop.ini"):
        return "The system leaves this beside files; it is no return."
    return "Hidden files and folders are passed over." if name.startswith(".") else None


def _of_file(path: Path, shown: str) -> Iterator[Source | NotTaken]:
    # A file that was named on purpose may be hidden, but Office's and the system's own
    # leavings are never returns.
    reason = _passed_over(path.name)
    if reason and path.name.startswith(("~$", "._")):
        yield NotTaken(shown, reason, usual=True)
        return
    if path.suffix.lower() == ".zip":
        members = _members(path)
        if members is not None:
            yield from _in_archive(path, shown, members)
            return
    yield Source(shown, lambda: path.open("rb"))


def _members(path: Path | BinaryIO) -> list[zipfile.ZipInfo] | None:
    """The members of an archive; None for what is none, or is an Office file by another name."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except ARCHIVE_PROBLEMS:
        return None
    names = {member.filename for member in members}
    return None if names & {"[Content_Types].xml", "mimetype"} else members


def _in_archive(
    path: Path, shown: str, members: list[zipfile.ZipInfo]
) -> Iterator[Source | NotTaken]:
    if len(members) > MOST_MEMBERS:
        reason = f"The archive holds more than {MOST_MEMBERS:,} files. Please unpack it."
        yield NotTaken(shown, reason, "too-large")
        return
    total = 0
    for member in sorted(members, key=lambda member: member.filename):
        if member.is_dir():
            continue
        name = f"{shown}/{member.filename}"
        judged = _judged(member) or _archive_within(path, member)
        if judged is not None:
            outcome, reason = judged
            yield NotTaken(name, reason, outcome, usual=outcome is None)
            continue
        total += member.file_size
        if total > LARGEST_ARCHIVE:
            reason = "The archive unpacks to too much; the rest of it was left. Please unpack it."
            yield NotTaken(name, reason, "too-large")
            return
        yield Source(name, lambda member=member: _open_member(path, member))  # type: ignore[misc]


def _judged(member: zipfile.ZipInfo) -> tuple[str | None, str] | None:
    """Why a member is not taken, or None where it is."""
    name = member.filename.replace("\\", "/")
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or ":" in name.partition("/")[0]:
        return "unsafe", "Its name in the archive points outside the archive."
    for part in parts:
        if reason := _passed_over(part):
            return None, reason
    if member.flag_bits & 0x1:
        return "encrypted", "It needs a password. Please unpack the archive."
    if member.file_size > LARGEST_MEMBER:
        megabytes = LARGEST_MEMBER // (1024 * 1024)
        return "too-large", f"It unpacks to more than {megabytes} MB."
    return None


def _archive_within(path: Path, member: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Why a member is not taken that is an archive itself; None for an Office file or another."""
    if not member.filename.lower().endswith(".zip"):
        return None
    try:
        with _open_member(path, member) as unpacked:
            within = _members(unpacked)
    except ARCHIVE_PROBLEMS:
        return None
    if within is None:
        return None
    return ("not-office", "It is an archive inside an archive. Please unpack it first.")


@contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The bytes of a source; closed afterwards."""
    file = source.open()
    try:
        yield file
    finally:
        file.close()


def _open_member(path: Path, member: zipfile.ZipInfo) -> BinaryIO:
    # Unpacked into memory or, when large, into a file that has no name.
    unpacked = tempfile.SpooledTemporaryFile(max_size=8 * 1024 * 1024)  # noqa: SIM115
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
    except BaseException:
        unpacked.close()
        raise
    unpacked.seek(0)
    return unpacked  # type: ignore[return-value]
