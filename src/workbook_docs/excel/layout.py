"""Which words and places of a workbook's text go to which sheet, cell by cell.

Pure: from neutral blocks to neutral sheets; `build` makes cells of them. A heading with
`sheet` opens that sheet; where no such heading has come, a heading with places directly
under it opens one of its own. Whatever is not needed beside a place goes to the guidance.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workbook_docs.anchors import COPY_FIELDS, bare
from workbook_docs.content import (
    AnswerParagraph,
    Block,
    Box,
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
    slots,
)
from workbook_docs.definition import DeclaredField, Workbook, field_at, title_of
from workbook_docs.errors import DefinitionError, TemplateError
from workbook_docs.excel.guidance import Line, lines, written
from workbook_docs.excel.marks import free_name, free_titles
from workbook_docs.excel.plan import (
    ANSWER_HEADER,
    LISTS,
    Header,
    Layout,
    Repeating,
    Row,
    Sheet,
    SubHeading,
)

GUIDANCE = "Guidance"
_MOST_HELP = 1200  # characters beside a place; a row grows no higher than about 30 lines


def layout(content: Content, workbook: type[Workbook]) -> Layout:
    """The sheets of a workbook's text.

    Raises `TemplateError` for a place that the definition does not have.
    """
    return _Layouter(content, workbook).result()


@dataclass(slots=True)
class _Section:
    """A heading and what stands under it until the next heading."""

    heading: Heading | None
    blocks: list[Block] = field(default_factory=list)
    sheet: str | None = None

    @property
    def has_places(self) -> bool:
        return next(slots(tuple(self.blocks)), None) is not None

    @property
    def is_question(self) -> bool:
        """Whether the heading is the label of one place that stands alone under it."""
        places = [b for b in self.blocks if isinstance(b, AnswerParagraph)]
        return len(places) == 1 and len(list(slots(tuple(self.blocks)))) == 1


def _sections(blocks: tuple[Block, ...]) -> list[_Section]:
    sections = [_Section(None)]
    for block in blocks:
        if isinstance(block, Heading):
            sections.append(_Section(block))
        else:
            sections[-1].blocks.append(block)
    return sections


class _Layouter:
    def __init__(self, content: Content, workbook: type[Workbook]) -> None:
        self.content, self.workbook = content, workbook
        self.sheets: list[Sheet] = []
        self.by_name: dict[str, Sheet] = {}
        self.lines: list[Line] = []
        self.guidance_at: int | None = None
        self.seen: dict[str, str] = {}
        self.taken = {LISTS.casefold()}
        self.sections = _sections(content.blocks)
        self._assign_sheets()
        self.openers: dict[str, _Section] = {}
        for section in self.sections:
            if section.sheet is not None:
                self.openers.setdefault(section.sheet, section)
        names = self._wordy_names()
        wanted = GUIDANCE if GUIDANCE in names or len(names) != 1 else names[0]
        self.guidance_name = free_name(wanted, self.taken)

    def _assign_sheets(self) -> None:
        """Say for each section which sheet its places go to."""
        explicit: str | None = None
        parents: dict[int, _Section] = {}
        for section in self.sections:
            heading = section.heading
            level = heading.level if heading else 0
            parents = {lv: s for lv, s in parents.items() if lv < level}
            if heading and heading.sheet:
                explicit = heading.sheet
            if explicit is not None:
                section.sheet = explicit
            elif section.has_places:
                # A heading that is only the question of one place needs no sheet.
                above = parents[max(parents)] if parents else None
                opener = above if section.is_question and above else section
                opened_by = opener.heading
                section.sheet = opener.sheet or (
                    plain(opened_by.words) if opened_by else title_of(self.workbook)
                )
                opener.sheet = section.sheet
            if heading:
                parents[level] = section

    def _wordy_names(self) -> list[str]:
        """Names of sheets that have no places: all of them are the guidance."""
        with_places = {s.sheet for s in self.sections if s.has_places}
        names = [s.sheet for s in self.sections if s.sheet and s.sheet not in with_places]
        return list(dict.fromkeys(names))

    def result(self) -> Layout:
        wordy = set(self._wordy_names())
        for section in self.sections:
            if section.sheet is None or section.sheet in wordy:
                self._guide(section.heading, section.blocks)
            else:
                self._fill_in(section)
        at = len(self.sheets) if self.guidance_at is None else self.guidance_at
        before = sum(1 for sheet in self.sheets[:at] if sheet.items)
        for sheet in self.sheets:
            if not sheet.items and sheet.intro:  # its tables went to sheets of their own
                self.lines += [Line(sheet.heading, level=2), Line(sheet.intro)]
        sheets = tuple(sheet for sheet in self.sheets if sheet.items)
        return Layout(sheets, tuple(self.lines), self.guidance_name, before)

    # The guidance ----------------------------------------------------------------------

    def _guide(self, heading: Heading | None, blocks: list[Block]) -> None:
        if (heading or blocks) and self.guidance_at is None:
            self.guidance_at = len(self.sheets)
        if heading:
            self.lines.append(Line(heading.words, level=min(heading.level, 3)))
        self.lines += lines(tuple(blocks))

    # The sheets to fill in ----------------------------------------------------------------

    def _sheet(self, section: _Section) -> Sheet:
        name = str(section.sheet)
        if name not in self.by_name:
            self.by_name[name] = self._new_sheet(name, self._words_of(section))
        return self.by_name[name]

    def _words_of(self, section: _Section) -> Words:
        opener = self.openers[str(section.sheet)]
        if opener.heading is not None:
            return opener.heading.words
        return (Run(self.content.title or title_of(self.workbook)),)

    def _new_sheet(self, name: str, heading: Words) -> Sheet:
        sheet = Sheet(free_name(name, self.taken), heading)
        self.sheets.append(sheet)
        return sheet

    def _fill_in(self, section: _Section) -> None:
        sheet = self._sheet(section)
        heading, blocks = section.heading, section.blocks
        opens = self.openers[str(section.sheet)] is section
        if opens and blocks and isinstance(blocks[0], Paragraph):
            sheet.intro, blocks = blocks[0].words, blocks[1:]
        blocks = _opened(blocks)
        if not section.has_places:
            if blocks or not opens:
                self._guide(heading, blocks)
            return
        if heading and not opens and not section.is_question:
            sheet.items.append(SubHeading(plain(heading.words), min(max(heading.level, 2), 3)))
        left = self._places(sheet, section, blocks)
        if sheet.items and isinstance(sheet.items[-1], SubHeading):
            sheet.items.pop()
        if left:
            self._guide(heading, left)

    def _places(self, sheet: Sheet, section: _Section, blocks: list[Block]) -> list[Block]:
        """Lay out the places of a section; hand back the blocks that are not needed there."""
        left: list[Block] = []
        question: list[Block] = []
        label = section.heading
        for block in blocks:
            if isinstance(block, Paragraph | ListItems):
                question.append(block)
                continue
            if isinstance(block, AnswerParagraph):
                self._answer(sheet, block.slot, label, question, left)
                label = None
            elif isinstance(block, Table) and block.repeats is not None:
                left += self._repeat(sheet, section, block, question)
            else:
                left += question
                if isinstance(block, TickItem):
                    self._add_header(sheet, Header(*ANSWER_HEADER))
                    self._add_row(sheet, block.slot, plain(block.words), "")
                elif isinstance(block, Table) and next(slots((block,)), None) is not None:
                    self._form(sheet, block)
                else:
                    left.append(block)
            question = []
        return left + question

    def _answer(
        self,
        sheet: Sheet,
        slot: Slot,
        heading: Heading | None,
        question: list[Block],
        left: list[Block],
    ) -> None:
        while len(_joined(question)) > _MOST_HELP and len(question) > 1:
            left.append(question.pop(0))
        label, help = plain(heading.words) if heading else "", _joined(question)
        if not label:
            label, _, help = help.partition("\n")
        self._add_header(sheet, Header(*ANSWER_HEADER))
        self._add_row(sheet, slot, label, help)

    def _repeat(
        self, sheet: Sheet, section: _Section, table: Table, question: list[Block]
    ) -> list[Block]:
        """Give a repeating table a sheet of its own; hand back the words it has no room for."""
        heading = section.heading
        own = sheet
        if sheet.items or self._has_forms(str(section.sheet)):
            words = heading.words if heading else sheet.heading
            own = self._new_sheet(plain(words) or str(table.repeats), words)
            if question and isinstance(question[0], Paragraph):
                own.intro, question = question[0].words, question[1:]
        own.items.append(self._repeating(table))
        return question

    def _has_forms(self, name: str) -> bool:
        """Whether any place that goes to a sheet stands outside of repeating tables."""
        return any(
            not (isinstance(block, Table) and block.repeats is not None)
            for section in self.sections
            if section.sheet == name
            for block in _opened(section.blocks)
            if next(slots((block,)), None) is not None
        )

    def _form(self, sheet: Sheet, table: Table) -> None:
        header, rows = self._form_rows(table)
        self._add_header(sheet, header)
        for slot, label, help in rows:
            if slot is None:
                sheet.items.append(Row(label, help))
            else:
                self._add_row(sheet, slot, label, help)

    def _form_rows(self, table: Table) -> tuple[Header, list[tuple[Slot | None, str, str]]]:
        """Header and rows of a table that holds places; two places a row become two rows."""
        head = [plain(words) for words in table.header]
        rows: list[tuple[Slot | None, str, str]] = []
        header: Header | None = None
        for cells in table.rows:
            worded = [n for n, cell in enumerate(cells) if cell.slot is None]
            placed = [n for n, cell in enumerate(cells) if cell.slot is not None]
            words = [plain(cells[n].words) for n in worded]
            if header is None and len(placed) == 1:
                titles = [_at(head, n) for n in worded]
                header = Header(
                    titles[0] if titles else "", _at(head, placed[0]), "; ".join(titles[1:])
                )
            for n in placed:
                label = words[0] if words else ""
                if len(placed) > 1 or not label:
                    label = f"{label} – {_at(head, n)}" if label else _at(head, n)
                rows.append((cells[n].slot, label, "\n".join(w for w in words[1:] if w)))
            if not placed:
                rows.append((None, words[0] if words else "", "\n".join(words[1:])))
        return header or Header(_at(head, 0), ANSWER_HEADER[1], ""), rows

    def _repeating(self, table: Table) -> Repeating:
        cells = table.rows[0] if table.rows else ()
        fields = [self._declared(cell.slot) if cell.slot else None for cell in cells]
        titles = free_titles(
            tuple(
                (plain(table.header[n]) if n < len(table.header) else "").strip()
                or (declared.label if declared else "")
                for n, declared in enumerate(fields)
            )
        )
        held = [declared or plain(cell.words) for declared, cell in zip(fields, cells, strict=True)]
        return Repeating(str(table.repeats), tuple(zip(titles, held, strict=True)))

    def _add_header(self, sheet: Sheet, header: Header) -> None:
        last = next((i for i in reversed(sheet.items) if isinstance(i, Header | SubHeading)), None)
        if last != header:
            sheet.items.append(header)

    def _add_row(self, sheet: Sheet, slot: Slot, label: str, help: str) -> None:
        declared = self._declared(slot)
        path = slot.path
        label = label or (declared.label if declared else COPY_FIELDS[path])
        if path in self.seen:
            sheet.items.append(Row(label, help, echo=self.seen[path]))
            return
        self.seen[path] = sheet.name
        help = help or (declared.help if declared else "")
        header = next((i for i in reversed(sheet.items) if isinstance(i, Header)), None)
        if header is not None and help.strip() == header.answer.strip():
            help = ""  # it stands above the boxes already
        sheet.items.append(Row(label, help, path, declared))

    def _declared(self, slot: Slot) -> DeclaredField | None:
        """The field of a place; None for data of the copy."""
        if slot.path in COPY_FIELDS:
            return None
        path, _, option = slot.path.partition("=")
        try:
            declared = field_at(self.workbook, bare(path))
        except DefinitionError as problem:
            raise TemplateError(f"Line {slot.line}: {problem}") from problem
        if option and option not in declared.options:
            raise TemplateError(f"Line {slot.line}: {path} has no choice {option!r}.")
        return declared


def _at(texts: list[str], n: int) -> str:
    return texts[n] if n < len(texts) else ""


def _opened(blocks: list[Block]) -> list[Block]:
    """The blocks, with those of a box that holds places in its stead."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Box) and next(slots((block,)), None) is not None:
            found += _opened([b for b in block.blocks if not isinstance(b, Heading)])
        else:
            found.append(block)
    return found


def _joined(blocks: list[Block]) -> str:
    return "\n".join(line.bullet + written(line.words) for line in lines(tuple(blocks)))
