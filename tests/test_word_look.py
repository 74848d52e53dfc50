"""How our Word files look: by styles alone, with figures that speak, and in large print too."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from click.testing import CliRunner
from lxml import etree
from site_readiness import SiteReadiness

from programs import converted, text_of_pdf
from workbook_docs import accessibility_faults, anchors, fill, read
from workbook_docs.cli import main
from workbook_docs.definition import Workbook
from workbook_docs.templates import template, template_path
from workbook_docs.values import flatten
from workbook_docs.word.fill import fill as fill_word
from workbook_docs.word.large_print import enlarged
from workbook_docs.word.package import pack
from workbook_docs.word.prepare import prepare
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOKS = (Module2, NineCsList, SiteReadiness)
KNOWN = {
    "study.title": "Falls after stroke",
    "study.reference": "S07",
    "participant.name": "Ann Lee",
    "nine_cs.commissioners": ["Leicester ICB", "A & B <Trust>"],
    "initial_matrix[0].stakeholder": "Stroke survivors",
    "initial_matrix[0].interests": "Being steady\non their feet",
    "co_production.point_1": "Ann leads.\n\nBob helps.",
    "next_review_date": date(2027, 1, 31),
    "checklist.stakeholder_list": True,
}


def root(data: bytes, part: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(part))


def built(workbook: type[Workbook]) -> bytes:
    return template_path(workbook, "docx").read_bytes()


def style_of(element: etree._Element) -> str:
    found = element.find(f"{W}pPr/{W}pStyle")
    return "Normal" if found is None else found.get(f"{W}val")


def words(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


# Styles only ---------------------------------------------------------------------------

STRUCTURE = {"pStyle", "rStyle", "numPr", "pageBreakBefore"}
"""What a paragraph or run may say of itself; all else is its style's."""


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_no_run_and_no_paragraph_overrides_its_style(workbook):
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml", "word/footer2.xml"):
        for properties in root(built(workbook), part).iter(f"{W}pPr", f"{W}rPr"):
            named = {etree.QName(child).localname for child in properties}
            assert named <= STRUCTURE, (part, words(properties.getparent()))


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_in_a_filled_copy_only_the_glyph_of_a_box_names_its_font(workbook, tmp_path):
    known = KNOWN if workbook is Module2 else {}
    data = fill(workbook, known, tmp_path / "copy.docx").read_bytes()
    for properties in root(data).iter(f"{W}rPr"):
        named = {etree.QName(child).localname for child in properties} - {"rStyle"}
        box = properties.getparent().getparent().getparent()
        is_box = box.find(f"{W}sdtPr/{{*}}checkbox") is not None
        assert named == ({"rFonts"} if is_box else set())


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_every_style_that_is_worn_is_declared_and_no_own_style_is_idle(workbook, tmp_path):
    data = fill(workbook, KNOWN if workbook is Module2 else {}, tmp_path / "c.docx").read_bytes()
    styles = root(data, "word/styles.xml")
    declared = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    parts = [root(data, f"word/{n}.xml") for n in ("document", "header1", "footer1", "footer2")]
    worn = {
        found.get(f"{W}val")
        for part in parts
        for found in part.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    assert worn <= declared
    if workbook is Module2:
        bases = {b.get(f"{W}val") for b in styles.iter(f"{W}basedOn")}
        own = {s.get(f"{W}styleId") for s in styles.iter(f"{W}style") if s.get(f"{W}customStyle")}
        # A logo, words known outside our styles, tables that touch: not in this copy.
        may_idle = {
            "CoverLogo",
            "KnownAnswer",
            "AfterTable",
            "GoldenRuleHeading",
            "GoldenRuleNumber",
        }
        assert own - worn - bases <= may_idle


def test_a_style_that_a_designer_changes_is_followed_everywhere(tmp_path):
    """Red answers: LibreOffice draws every answer red after one change of one style."""
    styles = root(built(Module2), "word/styles.xml")
    question = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "FormQuestion")
    run = question.find(f"{W}rPr")
    etree.SubElement(run, f"{W}color").set(f"{W}val", "C00000")
    changed = tmp_path / "changed.docx"
    with zipfile.ZipFile(io.BytesIO(built(Module2))) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = etree.tostring(styles) if name == "word/styles.xml" else old.read(name)
            new.writestr(name, data)
    (odt,) = converted([changed], "fodt", tmp_path)
    drawn = etree.parse(odt, etree.XMLParser(huge_tree=True)).getroot()
    office = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    looks = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    fo = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
    by_name = {s.get(f"{looks}name"): s for s in drawn.iter(f"{looks}style")}

    def colour(name: str | None) -> str | None:
        while name in by_name:
            found = by_name[name].find(f"{looks}text-properties")
            if found is not None and found.get(f"{fo}color"):
                return found.get(f"{fo}color")
            name = by_name[name].get(f"{looks}parent-style-name")
        return None

    asked = [
        p
        for p in drawn.iter(f"{office}p")
        if "championing your co-production" in "".join(p.itertext())
    ]
    assert [colour(p.get(f"{office}style-name")) for p in asked] == ["#c00000"]
    inner = [s.get(f"{office}style-name") for p in asked for s in p.iter(f"{office}span")]
    assert all(colour(name) in (None, "#c00000") for name in inner)


