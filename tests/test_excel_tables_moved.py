"""Repeated tables of a spreadsheet that were turned, or put beside another, keep their rows."""

from __future__ import annotations

import pytest
from site_readiness import SiteReadiness

from workbook_docs.conformance.run import after, total
from workbook_docs.workbooks.module_2 import Module2

TURNED = "table turned, rows and columns exchanged"
BESIDE = "a table moved beside another one"


@pytest.mark.parametrize(
    ("workbook", "hands"),
    [
        (Module2, [TURNED]),
        (SiteReadiness, [TURNED]),
        (Module2, [BESIDE]),
        (Module2, [TURNED, "key column gone"]),
        (Module2, ["rows shuffled", BESIDE]),
        (Module2, ["every anchor gone", BESIDE]),
        (SiteReadiness, ["every anchor gone", TURNED]),
    ],
)
def test_its_rows_are_read(workbook, hands):
    cases = after(hands, workbook, "xlsx", 3, 5)
    found = total(cases)

    assert cases
    assert (found.right, found.wrong, found.lost) == (found.expected, 0, 0), found.misread
