"""The text of one paragraph, run by run, as a reader of the final version sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from workbook_docs.records import Anchor, Rung, Unseen
from workbook_docs.word.drawings import Drawings
from workbook_docs.word.glyphs import GLYPH_BOXES, symbol
from workbook_docs.word.looks import PLAIN_LOOK, Look
from workbook_docs.word.names import GONE, SYMEX, W14, M, W, final_text, on, value
from workbook_docs.word.portions import written_again
from workbook_docs.word.stored import Stored, Stores
from workbook_docs.word.styles import Styles

COMPUTED_FIELDS = ("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")
"""Fields that an editor works out itself."""
COMPUTED_AT_THE_EDGE = ("DATE", "TIME", "FILENAME")
"""In a header or footer they are furniture; in the body somebody put them there as an answer."""
INSIDE = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
"""Elements that only wrap what they hold."""
ELSEWHERE = "a document that the file only refers to"
"""What people are told of a part of the document that is not in the file."""
_OUT = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText"))

_TEXT_FIELDS = ("FORMTEXT", "FILLIN")
"""What LibreOffice makes of the control round a cell where a format knows none."""


@dataclass(slots=True)
class Line:
    """The text of one paragraph while it is gathered."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    bold: int = 0
    plain: int = 0
    lead: int = 0
    anchors: list[Anchor] = field(default_factory=list)
    open_marks: dict[str, tuple[str, int]] = field(default_factory=dict)
    boxes: list[bool | None] = field(default_factory=list)
    unseen: list[tuple[int, int, Unseen]] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    boxes_inside: list[etree._Element] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    picture: bool = False
    embedded: str = ""
    computed: int = 0
    breaks_before_field: int = 0

    def add(self, text: str, manner: Manner, computed: bool = False) -> None:
        """Put some words of one manner behind those that are there."""
        start = self.length
        self.text.append(text)
        self.length += len(text)
        if not text.strip():
            return
        if manner.bold:
            self.bold += len(text)
            self.lead = self.lead if self.plain else self.length
        else:
            self.plain += len(text)
        if computed:
            self.computed += len(text)
        if (why := manner.look.unseen) is not None:
            last = self.unseen[-1] if self.unseen else None
            if last is not None and last[1] == start and last[2] == why:
                start = self.unseen.pop()[0]
            self.unseen.append((start, self.length, why))

    def mark(self, name: str, start: int, end: int) -> None:
        """Note a bookmark of ours round a stretch of the line."""
        plain = name.partition("_Copy_")[0]
        role = "label" if plain.startswith("wd_q_") else "answer"
        self.anchors.append(Anchor("bookmark", role, plain, start, end))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Manner:
    """How words stand there: bold or not, and the look they have."""

    bold: bool = False
    look: Look = PLAIN_LOOK


