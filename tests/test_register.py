"""A register: every way to name a column, and every mistake told at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_readings import AllKinds
from workbook_docs.definition import Field, Text, Workbook
from workbook_docs.errors import RegisterError
from workbook_docs.hub import Register, load
from workbook_docs.hub.columns import letter, match_columns
from workbook_docs.hub.grid import GridRow, _typed
from workbook_docs.hub.register import safe_name
from workbook_docs.values import flatten
from workbook_docs.workbooks.module_2 import Module2


class Loose(Workbook, id="loose", version="1", title="Loose", day_first=None):
    """A form with no section, no e-mail address, and a field named like a register's word."""

    due: Text = Field(title="What is due to you")
    note: Text = Field(title="Round")


def csv_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "register.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(folder: Path, rows: list[list[Any]]) -> Path:
    from openpyxl import Workbook as File

    file = File()
    for row in rows:
        file.active.append(row)
    file.save(folder / "register.xlsx")
    return folder / "register.xlsx"


def load_csv(folder: Path, text: str, workbook: type[Workbook] = Module2) -> Register:
    return load(csv_file(folder, text), workbook)


def problems_of(folder: Path, text: str, workbook: type[Workbook] = Module2) -> tuple[str, ...]:
    with pytest.raises(RegisterError) as caught:
        load_csv(folder, text, workbook)
    return caught.value.problems


COLUMNS = [
    # heading                     value        where it goes         value there
    ("study.reference", "S07", "study.reference", "S07"),
    ("Study Reference", "S07", "study.reference", "S07"),
    ("STUDY.REFERENCE", "S07", "study.reference", "S07"),
    ("Email address", " ann@example.org ", "participant.email", "ann@example.org"),
    ("initial_matrix[0].stakeholder", "Patients", "initial_matrix[0].stakeholder", "Patients"),
    ("initial_matrix[0].impact", '"High\nlow"', "initial_matrix[0].impact", "High\nlow"),
    ("nine_cs.consumers", '"Patients\n• Carers, all"', "nine_cs.consumers",
     ["Patients", "Carers, all"]),
    ("Commissioners", "The trust", "nine_cs.commissioners", ["The trust"]),
    ("Last Stakeholder Review Date:", "3/9/2026", "last_stakeholder_review_date",
     date(2026, 9, 3)),
    ("Developed your engagement strategy?", "yes", "checklist.engagement_strategy", True),
    ("next_review_date", "n/a", "next_review_date", None),
    ("E-mail", "ann@example.org", "participant.email", "ann@example.org"),
    ("E-Mail Address", "ann@example.org", "participant.email", "ann@example.org"),
    ("Full name", "Ann", "participant.name", "Ann"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "typed", "path", "value"), COLUMNS)
def test_a_column_is_a_path_or_a_label(
    tmp_path: Path, heading: str, typed: str, path: str, value: Any
) -> None:
    register = load_csv(tmp_path, f"{heading},study\n{typed},S07\n")

    assert flatten(register.rows[0].record)[path] == value
    assert register.ignored == ()


KINDS = [
    # path                     typed                value
    ("money.asked", '"£1,234.50"', Decimal("1234.50")),
    ("money.staff", "12", 12),
    ("services", '"Help\nParking"', ["Parking", "Help"]),
    ("stage", "late", "Late"),
    ("reviewed", "1 Dec 2026", date(2026, 12, 1)),
    ("agreed", "x", True),
    ("sessions[0].attended", "3", 3),
    ("sessions[0].held", "2026-12-01", date(2026, 12, 1)),
    ("sessions[0].form", "in person", "In person"),
    ("sessions[0].recorded", "Yes", True),
    ("partners", "One", ["One"]),
]


@pytest.mark.parametrize(("path", "typed", "value"), KINDS)
def test_a_cell_is_read_by_the_kind_of_its_field(
    tmp_path: Path, path: str, typed: str, value: Any
) -> None:
    register = load_csv(tmp_path, f"study,{path}\nS07,{typed}\n", AllKinds)

    assert flatten(register.rows[0].record)[path] == value


def test_what_is_the_hubs_own_is_kept_beside_the_record(tmp_path: Path) -> None:
    register = load_csv(
        tmp_path,
        "study;study.reference;Round;due;copy;group.theme;group.Site;Name;Email address;Cost;\n"
        "S07;ARC-7;2026-1;1 Dec 2026;7KQ2-M9XD;Ageing;;Ann;ann@example.org;12;x\n"
        ";S08;;;;;;;;;\n",
    )

    first, second = register.rows
    assert (first.number, first.copy_study, first.reference) == (2, "S07", "ARC-7")
    assert (first.round, first.due, first.copy) == ("2026-1", date(2026, 12, 1), "7KQ2-M9XD")
    assert first.group == {"theme": "Ageing"}
    assert (first.name, first.email) == ("Ann", "ann@example.org")
    assert (second.number, second.copy_study, second.due) == (3, "S08", None)
    assert register.ignored == ("Cost", "column K, which has no heading")
    assert register.notes == ()


