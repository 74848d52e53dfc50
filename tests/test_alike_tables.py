"""Two tables with the same columns, and a list of contents: which is which, without any mark."""

from __future__ import annotations

import pytest

from workbook_docs.conformance import run
from workbook_docs.definition import Field, LongText, Row, Section, Text, Tick, Whole, Workbook
from workbook_docs.text.build import build


class Risk(Row):
    risk: Text = Field(title="Risk")
    likelihood: Whole = Field(title="Likelihood", ge=1, le=5)
    owner: Text = Field(title="Owner")
    closed: Tick = Field(title="Closed")


class Back(Section):
    well: LongText = Field(title="What went well?")
    change: LongText = Field(title="What will you change?")


TABLE = """\
## {title}

| Risk | Likelihood | Owner | Closed |
|---|---|---|---|
| {{{{ {path}[].risk }}}} | {{{{ {path}[].likelihood }}}} | {{{{ {path}[].owner }}}} \
| {{{{ {path}[].closed }}}} |

"""
TEXT = (
    "# Risk log\n\n## Study\n\n{{ study }}\n\n"
    + TABLE.format(title="Risks at the start", path="start")
    + TABLE.format(title="Risks now", path="now")
    + "## Looking back\n\n### What went well?\n\n{{ back.well }}\n\n"
    "### What will you change?\n\n{{ back.change }}\n\n## How to send it back\n\nBy e-mail.\n"
)
HANDS = [
    "heading row repeated further down",
    "table split in two",
    "table split in two, headings repeated",
    "whole table copied",
    "all sections in another order",
    "headings numbered by hand",
    "section doubled",
]


@pytest.fixture(scope="module")
def risk_log(tmp_path_factory):
    folder = tmp_path_factory.mktemp("risk")

    class RiskLog(Workbook, id="risk-log", version="1", title="Risk log", templates=folder):
        study: Text = Field(title="Study")
        start: list[Risk] = Field(title="Risks at the start")
        now: list[Risk] = Field(title="Risks now")
        back: Back = Field(title="Looking back")

    (folder / "risk-log.md").write_text("---\ntitle: Risk log\n---\n" + TEXT, "utf-8")
    build(RiskLog)
    return RiskLog


@pytest.mark.parametrize("marks", [(), (run.STRIPPED,)], ids=["with marks", "without marks"])
@pytest.mark.parametrize("name", HANDS)
def test_rows_stay_in_their_own_table(risk_log, name, marks):
    found = run.total(run.after([name, *marks], risk_log, "docx", 4, seed=1))

    assert [str(one) for one in found.misread if one.kind != "unplaced"] == []
    assert (found.wrong, found.lost, found.accounts) == (0, 0, 0)
    assert found.files >= 2
