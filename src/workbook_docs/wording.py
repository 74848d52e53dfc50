"""Numbers of things in words for people."""

from __future__ import annotations


def quantity(count: int, one: str, many: str = "") -> str:
    """So many of something, in the singular or the plural.

    >>> quantity(1, "file"), quantity(0, "file"), quantity(2, "copy", "copies")
    ('1 file', '0 files', '2 copies')
    """
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
