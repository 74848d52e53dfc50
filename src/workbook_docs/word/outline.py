"""A Word file as blocks in reading order: our own walk over WordprocessingML.

python-docx does not see text inside content controls, insertions or smart tags, so every
element is walked here, as a reader of the final version sees it: insertions in, deletions
out. Sources: ECMA-376 part 1, clause 17; [MS-DOCX]; and habits measured of editors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package
from workbook_docs.records import Anchor, Block, Outline, Part, Rung
from workbook_docs.word.glyphs import GLYPH_BOXES, symbol
from workbook_docs.word.names import MC, OFFICE, W14, WPS, A, M, V, W, on, value
from workbook_docs.word.styles import Style, Styles, read_styles

_COMPUTED_FIELDS = ("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
# In a header or footer they are furniture; in the body somebody put them there as an answer.
_COMPUTED_AT_THE_EDGE = ("DATE", "TIME", "FILENAME")
_INSIDE = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
_OUT = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText"))


def outline(data: bytes) -> Outline:
    """The blocks of a .docx file, with its properties and the editor that wrote it.

    Raises `NotReadable` where the file is no readable Word document.
    """
    package = Package(data)
    main = package.main_part
    root = package.xml(main) if main else None
    body = root.find(W + "body") if root is not None else None
    if main is None or body is None:
        raise NotReadable("not-office", "The file holds no Word document.")
    styles = read_styles(_first(package, main, "styles"))
    walk = _Walk(styles, _editor(package, styles))
    walk.container(body, _Position())
    for kind, part in (("footnotes", "footnote"), ("endnotes", "footnote"), ("comments", "comment"),
                       ("header", "header"), ("footer", "footer")):  # fmt: skip
        for name in package.related(main, kind):
            walk.story(package.xml(name), part)  # type: ignore[arg-type]
    return Outline(
        format="docx",
        blocks=tuple(walk.blocks),
        properties=package.properties,
        editor=walk.editor,
        modified=package.modified,
        remarks=tuple(dict.fromkeys(walk.remarks)),
    )


def _first(package: Package, part: str, kind: str) -> etree._Element | None:
    names = package.related(part, kind)
    return package.xml(names[0]) if names else None


def _editor(package: Package, styles: Styles) -> str | None:
    if package.editor:
        return package.editor
    # pandoc and AbiWord do not say who they are; their styles do.
    if {"compact", "first paragraph"} <= styles.names:
        return "pandoc"
    if package.modified is None and "docProps/app.xml" not in package:
        return "AbiWord"
    return None


@dataclass(frozen=True, slots=True)
class _Position:
    """Where the walk is: part, grid position, and the controls and fields around it."""

    part: Part = "body"
    table: int | None = None
    row: int | None = None
    column: int | None = None
    span: int = 1
    marks: tuple[tuple[Rung, str], ...] = ()
    within: tuple[int, int, int] | None = None


@dataclass(slots=True)
class _Line:
    """The text of one paragraph while it is gathered."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    plain: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    open_marks: dict[str, tuple[str, int]] = field(default_factory=dict)
    boxes: list[bool | None] = field(default_factory=list)
    boxes_inside: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    picture: bool = False
    computed: int = 0

    def add(self, text: str, bold: bool = False, computed: bool = False) -> None:
        self.text.append(text)
        self.length += len(text)
        if text.strip():
            if bold:
                self.bold += len(text)
            else:
                self.plain += len(text)
            if computed:
                self.computed += len(text)


