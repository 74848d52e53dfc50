"""The trial of a template: `workbook-docs conformance`, on templates of ours and of other houses."""

from __future__ import annotations

import io
import json

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook.defined_name import DefinedName
from site_readiness import SiteReadiness

from workbook_docs import Field, LongText, Names, Row, Text, Tick, Whole, Workbook, anchors
from workbook_docs.cli import main
from workbook_docs.conformance import run, trial, words
from workbook_docs.conformance.records import records
from workbook_docs.conformance.scoring import Misread, Score
from workbook_docs.conformance.template import chosen, folder_of, laid_out
from workbook_docs.definition import Section, fields_of
from workbook_docs.templates import editions_of, template_path
from workbook_docs.workbooks.nine_cs import NineCsList

WORD_TEMPLATE = template_path(NineCsList, "docx")
SITE = template_path(SiteReadiness, "docx")
SMALL = ("--records", "1", "--rounds", "1", "--workers", "1")


class Word(Row):
    text: Text = Field(title="A word")
    meaning: LongText = Field(title="What it means")


class Few(Workbook, id="few", version="1", title="Three questions"):
    name: Text = Field(title="Your name")
    ward: Text = Field(title="Your ward")
    wish: LongText = Field(title="What you wish for")


class Lines(Workbook, id="lines", version="1", title="One table"):
    words: list[Word] = Field(title="Words")


class Boxes(Section):
    one: Tick = Field(title="The first thing")
    two: Tick = Field(title="The second thing")
    three: Tick = Field(title="Everything else that was asked for")
    four: Tick = Field(title="Have you told the others?")


class Ticks(Workbook, id="ticks", version="1", title="Boxes only"):
    boxes: Boxes = Field(title="What is done")


class Numbers(Workbook, id="numbers", version="1", title="Numbers of a ward"):
    beds: Whole = Field(title="Beds on the ward", ge=100, le=900)
    loss: Whole = Field(title="Change since last year", le=-1)
    plan: LongText = Field(title="What you plan")
    people: Names = Field(title="Who takes part")


class Team(Workbook, id="team", version="1", title="Who does what"):
    lead: Text = Field(title="Who leads the study")
    deputy: Text = Field(title="Who stands in for them")
    nurse: Text = Field(title="Research nurse")
    statistics: Text = Field(title="Who counts")
    sponsor: Text = Field(title="Sponsor")
    funder: Text = Field(title="Who pays for it")
    ethics: LongText = Field(title="What the ethics committee asked")
    patients: LongText = Field(title="How patients take part")
    plan: LongText = Field(title="What comes next")


class Single(Workbook, id="single", version="1", title="One question"):
    name: Text = Field(title="Your name")


OWN: tuple[type[Workbook], ...] = (Few, Lines, Ticks, Numbers)


def conformance(*arguments: str):
    # So wide that no cell is wrapped, whatever the terminal that the tests run in.
    return CliRunner(env={"COLUMNS": "300"}).invoke(main, ["conformance", *arguments])


