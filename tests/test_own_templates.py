"""A hub's own cover, logo and data statement: three options, and its copies are read as issued."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from programs import converted
from workbook_docs import (
    Hub,
    WorkbookDocsError,
    accessibility_faults,
    fill,
    read,
    use_templates,
)
from workbook_docs.cli import main
from workbook_docs.text.build import build
from workbook_docs.values import flatten
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

COVER = """\
Welcome to the **Trent Hub**. We are glad that you are here.

**Who to ask:** Jo Park, 0115 496 0000, on weekdays.

- We can come to your team meeting.
- We can help you to find stakeholders.
"""
STATEMENT = "We keep this workbook for five years and show it to nobody else.\n"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="20mm" viewBox="0 0 50 20">'
    '<title>Trent Hub</title><rect width="50" height="20" fill="#1F5C99"/></svg>'
)
KNOWN = {
    "participant.name": "Ann Lee",
    "co_production.point_1": "Ann leads.\nBob helps.",
    "initial_matrix[0].stakeholder": "Carers",
}
FORMATS = ("docx", "xlsx")


@pytest.fixture(autouse=True)
def usual_templates():
    """Whatever a test uses, the next one begins with the usual templates."""
    yield
    use_templates(None)


@pytest.fixture
def parts(tmp_path) -> dict[str, Path]:
    """The hub's three files."""
    written = {"cover": COVER, "data_statement": STATEMENT}
    found = {}
    for name, text in written.items():
        found[name] = tmp_path / f"our-{name}.md"
        found[name].write_text(text, "utf-8")
    found["logo"] = tmp_path / "logo.svg"
    found["logo"].write_text(LOGO, "utf-8")
    return found


def run(*arguments: object):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def words(path: Path) -> str:
    """All words of a file of either format."""
    with zipfile.ZipFile(path) as package:
        names = [
            n
            for n in package.namelist()
            if re.fullmatch(r"(word/document|xl/sharedStrings)\.xml", n)
        ]
        roots = [etree.fromstring(package.read(name)) for name in names]
    return " ".join(t.text or "" for root in roots for t in root.iter("{*}t"))


@pytest.mark.parametrize("format", FORMATS)
def test_a_copy_of_the_hubs_own_says_what_the_hub_says_and_leaves_nothing_unplaced(
    parts, tmp_path, format
):
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    reading = read(path := fill(Module2, KNOWN, tmp_path / f"copy.{format}"))

    assert "Jo Park" in words(path)
    assert "for five years" in words(path)
    assert "the person who sent you this file" not in words(path)
    assert flatten(reading.record)["co_production.point_1"] == "Ann leads.\nBob helps."
    assert reading.unplaced == ()
    assert [f for f in reading.findings if f.severity != "note"] == []
    assert reading.edition == "module-2@1"


def test_the_logo_stands_first_and_speaks(parts, tmp_path):
    build(Module2, tmp_path / "own", **parts)
    with zipfile.ZipFile(tmp_path / "own" / "module-2.docx") as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    (picture,) = body[0].iter("{*}docPr")

    assert picture.get("descr") == "Trent Hub"
    assert body[0].find("{*}pPr/{*}pStyle").values() == ["CoverLogo"]
    (extent, *_) = body[0].iter("{*}extent")
    assert int(extent.get("cy")) <= 64 * 12700


@pytest.mark.parametrize("large_print", [False, True])
def test_in_excel_the_logo_stands_beside_the_title_and_speaks(parts, tmp_path, large_print):
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    path = fill(Module2, KNOWN, tmp_path / "copy.xlsx", large_print=large_print)
    with zipfile.ZipFile(path) as package:
        drawing = etree.fromstring(package.read("xl/drawings/drawing1.xml"))
        sheet = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        picture = package.read("xl/media/logo.png")

    (said,) = drawing.iter("{*}cNvPr")
    (size,) = drawing.iterfind("{*}oneCellAnchor/{*}ext")
    assert said.get("descr") == "Trent Hub"
    assert picture.startswith(b"\x89PNG")
    assert int(size.get("cy")) <= 12700 * float(sheet.find(".//{*}row").get("ht"))
    assert 2.4 < int(size.get("cx")) / int(size.get("cy")) < 2.6  # as it was drawn
    assert list(accessibility_faults(path)) == []
    reading = read(path)
    assert reading.findings == ()
    assert reading.unplaced == ()


def test_a_png_will_do_for_a_logo(parts, tmp_path):
    from workbook_docs.text.pictures import draw_png

    png = tmp_path / "logo.png"
    png.write_bytes(draw_png(LOGO.encode()))

    paths = build(NineCsList, tmp_path / "own", logo=png)

    for path in paths[:2]:
        with zipfile.ZipFile(path) as package:
            assert png.read_bytes() in [
                package.read(n) for n in package.namelist() if n.endswith(".png")
            ]


@pytest.mark.parametrize("format", FORMATS)
def test_a_usual_copy_is_still_read_by_a_hub_that_has_its_own(parts, tmp_path, format):
    usual = fill(Module2, KNOWN, tmp_path / f"usual.{format}")
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")

    assert read(usual).unplaced == ()