def test_a_day_that_may_be_either_is_decided_aloud(tmp_path: Path) -> None:
    register = load_csv(tmp_path, "study,due\nS07,03/09/2026\n")

    assert register.rows[0].due == date(2026, 9, 3)
    assert register.notes == (
        "row 2, due: day and month may be either way round; read as day first.",
    )


DUE = ["due", "Due", "Due date", "date due", "Return by", "copy.due", "DUE_DATE"]


@pytest.mark.parametrize("heading", DUE)
def test_the_day_a_copy_is_due_has_several_names(tmp_path: Path, heading: str) -> None:
    register = load_csv(tmp_path, f"study,{heading}\nS07,1 May 2027\n")
    assert (register.rows[0].due, register.ignored) == (date(2027, 5, 1), ())


NOTES = [
    # register                                              notes
    ("study,E-mail\nS1,ann@@x\nS2,ann@example.org\nS3,ann@x\n",
     ["rows 2, 4, E-mail: this does not look like an e-mail address."]),
    ("study,round\nS1,2026-2\nS2,2026 2\nS3,2026-1\n",
     ["row 3, round: the round is spelt otherwise than in row 2; they are taken for two rounds; "
      "if one is meant, spell it once."]),
    ("study,round\nS01,1\ns01,2\n",
     ["row 3, study: the study is spelt otherwise than in row 2; they are taken for one study."]),
    ("study,due\n" + "".join(f"S{n},03/09/2026\n" for n in range(2000)),
     ["rows 2, 3, 4 and 1,997 more, due: day and month may be either way round; read as day first."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_what_is_odd_is_said_once_with_its_first_rows(
    tmp_path: Path, text: str, notes: list[str]
) -> None:
    assert list(load_csv(tmp_path, text).notes) == notes


def test_reading_tells_of_every_row_as_it_goes(tmp_path: Path) -> None:
    seen: list[int] = []

    def each(rows: Sequence[GridRow]) -> Iterator[GridRow]:
        for row in rows:
            seen.append(row.number)
            yield row

    assert len(load(csv_file(tmp_path, "study\nS1\nS2\n"), Module2, each).rows) == 2
    assert seen == [2, 3]


ONE_FAULT = [
    # register                                              the one thing that is told
    ("study.refrence,Name\n" + "S07,Ann\n" * 50, "Did you mean study.reference?"),
    ("Name,Budget\n" + "Ann,1\n" * 50, "No row says whose copy it is"),
    ("Register of studies 2026\nstudy,Name\nS07,Ann\nS08,Bob\n", "row 1 holds one cell only"),
]


@pytest.mark.parametrize(("text", "told"), ONE_FAULT)
def test_one_fault_of_the_headings_is_told_once(tmp_path: Path, text: str, told: str) -> None:
    problems = [p for p in problems_of(tmp_path, text) if not p.startswith("Besides")]
    assert len(problems) == 1
    assert told in problems[0]


def test_a_title_above_the_headings_of_a_sheet_is_told(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["Register 2026"], ["study", "Name"], ["S07", "Ann"]])
    with pytest.raises(RegisterError, match="row 1 holds one cell only"):
        load(path, Module2)


def test_a_csv_as_western_excel_writes_it_is_read_aloud(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "study,Name\nS07,Zoë O’Hara\n", "cp1252")
    register = load(path, Module2)
    assert register.rows[0].name == "Zoë O’Hara"
    assert register.notes == (
        "register.csv is not UTF-8; it was read in the letters of Western Windows (cp1252). Look "
        "whether letters such as é and ’ are right.",
    )


CELLS_OF_EXCEL = [
    # heading, cell                      told
    ("study", "=A2+1", "row 2, study: the file does not hold what this formula gives"),
    ("round", 2026.5, "row 2, round: this is a number with a fraction"),
]


@pytest.mark.parametrize(("heading", "value", "told"), CELLS_OF_EXCEL)
def test_a_cell_of_excel_that_says_nothing_certain_is_an_error(
    tmp_path: Path, heading: str, value: Any, told: str
) -> None:
    path = xlsx_file(tmp_path, [[heading, "study.reference"], [value, "S07"]])
    with pytest.raises(RegisterError) as caught:
        load(path, Module2)
    assert [told in problem for problem in caught.value.problems] == [True]


def test_a_round_that_excel_made_a_day_of_is_told(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["study", "round"], ["S07", date(2026, 2, 1)]])
    [note] = load(path, Module2).notes
    assert note.startswith("row 2, round: Excel has made a day of the round")


WRONG_HEADINGS = [
    # heading                         told
    ("Stakeholder", "belongs to several fields. Use a path as the heading: "
     "initial_matrix[0].stakeholder, ongoing_matrix[0].stakeholder."),
    ("Frequency", "is a column of a table. Use a path as the heading: engagement[0].frequency."),
    ("study.referense", "Did you mean study.reference?"),
    ("Study referense", "Did you mean study.reference?"),
    ("study.number", "Did you mean study."),
    ("checklist.everything", "Did you mean checklist."),
    ("initial_matrix[3].stakholder", "Did you mean initial_matrix[3].stakeholder?"),
    ("initial_matrix.stakeholder", "Did you mean initial_matrix[0].stakeholder?"),
    ("initial_matrix[].stakeholder", "such as initial_matrix[0].stakeholder"),
    ("initial_matrix[1000].stakeholder", "1000 rows at most"),
    ("nex_review_date", "Did you mean next_review_date?"),
    ("Studie titel", "Did you mean study.title?"),
    ("Emial adress", "Did you mean participant.email?"),
    ("Retrun by", "Did you mean copy.due?"),
    ("Roud", "Did you mean copy.round?"),
    ("group theme", "did you mean group.theme?"),
    ("Group: Site", "did you mean group.Site?"),
    ("group.", "give the group a name"),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "told"), WRONG_HEADINGS)
