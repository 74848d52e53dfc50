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
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import count, zip_longest
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
    Cell,
    Content,
    Figure,
    Heading,
    ListItems,
    Paragraph,
    Picture,
    Run,
    Slot,
    Table,
    TickItem,
    Words,
    plain,
)
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.word import contents, dressing, look, pictures
from workbook_docs.word.elements import element, run
from workbook_docs.word.package import DOCUMENT, Parts, declare, name_file, pack, relate, unpack

_BOX_STYLES = {"signpost": "Signpost", "rule": "Golden Rule"}
_WIDEST, _TALLEST_LOGO, _ICON = look.TEXT_WIDTH / 20, 64, 19
"""Points of a figure, a logo's height and the icon of a box."""


def build(content: Content, workbook: type[Workbook]) -> bytes:
    """The Word template of a workbook's text.

    Args:
        content: the text, as `text` parses it.
        workbook: its definition, which says what kind of answer each place takes.
    """
    parts = look.base(content.language, content.title)
    _add_theme(parts)
    document = docx.Document(io.BytesIO(pack(parts)))
    fields = {declared.path: declared for declared in fields_of(workbook)}
    _Writer(document, fields, content.icons).write(content)
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
    """Lays blocks out in a document, in order; every look is a style's."""

    def __init__(
        self, document: Any, fields: dict[str, DeclaredField], icons: dict[str, Picture]
    ) -> None:
        self.document, self.fields, self.icons = document, fields, icons
        self.heading = ""
        self.bookmarks = count(1)
        self.lists = count(100)

    # The text as a whole ---------------------------------------------------------------

    def write(self, content: Content) -> None:
        """Write the title, the list of contents and all blocks."""
        blocks = list(content.blocks)
        self.heading = content.title
        first = blocks[0] if blocks else None
        if content.logo is not None:
            self._figure(content.logo, "Cover Logo", _TALLEST_LOGO)
        self.document.add_paragraph(content.title, style="Title")
        if content.subtitle:
            self.document.add_paragraph(content.subtitle, style="Subtitle")
        if isinstance(first, Heading) and plain(first.words) == content.title:
            # The text repeats its title as its first heading; a page says it once.
            blocks = blocks[1:]
        listed = contents.entries(blocks)
        marks = {id(entry): f"_Toc{number:08d}" for number, entry in enumerate(listed, 1)}
        heads = [b for b in blocks if isinstance(b, Heading) and not contents.is_contents(b)]
        long = len(heads) >= contents.FEWEST_HEADINGS
        before = contents.position(blocks) if long else None
        for index, block in enumerate(blocks):
            if index == before:
                titled = any(contents.is_contents(b) for b in blocks[:index])
                contents.write(self.document, listed, marks, titled)
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            question = isinstance(block, Paragraph) and _asks(blocks[index:])
            self._block(block, following, question, marks.get(id(block)))

    # Blocks ----------------------------------------------------------------------------

    def _block(
        self, block: Block, following: Block | None, question: bool, mark: str | None
    ) -> None:
        if isinstance(block, Heading):
            self.heading = plain(block.words)
            paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
            self._words(paragraph, block.words)
            if block.new_page:
                paragraph.paragraph_format.page_break_before = True
            if mark:
                self._bookmark(paragraph, mark)
        elif isinstance(block, Paragraph):
            leads = isinstance(following, Table | ListItems | Box | Figure)
            style = "Form Question" if question else "Lead In" if leads else "Normal"
            self._words(
                self.document.add_paragraph(style=style),
                _unbold(block.words) if question else block.words,
            )
        elif isinstance(block, AnswerParagraph):
            style = "Form Tick" if self._is_box(block.slot) else "Form Answer"
            self._place(self.document.add_paragraph(style=style), block.slot)
        elif isinstance(block, TickItem):
            paragraph = self.document.add_paragraph(style="Form Tick")
            self._place(paragraph, block.slot)
            run(paragraph, " ")
            self._words(paragraph, block.words)
        elif isinstance(block, ListItems):
            self._list(block, "List")
        elif isinstance(block, Table):
            self._table(block)
            if following is None or isinstance(following, Table):
                # Two tables that touch would become one.
                self.document.add_paragraph(style="After Table")
        elif isinstance(block, Box):
            self._box(block)
        else:
            self._figure(block, "Figure")

    def _is_box(self, slot: Slot) -> bool:
        declared = self.fields.get(slot.path)
        return declared is not None and declared.kind in ("tick", "choices")

    def _figure(self, block: Figure, style: str, most_high: float = 640) -> None:
        if block.picture is not None:
            paragraph = self.document.add_paragraph(style=style)
            pictures.place(paragraph, block.picture, block.words, _WIDEST, most_high)

    def _list(self, block: ListItems, family: str) -> None:
        in_box = family != "List"
        bullets = look.BOX_BULLETS if in_box else look.BULLETS
        number = self._numbering(in_box) if block.numbered else bullets
        for item in block.items:
            style = f"{family} {'Number' if block.numbered else 'Bullet'}"
            paragraph = self.document.add_paragraph(style=style)
            self._words(paragraph, item)
            # AbiWord sees no list in a style.
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number

    def _numbering(self, in_box: bool) -> int:
        """A list of its own, so that every numbered list begins with 1.

        It has a definition of its own too: AbiWord goes on counting where two share one.
        """
        number = next(self.lists)
        numbering = self.document.part.numbering_part.element
        pattern = str(look.BOX_NUMBERS if in_box else look.NUMBERS)
        kinds = numbering.findall(qn("w:abstractNum"))
        found = next(kind for kind in kinds if kind.get(qn("w:abstractNumId")) == pattern)
        own = deepcopy(found)
        own.set(qn("w:abstractNumId"), str(number))
        kinds[-1].addnext(own)
        num = element("w:num", numId=str(number))
        num.append(element("w:abstractNumId", val=str(number)))
        override = element("w:lvlOverride", ilvl="0")
        override.append(element("w:startOverride", val="1"))
        num.append(override)
        numbering.append(num)
        return number

    def _box(self, block: Box) -> None:
        style = _BOX_STYLES[block.kind]
        title = self.document.add_paragraph(style=f"{style} Title")
        icon = self._icon(block)
        if icon is not None:
            # Its title says what the icon shows; its words say what the box is.
            pictures.place(title, icon, style, _ICON, _ICON)
            run(title, "  ")
        run(title, block.title)
        for inner, following in zip_longest(block.blocks, block.blocks[1:]):
            if isinstance(inner, Paragraph):
                head = bool(inner.words) and all(words.bold for words in inner.words)
                leads = isinstance(following, ListItems | Figure)
                ending = " Heading" if head else " Lead In" if leads else ""
                paragraph = self.document.add_paragraph(style=f"{style}{ending}")
                self._words(paragraph, _unbold(inner.words) if head else inner.words)
            elif isinstance(inner, ListItems):
                self._list(inner, style)
            elif isinstance(inner, Figure):
                self._figure(inner, style)

    def _icon(self, block: Box) -> Picture | None:
        name = "-".join(plain_words(block.title))
        return self.icons.get(f"{block.kind}-{name}") or self.icons.get(block.kind)

    # Words and places ------------------------------------------------------------------

    def _words(self, paragraph: Any, words: Words) -> None:
        for piece in words:
            parent = self._link(paragraph, piece.link) if piece.link else paragraph
            run(parent, piece.text, _manner(piece))

    def _link(self, paragraph: Any, address: str) -> Any:
        link = element("w:hyperlink", history="1")
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
        paragraph._p.append(link)
        return link

    def _place(self, paragraph: Any, slot: Slot, repeats: str | None = None) -> None:
        path = slot.path
        if repeats is not None:
            path = f"row.{path.removeprefix(f'{repeats}[].')}"
        run(paragraph, f"{{{{ {path} }}}}")

    def _bookmark(self, paragraph: Any, name: str) -> None:
        number = str(next(self.bookmarks))
        paragraph._p.insert(1, element("w:bookmarkStart", id=number, name=name))
        paragraph._p.append(element("w:bookmarkEnd", id=number))

    # Tables ----------------------------------------------------------------------------

    def _table(self, block: Table) -> None:
        count_of_rows = 1 + len(block.rows) + (2 if block.repeats else 0)
        table = self.document.add_table(count_of_rows, len(block.header), style="Form Table")
        dressing.dress(table, block, self.fields, self.heading)
        for cell, words in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].style = "Table Heading"
            self._words(cell.paragraphs[0], words)
        rows = table.rows[1:]
        if block.repeats:
            run(rows[0].cells[0].paragraphs[0], f"{{%tr for row in {block.repeats} %}}")
            run(rows[-1].cells[0].paragraphs[0], "{%tr endfor %}")
            rows = rows[1:-1]
        for row, cells in zip(rows, block.rows, strict=True):
            slots = [cell.slot for cell in cells if cell.slot is not None]
            dressing.give_room(row, slots, self.fields)
            for index, (place, cell) in enumerate(zip(row.cells, cells, strict=True)):
                style = "Form Label" if slots and index == 0 else "Table Text"
                self._cell(place.paragraphs[0], cell, block.repeats, style)

    def _cell(self, paragraph: Any, cell: Cell, repeats: str | None, style: str) -> None:
        if cell.slot is not None:
            box = repeats is None and self._is_box(cell.slot)
            paragraph.style = "Form Tick" if box else "Form Answer Cell"
            self._place(paragraph, cell.slot, repeats)
        else:
            paragraph.style = style
            self._words(paragraph, cell.words)


# Small pieces --------------------------------------------------------------------------


def plain_words(title: str) -> Iterator[str]:
    """The words of a title in small letters, without signs."""
    for word in title.casefold().split():
        letters = "".join(c for c in word if c.isalnum())
        if letters:
            yield letters


def _asks(blocks: Sequence[Block]) -> bool:
    """Whether the first of some blocks is a question: bold, with an answer to follow."""
    for block in blocks:
        if isinstance(block, AnswerParagraph):
            return True
        if not (isinstance(block, Paragraph) and all(words.bold for words in block.words)):
            return False
    return False


def _unbold(words: Words) -> Words:
    return tuple(Run(piece.text, False, piece.italic, piece.link) for piece in words)


def _manner(piece: Run) -> str | None:
    """The character style of some words: a designer changes the style, and all follow."""
    if piece.link:
        return "Hyperlink"
    if piece.bold:
        return "Strong"
    return "Emphasis" if piece.italic else None
