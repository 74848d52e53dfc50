"""How the columns of a table share a width."""

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


def allot(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """What each column gets: the widest give way first, and none falls below its least.

    Args:
        natural: what each column takes where nothing in it is wrapped.
        least: what each column needs, such as its longest word.
        room: what there is for all; all three in the same unit.

    Returns:
        The widths, or None where even the least of all is too much.

    >>> allot([5, 60, 8], [5, 10, 8], 40), allot([5, 60], [5, 50], 40)
    ([5, 27, 8], None)
    """
    if sum(least) > room:
        return None
    low, high = 0, max(natural, default=0)
    while low < high:  # the largest width that no column needs to exceed
        most = (low + high + 1) // 2
        if sum(_limited(natural, least, most)) <= room:
            low = most
        else:
            high = most - 1
    return _limited(natural, least, low)


def _limited(natural: Sequence[int], least: Sequence[int], most: int) -> list[int]:
    return [max(low, min(wanted, most)) for low, wanted in zip(least, natural, strict=True)]