def test_a_template_restyled_in_libreoffice_still_fits_and_still_reads(tmp_path):
    """Other fonts and colours throughout, saved by LibreOffice: as a designer would."""
    original = tmp_path / "module-2.docx"
    original.write_bytes(built(Module2))
    (drawn,) = converted([original], "fodt", tmp_path)
    text = drawn.read_text("utf-8")
    assert "Arial" in text
    assert "#1b365d" in text
    restyled = tmp_path / "restyled.fodt"
    restyled.write_text(
        text.replace("Arial", "DejaVu Serif").replace("#1b365d", "#5b2a86"), "utf-8"
    )
    (saved,) = converted([restyled], "docx", tmp_path)
    assert b"DejaVu Serif" in etree.tostring(root(saved.read_bytes(), "word/styles.xml"))

    checked = CliRunner().invoke(main, ["template", "check", "module-2", str(saved)])

    assert checked.exit_code == 0, checked.output
    for number, data in enumerate((saved.read_bytes(), enlarged(saved.read_bytes()))):
        values = {"participant.name": "Ann", "co_production.point_1": "a\nb"}
        path = tmp_path / f"copy{number}.docx"
        path.write_bytes(
            fill_word(prepare(data, Module2), Module2, values, anchors.new_copy("S07"))
        )
        reading = read(path)
        assert reading.unplaced == ()
        assert flatten(reading.record)["co_production.point_1"] == "a\nb"


# The page ------------------------------------------------------------------------------


def test_the_page_is_a4_with_room_for_holes_and_has_header_and_footer():
    section = root(built(Module2)).find(f".//{W}sectPr")
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")

    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    assert int(margins.get(f"{W}left")) >= 1417  # 25 mm
    assert [
        (etree.QName(r).localname, r.get(f"{W}type")) for r in section if "Reference" in r.tag
    ] == [
        ("headerReference", "default"),
        ("footerReference", "default"),
        ("footerReference", "first"),
    ]
    assert "Module 2: Engagement" in words(root(built(Module2), "word/header1.xml"))


def test_the_first_page_is_a_cover_that_says_whose_copy_it_is(tmp_path):
    copy = anchors.new_copy("S07", "2026-1", date(2026, 12, 1))
    path = fill(Module2, {"study.title": "Falls after stroke"}, tmp_path / "c.docx", copy)
    (pdf,) = converted([path], "pdf", tmp_path)
    first, second, *_ = text_of_pdf(pdf).split("\f")

    for said in ("Module 2", "Falls after stroke", "S07", "2026-1", "1 December 2026", copy.id,
                 "Who to ask:", "Page 1 of"):  # fmt: skip
        assert said in first
    assert "Contents" in second


