"""A copy of an older version is read as what it is, after the workbook has moved on."""

from __future__ import annotations

import io
import re
import sys
import textwrap
import zipfile

import pytest

from workbook_docs import templates
from workbook_docs.catalogue import named
from workbook_docs.copies import fill
from workbook_docs.errors import DefinitionError, TemplateError
from workbook_docs.reading import read
from workbook_docs.text.build import build

FIRST = """
    from workbook_docs import Field, LongText, Text, Tick, Workbook

    class Visit(Workbook, id="visit", version="1", title="Visit"):
        hospital: Text = Field(title="Hospital")
        worries: LongText = Field(title="Worries")
        safe: Tick = Field(title="Was it safe?")
"""
SECOND = """
    from workbook_docs import Field, Text, Tick, Workbook

    class Visit(Workbook, id="visit", version="2", title="Visit"):
        hospital: Text = Field(title="Name of the hospital")
        safe: Tick = Field(title="Was it safe?")
        ward: Text = Field(title="Ward")
"""
FIRST_TEXT = """
    # Visit

    Fill in what you can.

    | Question | Answer |
    |---|---|
    | Hospital | {{ hospital }} |
    | Worries | {{ worries }} |

    - {{ safe }} Was it safe?
"""
SECOND_TEXT = """
    # Visit

    Fill in what you like.

    | Question | Answer |
    |---|---|
    | Name of the hospital | {{ hospital }} |
    | Ward | {{ ward }} |

    - {{ safe }} Was it safe?
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("visit_first", None)
    sys.modules.pop("visit_second", None)


def declared(folder, module, source, text):
    (folder / f"{module}.py").write_text(textwrap.dedent(source), "utf-8")
    (folder / "visit.md").write_text("---\ntitle: Visit\n---\n" + textwrap.dedent(text), "utf-8")
    workbook = named(f"{module}:Visit")
    build(workbook)
    return workbook


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_an_old_copy_is_compared_with_the_version_it_is_of(folder, format):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    old = fill(first, {"hospital": "St Mary", "worries": "None of it\nis easy", "safe": True},
               folder / f"old.{format}")  # fmt: skip
    second = declared(folder, "visit_second", SECOND, SECOND_TEXT)

    reading = read(old, second)

    states = {answer.path: answer.state for answer in reading.answers}
    assert (reading.version, reading.edition) == ("1", "visit@1")
    assert reading.record.hospital == "St Mary"
    assert reading.record.safe is True
    assert states["ward"] == "not-asked"
    assert [text.text for text in reading.unplaced] == ["None of it", "is easy"]
    assert reading.account.adds_up


def test_a_version_that_was_not_kept_is_said(folder):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    old = fill(first, {"hospital": "St Mary"}, folder / "old.docx")
    for path in (folder / "editions").iterdir():
        path.unlink()
    second = declared(folder, "visit_second", SECOND, SECOND_TEXT)
    templates.editions_of.cache_clear()

    reading = read(old, second)

    assert reading.version == "1"
    assert "edition-unknown" in [finding.code for finding in reading.findings]
    assert reading.account.adds_up


RENAMED = """
    from workbook_docs import Field, Row, Section, Text, Tick, Workbook

    class Ward(Section):
        hospital: Text = Field(
            title="Name of the hospital", json_schema_extra={"formerly": "hospital"}
        )

    class Visit(Workbook, id="visit", version="2", title="Visit"):
        ward: Ward = Field(title="The ward")
        is_safe: Tick = Field(title="Safe?", json_schema_extra={"formerly": ["safe", "ok"]})
"""
RENAMED_TEXT = """
    # Visit

    - {{ is_safe }} Safe?

    ## The ward

    | Question | Answer |
    |---|---|
    | Name of the hospital | {{ ward.hospital }} |
