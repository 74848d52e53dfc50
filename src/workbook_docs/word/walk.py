"""The blocks of a Word document: its paragraphs, tables and boxes in reading order.

Every element is walked here, as a reader of the final version sees it: insertions in,
deletions out, paragraphs whose mark was deleted joined to the next (ECMA-376 part 1,
17.13.5). Sources: ECMA-376 part 1, clause 17; [MS-DOCX]; and habits measured of editors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from workbook_docs.compatibility import settle
from workbook_docs.contrast import UNSURE
from workbook_docs.errors import NotReadable
from workbook_docs.intake import judge
from workbook_docs.ooxml import Package
from workbook_docs.records import Anchor, Block, Notice, Part, Severity
from workbook_docs.word import chunks
from workbook_docs.word.drawings import Drawings
from workbook_docs.word.glyphs import GLYPH_BOXES
from workbook_docs.word.inline import ELSEWHERE, INSIDE, Inline, Line, Manner, marks_of
from workbook_docs.word.joined import PARTED, parted
from workbook_docs.word.looks import ground_of
from workbook_docs.word.names import M, R, W, final_text, value
from workbook_docs.word.running import distinct
from workbook_docs.word.shading import Shading
from workbook_docs.word.stored import Stored, Stores, is_bound
from workbook_docs.word.styles import Style, read_styles
from workbook_docs.word.tables import Marks, cells, goes_on_above

_DEEPEST = 3
"""Documents within documents within documents: no more are gone into."""
_STRUCK = "Struck-through text was read: “{}”."
_AGAIN = (
    "LibreOffice wrote “{}” several times in one place when it saved the file; it was read once."
)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the walk is: part, grid position, and the controls around it; its ground."""

    part: Part = "body"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    span: int = 1
    marks: Marks = ()
    within: tuple[int, int, int] | None = None
    ground: str | None = None
    hidden: bool = False


