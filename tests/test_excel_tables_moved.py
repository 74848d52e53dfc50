"""Repeated tables of a spreadsheet that were turned, or put beside another, keep their rows."""

from __future__ import annotations

import pytest
from site_readiness import SiteReadiness

from workbook_docs.conformance.run import after, total
from workbook_docs.workbooks.module_2 import Module2

TURNED = "table turned, rows and columns exchanged"
BESIDE = "a table moved beside another one"


@pytest.mark.parametrize("workbook", [Module2, SiteReadiness])
@pytest.mark.parametrize(
    "hands",
    [
        [TURNED],
        [BESIDE],
        [TURNED, "key column gone"],
        ["rows shuffled", BESIDE],
        ["every anchor gone", BESIDE],
        ["every anchor gone", TURNED],
    ],
    ids=" + ".join,
)
def test_its_rows_are_read(workbook, hands):
    cases = after(hands, workbook, "xlsx", 6, 5)
    found = total(cases)

    assert cases
    assert (found.right, found.wrong, found.lost) == (found.expected, 0, 0), found.misread
