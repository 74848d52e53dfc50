"""Files of other hands: sound ones pass, hostile ones stop with a sentence; and the command."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import random
import zipfile
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.table import Table
from site_readiness import SiteReadiness

from office_parts import Parts, W, edited, element, find, paragraph
from workbook_docs import accessibility_faults, fill
from workbook_docs.accessibility import alternatives, colours, core, dates
from workbook_docs.accessibility.checking import rules
from workbook_docs.accessibility.colours import shaded, tinted
from workbook_docs.accessibility.excel import areas
from workbook_docs.cli import main
from workbook_docs.contrast import contrast
from workbook_docs.errors import NotReadable

# Sound files of other hands ------------------------------------------------------------------


def word_report(broken: str = "") -> bytes:
    """A report that somebody made with python-docx and with care."""
    document = docx.Document()
    document.core_properties.title = "Visits in spring"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(12)
    fonts = normal.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for style in document.styles:
        if style.name.startswith(("Heading", "Title", "List")) and style.type == 1:
            held = style.element.get_or_add_rPr().get_or_add_rFonts()
            held.attrib.clear()
            held.set(qn("w:ascii"), "Arial")
            style.font.color.rgb = RGBColor(0x1F, 0x3A, 0x5F)  # its own blue is too pale
    document.add_heading("Visits in spring", level=0)
    document.add_heading("What we saw", level=1)
    document.add_paragraph("We visited three hospitals, and all of them were ready by 1 June 2026.")
    document.add_paragraph("the pharmacy", style="List Bullet")
    document.add_paragraph("the ward", style="List Bullet")
    document.add_heading("Figures", level=2)
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    for row, words in zip(
        table.rows, (("Hospital", "Beds"), ("North", "12"), ("South", "9")), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if broken != "no header":
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), "Beds by hospital")
    table._tbl.tblPr.append(caption)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def excel_report(broken: str = "") -> bytes:
    """A table that somebody made with openpyxl and with care."""
    book = openpyxl.Workbook()
    book.properties.title = "Beds by hospital"
    sheet = book.worksheets[0]
    sheet.title = "Beds"
    sheet["A1"], sheet["A2"] = "Beds by hospital", "One table, as of 1 June 2026."
    sheet["A1"].style = "Title"
    sheet["A1"].font = Font(name="Arial", size=16, bold=True, color="FF1F2933")
    for row in (("Hospital", "Beds"), ("North", 12), ("South", 9)):
        sheet.append(row)
    sheet.column_dimensions["A"].width = 40
    for cell in sheet["A"]:
        cell.alignment = Alignment(wrap_text=True)
    table = Table(displayName="beds_by_hospital", ref="A3:B5")
    table._initialise_columns()
    for column, name in zip(table.tableColumns, ("Hospital", "Beds"), strict=True):
        column.name = name
    if broken != "filter":
        table.autoFilter = None
    sheet.add_table(table)
    sheet.freeze_panes = "A4"
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = "A1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [word_report(), excel_report()], ids=["python-docx", "openpyxl"])
def test_a_sound_file_of_other_hands_passes(data):
    assert accessibility_faults(data, "report") == []


def test_rows_that_break_are_told_at_once():
    def edit(parts: Parts) -> None:
        for mark in list(parts["word/document.xml"].iter(f"{W}cantSplit")):
            mark.getparent().remove(mark)

    faults = accessibility_faults(edited(word_report(), edit))

    assert [(f.rule, f.place) for f in faults] == [("D6", "“Figures”, table 1, rows 1 to 3")]


def test_what_libraries_make_by_themselves_is_told_of():
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    plain = io.BytesIO()
    docx.Document().save(plain)

    assert {f.rule for f in accessibility_faults(empty.getvalue())} == {"X1", "X2", "X3"}
    assert {f.rule for f in accessibility_faults(plain.getvalue())} == {"D1"}


OTHERS = [
    # broken, format, what is told
    ("no header", "docx", [("D5", "“Figures”, table 1")]),
    ("filter", "xlsx", [("X19", "Beds!A3")]),
]


@pytest.mark.parametrize(("broken", "format", "told"), OTHERS)
def test_what_is_wrong_in_a_file_of_other_hands_is_told(broken, format, told):
    data = word_report(broken) if format == "docx" else excel_report(broken)

    assert [(fault.rule, fault.place) for fault in accessibility_faults(data)] == told


# Colours -------------------------------------------------------------------------------------

CONTRASTS = [
    # text, background, ratio as other tools give it
    ("000000", "FFFFFF", 21.0),
    ("767676", "FFFFFF", 4.54),
    ("777777", "FFFFFF", 4.48),
    ("595959", "FFFFFF", 7.0),
    ("FF0000", "FFFFFF", 4.0),
    ("0000FF", "FFFFFF", 8.59),
    ("008000", "FFFFFF", 5.14),
]


@pytest.mark.parametrize(("text", "ground", "ratio"), CONTRASTS)
def test_contrast_is_that_of_wcag(text, ground, ratio):
    one, other = colours.parse(text), colours.parse(ground)

    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)
    assert contrast(one, other) == contrast(other, one)


LEAST = [
    # points, bold, contrast that is asked for
    (12, False, 4.5), (14, False, 4.5), (14, True, 3.0), (18, False, 3.0), (13.5, True, 4.5),
]  # fmt: skip


@pytest.mark.parametrize(("points", "bold", "ratio"), LEAST)
def test_large_text_may_be_fainter(points, bold, ratio):
    assert colours.least(points, bold) == ratio


def test_tints_and_shades_are_those_of_the_standard():
    blue = (79, 129, 189)

    assert tinted(blue, 0) == blue
    # As Excel shows Accent 1 darker by half and lighter by 60 %; it rounds in another way.
    assert tinted(blue, -0.5) == pytest.approx((36, 64, 98), abs=1)
    assert tinted(blue, 0.6) == pytest.approx((184, 204, 228), abs=1)
    assert shaded((255, 255, 255), "A6", None) == (166, 166, 166)
    assert shaded((0, 0, 0), None, "80") == (127, 127, 127)


@cache
def form() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return fill(SiteReadiness, None, Path(folder) / "visit.docx").read_bytes()


def inherited(colour: str) -> bytes:
    """Our form, whose introduction has a style based on a style that has a colour."""

    def edit(parts: Parts) -> None:
        styles = parts["word/styles.xml"]
        for name, base, look in (
            ("Base", "Normal", f'<w:color w:val="{colour}"/>'),
            ("Own", "Base", ""),
        ):
            styles.append(element(
                f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>'
                f'<w:basedOn w:val="{base}"/><w:rPr>{look}</w:rPr></w:style>'
            ))  # fmt: skip
        held = find(paragraph(parts, "Save this file"), "w:pPr")
        held.insert(0, element('<w:pStyle w:val="Own"/>'))

    return edited(form(), edit)


def of_table(colour: str) -> bytes:
    """Our form, whose table style gives header rows a background."""

    def edit(parts: Parts) -> None:
        shading = find(parts["word/styles.xml"], ".//w:tblStylePr[@w:type='firstRow']/w:tcPr/w:shd")
        shading.set(f"{W}fill", colour)

    return edited(form(), edit)


STYLED = [
    # the file, rules it breaks
    (inherited("AAAAAA"), {"D9"}),
    (inherited("333333"), set()),
    (of_table("303030"), {"D9"}),
    (of_table("EEEEEE"), set()),
]  # fmt: skip


@pytest.mark.parametrize(("data", "told"), STYLED)
def test_colours_come_through_styles_and_tables(data, told):
    assert {fault.rule for fault in accessibility_faults(data)} == told


# Hostile files -------------------------------------------------------------------------------


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD_NS = f'xmlns:w="{W[1:-1]}"'
SHEET_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>'
DEEP = "<w:sdt><w:sdtContent>" * 200
HOSTILE = [
    # what it is, the file, the outcome
    ("nothing", b"", "not-office"),
    ("a text", b"Hello", "not-office"),
    ("a PDF", b"%PDF-1.7", "pdf"),
    ("an older format", b"{\\rtf1 Hello}", "needs-converter"),
    ("a cut file", form()[:900], "damaged"),
    ("entities", zipped({"[Content_Types].xml": TYPES, "word/document.xml": BOMB}), "unsafe"),
    ("no body", zipped({"[Content_Types].xml": TYPES, "word/document.xml": f"<w:document {WORD_NS}/>"}), "damaged"),
    ("broken XML", zipped({"[Content_Types].xml": TYPES, "word/document.xml": "<w:document"}), "damaged"),
    ("nested without end",
     zipped({"[Content_Types].xml": TYPES, "word/document.xml": f"<w:document {WORD_NS}><w:body>{DEEP}"}), "damaged"),
    ("no sheets", zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": f"<workbook {SHEET_NS}/>"}), "damaged"),
    ("sheets that are not there",
     zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": f'<workbook {SHEET_NS}><sheets><sheet name="a"/></sheets></workbook>'}),
     "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "outcome"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE])
def test_a_hostile_file_stops_with_a_sentence(data, outcome):
    with pytest.raises(NotReadable) as stopped:
        accessibility_faults(data)

    assert stopped.value.outcome == outcome
    assert str(stopped.value).endswith(".")


def sheet_of(xml: str) -> bytes:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped({
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": f'<workbook {SHEET_NS} xmlns:r="{relations}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Target="worksheets/sheet1.xml" Type="{relations}/worksheet"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET_NS}>{xml}</worksheet>",
    })  # fmt: skip


WIDE = [
    # sheets that name far more cells than they have
    '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    '<cols><col min="1" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
    '<sheetData/><dataValidations><dataValidation sqref="A1:XFD1048576 A:XFD 1:1048576"/></dataValidations>',
    '<sheetData><row r="x"><c r="?"/><c s="99999999999999999999"><v>1e999</v></c></row></sheetData>',
]  # fmt: skip


@pytest.mark.parametrize("xml", WIDE)
def test_only_cells_that_exist_are_walked(xml):
    assert any(fault.rule == "X1" for fault in accessibility_faults(sheet_of(xml)))


def test_far_too_many_ranges_are_refused():
    cells = "".join(f'<row r="{n}"><c r="A{n}"/></row>' for n in range(1, 3000))
    ranges = " ".join("B1:B9999" for _ in range(20_000))
    rules = f'<dataValidations><dataValidation sqref="{ranges}"/></dataValidations>'

    with pytest.raises(NotReadable, match="far more cells"):
        accessibility_faults(sheet_of(f"<sheetData>{cells}</sheetData>{rules}"))


def test_a_cell_over_two_hundred_million_columns_is_one_cell():
    def edit(parts: Parts) -> None:
        held = next(parts["word/document.xml"].iter(f"{W}tcPr"))
        held.append(element('<w:gridSpan w:val="200000000"/>'))

    assert [fault.rule for fault in accessibility_faults(edited(form(), edit))] == ["D6"]


def tampered(data: bytes, seed: int) -> bytes:
    """A file of which some attributes and elements are not what the schema says."""
    dice = random.Random(seed)
    parts = Parts(data)
    name = dice.choice(
        [n for n in sorted(parts.data) if n.endswith(".xml") and n != "[Content_Types].xml"]
    )
    nodes = [node for node in parts[name].iter() if isinstance(node.tag, str)]
    for node in dice.sample(nodes, min(12, len(nodes))):
        what = dice.randrange(4)
        if what == 0 and node.getparent() is not None:
            node.getparent().remove(node)
        elif what == 1:
            for key in node.attrib:
                node.set(
                    key,
                    dice.choice(["", "-1", "x", "1e9", "99999999999", "A1:B", "\u2028", "true"]),
                )
        elif what == 2:
            node.attrib.clear()
        else:
            node.text = dice.choice(["", "x", "-5", "1e400", None])
    return parts.packed()


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("seed", range(120))
def test_no_tampered_file_stops_the_checker_otherwise(format, seed):
    data = form() if format == "docx" else excel_form()
    told: set[str] = set()
    with contextlib.suppress(NotReadable):  # any other exception fails the test
        told = {fault.rule for fault in accessibility_faults(tampered(data, seed))}

    assert told <= {rule.id for rule in rules(format)}


@cache
def excel_form() -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return fill(SiteReadiness, None, Path(folder) / "visit.xlsx").read_bytes()


# The rules and the command ---------------------------------------------------------------------


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_rules_are_numbered_and_say_what_to_do(format):
    letter = "D" if format == "docx" else "X"

    assert [rule.id for rule in rules(format)] == [f"{letter}{n}" for n in range(1, 21)]
    for rule in rules(format):
        assert rule.says.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.find.__doc__ is not None
        assert rule.find.__doc__.startswith(f"{rule.id}: ")


WARNINGS = {"D4", "D13", "D14", "D18", "D20", "X11", "X17"}


def test_warnings_are_those_of_the_list():
    every = (*rules("docx"), *rules("xlsx"))

    assert {rule.id for rule in every if rule.severity == "warning"} == WARNINGS


@pytest.mark.parametrize("module", [alternatives, areas, colours, core, dates])
def test_examples_in_docstrings_run(module):
    assert doctest.testmod(module).failed == 0


def test_the_example_of_the_docs_runs(tmp_path, monkeypatch, capsys):
    page = (Path(__file__).parent.parent / "docs" / "accessibility.md").read_text("utf-8")
    example = page.split("```python\n")[1].split("```")[0]
    (tmp_path / "plan.docx").write_bytes(word_report("no header"))
    monkeypatch.chdir(tmp_path)

    exec(example, {})

    assert capsys.readouterr().out.startswith("D5 “Figures”, table 1 The first row is not marked")


def run(*arguments: object):
    arguments = ("template", "check", "--accessibility", *map(str, arguments))
    return CliRunner(env={"COLUMNS": "250"}).invoke(main, arguments)


def test_the_command_says_where_what_and_what_to_do(tmp_path):
    path = tmp_path / "visits.docx"
    path.write_bytes(word_report("no header"))

    result = run(path)

    assert result.exit_code == 1
    for words in (
        "D5",
        "must",
        "“Figures”, table 1",
        "not marked as the header row",
        "Repeat as header",
    ):
        assert words in result.stdout


def test_the_command_prints_one_object_a_file(tmp_path):
    sound, broken = tmp_path / "sound.xlsx", tmp_path / "broken.xlsx"
    sound.write_bytes(excel_report())
    broken.write_bytes(excel_report("filter"))

    result = run(sound, broken, "--json")

    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines[0] == {"file": "sound.xlsx", "outcome": "read", "faults": []}
    assert lines[1]["faults"] == [
        {
            "rule": "X19", "severity": "error", "place": "Beds!A3",
            "message": "The table beds_by_hospital has filter buttons",
            "remedy": "Data, Filter: turn it off.",
        }
    ]  # fmt: skip


CODES = [
    # arguments, exit code, words
    (("module-2",), 0, "nothing keeps people from"),
    (("site_readiness:SiteReadiness",), 0, "nothing keeps people from"),
    (("missing.docx",), 2, "missing.docx is no file"),
    (("no-such-workbook",), 2, "no-such-workbook"),
    ((), 2, "Missing argument"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), CODES)
def test_exit_codes(arguments, code, words):
    result = run(*arguments)

    assert result.exit_code == code
    assert words in result.output


def test_an_unreadable_file_is_exit_2_and_among_others_exit_1(tmp_path):
    wrong, right = tmp_path / "notes.docx", tmp_path / "sound.xlsx"
    wrong.write_text("Hello")
    right.write_bytes(excel_report())

    assert run(wrong).exit_code == 2
    assert run(wrong, right).exit_code == 1
    document = json.loads(run(wrong, "--json").stdout)
    assert document["outcome"] == "not-office"
    assert document["faults"] == []


def test_json_without_accessibility_is_wrong_usage():
    result = CliRunner().invoke(main, ["template", "check", "module-2", "--json"])

    assert result.exit_code == 2
