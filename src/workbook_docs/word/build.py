"""A workbook's text -> a Word template that a designer can open and restyle.

The template is an ordinary docxtpl document. A place is `{{ participant.name }}`, alone
in its cell or paragraph, or before its words where it is a check box. A place of
several choices is written once, `{{ services }}`, in a paragraph of its own: preparing
the template repeats that paragraph for every option. A repeated row stands between
`{%tr for row in initial_matrix %}` and `{%tr endfor %}`, its places written
`{{ row.stakeholder }}`.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import count
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
    Cell,
    Content,
    Heading,
    ListItems,
    Paragraph,
    Run,
    Slot,
    Table,
    TickItem,
    Words,
    plain,
)
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.word import look
from workbook_docs.word.package import DOCUMENT, Parts, declare, name_file, pack, relate, unpack

_BOX_STYLES = {"signpost": "Signpost", "rule": "Golden Rule"}
_CONTENTS_FROM = 6
"""Headings from which a document has a list of contents."""


def build(content: Content, workbook: type[Workbook]) -> bytes:
    """The Word template of a workbook's text.

    Args:
        content: the text, as `text` parses it.
        workbook: its definition, which says what kind of answer each place takes.
    """
    parts = look.base(content.language)
    _add_theme(parts)
    document = docx.Document(io.BytesIO(pack(parts)))
    writer = _Writer(document, {declared.path: declared for declared in fields_of(workbook)})
    writer.write(content)
    file = io.BytesIO()
    document.save(file)
    parts = unpack(file.getvalue())
    name_file(parts, content.title, content.language)
    return pack(parts)


def _add_theme(parts: Parts) -> None:
    """Word expects a theme, although our styles name their fonts and colours themselves."""
    name = "word/theme/theme1.xml"
    theme = docx.Document().part.part_related_by(RELATIONSHIP_TYPE.THEME)
    parts[name] = theme.blob
    declare(parts, name, theme.content_type)
    relate(parts, DOCUMENT, RELATIONSHIP_TYPE.THEME, "theme/theme1.xml")


class _Writer:
    """Lays blocks out in a document, in order."""

    def __init__(self, document: Any, fields: dict[str, DeclaredField]) -> None:
        self.document = document
        self.fields = fields
        self.bookmarks = count(1)
        self.lists = count(100)
        self.heading = ""

    # The text as a whole ---------------------------------------------------------------

    def write(self, content: Content) -> None:
        """Write the title, the list of contents and all blocks."""
        blocks = list(content.blocks)
        first = blocks[0] if blocks else None
        self.document.add_paragraph(content.title, style="Title")
        self.heading = content.title
        if content.subtitle:
            self.document.add_paragraph(content.subtitle, style="Subtitle")
        if isinstance(first, Heading) and plain(first.words) == content.title:
            # The text repeats its title as its first heading; a page says it once.
            blocks = blocks[1:]
        entries = [
            b for b in blocks if isinstance(b, Heading) and b.level <= 2 and not _is_contents(b)
        ]
        marks = {id(entry): f"_Toc{number:08d}" for number, entry in enumerate(entries, 1)}
        heads = [b for b in blocks if isinstance(b, Heading) and not _is_contents(b)]
        before = _contents_before(blocks) if len(heads) >= _CONTENTS_FROM else None
        for index, block in enumerate(blocks):
            if index == before:
                titled = any(_is_contents(b) for b in blocks[:index])
                self._contents(entries, marks, titled)
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            question = isinstance(block, Paragraph) and _asks(blocks[index:])
            self._block(block, following, question, marks.get(id(block)))

    def _contents(self, entries: Sequence[Heading], marks: dict[int, str], titled: bool) -> None:
        if not titled:
            self.document.add_paragraph("Contents", style="TOC Heading")
        # No page numbers (\n): they would be wrong until an editor updates the field.
        begin = [_mark("begin"), _element("w:instrText", ' TOC \\o "1-2" \\n \\h \\z \\u ')]
        paragraphs = []
        for number, entry in enumerate(entries):
            paragraph = self.document.add_paragraph(style=f"toc {entry.level}")
            if number == 0:
                for child in (*begin, _mark("separate")):
                    _run(paragraph).append(child)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), marks[id(entry)])
            link.set(qn("w:history"), "1")
            paragraph._p.append(link)
            run = OxmlElement("w:r")
            run.append(_element("w:t", plain(entry.words)))
            link.append(run)
            paragraphs.append(paragraph)
        _run(paragraphs[-1]).append(_mark("end"))
        _wrap_contents([paragraph._p for paragraph in paragraphs])

    # Blocks ----------------------------------------------------------------------------

    def _block(
        self, block: Block, following: Block | None, question: bool, mark: str | None
    ) -> None:
        if isinstance(block, Heading):
            paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
            self._words(paragraph, block.words)
            self.heading = plain(block.words)
            if mark:
                self._bookmark(paragraph, mark)
        elif isinstance(block, Paragraph):
            paragraph = self.document.add_paragraph(style="Form Question" if question else "Normal")
            self._words(paragraph, _unbold(block.words) if question else block.words)
            if isinstance(following, Table | ListItems | Box):
                paragraph.paragraph_format.keep_with_next = True
        elif isinstance(block, AnswerParagraph):
            style = "Form Tick" if self._is_box(block.slot) else "Form Answer"
            self._place(self.document.add_paragraph(style=style), block.slot)
        elif isinstance(block, TickItem):
            paragraph = self.document.add_paragraph(style="Form Tick")
            self._place(paragraph, block.slot)
            _text(_run(paragraph), " ")
            self._words(paragraph, block.words)
        elif isinstance(block, ListItems):
            self._list(block, "List")
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Box):
            self._box(block)

    def _is_box(self, slot: Slot) -> bool:
        declared = self.fields.get(slot.path)
        return declared is not None and declared.kind in ("tick", "choices")

    def _list(self, block: ListItems, family: str) -> None:
        number = self._numbering(family != "List") if block.numbered else None
        for item in block.items:
            style = f"{family} {'Number' if block.numbered else 'Bullet'}"
            paragraph = self.document.add_paragraph(style=style)
            self._words(paragraph, item)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def _numbering(self, in_box: bool) -> int:
        """A list of its own, so that every numbered list begins with 1."""
        numbering = self.document.part.numbering_part.element
        number = next(self.lists)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), str(number))
        abstract = look.BOX_NUMBERS if in_box else look.NUMBERS
        num.append(_element("w:abstractNumId", val=str(abstract)))
        override = _element("w:lvlOverride")
        override.set(qn("w:ilvl"), "0")
        override.append(_element("w:startOverride", val="1"))
        num.append(override)
        numbering.append(num)
        return number

    def _box(self, block: Box) -> None:
        style = _BOX_STYLES[block.kind]
        self.document.add_paragraph(block.title, style=f"{style} Title")
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                self._words(self.document.add_paragraph(style=style), inner.words)
            elif isinstance(inner, ListItems):
                self._list(inner, style)

    # Words and places ------------------------------------------------------------------

    def _words(self, paragraph: Any, words: Words) -> None:
        for run in words:
            parent = self._link(paragraph, run.link) if run.link else paragraph._p
            element = OxmlElement("w:r")
            if run.link or run.bold or run.italic:
                element.append(_manner(run))
            _text(element, run.text)
            parent.append(element)

    def _link(self, paragraph: Any, address: str) -> Any:
        link = OxmlElement("w:hyperlink")
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        link.set(qn("w:history"), "1")
        paragraph._p.append(link)
        return link

    def _place(self, paragraph: Any, slot: Slot, repeats: str | None = None) -> None:
        path = slot.path
        if repeats is not None:
            path = f"row.{path.removeprefix(f'{repeats}[].')}"
        _text(_run(paragraph), f"{{{{ {path} }}}}")

    def _bookmark(self, paragraph: Any, name: str) -> None:
        number = str(next(self.bookmarks))
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), number)
        start.set(qn("w:name"), name)
        end.set(qn("w:id"), number)
        paragraph._p.insert(1, start)
        paragraph._p.append(end)

    # Tables ----------------------------------------------------------------------------

    def _table(self, block: Table) -> None:
        count_of_rows = 1 + len(block.rows) + (2 if block.repeats else 0)
        table = self.document.add_table(count_of_rows, len(block.header), style="Form Table")
        _dress(table, self._widths(block))
        # What a screen reader says of a table before its cells.
        table._tbl.tblPr.append(_element("w:tblCaption", val=self.heading))
        for cell, words in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].style = "Table Heading"
            self._words(cell.paragraphs[0], words)
        rows = table.rows[1:]
        if block.repeats:
            _text(_run(rows[0].cells[0].paragraphs[0]), f"{{%tr for row in {block.repeats} %}}")
            _text(_run(rows[-1].cells[0].paragraphs[0]), "{%tr endfor %}")
            rows = rows[1:-1]
        for row, cells in zip(rows, block.rows, strict=True):
            answers = any(cell.slot is not None for cell in cells)
            if any(cell.slot is not None and cell.slot.path in self.fields for cell in cells):
                _at_least(row, 560)
            for index, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
                self._cell(place.paragraphs[0], cell, block.repeats, answers and index == 0)

    def _cell(self, paragraph: Any, cell: Cell, repeats: str | None, label: bool) -> None:
        if cell.slot is not None:
            box = repeats is None and self._is_box(cell.slot)
            paragraph.style = "Form Tick" if box else "Form Answer Cell"
            self._place(paragraph, cell.slot, repeats)
        else:
            paragraph.style = "Form Label" if label else "Table Text"
            self._words(paragraph, cell.words)

    def _widths(self, block: Table) -> list[int]:
        """Twips for each column: what is written wants room, and no word may break."""
        needs, least = [], []
        for index, header in enumerate(block.header):
            cells = [row[index] for row in block.rows]
            texts = [plain(header), *(plain(cell.words) for cell in cells)]
            longest = max((len(word) for text in texts for word in text.split()), default=1)
            least.append(min(320 + longest * 135, look.TEXT_WIDTH // len(block.header)))
            want = max(min(len(text), 50) for text in texts)
            for cell in cells:
                if cell.slot is not None:
                    want = max(want, self._room(cell.slot))
            needs.append(want)
        spare = look.TEXT_WIDTH - sum(least)
        widths = [low + spare * need // sum(needs) for low, need in zip(least, needs, strict=True)]
        widths[-1] += look.TEXT_WIDTH - sum(widths)
        return widths

    def _room(self, slot: Slot) -> int:
        declared = self.fields.get(slot.path)
        if declared is None or declared.kind in ("whole", "decimal", "tick", "day"):
            return 24
        return 40 if declared.kind in ("text", "email", "choice") else 90


def _dress(table: Any, widths: Sequence[int]) -> None:
    """Give a table its widths, a header row that repeats, and no more."""
    properties = table._tbl.tblPr
    for child in list(properties):
        if child.tag in (qn("w:tblW"), qn("w:tblLook"), qn("w:tblLayout")):
            properties.remove(child)
    width = _element("w:tblW")
    width.set(qn("w:w"), str(sum(widths)))
    width.set(qn("w:type"), "dxa")
    layout = _element("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    look_of = _element("w:tblLook", val="0020")
    for name in ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"):
        look_of.set(qn(f"w:{name}"), "1" if name in ("firstRow", "noHBand", "noVBand") else "0")
    look_of.set(qn("w:val"), "0620")
    for child in (width, layout, look_of):
        properties.append(child)
    for column, twips in zip(table._tbl.tblGrid, widths, strict=True):
        column.set(qn("w:w"), str(twips))
    for row in table._tbl.tr_lst:
        for cell, twips in zip(row.tc_lst, widths, strict=True):
            cell.width = twips * 635
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(_element("w:cantSplit"))
    table._tbl.tr_lst[0].trPr.append(_element("w:tblHeader"))


def _at_least(row: Any, twips: int) -> None:
    height = _element("w:trHeight", val=str(twips))
    height.set(qn("w:hRule"), "atLeast")
    row._tr.get_or_add_trPr().append(height)


# Small pieces --------------------------------------------------------------------------


def _is_contents(block: Block) -> bool:
    return isinstance(block, Heading) and plain(block.words).casefold().strip() == "contents"


def _contents_before(blocks: Sequence[Block]) -> int:
    """Before which block the list of contents stands: at the end of "Contents", if there is one."""
    heads = [index for index, block in enumerate(blocks) if isinstance(block, Heading)]
    for number, index in enumerate(heads[:-1]):
        if _is_contents(blocks[index]):
            return heads[number + 1]
    return heads[0]


def _asks(blocks: Sequence[Block]) -> bool:
    """Whether the first of some blocks is a question: bold, with an answer to follow."""
    for block in blocks:
        if isinstance(block, AnswerParagraph):
            return True
        if not (isinstance(block, Paragraph) and all(run.bold for run in block.words)):
            return False
    return False


def _unbold(words: Words) -> Words:
    return tuple(Run(run.text, False, run.italic, run.link) for run in words)


def _element(tag: str, text: str | None = None, val: str | None = None) -> Any:
    element = OxmlElement(tag)
    if text is not None:
        element.text = text
        element.set(qn("xml:space"), "preserve")
    if val is not None:
        element.set(qn("w:val"), val)
    return element


def _run(paragraph: Any) -> Any:
    run = OxmlElement("w:r")
    paragraph._p.append(run)
    return run


def _text(run: Any, text: str) -> None:
    run.append(_element("w:t", text))


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _manner(run: Run) -> Any:
    properties = OxmlElement("w:rPr")
    if run.link:
        properties.append(_element("w:rStyle", val="Hyperlink"))
    for wanted, tag in ((run.bold, "w:b"), (run.italic, "w:i")):
        if wanted:
            properties.append(OxmlElement(tag))
    return properties


def _wrap_contents(paragraphs: Sequence[Any]) -> None:
    """Put the entries into the block that Word offers to update."""
    control = OxmlElement("w:sdt")
    properties = OxmlElement("w:sdtPr")
    properties.append(_element("w:alias", val="Contents"))
    properties.append(_element("w:id", val="1"))
    part = OxmlElement("w:docPartObj")
    part.append(_element("w:docPartGallery", val="Table of Contents"))
    part.append(OxmlElement("w:docPartUnique"))
    properties.append(part)
    inside = OxmlElement("w:sdtContent")
    control.append(properties)
    control.append(inside)
    paragraphs[0].addprevious(control)
    for paragraph in paragraphs:
        inside.append(paragraph)