def test_a_heading_that_is_nearly_right_is_an_error(
    tmp_path: Path, heading: str, told: str
) -> None:
    [problem] = problems_of(tmp_path, f"study,{heading}\nS07,x\n")

    assert problem.startswith(f"column B, “{heading}”: ")
    assert told in problem


@pytest.mark.parametrize("heading", ["Cost centre", "Remarks", "Start", "R&D no.", "1", "Title 2", "Theme", "Site",
    "Status", "Closed", "Region", "Monitor", "Sponsor", "Days overdue", "Reason", "Workbook",
    "Group",
])  # fmt: skip
def test_other_columns_are_ignored_aloud(tmp_path: Path, heading: str) -> None:
    assert load_csv(tmp_path, f"study,{heading}\nS07,x\n").ignored == (heading,)


def test_a_form_with_a_field_named_like_a_word_of_the_register(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, "study,Round\nS07,x\n", Loose)
    assert "copy.round, note" in problem
    [problem] = problems_of(tmp_path, "study,due\nS07,x\n", Loose)
    assert "copy.due" in problem
    [row] = load_csv(
        tmp_path, "study,copy.round,note,copy.due\nS07,2026,x,2026-12-01\n", Loose
    ).rows
    assert (row.round, row.due, flatten(row.record)["note"]) == ("2026", date(2026, 12, 1), "x")


WRONG_CELLS = [
    # heading                   cell                      told
    ("next_review_date", "soon", "this is no full date"),
    ("due", "31.2.2026", "this is no full date"),
    ("due", "Sept", "this is no full date"),
    ("checklist.stakeholder_list", "perhaps", "this is neither yes nor no"),
    ("participant.name", '"Ann\nBee"', "a line break cannot stand in a one-line answer"),
    ("round", '"2026\n1"', "a line break cannot stand here"),
    ("study.title", "a\x01b", "the character U+0001 cannot be written to a file"),
    ("study.title", "[Click here to type]", "words of the prompt"),
    ("co_production.point_1", "x" * 32_768, "32,768 characters are too long for one cell"),
    ("next_review_date", "1899-12-01", "this is no full date"),
    ("copy", "abc", "a copy code has capital letters, digits and hyphens only"),
]


@pytest.mark.parametrize(("heading", "cell", "told"), WRONG_CELLS)
def test_a_cell_that_cannot_be_used_is_an_error_without_its_words(
    tmp_path: Path, heading: str, cell: str, told: str
) -> None:
    [problem] = problems_of(tmp_path, f"study,{heading}\nS06,\nS07,{cell}\n")

    assert problem.startswith(f"row 3, {heading}: ")
    assert told in problem
    if cell.isalpha() and cell.islower():
        assert cell not in problem.partition(": ")[2]