def word_template(workbook: type[Workbook]) -> bytes:
    """A template as somebody makes it in Word: no style, sheet or table of ours."""
    document = docx.Document()
    document.add_heading(workbook.model_config["title"], 1)
    for declared in fields_of(workbook):
        path = declared.path
        if declared.kind == "tick":
            document.add_paragraph(f"{{{{ {path} }}}} {declared.label}")
        elif declared.table is None:
            document.add_paragraph(f"{declared.label}:")
            document.add_paragraph(f"{{{{ {path} }}}}")
    if workbook is Lines:
        rows = (
            ("A word", "What it means"),
            ("{%tr for row in words %}", ""),
            ("{{ row.text }}", "{{ row.meaning }}"),
            ("{%tr endfor %}", ""),
        )
        table = document.add_table(4, 2)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel_template(workbook: type[Workbook]) -> bytes:
    """A template as somebody makes it in Excel: one sheet, labels in B, places in D."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "The form's sheet"
    sheet["B1"] = workbook.model_config["title"]
    for number, declared in enumerate(fields_of(workbook)):
        row, column = (3, "BC"[number]) if declared.table else (3 + 2 * number, "B")
        sheet[f"{column}{row}"] = declared.label
        label = DefinedName(
            anchors.label_bookmark(declared.path), attr_text=f"'The form''s sheet'!${column}${row}"
        )
        book.defined_names[label.name] = label
        if declared.table is None:
            place = DefinedName(
                anchors.cell_name(declared.path), attr_text=f"'The form''s sheet'!$D${row}"
            )
            book.defined_names[place.name] = place
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(params=OWN, ids=lambda workbook: workbook.workbook_id)
def own(request):
    return request.param


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_hands_work_on_any_template(own, format, tmp_path):
    path = tmp_path / f"any name.{format}"
    path.write_bytes(word_template(own) if format == "docx" else excel_template(own))

    report = trial.conform(own, {format: path}, records=1, rounds=3, routes=False)

    misread = [m for row in report.rows for m in row.score.misread]
    assert [str(m) for m in misread if m.kind != "unplaced"] == []
    assert {row.group for row in report.rows} == set(trial.TARGETS)
    assert all(row.score.expected for row in report.rows)


# Which template ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "workbook", "expected"),
    [
        pytest.param("nine-cs", None, {"docx", "xlsx"}, id="a workbook: both its templates"),
        pytest.param(str(WORD_TEMPLATE), None, {"docx"}, id="a file named after its workbook"),
        pytest.param(
            str(SITE), "site_readiness:SiteReadiness", {"docx"}, id="a file, its workbook said"
        ),
    ],
)
def test_what_is_tried_is_a_file_or_the_templates_of_a_workbook(template, workbook, expected):
    definition, files = chosen(template, workbook)

    assert set(files) == expected
    assert definition.workbook_id in {path.stem for path in files.values()}


@pytest.mark.parametrize(
    ("name", "data", "options", "said"),
    [
        pytest.param("nine-cs.docx", None, (), "There is no file", id="no such file"),
        pytest.param("form.pdf", b"%PDF-1.7", (), "form.pdf is no template", id="a PDF"),
        pytest.param("nine-cs.docx", b"no zip", (), "no Word document", id="no document"),
        pytest.param("nine-cs.xlsx", b"no zip", (), "nine-cs.xlsx is no template: The file is damaged", id="no book"),
        pytest.param(
            "our form.docx", WORD_TEMPLATE.read_bytes(), (), "Which workbook is our form.docx",
            id="a file of which workbook?",
        ),
        pytest.param(
            "nine-cs.docx", SITE.read_bytes(), (), "is no field of nine-cs",
            id="the template of another workbook",
        ),
        pytest.param(
            "nine-cs.docx", WORD_TEMPLATE.read_bytes(), ("--workbook", "no.such:Thing"),
            "cannot be imported", id="no such definition",
        ),
        pytest.param(
            "nine-cs.docx", WORD_TEMPLATE.read_bytes(), ("--hand", "juggling"),
            "There is no habit “juggling”", id="no such habit",
        ),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_a_sentence(name, data, options, said, tmp_path):
    if data is not None:
        (tmp_path / name).write_bytes(data)

    result = conformance(str(tmp_path / name), *SMALL, *options)

    assert result.exit_code == 2
    assert said in result.output
    assert "Traceback" not in result.output


def test_the_file_that_is_named_is_tried_and_not_the_one_in_its_place(tmp_path):
    document = docx.Document(str(WORD_TEMPLATE))
    document.add_paragraph("A sentence that only this house prints.")
    document.save(str(tmp_path / "restyled.docx"))

    with folder_of(NineCsList, {"docx": tmp_path / "restyled.docx"}) as folder:
        definition = laid_out(NineCsList, folder)
        texts = {line.text for line in editions_of(definition)[0].lines}
        score = run.total(run.after([run.STRIPPED], definition, "docx", 1, seed=1))

    assert "A sentence that only this house prints." in texts
    assert score.misread == []
    assert score.right == score.expected > 5
    assert not folder.exists()


# What comes out ---------------------------------------------------------------------------


def test_a_template_that_can_be_sent_is_said_so_with_exit_code_0(tmp_path):
    path = tmp_path / "team.docx"
    path.write_bytes(word_template(Team))

    result = conformance(str(path), "--workbook", f"{__name__}:Team", *SMALL, "--no-routes")

    assert result.exit_code == 0
    assert "Word: team.docx" in result.output
    assert "You can send this template." in result.output


def test_a_template_that_comes_back_badly_is_told_of_before_it_is_sent(tmp_path):
    """A form with one question cannot be told from other documents without its marks."""
    path = tmp_path / "single.docx"
    path.write_bytes(word_template(Single))

    result = conformance(
        str(path), "--workbook", f"{__name__}:Single", *SMALL, "--no-routes", "--keep",
        str(tmp_path / "kept"),
    )  # fmt: skip

    told = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "Before you send this template:" in told
    assert "✗ Word, every mark of ours gone: 0.00% read right (99.5 % is asked for)" in told
    assert "file not read at all" in told
    assert (tmp_path / "kept" / "record-0-every-anchor-gone.docx").is_file()


def test_json_is_one_document_with_every_line_of_the_table():
    result = conformance("nine-cs", *SMALL, "--no-routes", "--json")

    report = json.loads(result.stdout)
    assert (report["workbook"], report["seed"]) == ("nine-cs", 1)
    assert report["met"] == all(row["met"] for row in report["rows"])
    groups = {(row["format"], row["group"]) for row in report["rows"]}
    assert groups == {(format, group) for format in ("docx", "xlsx") for group in trial.TARGETS}
    for row in report["rows"]:
        kinds = [one["kind"] for one in row["misread"]]
        assert row["right"] + row["unplaced"] + row["wrong"] == row["expected"] > 0
        assert kinds.count("wrong") == row["wrong"]
        assert sum(row["rungs"].values()) == row["right"]


def test_missing_programs_are_said_aloud(monkeypatch):
    monkeypatch.setenv("PATH", "")

    result = conformance(str(WORD_TEMPLATE), *SMALL)

    told = " ".join(result.output.split())
    assert result.exit_code in (0, 1)
    assert "Not tried, because not installed here: LibreOffice, AbiWord, pandoc." in told
    assert "python-docx" in told


def test_a_line_of_the_table_can_be_seen_again():
    cases = run.after_random(5, NineCsList, "xlsx", 2, seed=3, rounds=range(3))

    assert len(cases) > 3
    for case in cases:
        again = run.damaged(
            run.filled(NineCsList, "xlsx", 2, 3)[case.number], "xlsx", case.hands,
            run.dice_of(3, case.number, case.hands),
        )  # fmt: skip
        assert again.hands == case.hands
        assert again.data == case.data


def test_habits_by_name_are_done_one_after_the_other_and_nothing_else():
    names = ["names gone", "rows inserted above"]

    report = trial.conform(
        NineCsList, {"xlsx": template_path(NineCsList, "xlsx")}, records=1, only=names
    )

    assert [(row.group, row.title) for row in report.rows] == [("several hands", ", ".join(names))]
    assert list(words.advice(report, "again"))[1:] == ["Nothing went wrong here."]


def test_two_processes_find_what_one_finds():
    files = {"xlsx": template_path(NineCsList, "xlsx")}
    one, two = (
        trial.conform(NineCsList, files, records=1, rounds=1, routes=False, workers=workers)
        for workers in (1, 2)
    )

    assert one.to_json() == two.to_json()


def test_an_interrupted_trial_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stop(done: int, steps: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trial.conform(
            NineCsList, {"xlsx": template_path(NineCsList, "xlsx")}, records=1, progress=stop
        )
    assert list(tmp_path.iterdir()) == []


def row(group="intact", title="as sent and filled in", **counts):
    return trial.Row(group, "docx", title, score=Score(files=1, expected=1000, **counts))


@pytest.mark.parametrize(
    ("group", "counts", "met"),
    [
        pytest.param("intact", {"right": 1000}, True, id="all right"),
        pytest.param("intact", {"right": 999, "unplaced": 1}, False, id="intact, one unplaced"),
        pytest.param("stripped", {"right": 995, "unplaced": 5}, True, id="stripped, 99.5 %"),
        pytest.param("stripped", {"right": 994, "unplaced": 6}, False, id="stripped, less"),
        pytest.param("stripped", {"right": 999, "wrong": 1}, False, id="stripped, one wrong"),
        pytest.param("one hand", {"right": 990, "unplaced": 10}, True, id="one hand, 99 %"),
        pytest.param("one hand", {"right": 999, "lost": 1}, False, id="one lost in silence"),
        pytest.param("several hands", {"right": 950, "wrong": 1}, True, id="five, 0.1 % wrong"),
        pytest.param("several hands", {"right": 998, "wrong": 2}, False, id="five, 0.2 % wrong"),
        pytest.param("one hand", {"right": 1000, "unmade": 1}, False, id="a file not made"),
        pytest.param("one hand", {"right": 1000, "notes_lost": 1}, False, id="a remark lost"),
    ],
)
def test_the_targets(group, counts, met):
    assert row(group, **counts).met is met


def test_what_was_misread_is_told_by_field_habit_and_record():
    wrong = Misread("wrong", "nine_cs.consumers", "Patients", "Carers", 2, ("labels moved",))
    bad = row("one hand", "one habit", right=999, wrong=1, misread=[wrong])
    report = trial.Report(NineCsList, {"docx": WORD_TEMPLATE}, 3, 6, 1, (row(right=1000), bad))

    table = list(words.tables(report))[-1]
    advice = list(words.advice(report, "workbook-docs conformance nine-cs.docx"))

    assert table[2] == [
        ("read wrongly", "Consumers", "Word: labels moved", "2", "“Patients” was read as “Carers”")
    ]
    assert advice[1:] == [
        "Before you send this template:",
        "  ✗ Word, one habit: 1 of 1,000 read wrongly (none may be).",
        "  · The fields most often not read right are Consumers (once). Look at these first.",
        "To see a line again: workbook-docs conformance nine-cs.docx --records 3 --seed 1 --hand “…” "
        "for each habit in it, and --keep DIR for the files.",
    ]


def test_records_keep_to_the_bounds_of_any_number():
    for record in records(Numbers, 20, seed=1):
        assert record.beds is None or 100 <= record.beds <= 900
        assert record.loss is None or record.loss <= -1


def test_a_trial_that_is_stopped_tells_what_was_tried(capsys):
    def stop(done: int, steps: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    found = trial.conform(
        NineCsList, {"docx": WORD_TEMPLATE}, records=1, rounds=1, routes=False, progress=stop
    )
    assert (found.tried, found.stopped, found.met) == (3, True, False)
    assert found.steps > 3
    [line] = words.advice(found, "workbook-docs conformance nine-cs")
    assert line.startswith(f"Stopped after 3 of {found.steps} steps; what was tried")
    assert [title for title, _, _ in words.tables(found)]


def test_a_trial_says_at_once_that_it_works(capsys):
    from workbook_docs.report import terminal

    with terminal.steps("Trying nine-cs") as tell:
        assert capsys.readouterr().err == "Trying nine-cs …\n"
        tell(1, 9)