class Inline:
    """Reads the contents of paragraphs; complex fields may span several of them."""

    def __init__(
        self, styles: Styles, drawings: Drawings, stores: Stores, siblings_break: bool
    ) -> None:
        self._styles, self.drawings, self._stores = styles, drawings, stores
        # LibreOffice 7.4 writes a line break in a plain-text control as a second w:t.
        self._siblings_break = siblings_break
        self._computed_fields: tuple[str, ...] = COMPUTED_FIELDS
        self._unended: set[etree._Element] = set()
        self._fields: list[str] = []
        self._in_result: list[bool] = []
        self._run_children: dict[str, Callable[[etree._Element, Line, Manner], None]] = {
            W + "br": self._break,
            W + "cr": self._break,
            W + "tab": lambda _, line, manner: line.add("\t", manner),
            W + "ptab": lambda _, line, manner: line.add("\t", manner),
            W + "noBreakHyphen": lambda _, line, manner: line.add("\u2011", manner),
            W + "sym": self._symbol,
            SYMEX + "symEx": self._symbol,
            W + "ruby": self._ruby,
            W + "fldChar": lambda child, line, manner: self._field(child, line, manner),
            W + "instrText": lambda child, line, manner: self._instruction(child),
            W + "drawing": self._drawing,
            W + "pict": self._drawing,
            W + "object": self._drawing,
            W + "contentPart": lambda _, line, manner: setattr(line, "picture", True),
        }

    def begin(self, story: etree._Element, drawings: Drawings, at_the_edge: bool = False) -> None:
        """Begin a story of its own: a body, notes, a header."""
        self.drawings = drawings
        self._fields, self._in_result = [], []
        self._unended = set(_unended(story))
        if at_the_edge:
            self._computed_fields = COMPUTED_FIELDS + COMPUTED_AT_THE_EDGE

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is open."""
        return "TOC" in self._fields

    def read(self, element: etree._Element, line: Line, manner: Manner) -> None:
        """Add the text of a paragraph, or of what wraps runs in it, to a line."""
        passed: list[etree._Element] = []
        for child in element:
            tag = child.tag
            if tag in _OUT or child in passed:
                continue
            if tag == W + "r":
                self._run(child, line, manner)
            elif tag == W + "sdt":
                start = len(line.text)
                self._control(child, line, manner)
                if self._siblings_break and (again := written_again(child)):
                    passed += again
                    line.again.append("".join(line.text[start:]))
            elif tag == W + "bookmarkStart":
                name = child.get(W + "name", "")
                if name.startswith("wd_"):
                    line.open_marks[child.get(W + "id", "")] = (name, line.length)
            elif tag == W + "bookmarkEnd":
                opened = line.open_marks.pop(child.get(W + "id", ""), None)
                if opened:
                    line.mark(opened[0], opened[1], line.length)
            elif tag == W + "fldSimple":
                code = (child.get(W + "instr") or "").split()
                if code and code[0].upper() in self._computed_fields:
                    line.add(final_text(child), manner, computed=True)
                else:
                    self.read(child, line, manner)
            elif tag in (M + "oMath", M + "oMathPara"):
                line.add("".join(t.text or "" for t in child.iter(M + "t")), manner)
            elif tag == W + "subDoc":
                line.picture, line.embedded = True, ELSEWHERE
            elif tag in INSIDE:
                self.read(child, line, manner)

    def _control(self, element: etree._Element, line: Line, manner: Manner) -> None:
        content = element.find(W + "sdtContent")
        if content is None:
            return
        start, first = line.length, len(line.text)
        box = element.find(f"{W}sdtPr/{W14}checkbox")
        self.read(content, line, manner)
        shown = "".join(line.text[first:])
        state: bool | None = None
        if box is not None:
            state = _state(box, shown)
            line.boxes.append(state)
        stored = self._stores.differing(element, shown, state)
        if stored is not None:
            line.stored.append(stored)
        for rung, mark in marks_of(element):
            line.anchors.append(Anchor(rung, "answer", mark, start, line.length, state))

    def _run(self, element: etree._Element, line: Line, manner: Manner) -> None:
        properties = element.find(W + "rPr")
        manner = Manner(
            on(properties, "b", manner.bold), self._styles.look(properties, manner.look)
        )
        start = len(line.text)
        before: str | None = None
        for child in element:
            tag = child.tag
            if tag == W + "t":
                text = (child.text or "").replace("\r\n", "\n").replace("\r", "\n")
                if before == tag and self._siblings_break:
                    line.add("\n", manner)
                line.add(text, manner, self._is_computed())
            elif isinstance(tag, str) and tag in self._run_children:
                self._run_children[tag](child, line, manner)
            if tag != W + "rPr":
                before = tag
        if properties is not None and (
            on(properties, "strike", False) or on(properties, "dstrike", False)
        ):
            text = "".join(line.text[start:])
            if text.strip():
                line.struck.append(text)

    def _is_computed(self) -> bool:
        return any(
            code in self._computed_fields and shown
            for code, shown in zip(self._fields, self._in_result, strict=True)
        )

    def _break(self, child: etree._Element, line: Line, manner: Manner) -> None:
        # A page or column break is layout; a text-wrapping break is typed.
        if child.get(W + "type") in (None, "textWrapping"):
            line.add("\n", manner)

    def _symbol(self, child: etree._Element, line: Line, manner: Manner) -> None:
        space = SYMEX if child.tag == SYMEX + "symEx" else W
        line.add(symbol(child.get(space + "font", ""), child.get(space + "char", "")), manner)

    def _ruby(self, child: etree._Element, line: Line, manner: Manner) -> None:
        for base in child.iter(W + "rubyBase"):
            self.read(base, line, manner)

    def _instruction(self, child: etree._Element) -> None:
        if self._fields and not self._in_result[-1] and not self._fields[-1]:
            self._fields[-1] = ((child.text or "").split() or [""])[0].upper()

    def _field(self, element: etree._Element, line: Line, manner: Manner) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            # One without an end would take all that follows for what an editor worked out.
            if element not in self._unended:
                self._fields.append("")
                self._in_result.append(False)
            self._form_field(element.find(W + "ffData"), line, manner)
        elif kind == "separate" and self._in_result:
            self._in_result[-1] = True
            if self._fields[-1] in _TEXT_FIELDS and not "".join(line.text).strip("\n"):
                line.breaks_before_field = line.length
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._in_result.pop()

    def _form_field(self, data: etree._Element | None, line: Line, manner: Manner) -> None:
        """What an old form field shows that no run holds: its tick, or its choice."""
        if data is None:
            return
        box, choices = data.find(W + "checkBox"), data.find(W + "ddList")
        if box is not None:
            state = on(box, "checked", on(box, "default", False))
            line.boxes.append(state)
            line.add("☒" if state else "☐", manner)
        if choices is not None:
            entries = [value(entry) or "" for entry in choices.findall(W + "listEntry")]
            default = _whole(choices.find(W + "default"), 0)
            chosen = _whole(choices.find(W + "result"), default)
            line.add(entries[chosen] if chosen < len(entries) else "", manner)

    def _drawing(self, element: etree._Element, line: Line, manner: Manner) -> None:
        drawn = self.drawings.see(element)
        line.boxes_inside += drawn.boxes
        line.drawn += drawn.words
        line.picture = line.picture or drawn.picture
        line.embedded = line.embedded or drawn.embedded


def _unended(story: etree._Element) -> list[etree._Element]:
    """The beginnings of complex fields that have no end in a story."""
    opened: list[etree._Element] = []
    for mark in story.iter(W + "fldChar"):
        if next(mark.iterancestors(*GONE), None) is not None:
            continue
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            opened.append(mark)
        elif kind == "end" and opened:
            opened.pop()
    return opened


def marks_of(control: etree._Element) -> tuple[tuple[Rung, str], ...]:
    """The tag and alias of a control; those that Google Docs gives its own are no marks."""
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


def _state(box: etree._Element, shown: str) -> bool | None:
    checked = box.find(W14 + "checked")
    state = checked is not None and (checked.get(W14 + "val") or "1") in ("1", "true", "on")
    glyphs = {GLYPH_BOXES[letter] for letter in shown if letter in GLYPH_BOXES}
    # Somebody typed another glyph over the box: two answers, and neither is ours to choose.
    return state if not glyphs or glyphs == {state} else None


def _whole(element: etree._Element | None, default: int) -> int:
    text = value(element)
    return int(text) if text and text.isdigit() else default