class Walk:
    """One pass over a document; `blocks` and `notices` are what it found."""

    def __init__(self, package: Package, main: str, editor: str | None, depth: int = 0) -> None:
        self._package, self._main, self._editor, self._depth = package, main, editor, depth
        self.blocks: list[Block] = []
        self.notices: list[Notice] = []
        self.tables = 0
        self._relations = package.relations(main)
        styles = package.related(main, "styles")
        self._styles = read_styles(package.xml(styles[0]) if styles else None)
        self._stores = Stores(package, main)
        self._inline = Inline(
            self._styles, Drawings(package, main), self._stores,
            siblings_break=(editor or "").startswith("LibreOffice 7."),
        )  # fmt: skip
        self._marks_ahead: dict[str, tuple[str, int]] = {}
        # A paragraph whose mark was deleted, waiting for the one that it is joined to.
        self._unended: tuple[Line, Position, Style] | None = None

    # Stories -----------------------------------------------------------------------------

    def body(self, body: etree._Element, here: Position | None = None) -> None:
        """The body of the document, which may stand at a place in another."""
        self._inline.begin(body, self._inline.drawings)
        self.flow(body, here or Position())

    def story(self, part: str, kind: Part) -> None:
        """Notes, comments, headers and footers, each a story of its own."""
        root = settle(self._package.xml(part))
        if root is None:
            return
        self._relations = self._package.relations(part)
        at_the_edge = kind in ("header", "footer")
        self._inline.begin(root, Drawings(self._package, part), at_the_edge)
        if at_the_edge:
            self.flow(root, Position(kind))
            return
        for note in root:
            if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            self.flow(note, Position(kind))

    def flow(self, element: etree._Element, here: Position) -> None:
        """The blocks of a body, cell, text box or note: what no paragraph reaches beyond."""
        outer, self._unended = self._unended, None
        self._container(element, here)
        self._end()
        self._unended = outer

    def _container(self, element: etree._Element, here: Position) -> None:
        for child in element:
            if child.tag == W + "p":
                self._paragraph(child, here)
            elif child.tag == W + "tbl":
                self._end()
                self._table(child, here)
            elif child.tag == W + "sdt":
                self._control(child, here)
            elif child.tag in INSIDE:
                self._container(child, here)
            elif child.tag == W + "altChunk":
                self._end()
                self._chunk(child, here)

    def _control(self, element: etree._Element, here: Position) -> None:
        content = element.find(W + "sdtContent")
        if content is None:
            return
        first = len(self.blocks)
        self._container(content, replace(here, marks=here.marks + marks_of(element)))
        self._compare_stored(element, first)

    def _compare_stored(self, control: etree._Element, first: int) -> None:
        """List the value stored behind a control round the blocks from `first` on."""
        if not is_bound(control):
            return
        shown = [block for block in self.blocks[first:] if block.part != "stored value"]
        ticks = [box for block in shown for box in block.boxes]
        found = self._stores.differing(
            control, "\n".join(block.text for block in shown), ticks[0] if ticks else None
        )
        if found is not None:
            self._list_stored(found, first)

    def _list_stored(self, stored: Stored, block: int) -> None:
        if stored.text:
            block = len(self.blocks)
            self.blocks.append(Block(stored.text, part="stored value"))
        if block < len(self.blocks):
            self.notices.append(Notice("warning", "stored-value", stored.message, block))

    # Tables ------------------------------------------------------------------------------

    def _table(self, element: etree._Element, here: Position) -> None:
        number = self.tables
        self.tables += 1
        within = None
        if here.table is not None and here.row is not None and here.column is not None:
            within = (here.table, here.row, here.column)
        properties = element.find(W + "tblPr")
        style = value(properties.find(W + "tblStyle")) if properties is not None else None
        if properties is not None and self._printed_again(value(properties.find(W + "tblCaption"))):
            self.blocks[-1] = replace(self.blocks[-1], computed=True)
        shading = self._styles.tables.get(style or "", Shading())
        ground = ground_of(properties) or here.ground
        for cell in cells(element, here.marks, shading, ground, here.hidden):
            if goes_on_above(cell.element) and not _holds_text(cell.element):
                continue
            first = len(self.blocks)
            position = Position(
                here.part, number, cell.row, cell.column, cell.span, cell.marks, within,
                cell.ground, cell.hidden,
            )  # fmt: skip
            self.flow(cell.element, position)
            for control in cell.controls:
                self._compare_stored(control, first)

    def _printed_again(self, title: str | None) -> bool:
        """Whether pandoc printed a table's title above it, which its heading says already."""
        last = self.blocks[-1] if self.blocks else None
        return (
            last is not None
            and last.style == "table caption"
            and last.text == title
            and any(block.text == title for block in self.blocks[:-1])
        )

    # Paragraphs --------------------------------------------------------------------------

    def _paragraph(self, element: etree._Element, here: Position) -> None:
        line = self._unended[0] if self._unended else Line()
        self._unended = None
        line.open_marks.update(self._marks_ahead)
        self._marks_ahead = {}
        properties = element.find(W + "pPr")
        style = self._styles.of(properties)
        look = style.look.on(here.ground)
        manner = Manner(style.bold, replace(look, hidden=True) if here.hidden else look)
        start = line.length
        self._inline.read(element, line, manner)
        line.anchors[:0] = [
            Anchor(rung, "answer", mark, start, line.length) for rung, mark in here.marks
        ]
        if _is_unmarked(properties):
            # What marked text that is gone does not mark the next paragraph.
            line.anchors = [a for a in line.anchors if a.start < a.end]
            line.open_marks = {id: m for id, m in line.open_marks.items() if m[1] < line.length}
            self._unended = line, here, style
            return
        self._put(line, style, here)

    def _end(self) -> None:
        """End a paragraph whose mark was deleted where none follows it."""
        if self._unended is None:
            return
        line, here, style = self._unended
        self._unended = None
        if line.length or line.boxes or line.boxes_inside or line.drawn or line.picture:
            self._put(line, style, here)

    def _put(self, line: Line, style: Style, here: Position) -> None:
        said = parted(line)
        text = "".join(line.text)
        for id, (bookmark, start) in line.open_marks.items():
            if start and start == line.length:
                # AbiWord opens the next paragraph's bookmark at the end of the one before.
                self._marks_ahead[id] = (bookmark, 0)
            else:
                line.mark(bookmark, start, start)
        number = len(self.blocks)
        boxes = tuple(line.boxes) or tuple(
            GLYPH_BOXES[letter] for letter in text if letter in GLYPH_BOXES
        )
        self.blocks.append(
            Block(
                text=text,
                part=here.part,
                table=here.table,
                row=here.row,
                column=here.column,
                level=style.level,
                strong=bool(line.bold) and not line.plain,
                lead=line.lead if line.plain else 0,
                style=style.name,
                boxes=boxes,
                anchors=tuple(line.anchors),
                computed=self._is_computed(line, style, here),
                within=here.within,
                span=here.span,
                picture=line.picture,
                embedded=line.embedded,
                unseen=tuple(line.unseen),
            )
        )
        if said:
            severity: Severity = "note" if said == PARTED else "warning"
            self.notices.append(Notice(severity, "lines-joined", said, number))
        for struck in line.struck:
            words = _STRUCK.format(struck[:60])
            self.notices.append(Notice("warning", "struck-text", words, number))
        for again in line.again:
            self.notices.append(Notice("note", "written-again", _AGAIN.format(again[:60]), number))
        for stored in line.stored:
            self._list_stored(stored, number)
        for box in line.boxes_inside:
            self.flow(box, Position("textbox", ground=UNSURE))
        self.blocks += [Block(words, part="textbox") for words in line.drawn]

    def _is_computed(self, line: Line, style: Style, here: Position) -> bool:
        """Whether an editor works the paragraph out itself: contents, page numbers."""
        if here.part == "textbox":
            return False
        whole = bool(line.computed) and line.computed >= line.bold + line.plain
        # Of a table of contents some editors leave the style alone; ours stands in no cell.
        by_style = style.name.startswith("toc ") and here.table is None
        return whole or self._inline.in_contents or by_style

    # Pieces of other documents -----------------------------------------------------------

    def _chunk(self, element: etree._Element, here: Position) -> None:
        relation = self._relations.get(element.get(R + "id", ""))
        if relation is None:
            return
        data = None if relation.external else self._package.read(relation.target)
        if data is None:
            name = ELSEWHERE
        else:
            kind = chunks.kind_of(data, self._package.content_type(relation.target))
            name = chunks.NAMES[kind]
            if self._is_taken_in(data, kind, here):
                return
        self.blocks.append(
            Block(
                "", here.part, here.table, here.row, here.column, within=here.within,
                span=here.span, picture=True, embedded=name,
            )
        )  # fmt: skip

    def _is_taken_in(self, data: bytes, kind: chunks.Kind, here: Position) -> bool:
        """Read a piece of another document where it stands, if it can be read."""
        if kind == "docx":
            return self._is_document_taken_in(data, here)
        body = chunks.body_of(data, kind)
        if body is None:
            return False
        self._container(body, here)
        self._end()
        return True

    def _is_document_taken_in(self, data: bytes, here: Position) -> bool:
        if self._depth >= _DEEPEST:
            return False
        try:
            if judge(data) != "docx":
                return False
            package = Package(data)
            main = package.main_part
            root = settle(package.xml(main)) if main else None
            body = root.find(W + "body") if root is not None else None
            if main is None or body is None:
                return False
            walk = Walk(package, main, self._editor, self._depth + 1)
            walk.blocks, walk.notices, walk.tables = self.blocks, self.notices, self.tables
            walk.body(body, here)
            walk.notes()
            self.tables = walk.tables
        except NotReadable:
            return False
        return True

    def notes(self) -> None:
        """The footnotes, endnotes and comments of the document."""
        for kind, part in (("footnotes", "footnote"), ("endnotes", "footnote"),
                           ("comments", "comment")):  # fmt: skip
            for name in self._package.related(self._main, kind):
                self.story(name, part)  # type: ignore[arg-type]

    def edges(self) -> None:
        """The headers and footers of the document, each running line once for a kind of page."""
        for kind in ("header", "footer"):
            names = self._package.related(self._main, kind)
            for name in distinct(self._package, self._main, names):
                self.story(name, kind)


def _holds_text(cell: etree._Element) -> bool:
    return bool(final_text(cell)) or next(cell.iter(M + "t", W + "sym"), None) is not None


def _is_unmarked(properties: etree._Element | None) -> bool:
    """Whether the mark that ends a paragraph was deleted or moved away."""
    marks = properties.find(W + "rPr") if properties is not None else None
    return marks is not None and (
        marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None
    )
