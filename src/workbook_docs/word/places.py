"""The docxtpl tags of a template, each brought into a run of its own.

Word splits words into runs wherever it pleases (a spelling mark, a pause in typing), so
`{{ participant.name }}` may stand in five. Here every tag becomes one run, in the manner
of its first letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from workbook_docs.word.names import W

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENING = re.compile(r"\{\{|\{%|\{#")
_NAME = r"[^\W\d]\w*"
_PLACE = re.compile(rf"\{{\{{\s*({_NAME}(?:\.{_NAME})*)\s*\}}\}}")
_FOR = re.compile(rf"\{{%tr\s+for\s+({_NAME})\s+in\s+({_NAME}(?:\.{_NAME})*)\s*%\}}")
_END = re.compile(r"\{%tr\s+endfor\s*%\}")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(eq=False)
class Loop:
    """A repeated row: its variable, its table, and the rows from `for` to `endfor`."""

    variable: str
    table: str
    begin: etree._Element
    rows: list[etree._Element] = field(default_factory=list)
    end: etree._Element | None = None


@dataclass(eq=False)
class Place:
    """One place in a template, by the words in it (`row.stakeholder`), in a run of its own."""

    words: str
    run: etree._Element
    paragraph: etree._Element
    loop: Loop | None
    part: str

    @property
    def path(self) -> str:
        """The path it names: that of a column inside the row of its table."""
        if self.loop is not None and self.words.startswith(f"{self.loop.variable}."):
            return f"{self.loop.table}[].{self.words.partition('.')[2]}"
        return self.words

    @property
    def in_frame(self) -> bool:
        """Whether it stands in a text box, which editors write down twice."""
        return next(self.paragraph.iterancestors(W + "txbxContent"), None) is not None


@dataclass(eq=False)
class Scan:
    """What stands in the parts of a template: places, repeated rows, and what is wrong."""

    places: list[Place] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def scan(part: str, root: etree._Element, found: Scan) -> None:
    """Add the places and repeated rows of one part to what was found.

    Every tag of the part is then in a run of its own.
    """
    loops: dict[etree._Element, Loop] = {}
    current: Loop | None = None
    for paragraph in list(root.iter(W + "p")):
        for run in isolate(paragraph, found.problems):
            words = _tag_in(run)
            if match := _PLACE.fullmatch(words):
                loop = _loop_of(paragraph, loops)
                found.places.append(Place(match[1], run, paragraph, loop, part))
            elif match := _FOR.fullmatch(words):
                current = _begin(match, paragraph, current, found)
                if current is not None:
                    loops.update(dict.fromkeys(current.rows, current))
            elif _END.fullmatch(words):
                if current is None:
                    found.problems.append(f"{words} stands without its “for” – take it out")
                current = None
            else:
                found.problems.append(
                    f"{words} is no tag that can be filled – write {{{{ section.field }}}}, or "
                    "{%tr for row in table %} and {%tr endfor %} in rows of their own"
                )


def _begin(
    match: re.Match[str], paragraph: etree._Element, current: Loop | None, found: Scan
) -> Loop | None:
    row = next(paragraph.iterancestors(W + "tr"), None)
    if row is None or current is not None:
        found.problems.append(
            f"{match[0]} must stand in a table row of its own, and not inside another – move it"
        )
        return current
    loop = Loop(match[1], match[2], row)
    for sibling in row.itersiblings(W + "tr"):
        if _END.search(text_of(sibling)):
            loop.end = sibling
            break
        loop.rows.append(sibling)
    if loop.end is None or not loop.rows:
        found.problems.append(
            f"{match[0]} needs a row below it and then a row with {{%tr endfor %}} – add them"
        )
        return None
    found.loops.append(loop)
    return loop


def _loop_of(paragraph: etree._Element, loops: dict[etree._Element, Loop]) -> Loop | None:
    return next((loops[r] for r in paragraph.iterancestors(W + "tr") if r in loops), None)


def text_of(element: etree._Element) -> str:
    """All that stands in the `w:t` of an element."""
    return "".join(node.text or "" for node in element.iter(W + "t"))


def _tag_in(run: etree._Element) -> str:
    # Word likes to write a non-breaking space, and a line's end may be a line feed.
    return " ".join(text_of(run).split())


# Runs ----------------------------------------------------------------------------------


def isolate(paragraph: etree._Element, problems: list[str]) -> list[etree._Element]:
    """The runs of a paragraph that hold a tag each, after splitting and joining runs."""
    nodes = list(_own_texts(paragraph))
    text = "".join(node.text or "" for node in nodes)
    if "{" not in text:
        return []
    tags = [match.span() for match in TAG.finditer(text)]
    for opening in _OPENING.finditer(text):
        if not any(begin <= opening.start() < end for begin, end in tags):
            problems.append(
                f"“{text[opening.start() :][:40]}” begins a tag that has no end – close it, or "
                "write the signs otherwise"
            )
    segments: dict[etree._Element, list[tuple[str, bool]]] = {}
    position = 0
    for node in nodes:
        end = position + len(node.text or "")
        segments[node] = list(_segments(text, position, end, tags))
        position = end
    runs: list[etree._Element] = []
    for run in dict.fromkeys(node.getparent() for node in nodes):
        if run is not None and any(_changes(n, segments.get(n, [])) for n in run):
            runs += _split(run, segments)
    return runs


def _own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    for node in paragraph.iter(W + "t"):
        run = node.getparent()
        if run is not None and run.tag == W + "r":
            owner = next(node.iterancestors(W + "p"), None)
            if owner is paragraph:
                yield node


def _segments(
    text: str, begin: int, end: int, tags: list[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    """What a node keeps: its own words, and every tag that begins in it, whole."""
    position = begin
    for first, last in tags:
        if last <= begin or first >= end:
            continue
        if first > position:
            yield text[position:first], False
        if first >= begin:
            yield text[first:last], True
        position = min(last, end)
    if position < end:
        yield text[position:end], False


def _changes(node: etree._Element, segments: list[tuple[str, bool]]) -> bool:
    if node.tag != W + "t":
        return False
    return any(is_tag for _, is_tag in segments) or (
        "".join(words for words, _ in segments) != (node.text or "")
    )


def _split(
    run: etree._Element, segments: dict[etree._Element, list[tuple[str, bool]]]
) -> list[etree._Element]:
    """Put a run's tags into runs of their own; those runs."""
    properties = run.find(W + "rPr")
    pieces: list[etree._Element] = []
    tagged: list[etree._Element] = []

    def begin() -> etree._Element:
        piece = etree.Element(W + "r")
        if properties is not None:
            piece.append(deepcopy(properties))
        pieces.append(piece)
        return piece

    current: etree._Element | None = None
    for child in [c for c in run if c is not properties]:
        if child not in segments:
            current = begin() if current is None else current
            current.append(child)
            continue
        for words, is_tag in segments[child]:
            holder = begin() if is_tag or current is None else current
            node = etree.SubElement(holder, W + "t")
            node.text = words
            node.set(XML_SPACE, "preserve")
            current = None if is_tag else holder
            if is_tag:
                tagged.append(holder)
    for piece in pieces:
        run.addprevious(piece)
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)
    return tagged