"""


@pytest.mark.parametrize("format", ["docx", "xlsx"])
@pytest.mark.parametrize("worries", ["", "None of it"])
def test_answers_of_fields_that_were_renamed_and_moved_are_theirs(folder, format, worries):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    old = fill(first, {"hospital": "St Mary", "worries": worries, "safe": True},
               folder / f"old.{format}")  # fmt: skip
    second = declared(folder, "visit_second", RENAMED, RENAMED_TEXT)

    reading = read(old, second)

    assert (reading.version, reading.edition) == ("1", "visit@1")
    assert (reading.record.ward.hospital, reading.record.is_safe) == ("St Mary", True)
    told = [f.message for f in reading.findings if f.code == "no-longer-asked"]
    assert told == (
        [f"Version 1 asks “Worries”, and no later one. The answer, “{worries}”, is in no answer."]
        if worries
        else []
    )
    assert reading.account.adds_up


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_tick_that_is_asked_no_longer_is_told_of(folder, format):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    old = fill(first, {"safe": True}, folder / f"old.{format}")
    second = declared(
        folder, "visit_second", SECOND.replace("        safe: Tick = Field(title=\"Was it safe?\")\n", ""),
        SECOND_TEXT.replace("- {{ safe }} Was it safe?", ""),
    )  # fmt: skip

    codes = [finding.code for finding in read(old, second).findings]

    assert "no-longer-asked" in codes


def test_a_former_path_that_another_field_has_is_refused(folder):
    source = RENAMED.replace('["safe", "ok"]', '"ward.hospital"')
    with pytest.raises(DefinitionError, match=r"is_safe was not ward\.hospital"):
        declared(folder, "visit_first", source, RENAMED_TEXT)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_a_copy_of_a_newer_version_gives_what_both_ask(folder, format):
    second = declared(folder, "visit_second", SECOND, SECOND_TEXT)
    new = fill(second, {"hospital": "St Mary", "safe": True, "ward": "Seven"},
               folder / f"new.{format}")  # fmt: skip
    for path in (folder / "editions").iterdir():
        path.unlink()
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)

    reading = read(new, first)

    states = {answer.path: answer.state for answer in reading.answers}
    assert (reading.version, reading.edition) == ("2", "visit@1")
    assert reading.record.safe is True
    assert reading.record.hospital == "St Mary"
    assert states["worries"] == "not-found"
    assert "Seven" in [text.text for text in reading.unplaced]
    assert "edition-unknown" in [f.code for f in reading.findings if f.severity == "warning"]
    assert reading.account.adds_up


# Built again in the same version -----------------------------------------------------------

REBUILT = [
    # built again with     as      editions of former builds
    (FIRST_TEXT, {}, 0),
    (FIRST_TEXT + "\n    One sentence more, for everybody to read.\n", {}, 2),
    (FIRST_TEXT + "\n    One sentence more, for everybody to read.\n", {"draft": True}, 0),
]


@pytest.mark.parametrize(("text", "how", "former"), REBUILT)
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_what_was_sent_before_a_rebuild_is_read_still(folder, format, text, how, former):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    old = fill(first, {"hospital": "St Mary", "safe": True}, folder / f"old.{format}")
    (folder / "visit.md").write_text("---\ntitle: Visit\n---\n" + textwrap.dedent(text), "utf-8")
    build(first, **how)

    held = [path.name for path in (folder / "editions").iterdir()]
    assert len(held) == 2 + former
    for path in templates.editions_beside(first):
        assert re.fullmatch(r"visit@1\.(docx|xlsx)\.[0-9a-f]{8}\.json", path.name)
    reading = read(old, first)
    assert (reading.record.hospital, reading.record.safe) == ("St Mary", True)
    assert reading.unplaced == ()
    build(first, **how)  # once more, as it is: nothing new is kept
    assert sorted(path.name for path in (folder / "editions").iterdir()) == sorted(held)


CORE = "docProps/core.xml", rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-20T10:00:00Z"
APP = "docProps/app.xml", rb"workbook-docs", rb"LibreOffice/7.4.7.2$Linux_X86_64"


@pytest.mark.parametrize("trace", [CORE, APP], ids=["a day", "a program"])
@pytest.mark.parametrize("name", ["visit.docx", "visit.xlsx"])
def test_a_restyled_template_is_not_built_over(folder, name, trace):
    first = declared(folder, "visit_first", FIRST, FIRST_TEXT)
    path = folder / name
    data = with_trace(path.read_bytes(), *trace)
    path.write_bytes(data)
    others = {p: p.read_bytes() for p in folder.rglob("visit*") if p.is_file() and p != path}

    with pytest.raises(TemplateError, match=f"{name} was saved in an editor"):
        build(first)
    assert path.read_bytes() == data
    assert {p: p.read_bytes() for p in others} == others

    build(first, force=True)
    assert path.read_bytes() != data


def with_trace(data, name, pattern, written):
    """The same file with what an editor that saves it writes into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == name:
                part, count = re.subn(pattern, written, part)
                assert count == 1
            new.writestr(info, part)
    return out.getvalue()
