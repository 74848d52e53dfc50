"""What is left to do: states by formula, the same in every program and in our own check."""

from __future__ import annotations

import re
import subprocess
import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from site_readiness import SiteReadiness

from programs import converted, program
from workbook_docs import check, read
from workbook_docs.definition import Workbook, field_at, fields_of, tables_of
from workbook_docs.excel.book import Book, address_of
from workbook_docs.excel.computed import mark_of
from workbook_docs.excel.states import Held, state_of
from workbook_docs.records import Copy, Reading
from workbook_docs.templates import rendered, template
from workbook_docs.workbooks.module_2 import Module2

LEFT = "What is left to do"
COPY = Copy("7KQ2-M9XD", "S07", "2026-1", date(2026, 12, 1))

# What somebody types, by path, and what the list then says of the field or table.
Case = tuple[dict[str, Any], dict[str, str]]
SITE: dict[str, Case] = {
    "blank": ({}, {"site.name": "Still empty", "staff": "No rows yet",
                   "capacity.support": "Still empty", "readiness.storage": "Not ticked yet"}),
    "right": (
        {"site.name": "Harrow Road", "site.visited_on": date(2026, 9, 3),
         "contact.email": "Ann.Lee@example.org", "capacity.beds": 24, "capacity.hours": 7.5,
         "capacity.setting": "Teaching hospital", "capacity.languages": "English\nPolish",
         "capacity.support=Equipment on loan": "Yes", "readiness.pharmacy": "Yes",
         "readiness.storage": True, "readiness.consent_forms": "x",
         "staff[0].role": "Nurse", "staff[0].people": 3, "staff[2].trained": "yes",
         "staff[28].ready_by": date(2026, 12, 1)},
        {"site.name": "Answered", "site.visited_on": "Answered", "contact.email": "Answered",
         "capacity.beds": "Answered", "capacity.hours": "Answered",
         "capacity.setting": "Answered", "capacity.languages": "Answered",
         "capacity.support": "Answered", "capacity.concerns": "Still empty",
         "readiness.pharmacy": "Answered", "readiness.storage": "Answered",
         "readiness.consent_forms": "Answered", "staff": "Rows filled: 3"}),
    "odd": (
        {"site.name": "  ", "site.code": "n/a", "site.visited_on": "next spring",
         "contact.name": "TBC.", "contact.email": "ann(at)example.org", "capacity.beds": 900,
         "capacity.hours": "about ten", "capacity.setting": "A castle",
         "capacity.languages": " not yet ", "capacity.support=Equipment on loan": "No",
         "readiness.pharmacy": "No", "readiness.storage": False,
         "readiness.consent_forms": "perhaps", "staff[0].role": "n/a"},
        {"site.name": "Still empty", "site.code": "Nothing to say",
         "site.visited_on": "Please check the day: write it like 3 September 2026",
         "contact.name": "Nothing to say", "contact.email": "Please check the e-mail address",
         "capacity.beds": "Please check the number: it is too small or too large",
         "capacity.hours": "Please check the number: digits only",
         "capacity.setting": "Please check: choose from the list",
         "capacity.languages": "Nothing to say", "capacity.support": "Still empty",
         "readiness.pharmacy": "Answered", "readiness.storage": "Answered",
         "readiness.consent_forms": "Please check: choose Yes or No", "staff": "Nothing to say"}),
    "odd rows": (
        {"site.visited_on": date(1926, 9, 3), "contact.email": "ann@example.org, bob@example.org",
         "capacity.beds": 2.5, "capacity.hours": "tbc", "capacity.setting": "  community hospital",
         "staff[0].role": "Nurse", "staff[0].people": "three", "staff[1].ready_by": "soon",
         "staff[2].people": 2, "staff[3].trained": "No", "staff[4].people": "n/a"},
        {"site.visited_on": "Please check the year",
         "contact.email": "Please check the e-mail address",
         "capacity.beds": "Please check the number: digits only",
         "capacity.hours": "Nothing to say", "capacity.setting": "Answered",
         "staff": "Please check 2 of the numbers, days"}),
}  # fmt: skip
MODULE: dict[str, Case] = {
    "blank": ({}, {"interest_impact.q1": "Optional, still empty", "engagement": "No rows yet"}),
    "some": (
        {"participant.name": "=Ann", "interest_impact.q1": "Porters", "interest_impact.q2": "none",
         "initial_matrix[0].stakeholder": "Carers", "initial_matrix[3].impact": "x" * 5000,
         "initial_matrix[3].interests": "y\nz", "engagement[0].frequency": "monthly",
         "involvement[0].stakeholder": "not yet", "checklist.stakeholder_list": "✓",
         "next_review_date": date(2027, 1, 31), "co_production.point_1": "z" * 32_000},
        {"participant.name": "Answered", "interest_impact.q1": "Optional, answered",
         "interest_impact.q2": "Optional, nothing to say", "initial_matrix": "Rows filled: 2",
         "engagement": "Rows filled: 1", "involvement": "Nothing to say",
         "checklist.stakeholder_list": "Answered", "next_review_date": "Answered",
         "co_production.point_1": "Answered"}),
}  # fmt: skip
CASES: list[tuple[type[Workbook], str, Case]] = [
    *((SiteReadiness, name, case) for name, case in SITE.items()),
    *((Module2, name, case) for name, case in MODULE.items()),
]
PROGRAMS = ["LibreOffice", "Gnumeric"]


