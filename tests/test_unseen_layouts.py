"""Layouts of the printed form that no edition has: two languages, text boxes, leaders."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook as Book

from workbook_docs import Reading, read

STAGES = ("Initiation", "Planning", "Execution", "Monitoring", "Closure")
NINE = (
    "Commissioners", "Customers", "Collaborators", "Contributors", "Channels",
    "Commentators", "Consumers", "Champions", "Competitors",
)  # fmt: skip
POINTS = tuple(f"Point {number}" for number in range(1, 8))
ITEMS = (
    "Made a list of stakeholders?",
    "Identified how patients and the public will be able to participate in the study?",
    "Developed your engagement strategy?",
    "Set the next date for reviewing your progress?",
)
MATRIX = ("Initial Key Stakeholder Analysis Matrix", "Stakeholder", "Stakeholder Interests",
          "Assessment of Impact", "Communication Strategies")  # fmt: skip


class _Form:
    """A form that is written part by part and then read; every character is accounted for."""

    def __init__(self) -> None:
        self.document = Document()

    def lines(self, *texts: str) -> None:
        for text in texts:
            self.document.add_paragraph(text)

    def table(self, *rows: tuple[str, ...]) -> None:
        table = self.document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        self.document.add_paragraph()

    def text_box(self, *texts: str) -> None:
        lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)
        box = parse_xml(
            f'<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>'
            f"<v:textbox><w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape></w:pict>"
            "</w:r></w:p>"
        )
        body = self.document.element.body
        body.insert(len(body) - 1, box)

    def read(self, folder: Path) -> Reading:
        self.lines("", *ITEMS)
        path = folder / "form.docx"
        self.document.save(str(path))
        return _read(path)


def _read(path: Path) -> Reading:
    reading = read(path)
    assert reading.outcome == "read"
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def _raw(reading: Reading, path: str) -> str | None:
    return next((answer.raw for answer in reading.answers if answer.path == path), None)


def _value(reading: Reading, path: str) -> object:
    return next(answer.value for answer in reading.answers if answer.path == path)


def _listed(reading: Reading) -> list[str]:
    return [item.text.strip() for item in reading.unplaced]


# Two languages ---------------------------------------------------------------------------


def _in_two_languages(stroke: str = "/") -> _Form:
    form = _Form()
    form.table((f"Name {stroke} Enw", "Ann Reed"), (f"Email address {stroke} Cyfeiriad e-bost", ""))
    form.lines(*(f"{category}: ICB" for category in NINE))
    form.lines(f"{MATRIX[0]} {stroke} Matrics gychwynnol")
    heads = [f"{head} {stroke} Cymraeg" for head in MATRIX[1:]]
    form.table(tuple(heads), ("GP practices", "Shorter visits", "Planning / Execution", "Phone"))
    form.table(*((f"{point} {stroke} Pwynt", f"Answer {point[-1]}") for point in POINTS))
    return form


@pytest.mark.parametrize("stroke", ["/", "|"])
def test_a_form_in_two_languages_is_read_by_the_one_we_know(tmp_path: Path, stroke: str) -> None:
    form = _in_two_languages(stroke)
    form.table(tuple(f"{stage} {stroke} Cam" for stage in STAGES), ("", "Name a lead", "", "", ""))
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") is None
    row = [_raw(reading, f"initial_matrix[0].{c}") for c in ("stakeholder", "interests", "impact")]
    assert row == ["GP practices", "Shorter visits", "Planning / Execution"]
    assert _raw(reading, "co_production.point_7") == "Answer 7"
    assert _raw(reading, "life_cycle.planning") == "Name a lead"
    assert f"{stroke} Enw" in _listed(reading)


def test_a_translation_ends_with_the_colon_of_its_label(tmp_path: Path) -> None:
    form = _in_two_languages()
    form.lines(*(f"{stage} / Cam: Weekly call" for stage in STAGES))
    reading = form.read(tmp_path)
    assert _raw(reading, "life_cycle.closure") == "Weekly call"


def test_a_stroke_in_an_answer_parts_no_translation(tmp_path: Path) -> None:
    form = _Form()
    form.table(*((category, "Customers / Channels") for category in NINE))
    form.lines(*POINTS)
    form.table(*((stage, "Planning / Execution") for stage in STAGES))
    reading = form.read(tmp_path)
    assert _value(reading, "nine_cs.consumers") == ["Customers / Channels"]
    assert _raw(reading, "life_cycle.closure") == "Planning / Execution"


@pytest.mark.parametrize(
    ("marks", "value"),
    [
        ("[x] Yes  [ ] No", True),
        ("[ ] Yes [x] No", False),
        ("Yes [x] No [ ]", True),
        ("(x) Yes / ( ) No", True),
        ("[ ] Yes [ ] No", False),
        ("[x] Yes [x] No", None),
    ],
)
def test_boxes_for_yes_and_no_may_be_typed(tmp_path: Path, marks: str, value: bool | None) -> None:
    form = _in_two_languages()
    form.table(*((stage, "") for stage in STAGES))
    form.table(("Developed your inclusion strategy?", marks))
    reading = form.read(tmp_path)
    assert _value(reading, "checklist.inclusion_strategy") is value


# Text boxes ------------------------------------------------------------------------------


def test_a_form_in_text_boxes_is_read(tmp_path: Path) -> None:
    form = _Form()
    form.lines("Module 2: Engagement, Involvement & Co-Production")
    form.text_box("Name: Ann Reed", "Email address: ann@example.org")
    for category in NINE:
        form.text_box(category, "ICB", "Wards")
    form.lines(*(f"{point}: Yes" for point in POINTS))
    form.table(*((stage, "Planning: weekly") for stage in STAGES if stage != "Planning"))
    form.text_box("Planning", "Name a lead", "Book rooms")
    form.text_box("☒ Developed your inclusion strategy?", "☐ Developed a co-production strategy?")
    form.lines("", "With thanks, the hub")
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") == "ann@example.org"
    assert _value(reading, "nine_cs.competitors") == ["ICB", "Wards"]
    assert _raw(reading, "life_cycle.planning") == "Name a lead\nBook rooms"
    assert _raw(reading, "life_cycle.closure") == "Planning: weekly"
    assert _value(reading, "checklist.inclusion_strategy") is True
    assert _value(reading, "checklist.co_production_strategy") is False
    assert _listed(reading) == ["With thanks, the hub"]


def test_a_text_box_that_says_a_label_of_the_page_again_is_listed(tmp_path: Path) -> None:
    form = _Form()
    form.lines("Name: Ann Reed", *(f"{category}: ICB" for category in NINE))
    form.text_box("Name: Bo Lund")
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _listed(reading) == ["Name: Bo Lund"]


# Words of labels -------------------------------------------------------------------------


@pytest.mark.parametrize("leader", [" ............ ", " ____ ", " ……… ", "......"])
def test_a_leader_parts_an_answer_from_its_label(tmp_path: Path, leader: str) -> None:
    form = _Form()
    form.lines(f"NAME{leader}Ann Reed", f"EMAIL ADDRESS{leader}", *NINE, *POINTS, *STAGES)
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") is None


def test_answers_beside_their_labels_may_begin_with_the_labels(tmp_path: Path) -> None:
    form = _Form()
    form.lines("Name: Ann Reed", "E-mail: ann@example.org")
    form.lines(*(f"{category} are explained on the next page." for category in NINE), *NINE)
    form.table(*((category, f"{category} of the ward") for category in NINE))
    form.lines(*(f"{point}: Yes" for point in POINTS), MATRIX[0])
    heads = MATRIX[1:]
    form.table(heads, ("GP practices", "Shorter visits", "High", "Email address list"))
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.email") == "ann@example.org"
    assert _raw(reading, "initial_matrix[0].communication") == "Email address list"


def test_a_heading_of_the_form_with_a_note_is_no_row(tmp_path: Path) -> None:
    book = Book()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Name", "Ann Reed"),
        ("Email address", ""),
        *((category, "ICB") for category in NINE),
        ("Involvement with Your Study",),
        ("Stakeholder/Groups?", "Role within Study Implementation?"),
        ("Patient panel", "Comments on leaflets"),
        (),
        ("Involvement with Your Study (Step Three)",),
        *((point, "Yes") for point in POINTS),
        *((stage, "Weekly call") for stage in STAGES),
    ):
        sheet.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    reading = _read(path)
    assert _raw(reading, "involvement[0].stakeholder") == "Patient panel"
    assert _raw(reading, "involvement[1].stakeholder") is None
    assert "Involvement with Your Study (Step Three)" in _listed(reading)


def test_a_heading_over_its_own_words_is_the_label(tmp_path: Path) -> None:
    form = _Form()
    form.lines(*(f"{category}: ICB" for category in NINE), *(f"{point}: Yes" for point in POINTS))
    for stage in STAGES:
        form.document.add_heading(stage, 3)
        form.lines(stage)
    reading = form.read(tmp_path)
    assert _raw(reading, "life_cycle.monitoring") == "Monitoring"


@pytest.mark.parametrize(
    ("line", "closure"),
    [("9. Reviewing your work", "A party"), ("7. tea", "A party\n7. tea")],
)
def test_a_heading_of_ones_own_that_goes_on_counting_is_no_answer(
    tmp_path: Path, line: str, closure: str
) -> None:
    form = _Form()
    form.lines("1. The 9Cs", *(f"{category}: ICB" for category in NINE))
    form.lines(*(f"{point}: Yes" for point in POINTS), "8. Study Life Cycle")
    form.lines(*(f"{stage}: A party" for stage in STAGES), line)
    form.lines("10. Checklist – Have You Done the Following?")
    reading = form.read(tmp_path)
    assert _raw(reading, "life_cycle.closure") == closure


def test_a_table_folded_into_one_row_is_listed(tmp_path: Path) -> None:
    form = _Form()
    form.lines(*(f"{stage}: A party" for stage in STAGES), *(f"{point}: Yes" for point in POINTS))
    form.lines(*(f"{category}: ICB" for category in NINE))
    cells = ("GP practices Wards", "Shorter visits Space", "High Low", "Phone Letter")
    folded = tuple(f"{head} {text}" for head, text in zip(MATRIX[1:], cells, strict=True))
    form.table(folded)
    reading = form.read(tmp_path)
    assert _value(reading, "nine_cs.competitors") == ["ICB"]
    assert set(folded) <= set(_listed(reading))


# Rows and their columns ------------------------------------------------------------------


def _ticked(reading: Reading) -> object:
    return _value(reading, "checklist.inclusion_strategy")


def _numbered(blank: bool) -> _Form:
    """A form whose rows are counted, with a column for notes."""
    form = _Form()
    form.lines("1. Name: Ann Reed", "2. Email address:")
    rows = [
        (str(number), category, "" if blank and number > 2 else "ICB", "see file")
        for number, category in enumerate(NINE, 1)
    ]
    form.table(("No.", "Category", "Who?", "Notes"), *rows)
    form.table(*((f"{n}.", point, "", "") for n, point in enumerate(POINTS, 1)))
    heads = ("Study Life Cycle", *[""] * (len(STAGES) - 1))
    form.table(*((head, stage, "") for head, stage in zip(heads, STAGES, strict=True)))
    form.table(("6", "Developed your inclusion strategy?", "X", "May 2026"))
    return form


@pytest.mark.parametrize("blank", [False, True])
def test_rows_may_be_counted_and_have_other_columns(tmp_path: Path, blank: bool) -> None:
    reading = _numbered(blank).read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") is None
    for number, category in enumerate(NINE, 1):
        wanted = [] if blank and number > 2 else ["ICB"]
        assert _value(reading, f"nine_cs.{category.lower()}") == wanted
    assert {_raw(reading, f"co_production.point_{n}") for n in range(1, 8)} == {None}
    assert {_raw(reading, f"life_cycle.{stage.lower()}") for stage in STAGES} == {None}
    assert _ticked(reading) is True
    assert "see file" in _listed(reading)
    assert "May 2026" in _listed(reading)


@pytest.mark.parametrize(
    ("cells", "ticked"),
    [
        (("Yes", "May 2026", "JB"), True),
        (("No", "May 2026", "JB"), False),
        (("", "May 2026", "JB"), None),
        (("Yes", "No", ""), None),
    ],
)
def test_the_column_that_ticks_a_box_is_told_from_others(
    tmp_path: Path, cells: tuple[str, ...], ticked: bool | None
) -> None:
    form = _numbered(blank=False)
    form.table(("Developed a co-production strategy?", *cells))
    reading = form.read(tmp_path)
    assert _value(reading, "checklist.co_production_strategy") is ticked


def test_words_below_labels_in_another_language_are_no_answers(tmp_path: Path) -> None:
    form = _Form()
    form.lines("Name (Enw): Ann Reed", "Email address (E-bost):")
    answers = ("ICB", "Wards", *[""] * 7)
    form.table(*((f"{label}\nCymraeg", text) for label, text in zip(NINE, answers, strict=True)))
    form.table(*((f"{point}\nPwynt", "") for point in POINTS))
    form.table(*((f"{stage}\nCam", "") for stage in STAGES))
    form.table(("Developed your inclusion strategy?\nCymraeg?", "Yes"))
    reading = form.read(tmp_path)
    assert _raw(reading, "participant.name") == "Ann Reed"
    assert _raw(reading, "participant.email") is None
    assert [_value(reading, f"nine_cs.{c.lower()}") for c in NINE[:3]] == [["ICB"], ["Wards"], []]
    assert {_raw(reading, f"co_production.point_{n}") for n in range(1, 8)} == {None}
    assert _raw(reading, "life_cycle.planning") is None
    assert _ticked(reading) is True


def test_an_answer_behind_its_own_word_may_be_a_label_of_the_form(tmp_path: Path) -> None:
    form = _Form()
    form.lines(*(f"{category}: ICB" for category in NINE), *(f"{point}: Yes" for point in POINTS))
    form.lines("Name: Ann Reed", "Email address:", MATRIX[0])
    form.table(MATRIX[1:], ("GP practices", "", "", ""))
    for number, stage in enumerate(STAGES, 20):
        form.lines(f"Q{number}. {stage}", f"Answer: {'' if stage == 'Execution' else 'Monitoring'}")
    reading = form.read(tmp_path)
    assert _raw(reading, "life_cycle.execution") is None
    assert _raw(reading, "life_cycle.monitoring") == "Monitoring"


# Sheets ----------------------------------------------------------------------------------


def _sheet(folder: Path, *rows: tuple[str, ...]) -> Reading:
    book = Book()
    sheet = book.active
    assert sheet is not None
    for row in (
        *rows,
        (),
        *((point, "Yes") for point in POINTS),
        *((item, "Yes") for item in ITEMS),
    ):
        sheet.append(row)
    path = folder / "form.xlsx"
    book.save(path)
    return _read(path)


def _below(answers: dict[str, str], gap: bool = True) -> list[tuple[str, ...]]:
    """The 9 Cs of a sheet, each with its answer or an empty row in the row below it."""
    rows: list[tuple[str, ...]] = []
    for category in NINE:
        rows += [(category,), (answers[category],)] if category in answers else [(category,)]
        rows += [()] if gap else []
    return rows


@pytest.mark.parametrize(
    ("answers", "gap"),
    [
        (dict.fromkeys(NINE, "ICB"), True),
        (dict.fromkeys(NINE, "ICB"), False),
        ({"Channels": "Radio", "Customers": "Wards"}, False),
        ({"Channels": "Radio"}, True),
    ],
)
def test_answers_below_their_labels_are_read_in_a_sheet(
    tmp_path: Path, answers: dict[str, str], gap: bool
) -> None:
    stages = [(stage, "Weekly call") for stage in STAGES]
    reading = _sheet(tmp_path, ("Name", "Ann Reed"), *_below(answers, gap), (), *stages)
    for category in NINE:
        wanted = [answers[category]] if category in answers else []
        assert _value(reading, f"nine_cs.{category.lower()}") == wanted
    assert _raw(reading, "life_cycle.closure") == "Weekly call"


@pytest.mark.parametrize(
    "rows",
    [
        # one label of many has words below it, and no room is left below the others
        [("Commissioners",), ("Please return this by Friday",), *((c,) for c in NINE[1:])],
        # answers stand beside labels of the section
        [("Commissioners", "ICB"), *((c,) for c in NINE[1:]), ("Please return this by Friday",)],
        # below the last answer something follows that nobody knows
        [*_below(dict.fromkeys(NINE, "ICB"), gap=False), ("Please return this by Friday",)],
    ],
)
def test_what_a_sheet_says_below_its_labels_is_no_answer(
    tmp_path: Path, rows: list[tuple[str, ...]]
) -> None:
    stages = [(stage, "Weekly call") for stage in STAGES]
    reading = _sheet(tmp_path, *rows, (), *stages)
    assert "Please return this by Friday" in _listed(reading)