WRONG_KINDS = [
    ("money.staff", "many", "this is no whole number"),
    ("money.staff", "1.5", "this is no whole number"),
    ("money.asked", "a lot", "this is no number"),
    ("money.asked", "1.2345678901234567", "the value has more than the 15 digits"),
    ("sessions[0].attended", "-1", "greater than or equal to 0"),
    ("stage", "Middle", "none of the choices “Early”, “Late”"),
    ("services", '"Help\nTaxi"', "none of the choices"),
]


@pytest.mark.parametrize(("heading", "cell", "told"), WRONG_KINDS)
def test_a_cell_of_another_kind_is_an_error(
    tmp_path: Path, heading: str, cell: str, told: str
) -> None:
    [problem] = problems_of(tmp_path, f"study,{heading}\nS07,{cell}\n", AllKinds)

    assert problem.startswith(f"row 2, {heading}: ")
    assert told in problem


def test_a_date_that_may_be_either_is_an_error_where_nothing_decides(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, "study,copy.due\nS07,03/09/2026\n", Loose)
    assert "write the month as a word" in problem


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    told = problems_of(
        tmp_path,
        "study,Email address,round,next_review_date,Stakeholder,study.titel\n"
        "S07,ann@example.org,1,soon,,\n"
        "s 07,Ann@example.org ,1,,,\n"
        "\n"
        ",,,1 May 2027,,\n"
        "S07,ann@example.org,2,,,\n",
    )

    assert [line.partition(":")[0] for line in told] == [
        "column E, “Stakeholder”",
        "column F, “study.titel”",
        "row 2, next_review_date",
        "row 5",
        "rows 2 and 3",
    ]


def test_two_headings_for_one_field_are_an_error(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, "Study reference,study.reference\nS07,S07\n")
    assert problem.startswith("columns A and B: both “Study reference” and “study.reference”")


def test_the_same_copy_code_twice_is_an_error(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, "study,copy\nS07,AAAA\nS08,AAAA\n")
    assert problem == "rows 2 and 3: the same copy code. Change one."


# Files ---------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_as_programs_write_it(
    tmp_path: Path, delimiter: str, encoding: str, newline: str
) -> None:
    lines = [
        delimiter.join(["study", '"Study title"', '"A, B; C"']),
        delimiter.join(["S07", '"Zoë, ""her"" study; of\ttea"', "x"]),
    ]
    path = csv_file(tmp_path, newline.join(lines) + newline, encoding)
    register = load(path, Module2)

    assert flatten(register.rows[0].record)["study.title"] == 'Zoë, "her" study; of\ttea'
    assert register.ignored == ("A, B; C",)


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    text = '\nstudy,nine_cs.consumers\nS07,"a\nb\nc"\n\nS08,\n'
    assert [row.number for row in load_csv(tmp_path, text).rows] == [3, 5]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_may_say_to_excel_how_it_is_separated(tmp_path: Path, delimiter: str) -> None:
    text = f"sep={delimiter}\r\nstudy{delimiter}Name\r\nS07{delimiter}Ann\r\n"
    (row,) = load_csv(tmp_path, text).rows

    assert (row.number, row.copy_study, row.name) == (2, "S07", "Ann")


UNREADABLE = [
    # name             bytes                                   told
    ("r.csv", b"study\nZo\x81\xeb\n", "CSV UTF-8"),
    ("r.csv", "study\nS01\n".encode("utf-16"), "CSV UTF-8"),
    ("r.csv", b"", "is empty"),
    ("r.csv", b"study,round\n", "no rows"),
    ("r.txt", b"study\nS07\n", "is no register"),
    ("r.csv", b"study,money\nS07,1,234\n", "row 2 has more cells than there are headings"),
    ("r.json", b'{"study": "S07"}', "a list of objects"),
    ("r.json", b'[{"study": "S07", "study": "S08"}]', "stands twice"),
    ("r.json", b'[{"study": {"title": "a"}, "study.title": "b"}]', "'study.title' stands twice"),
    ("r.json", b'[{"study": NaN}]', "NaN is no number"),
    ("r.json", b'[{"study": 1e400}]', "1e400 is no number"),
    ("r.csv", b'sep=,\nstudy,Name\nS07,"Ann\n', "line 3"),
    ("r.json", b"[1, 2", "is not JSON"),
    ("none.csv", None, "cannot be opened"),
]


@pytest.mark.parametrize(("name", "data", "told"), UNREADABLE)
def test_a_file_that_is_no_register(
    tmp_path: Path, name: str, data: bytes | None, told: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterError, match=told):
        load(tmp_path / name, Module2)


