"""Which files a hub wrote for people, so that nothing that anybody else wrote is overwritten.

A hub keeps the hash of every report, list and draft that it writes out. A file with one of
these hashes is its own and as it was: it may be made anew. Any other holds somebody's work.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workbook_docs.errors import HubError
from workbook_docs.hub.originals import digest_of

WRITTEN = "written.txt"
"""The file in a hub's folder with the hashes of what it wrote out, one a line."""


def refuse_foreign(folder: Path, paths: Iterable[Path]) -> None:
    """Raise `HubError` naming the files that are there and are not a hub's own, unchanged.

    Args:
        folder: the hub's.
        paths: where something is to be written.
    """
    there = [path for path in paths if path.exists() and not is_own(folder, path)]
    if there:
        raise HubError(told(there))


def told(there: list[Path]) -> str:
    """That files stand in the way, and the ways out."""
    names = ", ".join(str(path) for path in there[:3])
    if len(there) > 3:
        names += f" and {len(there) - 3} more"
    one = len(there) == 1
    return (
        f"{names} {'is' if one else 'are'} there already, and {'was' if one else 'were'} not "
        "written here, or changed since. Nothing was written: choose another name, or say --force."
    )


def is_own(folder: Path, path: Path) -> bool:
    """Whether a file is one that this hub wrote, and unchanged."""
    try:
        known = (folder / WRITTEN).read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return False
    with path.open("rb") as file:
        return digest_of(file) in known


def remember(folder: Path, path: Path) -> None:
    """Keep the hash of a file that was written, so that it is known again."""
    with path.open("rb") as file:
        digest = digest_of(file)
    kept = folder / WRITTEN
    kept.touch(mode=0o600)
    with kept.open("a", encoding="ascii") as lines:
        lines.write(f"{digest}\n")