def typed(workbook: type[Workbook], values: dict[str, Any]) -> openpyxl.Workbook:
    """A blank copy with values in its cells, as if typed: no formula has a result."""
    data = rendered(workbook, {}, "xlsx", COPY)
    book = openpyxl.load_workbook(BytesIO(data))
    for path, value in values.items():
        cell = book[sheet_of(book, path)[0]][sheet_of(book, path)[1]]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    return book


def sheet_of(book: openpyxl.Workbook, path: str) -> tuple[str, str]:
    """Sheet and cell of a path."""
    from workbook_docs import anchors

    row = re.search(r"\[(\d+)\]", path)
    name = anchors.label_bookmark(path) if row else anchors.cell_name(path)
    sheet, _, place = str(book.defined_names[name].attr_text).rpartition("!")
    place = place.replace("$", "")
    if row:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", place).groups()  # type: ignore[union-attr]
        place = f"{letters}{int(number) + 1 + int(row[1])}"
    return sheet.strip("'").replace("''", "'"), place


@cache
def recalculated(by: str) -> dict[tuple[str, str], bytes]:
    """Every case as a program worked it out and saved it, by workbook and name."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "typed").mkdir()
        files = []
        for number, (workbook, _, (values, _)) in enumerate(CASES):
            file = folder / "typed" / f"{number}.xlsx"
            typed(workbook, values).save(file)
            files.append(file)
        if by == "LibreOffice":
            saved = converted(files, "xlsx", folder)
        else:
            saved = [folder / file.name for file in files]
            for source, target in zip(files, saved, strict=True):
                subprocess.run(
                    [program("ssconvert"), "--recalc", str(source), str(target)],
                    check=True, capture_output=True, timeout=120,
                )  # fmt: skip
        found = zip(CASES, saved, strict=True)
        return {(w.workbook_id, name): file.read_bytes() for (w, name, _), file in found}


def shown_in(data: bytes, sheet: str) -> dict[str, str]:
    """What the cells of a sheet show, by address."""
    book = Book(data)
    part = next(found.part for found in book.sheets if found.name == sheet)
    cells = book.cells(book.package.root(part))
    return {address_of(cell.row, cell.column): cell.text for cell in cells}


def states(data: bytes, workbook: type[Workbook]) -> dict[str, str]:
    """The state of each field and table as the list shows it, by path."""
    shown = shown_in(data, LEFT)
    ours = openpyxl.load_workbook(BytesIO(template(workbook, "xlsx")))[LEFT]
    found = {}
    for row in range(8, ours.max_row + 1):
        mark = mark_of(str(ours.cell(row, 3).value)) or ""
        found[mark.split(":", 2)[2]] = shown.get(f"C{row}", "")
    return found


def reading(tmp_path: Path, data: bytes, workbook: type[Workbook]) -> Reading:
    file = tmp_path / "copy.xlsx"
    file.write_bytes(data)
    return read(file, workbook=workbook)


@pytest.mark.parametrize("by", PROGRAMS)
@pytest.mark.parametrize(
    ("workbook", "name", "case"), CASES, ids=[f"{w.workbook_id}-{n}" for w, n, _ in CASES]
)
def test_every_program_works_out_the_same_states(
    by: str, workbook: type[Workbook], name: str, case: Case
) -> None:
    found = states(recalculated(by)[workbook.workbook_id, name], workbook)

    assert {path: found[path] for path in case[1]} == case[1]
    assert len(found) == len(asked(workbook))


def asked(workbook: type[Workbook]) -> list[str]:
    """The paths of what a workbook asks: its fields, and its tables as a whole."""
    single = [field.path for field in fields_of(workbook) if field.table is None]
    return [*single, *(table.path for table in tables_of(workbook))]


@pytest.mark.parametrize("by", PROGRAMS)
@pytest.mark.parametrize(
    ("workbook", "name"), [(w, n) for w, n, _ in CASES],
    ids=[f"{w.workbook_id}-{n}" for w, n, _ in CASES],
)  # fmt: skip
def test_what_is_still_to_do_is_what_check_says(
    tmp_path: Path, by: str, workbook: type[Workbook], name: str
) -> None:
    data = recalculated(by)[workbook.workbook_id, name]

    got = reading(tmp_path, data, workbook)

    blank = {answer.path for answer in got.answers if answer.state == "blank"}
    shown = states(data, workbook)
    still = {path for path, state in shown.items() if state in ("Still empty", "Not ticked yet",
                                                                "No rows yet")}  # fmt: skip
    optional = {f.path for f in fields_of(workbook) if f.optional}
    assert still == (blank & set(shown)) - optional
    told = {f.path for f in check(got, final=True) if f.code == "still-to-do"}
    assert told <= still
    assert f", {len(still)} still empty" in shown_in(data, LEFT)["A4"]
    # What is worked out is issued, whatever it shows.
    assert got.account is not None
    assert got.account.adds_up
    assert [text.text for text in got.unplaced if text.text != "n/a"] == []
    assert [f for f in got.findings if f.code in ("formula", "cell-error", "hidden-text")] == []


FILLED = [(w, n, c) for w, n, c in CASES if n in ("blank", "some")]


@pytest.mark.parametrize(
    ("workbook", "name", "case"), FILLED, ids=[f"{w.workbook_id}-{n}" for w, n, _ in FILLED]
)
def test_a_copy_holds_the_results_that_it_will_show(
    tmp_path: Path, workbook: type[Workbook], name: str, case: Case
) -> None:
    values = {path: value for path, value in case[0].items() if value != "✓"}
    data = rendered(workbook, values, "xlsx", COPY)
    (tmp_path / "filled.xlsx").write_bytes(data)

    (worked_out,) = converted([tmp_path / "filled.xlsx"], "ods", tmp_path)
    (again,) = converted([worked_out], "xlsx", tmp_path / "again")

    ours, theirs = (
        [
            [str(cell.value or "") for row in sheet.iter_rows(max_col=3) for cell in row]
            for sheet in openpyxl.load_workbook(BytesIO(held), data_only=True).worksheets[:2]
        ]
        for held in (data, again.read_bytes())
    )
    assert [[c for c in cells if c] for cells in ours] == [
        [c for c in cells if c] for cells in theirs
    ]
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert 'fullCalcOnLoad="1"' in file.read("xl/workbook.xml").decode()


def test_the_first_sheet_counts_each_sheet() -> None:
    data = rendered(Module2, {"participant.name": "Ann", "involvement[0].role": "x"}, "xlsx", COPY)
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]

    told = {row[0].value: row[2].value for row in sheet.iter_rows(min_row=10, max_row=26)}
    assert told[LEFT] == "2 of 37 answered, 35 still empty"
    assert told["About you"] == "1 of 4 answered"
    assert told["Involvement"] == "1 of 1 answered"
    assert told["Interest and impact"] == "Optional"


# The text of the list in a return ---------------------------------------------------------


def values_only(data: bytes) -> bytes:
    """A file as a program saves it that keeps results and no formulas."""
    out = BytesIO()
    openpyxl.load_workbook(BytesIO(data), data_only=True).save(out)
    return out.getvalue()


@pytest.mark.parametrize("workbook", [Module2, SiteReadiness])
def test_results_without_formulas_are_issued_too(tmp_path: Path, workbook: type[Workbook]) -> None:
    data = rendered(workbook, {asked(workbook)[0]: "Ann"}, "xlsx", COPY)

    got = reading(tmp_path, values_only(data), workbook)

    assert got.unplaced == ()
    assert [a.value for a in got.answers if a.state == "answered"] == ["Ann"]


@pytest.mark.parametrize("cell", ["A8", "B9", "C8", "A4", "A5", "E9", "C60"])
def test_what_somebody_types_into_the_list_is_told(tmp_path: Path, cell: str) -> None:
    book = typed(Module2, {"participant.name": "Ann"})
    book[LEFT][cell] = "Ask Ben first"
    book.save(tmp_path / "copy.xlsx")

    got = read(tmp_path / "copy.xlsx")

    assert [text.text for text in got.unplaced] == ["Ask Ben first"]
    assert [a.value for a in got.answers if a.state == "answered"] == ["Ann"]


def test_a_formula_of_somebody_else_is_no_result_of_ours(tmp_path: Path) -> None:
    book = typed(Module2, {})
    book[LEFT]["E9"] = '="Ask "&"Ben"'
    book.save(tmp_path / "typed.xlsx")
    (saved,) = converted([tmp_path / "typed.xlsx"], "xlsx", tmp_path / "saved")

    got = read(saved)

    assert [text.text for text in got.unplaced] == ["Ask Ben"]
    assert [f.code for f in got.findings if f.code == "formula"] == ["formula"]


# What programs can work out -----------------------------------------------------------------

KNOWN_TO_ALL = {
    "AND", "CHAR", "COUNTA", "COUNTIF", "FIND", "IF", "IFERROR", "INT", "ISERROR", "ISLOGICAL",
    "ISNUMBER", "LEFT", "LEN", "LOWER", "REPT", "RIGHT", "SUBSTITUTE", "SUMPRODUCT", "TRIM",
}  # fmt: skip
"""Functions of Excel 2007 and before, none of which is volatile."""


@pytest.mark.parametrize("workbook", [Module2, SiteReadiness])
def test_formulas_use_old_functions_and_stay_within_excels_bounds(
    workbook: type[Workbook],
) -> None:
    book = openpyxl.load_workbook(BytesIO(template(workbook, "xlsx")))
    formulas = [str(c.value) for s in book for r in s.iter_rows() for c in r if c.data_type == "f"]

    assert len(formulas) > 40
    for formula in formulas:
        bare = re.sub(r'"(?:[^"]|"")*"', '""', formula)
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= KNOWN_TO_ALL
        assert len(formula) < 8000
        assert all(len(text) <= 255 for text in re.findall(r'"((?:[^"]|"")*)"', formula))


ADDRESSES = [
    # typed                 fits
    ("ann@example.org", True),
    ("a.b-c@sub.example.ac.uk", True),
    ("ann@example", False),
    ("@example.org", False),
    ("ann@example.o", False),
    ("ann@.org", False),
    ("ann lee@example.org", False),
    ("ann@example.org; bob@example.org", False),
    ("mailto:ann@example.org", True),
    ("mailto:ann", False),
    ("ann@@example.org", False),
]


@pytest.mark.parametrize(("address", "fits"), ADDRESSES)
def test_an_address_is_judged_as_check_judges_it(tmp_path: Path, address: str, fits: bool) -> None:
    declared = field_at(Module2, "participant.email")
    data = rendered(Module2, {"participant.email": address}, "xlsx", COPY)

    found = check(reading(tmp_path, data, Module2))

    assert (state_of(declared, Held(address)) == "Answered") == fits
    assert ("email-shape" not in {finding.code for finding in found}) == fits


def test_gnumeric_and_libreoffice_judge_addresses_the_same(tmp_path: Path) -> None:
    files = []
    for number, (address, _) in enumerate(ADDRESSES):
        files.append(tmp_path / f"{number}.xlsx")
        typed(Module2, {"participant.email": address}).save(files[-1])
    saved = converted(files, "xlsx", tmp_path / "saved")

    told = [states(file.read_bytes(), Module2)["participant.email"] for file in saved]

    assert [state == "Answered" for state in told] == [fits for _, fits in ADDRESSES]