def test_a_blank_has_no_more_than_thirty_pages_and_sends_itself_back_on_one(tmp_path):
    path = fill(Module2, None, tmp_path / "blank.docx")
    (pdf,) = converted([path], "pdf", tmp_path)
    pages = text_of_pdf(pdf).rstrip("\f").split("\f")

    assert 20 <= len(pages) <= 30
    back = [page for page in pages if re.search(r"^\s*How to send it back\s*$", page, re.M)]
    (page,) = [page for page in back if "Save the file." in page]
    assert "Data protection statement" in page
    # No page is nearly empty: each has more than its header and footer and a few lines.
    assert min(len(page.split()) for page in pages) > 60


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_rows_hold_together_and_header_rows_come_again(workbook):
    for table in root(built(workbook)).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        for height in table.iter(f"{W}trHeight"):
            assert height.get(f"{W}hRule") == "atLeast"


# What is known -------------------------------------------------------------------------


def test_what_is_known_looks_otherwise_than_what_is_asked(tmp_path):
    body = root(fill(Module2, KNOWN, tmp_path / "c.docx").read_bytes())
    looks = {}
    for box in body.iter(f"{W}sdt"):
        tag = box.find(f"{W}sdtPr/{W}tag")
        content = box.find(f"{W}sdtContent")
        if tag is not None and box.find(f"{W}sdtPr/{{*}}checkbox") is None:
            looks.setdefault(tag.get(f"{W}val"), []).append(
                (style_of(next(box.iterancestors(f"{W}p"))), words(content))
            )
    assert looks["participant.name"] == [("FormAnswerCellKnown", "Ann Lee")]
    assert looks["co_production.point_1"] == [("FormAnswerKnown", "Ann leads.Bob helps.")]
    assert looks["initial_matrix[].interests"][0][0] == "FormAnswerCellKnown"
    assert {style for style, _ in looks["initial_matrix[].interests"][1:]} == {"FormAnswerCell"}
    assert looks["participant.email"][0][0] == "FormAnswerCell"


def test_in_a_designers_own_style_known_words_are_marked_by_their_own(tmp_path):
    data = built(Module2)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b'"FormAnswerCell"', b'"TableText"'
    )
    filled = fill_word(
        prepare(pack(parts), Module2), Module2, {"participant.name": "Ann"}, anchors.new_copy()
    )
    runs = [r for r in root(filled).iter(f"{W}r") if words(r) == "Ann"]

    assert [r.find(f"{W}rPr/{W}rStyle").get(f"{W}val") for r in runs] == ["KnownAnswer"]


# Figures -------------------------------------------------------------------------------


def pictures(data: bytes) -> list[etree._Element]:
    return list(root(data).iter(f"{WP}docPr"))


def test_every_figure_speaks_and_every_icon_says_what_its_box_is():
    kinds = ("Signpost", "Golden Rule")
    figures = [p for p in pictures(built(Module2)) if p.get("descr") not in kinds]
    icons = [p for p in pictures(built(Module2)) if p.get("descr") in kinds]

    assert len(figures) == 7
    assert all(30 < len(p.get("descr")) <= 250 for p in figures)
    assert not [
        p for p in figures if re.search(r"\b(image|picture) of|[.](svg|png)", p.get("descr"))
    ]
    boxes = [p for p in root(built(Module2)).iter(f"{W}p") if style_of(p).endswith("Title")]
    titled = {"SignpostTitle": "Signpost", "GoldenRuleTitle": "Golden Rule"}
    assert [titled[style_of(p)] for p in boxes if style_of(p) in titled] == [
        icon.get("descr") for icon in icons
    ]
    assert len(icons) > 20


