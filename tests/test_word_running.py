"""Headers and footers that stand in many parts and say the same are read once."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from programs import converted
from workbook_docs import fill, read
from workbook_docs.word.outline import outline
from workbook_docs.workbooks.module_2 import Module2


def _page(paragraph, number: int) -> None:
    """Add the number of the page, as Word shows it there."""
    for kind, text in (("begin", None), (None, " PAGE "), ("separate", None), ("", str(number)),
                       ("end", None)):  # fmt: skip
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText" if kind is None else "w:t")
            mark.text = text
        run._r.append(mark)


def document(*footers: str) -> bytes:
    """A document with a section for each footer, the page's number behind its words."""
    made = Document()
    for number, words in enumerate(footers, 1):
        section = made.sections[0] if number == 1 else made.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        paragraph.text = f"{words} page "
        _page(paragraph, number)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("footers", "read_as"),
    [
        # in the sections      what is read
        (("Our form",), ["Our form page 1"]),
        (("Our form", "Our form", "Our form"), ["Our form page 1"]),
        (("Our form", "Ann Lee", "Our form"), ["Our form page 1", "Ann Lee page 2"]),
        (("Our form 1", "Our form 2"), ["Our form 1 page 1", "Our form 2 page 2"]),  # typed
    ],
)
def test_a_running_line_is_read_once_and_what_somebody_typed_always(footers, read_as):
    blocks = outline(document(*footers)).blocks

    assert [b.text for b in blocks if b.part == "footer"] == read_as


def test_the_sections_of_large_print_leave_nothing_unplaced_after_libreoffice(tmp_path):
    path = fill(Module2, {"participant.name": "Ann Lee"}, tmp_path / "large.docx", large_print=True)

    (again,) = converted([path], "docx", tmp_path / "again")
    with zipfile.ZipFile(again) as package:
        footers = [name for name in package.namelist() if name.startswith("word/footer")]
    reading = read(again)

    assert len(footers) > 8  # else this shows nothing
    assert reading.record.participant.name == "Ann Lee"
    assert reading.unplaced == ()
    assert reading.account.adds_up
