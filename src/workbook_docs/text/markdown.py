"""A workbook's text: Markdown with places -> neutral blocks.

    ---
    title: Our plan
    ---

    # Who matters {sheet="Who matters"}

    | Stakeholder | Interests |
    | --- | --- |
    | {{ matrix[].stakeholder }} | {{ matrix[].interests }} |

A place stands alone in a cell or a paragraph, or begins a list item, which then is a
check box. Boxes stand between `::: signpost Its title` and `:::`. A picture stands alone
in a paragraph, `![What it says](figures/ladder.svg)`, and its words say what it shows. What
stands between `<!-- name -->` and `<!-- /name -->` can be replaced by a hub's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it.token import Token

from workbook_docs.content import (
    BOX_KINDS,
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
from workbook_docs.errors import TemplateError
from workbook_docs.text.pictures import load
from workbook_docs.text.source import Own, Source
from workbook_docs.text.tokens import UNKNOWN, UNKNOWN_INLINE, cells_in, tokens_of, until
from workbook_docs.text.whole import check_levels, check_once

DEEPEST = 4
"""The lowest level of heading."""
LONGEST_WORDS = 250
"""Characters of a picture's words: what a screen reader says in one go."""

_NAME = r"[^\W\d]\w*"
_PATH = re.compile(rf"{_NAME}(?:\.{_NAME})*(?:\[\])?(?:\.{_NAME})*")
_PLACE = re.compile(r"\{\{(.*?)\}\}")
_TICK = re.compile(r"\{\{([^{}]*)\}\}[ \t]+(?=\S)")
_HEADING_ATTRIBUTES = re.compile(r'(?:\s*[a-z]+\s*=\s*"[^"]*")+\s*')
_ATTRIBUTE = re.compile(r'([a-z]+)\s*=\s*"([^"]*)"')
_JINJA = re.compile(r"\{\{|\{%|\{#")


def parse(
    source: str,
    name: str = "",
    *,
    replace: Mapping[str, Own | str] | None = None,
    folder: Path | None = None,
) -> Content:
    """The neutral blocks of a workbook's text.

    Args:
        source: the Markdown.
        name: the file's name, for messages.
        replace: Markdown to stand in place of a section between `<!-- key -->` and
            `<!-- /key -->`.
        folder: where the pictures lie; without it they are not loaded.

    Raises:
        TemplateError: with a line for each thing that is wrong in the text.
    """
    text = Source(name, {name: folder})
    own = {k: Own(v) if isinstance(v, str) else v for k, v in (replace or {}).items()}
    front = text.take(source, own)
    blocks = tuple(_Reader(text).blocks(tokens_of("\n".join(text.lines) + "\n")))
    check_levels(blocks, text)
    check_once(blocks, text)
    if not front.get("title"):
        text.wrong(0, "the text has no title", "begin it with '---', 'title: …', '---'")
    if text.problems:
        raise TemplateError("\n".join(problem for _, problem in sorted(text.problems)))
    return Content(
        title=front["title"],
        blocks=blocks,
        subtitle=front.get("subtitle", ""),
        language=front.get("language", "en-GB"),
        source=name,
        front=front,
    )