def test_json_may_be_flat_or_nested_like_a_record(tmp_path: Path) -> None:
    items = [
        {"study": "S07", "nine_cs.consumers": ["Patients", "Carers"], "due": "2026-12-01"},
        {
            "study": {"reference": "S08", "title": None},
            "initial_matrix": [{"stakeholder": "Nurses", "impact": "a\nb"}],
            "ongoing_matrix": [],
            "checklist": {"stakeholder_list": True},
            "copy": {"round": "2026-1"},
        },
    ]
    path = tmp_path / "register.json"
    path.write_text(json.dumps(items))
    first, second = load(path, Module2).rows

    assert (first.number, first.copy_study, first.due) == (1, "S07", date(2026, 12, 1))
    assert flatten(first.record)["nine_cs.consumers"] == ["Patients", "Carers"]
    assert (second.number, second.copy_study, second.round) == (2, "S08", "2026-1")
    assert flatten(second.record)["initial_matrix[0].impact"] == "a\nb"
    assert flatten(second.record)["checklist.stakeholder_list"] is True

    path.write_text(json.dumps([{"study": "S07", "nine_cs.consumers": ["a\nb"]}]))
    with pytest.raises(RegisterError, match=r"item 1, nine_cs\.consumers: a line break"):
        load(path, Module2)


TYPED = [
    # in Excel                     text           native
    (7.0, "7", 7),  # a study's number is not 7.0
    (7.5, "7.5", 7.5),
    ("007", "007", None),
    (True, "Yes", True),
    (datetime(2026, 12, 1), "2026-12-01", date(2026, 12, 1)),
    (date(2026, 12, 1), "2026-12-01", date(2026, 12, 1)),
    (None, "", None),
]


@pytest.mark.parametrize(("value", "text", "native"), TYPED)
def test_typed_cells(value: Any, text: str, native: Any) -> None:
    assert (_typed(value).text, _typed(value).native) == (text, native)


# File names ----------------------------------------------------------------------------


def test_file_names_are_what_a_person_recognises_and_unique(tmp_path: Path) -> None:
    register = load_csv(
        tmp_path,
        "study,Study title,Email address,round\n"
        "S07,,a@x.org,2026-1\n"
        "S07,,b@x.org,2026-1\n"
        "s07,,c@x.org,2026-1\n"
        "S07-module-2-2026-1-2,,d@x.org,\n"
        ",Zoë's tea/coffee: a study,,2026-1\n"
        ",,e@x.org,2026-1\n"
        "../../etc,,f@x.org,\n",
    )

    assert [row.file_stem for row in register.rows] == [
        "S07-module-2-2026-1",
        "S07-module-2-2026-1-2",
        "s07-module-2-2026-1-3",
        "S07-module-2-2026-1-2-module-2",
        "Zoe-s-tea-coffee-a-study-module-2-2026-1",
        "row-7-module-2-2026-1",
        "etc-module-2",
    ]


@given(st.text())
def test_a_safe_name_is_safe(text: str) -> None:
    safe = safe_name(text)
    assert all(c.isascii() and (c.isalnum() or c in "-_") for c in safe)
    assert len(safe) <= 60
    assert safe_name(safe) == safe


@given(st.lists(st.text(), max_size=6))
def test_every_heading_is_used_ignored_or_a_problem(headings: list[str]) -> None:
    columns = match_columns(headings, Module2)
    assert len(columns.used) + len(columns.ignored) + len(columns.problems) == len(headings)


@given(st.integers(0, 20_000))
def test_column_letters_count_as_spreadsheets_do(index: int) -> None:
    value = 0
    for character in letter(index):
        value = value * 26 + ord(character) - 64
    assert value == index + 1


# Excel ---------------------------------------------------------------------------------


def test_an_excel_register(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Study reference", "due", "Email address", "nine_cs.consumers", "Budget"])
    sheet.append([7, datetime(2026, 12, 1), "ann@example.org", "Patients\nCarers", 12.5])
    sheet.append([])
    sheet.append(["=S08", "1 Dec 2026", None, None, None])
    sheet["A4"].data_type = "s"
    path = tmp_path / "register.xlsx"
    book.save(path)
    register = load(path, Module2)

    first, second = register.rows
    assert (first.number, first.copy_study, first.due) == (2, "7", date(2026, 12, 1))
    assert flatten(first.record)["nine_cs.consumers"] == ["Patients", "Carers"]
    assert (second.number, second.copy_study, second.due) == (4, "=S08", date(2026, 12, 1))
    assert register.ignored == ("Budget",)

    path.write_bytes(b"no Excel file")
    with pytest.raises(RegisterError, match=r"register\.xlsx cannot be read"):
        load(path, Module2)


def test_a_quotation_mark_that_is_not_closed_is_an_error(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path, 'study.reference,Name\nS1,"five 5"" screens,Ann\nS2,Bob\n')

    assert "quotation mark" in problem
