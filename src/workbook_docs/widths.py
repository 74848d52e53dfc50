"""A width shared out among the columns of a table."""

from __future__ import annotations

from collections.abc import Sequence


def shared(width: int, least: Sequence[int], needs: Sequence[int]) -> list[int]:
    """A width shared out: to each its least, and the rest in proportion to its needs.

    Where not even that much is there, the least are cut in proportion.

    >>> shared(100, least=[10, 30], needs=[1, 2])
    [30, 70]
    """
    spare = width - sum(least)
    if spare < 0:
        widths = [width * low // sum(least) for low in least]
    else:
        widths = [low + spare * need // sum(needs) for low, need in zip(least, needs, strict=True)]
    widths[-1] += width - sum(widths)
    return widths
