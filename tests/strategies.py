"""Hypothesis strategies over the record space of any workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.values import assemble, refusals

# Words that have been traps: labels, signs of Jinja, XML and Excel, and lone white space.
TRAPS = (
    "Planning", "Stakeholder", "Name", "n/a", "N/A.", "-", "=1+1", "+44 20", "-1", "@SUM(A1)",
    "& < > \" '", "a & b", "{{ participant.name }}", "{% for x in y %}", "{_{ x }_}", "{#", "_x0041_",
    "_x000D_", "#N/A", "#REF!", "TRUE", "007", "1e999", "12", "3/9/2026", "☒", "☐ no", "• bullet",
    "a\tb", "\u00a0x\u00a0", "x\u2028y", "e\u0301", "😀", "\ufeffx", "Ann\u200bReed", "'quoted",
    "http://example.org", "ann@example.org", "Click here to type", "[Click", "type]", "wd:participant.name", "x\x85y",
    "1. first", "2. second", "a) one", "(i) one", "o one", "•", "x,", "x;", ",", "\u200b", "xxx", "as above", "N / A",
    "mailto:ann@example.org", "Ann <ann@example.org>", "ann @ example.org.", "a@b.org, c@d.org",
    "Point 1", "module-2@1 · copy AAAA-BBBB", "Study", "Copy code", "Q1", "]]>", "<!-- x -->", "\\f\\a",
)  # fmt: skip

LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
)
LINE = st.one_of(st.sampled_from(TRAPS), st.text(LETTERS, max_size=30))
LINES = st.lists(LINE, max_size=4).map("\n".join)
MARKS = (
    ("1. ", "2. ", "3. ", "4. "),
    ("a) ", "b) ", "c) ", "d) "),
    ("- ",) * 4,
    ("o ",) * 4,
    ("• 1) ", "• 2) ", "", ""),
)


@st.composite
def entries(draw: st.DrawFn) -> list[str]:
    """Lists as people type them: bare, or with bullets and numbers that agree or do not."""
    lines = draw(st.lists(LINE, max_size=4))
    marks = draw(st.sampled_from(((("",) * 4), *MARKS)))
    return [mark + line for mark, line in zip(marks, lines, strict=False)]


NUMBERS = st.decimals(-10_000, 10_000, places=2, allow_nan=False, allow_infinity=False)


def value(declared: DeclaredField) -> st.SearchStrategy[Any]:
    """Values of a field's kind, blank ones among them."""
    low = int(declared.ge) if declared.ge is not None else -1000
    high = int(declared.le) if declared.le is not None else 1000
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": LINE,
        "email": LINE,
        "long-text": LINES,
        "names": entries(),
        "day": st.dates(date(1900, 3, 1), date(2999, 12, 31)),
        "tick": st.booleans(),
        "whole": st.integers(low, high),
        "decimal": st.decimals(low, high, places=2),
        "choice": st.sampled_from(declared.options or ("-",)),
        "choices": st.lists(st.sampled_from(declared.options or ("-",)), unique=True),
    }
    return st.none() | kinds[declared.kind]


@st.composite
def records(draw: st.DrawFn, workbook: type[Workbook], most_fields: int = 8) -> Workbook:
    """Records with a few answers and a few rows, as a team would send them."""
    values: dict[str, Any] = {}
    single = [declared for declared in fields_of(workbook) if declared.table is None]
    chosen = st.lists(st.sampled_from(single), max_size=most_fields, unique=True)
    for declared in draw(chosen) if single else ():
        values[declared.path] = draw(value(declared))
    for table in tables_of(workbook):
        for number in range(draw(st.integers(0, 3))):
            for column in table.columns:
                if draw(st.booleans()):
                    path = column.path.replace("[]", f"[{number}]")
                    values[path] = draw(value(column))
    fitting = {path: v for path, v in values.items() if v is not None}
    return assemble(workbook, fitting)


def can_be_filled(record: Workbook) -> bool:
    """Whether a file can carry the record."""
    return not any(refusals(record))