def test_every_picture_is_inline_and_there_as_png_and_as_svg():
    data = built(Module2)
    relations = {r.get("Id"): r.get("Target") for r in root(data, "word/_rels/document.xml.rels")}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
    body = root(data)
    assert body.find(f".//{WP}anchor") is None
    for blip in body.iter(f"{A}blip"):
        png = relations[blip.get(f"{R}embed")]
        svg = relations[blip.find(".//{*}svgBlip").get(f"{R}embed")]
        assert (png[-4:], svg[-4:]) == (".png", ".svg")
        assert {f"word/{png}", f"word/{svg}"} <= names
    types = root(data, "[Content_Types].xml")
    assert {d.get("ContentType") for d in types} >= {"image/png", "image/svg+xml"} or {
        o.get("ContentType") for o in types
    } >= {"image/png", "image/svg+xml"}


def test_a_picture_of_ours_is_no_picture_to_look_at(tmp_path):
    reading = read(fill(Module2, KNOWN, tmp_path / "c.docx"))

    assert [f for f in reading.findings if f.code == "picture"] == []


# Large print ---------------------------------------------------------------------------


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_in_large_print_no_letter_is_smaller_than_16_points(workbook):
    data = enlarged(built(workbook))
    sizes = [
        int(size.get(f"{W}val"))
        for part in ("word/styles.xml", "word/document.xml", "word/header1.xml", "word/footer1.xml")
        for size in root(data, part).iter(f"{W}sz", f"{W}szCs")
    ]
    assert min(sizes) >= 32
    assert len(set(sizes)) > 3  # headings are still larger than the words below them


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_in_large_print_nothing_is_lost_and_no_table_is_wider(workbook):
    small, large = root(built(workbook)), root(enlarged(built(workbook)))

    assert words(small) == words(large)
    for one, other in zip(small.iter(f"{W}tbl"), large.iter(f"{W}tbl"), strict=True):
        widths = [[int(c.get(f"{W}w")) for c in t.find(f"{W}tblGrid")] for t in (one, other)]
        assert sum(widths[0]) == sum(widths[1])


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_large_print_is_as_accessible_as_the_rest(workbook, tmp_path):
    faults = accessibility_faults(fill(workbook, None, tmp_path / "c.docx", large_print=True))

    assert list(faults) == []


def test_large_print_reads_back_to_the_same_record(tmp_path):
    path = fill(Module2, KNOWN, tmp_path / "large.docx", large_print=True)
    reading = read(path)
    plain = read(fill(Module2, KNOWN, tmp_path / "plain.docx"))

    assert reading.record == plain.record
    assert flatten(reading.record)["participant.name"] == "Ann Lee"
    assert reading.unplaced == ()
    assert reading.edition == "module-2@1"


def test_the_command_writes_large_print_and_says_so_in_the_name(tmp_path):
    register = tmp_path / "register.csv"
    register.write_text("study,round\nS07,2026-1\n", "utf-8")
    run = CliRunner().invoke

    assert (
        run(main, ["blank", "nine-cs", "-o", str(tmp_path / "b"), "--large-print"]).exit_code == 0
    )
    done = run(main, ["prefill", "nine-cs", "--from", str(register), "-o", str(tmp_path / "p"),
                      "--large-print"])  # fmt: skip

    assert done.exit_code == 0, done.output
    assert {p.name for p in (tmp_path / "b").iterdir()} == {
        "nine-cs-large-print.docx",
        "nine-cs-large-print.xlsx",
    }
    (large,) = (tmp_path / "p").glob("*-large-print.docx")
    assert large.with_suffix(".xlsx").exists()
    sizes = root(large.read_bytes(), "word/styles.xml").iter(f"{W}sz")
    assert min(int(size.get(f"{W}val")) for size in sizes) >= 32


def test_the_prepared_template_in_large_print_is_one_of_its_own():
    assert template(NineCsList, "docx", large_print=True) != template(NineCsList, "docx")