@dataclass
class _Reader:
    """Turns Markdown tokens into blocks; what is wrong goes to the source's list."""

    text: Source
    in_box: bool = False

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """The blocks of some tokens."""
        index = 0
        while index < len(tokens):
            end = until(tokens, index)
            yield from self._block(tokens[index], tokens[index + 1 : end])
            index = end + 1

    def _block(self, token: Token, inner: Sequence[Token]) -> Iterator[Block]:
        line = token.map[0] if token.map else 0
        if token.type == "heading_open":
            yield from self._heading(token, inner[0], line)
        elif token.type == "paragraph_open":
            yield from self._paragraph(inner[0], line)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield from self._list(token, inner, line)
        elif token.type == "table_open":
            yield from self._table(token, inner, line)
        elif token.type == "container_box_open":
            yield from self._box(token, inner, line)
        elif token.type == "html_block":
            if not re.fullmatch(r"\s*(?:<!--.*?-->\s*)*", token.content, re.DOTALL):
                self.text.wrong(line, "raw HTML", "use Markdown only")
        else:
            what = UNKNOWN.get(token.type, f"Markdown of the sort {token.type!r}")
            self.text.wrong(line, what, "use headings, paragraphs, lists, tables and boxes only")

    def _heading(self, token: Token, inline: Token, line: int) -> Iterator[Block]:
        level = int(token.tag[1])
        if self.in_box:
            self.text.wrong(line, "a heading in a box", "make it a paragraph in **bold**")
        if level > DEEPEST:
            self.text.wrong(line, f"a heading of level {level}", f"use levels 1 to {DEEPEST}")
        given = self._attributes(token.meta.get("attributes"), line)
        sheet = self._sheet(given.get("sheet"), line)
        words = self._words(inline, line)
        if not plain(words).strip():
            self.text.wrong(line, "a heading without words", "give it words or take it out")
        yield Heading(level, words, sheet, self.text.number(line), "page" in given)

    def _attributes(self, attributes: str | None, line: int) -> dict[str, str]:
        given = dict(_ATTRIBUTE.findall(attributes or ""))
        if attributes is not None and not (
            _HEADING_ATTRIBUTES.fullmatch(attributes)
            and given.keys() <= {"sheet", "page"}
            and given.get("page", "new") == "new"
        ):
            self.text.wrong(line, f"{{{attributes}}} is no attribute of a heading",
                            'write {sheet="Its name"}, {page="new"} or nothing')  # fmt: skip
            return {}
        return given

    def _sheet(self, name: str | None, line: int) -> str | None:
        if name is None:
            return None
        # What Excel allows as a name of a sheet.
        if not name.strip() or len(name) > 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            self.text.wrong(line, f"“{name}” cannot name a sheet",
                            "use 1 to 31 characters, none of []:*?/\\")  # fmt: skip
        return name

    def _paragraph(self, inline: Token, line: int) -> Iterator[Block]:
        children = inline.children or []
        if [child.type for child in children] == ["image"]:
            yield self._figure(children[0], line)
            return
        path = self._only_place(inline.content, line)
        if path is None:
            yield Paragraph(self._words(inline, line), self.text.number(line))
            return
        slot = self._slot(path, line, repeated=False)
        if slot is not None:
            yield AnswerParagraph(slot)

    def _figure(self, image: Token, line: int) -> Figure:
        """A picture, with words that say the same to whoever cannot see it."""
        words, address = " ".join(image.content.split()), str(image.attrs.get("src", ""))
        if not words or words.casefold() == Path(address).name.casefold():
            self.text.wrong(line, f"the picture “{address}” has no words",
                            "say in [ ] what it shows, for those who cannot see it")  # fmt: skip
        elif len(words) > LONGEST_WORDS:
            self.text.wrong(line, f"a picture with {len(words)} characters of words",
                            f"say it in {LONGEST_WORDS}, and the rest in the text")  # fmt: skip
        if re.match(r"[a-z][a-z0-9+.-]+:|/", address, re.IGNORECASE):
            self.text.wrong(line, f"the picture “{address}” lies elsewhere",
                            "put it beside this text")  # fmt: skip
            return Figure(words, address, None, self.text.number(line))
        return Figure(words, address, self._picture(address, line), self.text.number(line))

    def _picture(self, address: str, line: int) -> Picture | None:
        folder = self.text.folder(line)
        if folder is None:
            return None
        try:
            return load(folder / address)
        except TemplateError as problem:
            what, _, remedy = str(problem).partition(" – ")
            self.text.wrong(line, what, remedy)
            return None

    def _list(self, token: Token, inner: Sequence[Token], line: int) -> Iterator[Block]:
        numbered = token.type == "ordered_list_open"
        if numbered and token.attrs.get("start", 1) != 1:
            self.text.wrong(line, f"a list that begins with {token.attrs['start']}",
                            "begin it with 1")  # fmt: skip
        items: list[Words] = []
        ticks: list[TickItem] = []
        index = 0
        while index < len(inner):
            end = until(inner, index)
            item, index = inner[index : end + 1], end + 1
            here = item[0].map[0] if item[0].map else line
            if [t.type for t in item[1:-1]] != ["paragraph_open", "inline", "paragraph_close"]:
                self.text.wrong(here, "a list item that is more than one paragraph",
                                "keep lists one level deep, one paragraph an item")  # fmt: skip
                continue
            inline = item[2]
            tick = None if numbered else _TICK.match(inline.content)
            if tick is None:
                items.append(self._words(inline, here))
                continue
            slot = self._slot(tick[1], here, repeated=False)
            words = self._words(inline, here, begin=tick.end())
            if slot is not None:
                ticks.append(TickItem(slot, words))
        if items and ticks:
            self.text.wrong(line, "a list of both check boxes and words",
                            "give every item a place, or none, or put a line between")  # fmt: skip
        if items:
            yield ListItems(tuple(items), numbered, self.text.number(line))
        yield from ticks

    def _box(self, token: Token, inner: Sequence[Token], line: int) -> Iterator[Block]:
        kind, _, title = token.info.strip().partition(" ")
        if not kind:
            self.text.wrong(line, "':::' without a box before it", "take it out, or begin a box "
                            "with '::: signpost Its title'")  # fmt: skip
        elif kind not in BOX_KINDS:
            self.text.wrong(line, f"{kind!r} is no kind of box",
                            f"use {' or '.join(BOX_KINDS)}")  # fmt: skip
        elif not title.strip():
            self.text.wrong(line, "a box without a title", f"write '::: {kind} Its title'")
        end = token.map[1] if token.map else line
        closing = self.text.lines[end].strip() if end < len(self.text.lines) else ""
        if kind and not (len(closing) >= 3 and not closing.strip(":")):
            self.text.wrong(line, "a box without an end", "close it with a line ':::'")
        if self.in_box:
            self.text.wrong(line, "a box in a box", "close the first one before it")
        inside = _Reader(self.text, in_box=True)
        blocks = tuple(inside.blocks(inner))
        for block in blocks:
            if isinstance(block, Table):
                self.text.wrong(line, "a table in a box", "put it before or after the box")
        yield Box(kind, title.strip(), blocks, self.text.number(line))

    # Tables ----------------------------------------------------------------------------

    def _table(self, token: Token, inner: Sequence[Token], line: int) -> Iterator[Block]:
        header: tuple[Words, ...] = ()
        rows: list[tuple[Cell, ...]] = []
        for index, row in enumerate(inner):
            if row.type != "tr_open":
                continue
            here = row.map[0] if row.map else line
            cells = [t for t in inner[index : until(inner, index)] if t.type == "inline"]
            if rows or header:
                rows.append(tuple(self._cell(cell, here) for cell in cells))
            else:
                header = tuple(self._words(cell, here) for cell in cells)
        for words in header:
            if not plain(words).strip():
                self.text.wrong(line, "a column without a heading", "give every column one")
        end = token.map[1] if token.map else line
        for here in range(line + 2, end):
            count = cells_in(self.text.lines[here])
            if count != len(header):
                held = "1 cell" if count == 1 else f"{count} cells"
                self.text.wrong(here, f"a row of {held} below {len(header)} headings",
                                "give it as many cells, with '|' between")  # fmt: skip
        if not rows:
            self.text.wrong(line, "a table without a row", "add a row or take it out")
        yield Table(header, tuple(rows), self._repeats(rows, line), self.text.number(line))

    def _cell(self, inline: Token, line: int) -> Cell:
        path = self._only_place(inline.content, line)
        if path is not None:
            return Cell(slot=self._slot(path, line, repeated=True))
        return Cell(words=self._words(inline, line))

    def _repeats(self, rows: Sequence[tuple[Cell, ...]], line: int) -> str | None:
        paths = [cell.slot.path for row in rows for cell in row if cell.slot is not None]
        tables = {path.partition("[]")[0] for path in paths if "[]" in path}
        if not tables:
            return None
        remedy = "give every cell of its one row a place such as {{ rows[].column }}"
        if len(tables) > 1:
            self.text.wrong(line, f"one table repeats {' and '.join(sorted(tables))}", remedy)
        elif len(rows) > 1:
            self.text.wrong(line, "a repeated table with more than one row", remedy)
        elif len(paths) != len(rows[0]) or any("[]" not in path for path in paths):
            self.text.wrong(line, "a repeated row with a cell that is not repeated", remedy)
        return tables.pop()

    # Words and places ------------------------------------------------------------------

    def _only_place(self, content: str, line: int) -> str | None:
        match = re.fullmatch(r"\s*\{\{([^{}]*)\}\}\s*", content)
        return match[1] if match else None

    def _slot(self, inside: str, line: int, *, repeated: bool) -> Slot | None:
        path = inside.strip()
        if self.in_box:
            self.text.wrong(line, f"the place {path} in a box", "put it before or after the box")
        if not _PATH.fullmatch(path) or path.endswith("]"):
            self.text.wrong(
                line,
                f"“{path}” is no path of a field",
                "write it as {{ section.field }}, or {{ table[].column }} in a repeated row",
            )
            return None
        if "[]" in path and not repeated:
            self.text.wrong(line, f"the column {path} outside a table",
                            "put it in the only row of a table")  # fmt: skip
            return None
        return Slot(path, self.text.number(line))

    def _words(self, inline: Token, line: int, begin: int = 0) -> Words:
        """The runs of an inline token; `begin` leaves the place of a tick out."""
        for match in _PLACE.finditer(inline.content, begin):
            self.text.wrong(line, f"the place {match[1].strip()} within words", "let it stand "
                            "alone in a cell or a paragraph, or begin a list item")  # fmt: skip
        children = inline.children or []
        if begin:
            # The words of a tick are parsed afresh: Markdown may span its place.
            children = tokens_of(inline.content[begin:])[1].children or []
        words = tuple(self._runs(children, line))
        if not _PLACE.search(inline.content) and _JINJA.search(plain(words)):
            self.text.wrong(line, "“{{”, “{%” or “{#” in words", "they mean something in a "
                            "template; write them otherwise")  # fmt: skip
        return words

    def _runs(self, children: Sequence[Token], line: int) -> Iterator[Run]:
        bold = italic = 0
        link: str | None = None
        found: list[Run] = []
        for child in children:
            if child.type in ("text", "softbreak", "text_special"):
                words = " " if child.type == "softbreak" else child.content
                found.append(Run(words, bold > 0, italic > 0, link))
            elif child.type in ("strong_open", "strong_close"):
                bold += child.nesting
            elif child.type in ("em_open", "em_close"):
                italic += child.nesting
            elif child.type == "link_open":
                link = str(child.attrs.get("href", ""))
                if not re.match(r"(?:https?://|mailto:)\S", link):
                    self.text.wrong(line, f"a link to “{link}”",
                                    "use an address with https://")  # fmt: skip
            elif child.type == "link_close":
                link = None
            elif child.type == "html_inline" and child.content.startswith("<!--"):
                continue
            else:
                what, remedy = UNKNOWN_INLINE.get(child.type, (child.type, "leave it out"))
                self.text.wrong(line, what, remedy)
        return _joined(found)


def _joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs of one manner as one run; empty ones left out."""
    last: Run | None = None
    for run in runs:
        if last and (last.bold, last.italic, last.link) == (run.bold, run.italic, run.link):
            last = Run(last.text + run.text, run.bold, run.italic, run.link)
            continue
        if last and last.text:
            yield last
        last = run
    if last and last.text:
        yield last