class _Walk:
    """One pass over a document; `blocks` and `remarks` are what it found."""

    def __init__(self, styles: Styles, editor: str | None) -> None:
        self.styles = styles
        self.editor = editor
        self.blocks: list[Block] = []
        self.remarks: list[tuple[str, str]] = []
        self.tables = 0
        self.marks_ahead: dict[str, tuple[str, int]] = {}
        self.computed_fields: tuple[str, ...] = _COMPUTED_FIELDS
        self.fields: list[str] = []  # the open complex fields, which may span paragraphs
        self.in_result: list[bool] = []
        # LibreOffice 7.4 writes a line break in a plain-text control as a second w:t.
        self.siblings_break = (editor or "").startswith("LibreOffice 7.")

    # Blocks ----------------------------------------------------------------------------

    def story(self, root: etree._Element | None, part: Part) -> None:
        """Notes, comments, headers and footers, each a story of its own."""
        if root is None:
            return
        self.fields, self.in_result = [], []
        if part in ("header", "footer"):
            self.computed_fields = _COMPUTED_FIELDS + _COMPUTED_AT_THE_EDGE
            self.container(root, _Position(part))
            return
        for note in root:
            if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            self.container(note, _Position(part))

    def container(self, element: etree._Element, here: _Position) -> None:
        """The blocks of a body, cell, text box or note."""
        for child in element:
            if child.tag == W + "p":
                self.paragraph(child, here)
            elif child.tag == W + "tbl":
                self.table(child, here)
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                if content is not None:
                    self.container(content, replace(here, marks=here.marks + _marks(child)))
            elif child.tag in _INSIDE:
                self.container(child, here)
            elif child.tag == MC + "AlternateContent":
                for branch in _branch(child):
                    self.container(branch, here)

    def table(self, element: etree._Element, here: _Position) -> None:
        number = self.tables
        self.tables += 1
        within = None
        if here.table is not None and here.row is not None and here.column is not None:
            within = (here.table, here.row, here.column)
        for index, (row, marks) in enumerate(_rows(element, here.marks)):
            properties = row.find(W + "trPr")
            before = properties.find(W + "gridBefore") if properties is not None else None
            column = _number(before, 0)
            for cell, inner in _cells(row, marks):
                width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                width = max(1, min(width, 63))
                position = _Position(here.part, number, index, column, width, inner, within)
                column += width
                if merge is not None and value(merge) in (None, "continue") and not _text(cell):
                    continue
                self.container(cell, position)

    def paragraph(self, element: etree._Element, here: _Position) -> None:
        line = _Line()
        line.open_marks, self.marks_ahead = self.marks_ahead, {}
        properties = element.find(W + "pPr")
        style = self.styles.of(properties)
        bold = style.bold
        if _is_deleted_mark(properties) and not _text(element):
            return
        self.inline(element, line, bold, False)
        text = "".join(line.text)
        for id, (bookmark, start) in line.open_marks.items():
            if start and start == line.length:
                # AbiWord opens the next paragraph's bookmark at the end of the one before.
                self.marks_ahead[id] = (bookmark, 0)
            else:
                self._bookmark(line, bookmark, start, start)
        anchors = [Anchor(rung, "answer", mark, 0, len(text)) for rung, mark in here.marks]
        anchors += line.anchors
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
                style=style.name,
                boxes=boxes,
                anchors=tuple(anchors),
                computed=self._is_computed(line, style, here),
                within=here.within,
                span=here.span,
                picture=line.picture,
            )
        )
        for box in line.boxes_inside:
            self.container(box, _Position("textbox", marks=()))
        self.blocks += [Block(words, part="textbox") for words in line.drawn]

    def _is_computed(self, line: _Line, style: Style, here: _Position) -> bool:
        """Whether an editor works the paragraph out itself: contents, page numbers."""
        if here.part == "textbox":
            return False
        whole = bool(line.computed) and line.computed >= line.bold + line.plain
        return whole or "TOC" in self.fields or style.name.startswith("toc ")

    # Inline ----------------------------------------------------------------------------

    def inline(self, element: etree._Element, line: _Line, bold: bool, loose: bool) -> None:
        """The text of a paragraph, run by run, whatever wraps the runs."""
        for child in element:
            tag = child.tag
            if tag in _OUT:
                continue
            if tag == W + "r":
                self.run(child, line, bold)
            elif tag == W + "sdt":
                self.control(child, line, bold)
            elif tag == W + "bookmarkStart":
                name = child.get(W + "name", "")
                if name.startswith("wd_"):
                    line.open_marks[child.get(W + "id", "")] = (name, line.length)
            elif tag == W + "bookmarkEnd":
                opened = line.open_marks.pop(child.get(W + "id", ""), None)
                if opened:
                    self._bookmark(line, opened[0], opened[1], line.length)
            elif tag == MC + "AlternateContent":
                for branch in _branch(child):
                    self.inline(branch, line, bold, loose)
            elif tag == W + "fldSimple":
                code = (child.get(W + "instr") or "").split()
                if code and code[0].upper() in self.computed_fields:
                    line.add(_text(child), bold, computed=True)
                else:
                    self.inline(child, line, bold, loose)
            elif tag in (M + "oMath", M + "oMathPara"):
                line.add("".join(t.text or "" for t in child.iter(M + "t")))
            elif tag in _INSIDE:
                self.inline(child, line, bold, loose)

    def control(self, element: etree._Element, line: _Line, bold: bool) -> None:
        content = element.find(W + "sdtContent")
        if content is None:
            return
        start = line.length
        box = element.find(f"{W}sdtPr/{W14}checkbox")
        self.inline(content, line, bold, True)
        state: bool | None = None
        if box is not None:
            state = self._box(box, "".join(line.text)[start:])
            line.boxes.append(state)
        for rung, mark in _marks(element):
            line.anchors.append(Anchor(rung, "answer", mark, start, line.length, state))

    def _box(self, box: etree._Element, shown: str) -> bool | None:
        checked = box.find(W14 + "checked")
        state = checked is not None and (checked.get(W14 + "val") or "1") in ("1", "true", "on")
        glyphs = {GLYPH_BOXES[letter] for letter in shown if letter in GLYPH_BOXES}
        # Somebody typed another glyph over the box: two answers, and neither is ours to choose.
        return state if not glyphs or glyphs == {state} else None

    def run(self, element: etree._Element, line: _Line, bold: bool) -> None:
        properties = element.find(W + "rPr")
        strong = on(properties, "b", bold)
        self._remark_on_look(properties, _text(element))
        before: str | None = None
        for child in element:
            tag = child.tag
            computed = any(
                code in self.computed_fields and shown
                for code, shown in zip(self.fields, self.in_result, strict=True)
            )
            if tag == W + "t":
                text = (child.text or "").replace("\r\n", "\n").replace("\r", "\n")
                if before == W + "t" and self.siblings_break:
                    line.add("\n")
                line.add(text, strong, computed)
            elif tag in (W + "br", W + "cr"):
                # A page or column break is layout; a text-wrapping break is typed.
                if child.get(W + "type") in (None, "textWrapping"):
                    line.add("\n")
            elif tag in (W + "tab", W + "ptab"):
                line.add("\t")
            elif tag == W + "noBreakHyphen":
                line.add("\u2011")
            elif tag == W + "sym":
                line.add(symbol(child.get(W + "font", ""), child.get(W + "char", "")), strong)
            elif tag == W + "ruby":
                for base in child.iter(W + "rubyBase"):
                    self.inline(base, line, bold, False)
            elif tag == W + "fldChar":
                self._field(child, line)
            elif tag == W + "instrText" and self.fields and not self.in_result[-1]:
                if not self.fields[-1]:
                    self.fields[-1] = ((child.text or "").split() or [""])[0].upper()
            elif tag == MC + "AlternateContent":
                for branch in _branch(child):
                    self._drawing(branch, line)
            elif tag in (W + "drawing", W + "pict", W + "object"):
                self._drawing(child, line)
            if tag != W + "rPr":
                before = tag

    def _remark_on_look(self, properties: etree._Element | None, text: str) -> None:
        """Text that a reader of the page does not see, or sees struck out."""
        if properties is None or not text.strip():
            return
        if on(properties, "vanish", False):
            self.remarks.append(("hidden-text", f"Hidden text was read: “{text[:60]}”."))
        if on(properties, "strike", False) or on(properties, "dstrike", False):
            self.remarks.append(("struck-text", f"Struck-through text was read: “{text[:60]}”."))

    def _field(self, element: etree._Element, line: _Line) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append("")
            self.in_result.append(False)
            box = element.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                state = on(box, "checked", on(box, "default", False))
                line.boxes.append(state)
                line.add("☒" if state else "☐")
        elif kind == "separate" and self.in_result:
            self.in_result[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()
            self.in_result.pop()

    def _drawing(self, element: etree._Element, line: _Line) -> None:
        for content in element.iter(W + "txbxContent"):
            line.boxes_inside.append(content)
        line.picture = line.picture or any(
            True for _ in element.iter(A + "blip", V + "imagedata", OFFICE + "OLEObject")
        )
        for drawn in (*element.iter(A + "t"), *element.iter(V + "textpath")):
            # Words drawn as a picture: WordArt, shapes and diagrams.
            words = drawn.text or drawn.get("string") or ""
            if words.strip():
                line.drawn.append(words)
        if element.find(f".//{WPS}txbx") is None and not line.boxes_inside:
            for nested in element.iter(W + "r"):
                if nested.getparent() is element:
                    self.run(nested, line, False)

    def _bookmark(self, line: _Line, name: str, start: int, end: int) -> None:
        plain = name.partition("_Copy_")[0]
        role = "label" if plain.startswith("wd_q_") else "answer"
        line.anchors.append(Anchor("bookmark", role, plain, start, end))  # type: ignore[arg-type]


def _marks(control: etree._Element) -> tuple[tuple[Rung, str], ...]:
    properties = control.find(W + "sdtPr")
    if properties is None:
        return ()
    tag, alias = value(properties.find(W + "tag")), value(properties.find(W + "alias"))
    found: list[tuple[Rung, str]] = []
    if tag and not tag.startswith("goog_rdk"):
        found.append(("tag", tag))
    if alias:
        found.append(("alias", alias))
    return tuple(found)


def _rows(
    table: etree._Element, marks: tuple[tuple[Rung, str], ...]
) -> Iterator[tuple[etree._Element, tuple[tuple[Rung, str], ...]]]:
    for child in table:
        if child.tag == W + "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child, marks
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _rows(content, marks + _marks(child))
        elif child.tag in _INSIDE:
            yield from _rows(child, marks)
        elif child.tag == MC + "AlternateContent":
            for branch in _branch(child):
                yield from _rows(branch, marks)


def _cells(
    row: etree._Element, marks: tuple[tuple[Rung, str], ...]
) -> Iterator[tuple[etree._Element, tuple[tuple[Rung, str], ...]]]:
    for child in row:
        if child.tag == W + "tc":
            yield child, marks
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _cells(content, marks + _marks(child))
        elif child.tag in _INSIDE:
            yield from _cells(child, marks)


def _branch(alternate: etree._Element) -> Iterator[etree._Element]:
    # One branch only: both hold the same text.
    for name in ("Choice", "Fallback"):
        branch = alternate.find(MC + name)
        if branch is not None and (
            name == "Fallback" or _text(branch) or alternate.find(MC + "Fallback") is None
        ):
            yield branch
            return


def _text(element: etree._Element) -> str:
    return "".join(found.text or "" for found in element.iter(W + "t"))


def _number(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return int(text) if text and text.isdigit() else default


def _is_deleted_mark(properties: etree._Element | None) -> bool:
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None
