"""Which line of a return is which issued line: alignment in order, exact before fuzzy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbook_docs.edition import IssuedLine
from workbook_docs.edits import Edits
from workbook_docs.matching import Matching, ReturnedLine
from workbook_docs.order import Order


def match(
    issued: Sequence[IssuedLine],
    returned: Sequence[ReturnedLine],
    free: Sequence[int],
    pins: Mapping[int, int],
) -> Matching:
    """The issued line of each returned line, by the returned line's number, and what is in doubt.

    Args:
        issued: the lines of the edition, in order.
        returned: the lines of the return, in order.
        free: numbers of the returned lines that may be issued text (no claimed answers).
        pins: returned line -> issued line, where an anchor says so.
    """
    work = Matching(issued, returned)
    order, edits = Order(work), Edits(work)
    order.in_order(pins, free)
    order.moved(free)
    order.around(free)
    order.in_tables(free)
    edits.numbered(free)
    edits.edited(free)
    edits.labelled(free)
    order.fields_first()
    order.in_columns(free)
    order.labels_above(free)
    edits.begun(free)
    work.aside = frozenset()
    edits.left_over(free)
    order.around(free)
    order.printed_often(free)
    return work