@pytest.mark.parametrize("format", FORMATS)
def test_a_copy_sent_before_the_hub_changed_its_cover_is_still_read(parts, tmp_path, format):
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    sent = fill(Module2, KNOWN, tmp_path / f"sent.{format}")
    parts["cover"].write_text("**Who to ask:** Sam Hill instead.\n", "utf-8")
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    later = fill(Module2, KNOWN, tmp_path / f"later.{format}")

    assert "Sam Hill" in words(later)
    assert read(sent).unplaced == ()
    assert read(later).unplaced == ()


def test_what_a_sender_adds_to_the_hubs_cover_is_unplaced(parts, tmp_path):
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    path = fill(Module2, KNOWN, tmp_path / "copy.docx")
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    added = b"<w:p><w:r><w:t>Please ring me on Monday.</w:t></w:r></w:p>"
    body = held["word/document.xml"]
    held["word/document.xml"] = body.replace(b"<w:body>", b"<w:body>" + added, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in held.items():
            package.writestr(name, data)
    path.write_bytes(out.getvalue())

    assert [text.text for text in read(path).unplaced] == ["Please ring me on Monday."]


def test_libreoffice_keeps_what_the_hub_says_known(parts, tmp_path):
    build(Module2, tmp_path / "own", **parts)
    use_templates(tmp_path / "own")
    path = fill(Module2, KNOWN, tmp_path / "copy.docx")
    (odt,) = converted([path], "odt", tmp_path)
    reading = read(odt)

    assert reading.unplaced == ()
    assert flatten(reading.record)["participant.name"] == "Ann Lee"


# The command ---------------------------------------------------------------------------


def test_a_hub_builds_its_own_once_and_every_later_command_finds_them(parts, tmp_path):
    hub, sent = tmp_path / "hub", tmp_path / "sent"
    register = tmp_path / "register.csv"
    register.write_text("study,study.title,round\nS07,Falls,2026-1\n", "utf-8")

    made = run("template", "build", "module-2", "--hub", hub, "--cover", parts["cover"],
               "--logo", parts["logo"], "--data-statement", parts["data_statement"])  # fmt: skip
    assert made.exit_code == 0, made.output
    assert (hub / "templates" / "module-2.docx").exists()
    use_templates(None)
    assert run("prefill", "module-2", "--from", register, "-o", sent, "--hub", hub).exit_code == 0
    use_templates(None)
    taken = run("ingest", sent, "--hub", hub, "--json")

    assert taken.exit_code == 0, taken.output  # nothing unplaced, nothing to look at
    with Hub(hub) as store:
        assert store.doctor() == ()
    (docx,) = sent.glob("*.docx")
    assert "Jo Park" in words(docx)


def test_a_folder_of_ones_own_is_given_to_any_command(parts, tmp_path):
    build(NineCsList, tmp_path / "own", data_statement=None, logo=parts["logo"])
    built = run("--templates", tmp_path / "own", "blank", "nine-cs", "-o", tmp_path / "b")
    assert built.exit_code == 0, built.output

    done = run("--templates", tmp_path / "own", "read", tmp_path / "b" / "nine-cs.docx", "--json")

    assert json.loads(done.stdout)["unplaced"] == []
    assert (tmp_path / "own" / "editions" / "nine-cs@1.docx.json").exists()


STOPPED = [
    # arguments                                          what is said
    (("--cover", "our-cover.md"), "say -o or --hub"),
    (("--cover", "gone.md", "-o", "own"), "'gone.md' does not exist"),
    (("--cover", "bad.md", "-o", "own"), "bad.md line 3: a block of code"),
    (("--cover", "place.md", "-o", "own"), "place.md line 1: the place study.title"),
    (("--cover", "latin.md", "-o", "own"), "latin.md is no text in UTF-8"),
    (("--logo", "our-cover.md", "-o", "own"), "our-cover.md is no picture that can be placed"),
    (("--cover", "picture.md", "-o", "own"), "picture.md line 1: there is no picture us.png"),
    (("-o", "own", "--hub", "hub"), "-o or --hub, not both"),
]


@pytest.mark.parametrize(("arguments", "said"), STOPPED)
def test_what_is_wrong_is_told_with_file_and_line(parts, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("bad.md").write_text("Welcome.\n\n```\ncode\n```\n", "utf-8")
    Path("place.md").write_text("See {{ study.title }} here.\n", "utf-8")
    Path("latin.md").write_bytes("Grüße\n".encode("latin-1"))
    Path("picture.md").write_text("![Us at work](us.png)\n", "utf-8")

    done = run("template", "build", "module-2", *arguments)

    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert not Path("own").exists()


def test_everybodys_templates_are_not_a_hubs_to_change(parts):
    with pytest.raises(WorkbookDocsError, match="need a folder of their own"):
        build(Module2, cover=parts["cover"])


def test_a_folder_without_templates_is_said(tmp_path):
    with pytest.raises(WorkbookDocsError, match=r"holds no templates\. Build them"):
        use_templates(tmp_path)


def test_a_workbook_without_a_cover_section_says_what_to_write(parts, tmp_path):
    with pytest.raises(WorkbookDocsError, match="no section data-statement to replace"):
        build(NineCsList, tmp_path / "own", parts["data_statement"])
