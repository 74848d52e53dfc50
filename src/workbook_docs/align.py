"""Returned outline against issued outline -> answers, unplaced text and the account.

Anchors are evidence, alignment is the reader. Every line of a return is either issued
(matched with a line of the edition), or it stands in the region of a field, or it is
unplaced. A line that a control or a name claims for a field is that field's, unless the
claim contradicts itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from workbook_docs import anchors
from workbook_docs.edition import PROMPT_KEYS, Edition, digest, furniture, letters
from workbook_docs.match import Match, ReturnedLine, match
from workbook_docs.records import Account, Anchor, Block, Outline, Rung

_GLYPHS = "☐□❏❑❐⬜▢☑☒✓✔✗✘☓✅🗹🗷🗸🗵⊠"


@dataclass(slots=True)
class Found:
    """What was found of one place: its lines, boxes and the evidence.

    `lines` are numbers of returned lines in reading order; `text` what they say
    together; `prompt` whether the prompt still stands there.
    """

    lines: list[int] = field(default_factory=list)
    boxes: list[bool | None] = field(default_factory=list)
    rungs: set[Rung] = field(default_factory=set)
    seen: bool = False
    prompt: bool = False
    block: int | None = None
    text: str = ""
    conflict: str | None = None


@dataclass(slots=True)
class FoundRow:
    """One data row of a repeated table: its cells by column path, and where it stands."""

    number: int
    cells: dict[str, Found] = field(default_factory=dict)


@dataclass(slots=True)
class FoundTable:
    """A repeated table of a return: whether it was found, by what, and its rows."""

    rung: Rung | None = None
    rows: list[FoundRow] = field(default_factory=list)
    heading_block: int | None = None


@dataclass(slots=True)
class Alignment:
    """The outcome: what was found of each field, and what every line is."""

    blocks: Sequence[Block]
    lines: Sequence[ReturnedLine]
    matches: Mapping[int, Match]
    fields: dict[str, Found]
    tables: dict[str, FoundTable]
    prompts: frozenset[int]
    unplaced: list[tuple[int, str]] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)
    renamed: list[tuple[int, str]] = field(default_factory=list)
    issued_share: float = 0.0

    def account(self) -> Account:
        """How many characters are answers, issued and unplaced; the total counted apart."""
        total = sum(len(line.strip()) for b in self.blocks for line in b.text.split("\n"))
        counts = {"answer": 0, "issued": 0, "unplaced": 0}
        for kind, length in _kinds(self):
            counts[kind] += length
        return Account(total, counts["answer"], counts["issued"], counts["unplaced"])


def align(
    outline: Outline, edition: Edition, ticks: frozenset[str], own_prompts: Mapping[str, str]
) -> Alignment:
    """Find every field of an edition in a return.

    Args:
        outline: the return, its anchors resolved to paths.
        edition: what it is compared with.
        ticks: the paths of check boxes, beside which a glyph is no text.
        own_prompts: the prompt that stands in each field's place, by path.
    """
    blocks = outline.blocks
    claims = _claims(blocks)
    lines = list(_lines(blocks, claims))
    # Excel shows its prompts beside the cell: there the same words are an answer.
    prompts = frozenset(
        n
        for n, line in enumerate(lines)
        if outline.format == "docx" and _is_prompt(line, claims.get(line.block, ()), own_prompts)
    )
    claimed = _claimed_lines(blocks, lines, claims, prompts)
    free = [
        n
        for n, line in enumerate(lines)
        if n not in claimed and n not in prompts and not blocks[line.block].computed
    ]
    pins = _pins(blocks, lines, edition, set(free))
    matches = match(edition.lines, lines, free, pins)
    work = _Regions(blocks, lines, edition, matches, claimed, prompts, claims, ticks)
    return work.result()


# Lines ---------------------------------------------------------------------------------


def _claims(blocks: Sequence[Block]) -> dict[int, list[Anchor]]:
    """The answer anchors of each block that do not contradict themselves."""
    spread: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for anchor in block.anchors:
            if anchor.role == "answer" and anchor.rung != "bookmark":
                spread[anchor.path].append(number)
    claims: dict[int, list[Anchor]] = {}
    for number, block in enumerate(blocks):
        kept = [
            a
            for a in block.anchors
            if a.role == "answer"
            and a.rung != "bookmark"
            and a.path not in anchors.COPY_FIELDS
            and not _covers_label(blocks, spread[a.path], a)
        ]
        if kept:
            claims[number] = kept
    return claims


def _covers_label(blocks: Sequence[Block], numbers: Sequence[int], anchor: Anchor) -> bool:
    # An editor may stretch a control over several paragraphs: over another field's
    # label it is no evidence any more.
    return "[]" not in anchor.path and any(
        other.role == "label" and other.path != anchor.path
        for number in numbers
        for other in blocks[number].anchors
        if anchor.start <= other.start and other.end <= max(anchor.end, 1)
    )


def _lines(blocks: Sequence[Block], claims: Mapping[int, list[Anchor]]) -> Iterator[ReturnedLine]:
    for number, block in enumerate(blocks):
        is_furniture = block.part in ("header", "footer")
        cuts = {0, len(block.text)}
        for anchor in claims.get(number, ()):
            cuts |= {anchor.start, anchor.end}
        start = 0
        for line in block.text.split("\n"):
            end = start + len(line)
            inner = sorted({start, end} | {cut for cut in cuts if start < cut < end})
            for left, right in pairwise(inner):
                text = block.text[left:right]
                if text.strip():
                    yield ReturnedLine(
                        digest(furniture(text) if is_furniture else text),
                        text, number, left, right, block.part, block.table, block.row,
                        block.column, block.level, block.strong,
                    )  # fmt: skip
            start = end + 1


def _is_prompt(
    line: ReturnedLine, claims: Sequence[Anchor], own_prompts: Mapping[str, str]
) -> bool:
    words = letters(line.text)
    if words not in PROMPT_KEYS:
        return False
    own = [a.path for a in claims if a.start <= line.start and line.end <= a.end]
    # The prompt of another kind of field is an answer like any other.
    return all(letters(own_prompts.get(path, "")) == words for path in own)


def _claimed_lines(
    blocks: Sequence[Block],
    lines: Sequence[ReturnedLine],
    claims: Mapping[int, list[Anchor]],
    prompts: frozenset[int],
) -> dict[int, Anchor]:
    """The anchor that claims each line, strongest first; doubled controls claim nothing."""
    order = {"tag": 0, "alias": 1, "name": 2, "key": 3}
    claimed: dict[int, Anchor] = {}
    for number, line in enumerate(lines):
        for anchor in sorted(claims.get(line.block, ()), key=lambda a: order.get(a.rung, 9)):
            if anchor.start <= line.start and line.end <= anchor.end and anchor.start < anchor.end:
                claimed[number] = anchor
                break
    texts: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for number, anchor in claimed.items():
        if "[]" not in anchor.path and number not in prompts:
            texts[anchor.path].add(
                (_control_start(blocks, lines[number].block, anchor), anchor.start)
            )
    doubled = {path for path, places in texts.items() if len(places) > 1}
    return {n: a for n, a in claimed.items() if a.path not in doubled and n not in prompts}


def _control_start(blocks: Sequence[Block], number: int, anchor: Anchor) -> int:
    """The first block of a control that spans several paragraphs."""
    while number and anchor.start == 0 and any(
        a.path == anchor.path and a.rung == anchor.rung and a.end == len(blocks[number - 1].text)
        and a.start == 0
        for a in blocks[number - 1].anchors
    ) and _same_cell(blocks[number - 1], blocks[number]):  # fmt: skip
        number -= 1
    return number


def _same_cell(one: Block, other: Block) -> bool:
    return (one.part, one.table, one.row, one.column) == (
        other.part, other.table, other.row, other.column,
    ) and one.address == other.address  # fmt: skip


# Pins ----------------------------------------------------------------------------------


def _pins(
    blocks: Sequence[Block], lines: Sequence[ReturnedLine], edition: Edition, free: set[int]
) -> dict[int, int]:
    """Returned line -> issued line, where one label anchor says so and nothing denies it."""
    issued: dict[str, list[int]] = defaultdict(list)
    for number, issued_line in enumerate(edition.lines):
        if issued_line.label and (issued_line.column_of or issued_line.field):
            issued[issued_line.column_of or issued_line.field or ""].append(number)
    by_block: dict[int, list[int]] = defaultdict(list)
    for number in sorted(free):
        by_block[lines[number].block].append(number)
    candidates: dict[str, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for anchor in block.anchors:
            if anchor.role == "label" and anchor.path in issued and number in by_block:
                candidates[anchor.path].append(number)
    label_keys = {edition.lines[n].key: path for path, ns in issued.items() for n in ns}
    pins: dict[int, int] = {}
    for path, numbers in candidates.items():
        pairs = [
            (b, a)
            for number in dict.fromkeys(numbers)
            for b in by_block[number]
            for a in issued[path]
            if lines[b].key == edition.lines[a].key
        ]
        if len({b for b, _ in pairs}) == 1 and len(issued[path]) == 1:
            pins[pairs[0][0]] = pairs[0][1]
        elif not pairs and len(set(numbers)) == 1 and len(issued[path]) == 1:
            b = by_block[numbers[0]][0]
            if lines[b].key not in label_keys and len(by_block[numbers[0]]) == 1:
                pins[b] = issued[path][0]  # the label was edited
    # Two labels pinned to one line would contradict each other.
    return pins


# Regions -------------------------------------------------------------------------------


class _Regions:
    """Deals every line that is not issued to the field in whose region it stands."""

    def __init__(
        self,
        blocks: Sequence[Block],
        lines: Sequence[ReturnedLine],
        edition: Edition,
        matches: Mapping[int, Match],
        claimed: Mapping[int, Anchor],
        prompts: frozenset[int],
        claims: Mapping[int, list[Anchor]],
        ticks: frozenset[str],
    ) -> None:
        self.ticks = ticks
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.claimed, self.prompts, self.claims = matches, claimed, prompts, claims
        self.out = Alignment(blocks, lines, matches, {}, {}, prompts)
        self.rows_of: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in matches:
            line = lines[number]
            if line.table is not None and line.row is not None:
                self.rows_of[line.table, line.row].append(number)
        self.data_rows: dict[tuple[str, int], FoundRow] = {}
        self.by_block: dict[int, list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            self.by_block[line.block].append(number)
        self.cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, block in enumerate(blocks):
            if block.table is not None and block.row is not None:
                self.cells[block.table, block.row].append(number)

    def result(self) -> Alignment:
        """Deal all lines, then gather each field's text and boxes."""
        self._see_fields()
        data = self._tables()
        current: int | None = None
        for number, line in enumerate(self.lines):
            if number in self.matches:
                current = number
                self._remainder(number)
                continue
            if self._is_issued_anyway(line):
                continue
            cell = data.get((line.table, line.row)) if line.table is not None else None
            if self._is_box(number, current, cell[2] if cell else None):
                continue
            if cell is not None:
                self._deal_to_row(number, *cell)
            else:
                self._deal(number, current)
        self._boxes()
        for found in self.out.fields.values():
            found.text = self._text(found.lines)
        total = sum(1 for line in self.edition.lines if line.part == "body") or 1
        hit = {m.issued for m in self.matches.values()}
        self.out.issued_share = len(hit) / max(total, len(self.edition.lines))
        return self.out

    def _is_issued_anyway(self, line: ReturnedLine) -> bool:
        block = self.blocks[line.block]
        return block.computed or (line.part in ("header", "footer") and anchors.is_code(line.text))

    def _is_box(self, number: int, current: int | None, columns: dict[int, str] | None) -> bool:
        """Whether a line is nothing but boxes, and stands where boxes belong."""
        line = self.lines[number]
        if not all(letter in _GLYPHS or letter.isspace() for letter in line.text):
            return False
        if columns is not None:
            path = columns.get(line.column or 0)
        else:
            anchor = self.claimed.get(number)
            path = anchor.path if anchor is not None else self._region(line, current)
        return path is None or path in self.ticks

    def _see_fields(self) -> None:
        """Which fields are there at all: by own lines, by names, by controls."""
        bookmarks = {
            (number, a.path)
            for number, block in enumerate(self.blocks)
            for a in block.anchors
            if a.role == "label"
        }
        for number, found in self.matches.items():
            issued = self.edition.lines[found.issued]
            if issued.field is None:
                continue
            field_found = self._field(issued.field)
            field_found.seen = True
            block = self.lines[number].block
            if issued.label:
                field_found.block = block if field_found.block is None else field_found.block
            pinned = (block, issued.field) in bookmarks
            rungs = {
                a.rung for a in self.blocks[block].anchors if a.path == issued.field and pinned
            }
            field_found.rungs |= (rungs & {"bookmark", "key"}) or {"label"}
        for number, marks in self.claims.items():
            for anchor in marks:
                if "[]" not in anchor.path:
                    field_found = self._field(anchor.path)
                    field_found.seen = True
                    if field_found.block is None or anchor.rung in ("name", "tag"):
                        field_found.block = number
                    if self._counts(number, anchor):
                        field_found.rungs.add(anchor.rung)

    def _counts(self, number: int, anchor: Anchor) -> bool:
        """Whether an anchor is evidence still: not when its text stands doubled elsewhere."""
        inside = [
            n
            for n in self.by_block.get(number, ())
            if anchor.start <= self.lines[n].start and self.lines[n].end <= anchor.end
        ]
        return not inside or any(
            n in self.prompts or (n in self.claimed and self.claimed[n].path == anchor.path)
            for n in inside
        )

    def _field(self, path: str) -> Found:
        return self.out.fields.setdefault(path, Found())

    # Repeated tables -----------------------------------------------------------------

    def _tables(self) -> dict[tuple[int | None, int | None], tuple[str, int, dict[int, str]]]:
        """The data rows of every repeated table: (table, row) -> path, number, columns."""
        data: dict[tuple[int | None, int | None], tuple[str, int, dict[int, str]]] = {}
        headers = self._headers()
        rows: dict[int, list[int]] = defaultdict(list)
        for table, row in sorted(self.cells):
            rows[table].append(row)
        for path, (table, row, columns, rung) in headers.items():
            self.out.tables[path] = FoundTable(rung, [], self.cells[table, row][0])
            number = 0
            for below in rows[table]:
                if below <= row:
                    continue
                if self._ends(table, below):
                    if self._repeats_header(table, below, path):
                        continue
                    break
                number += 1
                data[table, below] = (path, number, columns)
        self._claimed_rows(data)
        for (at, row_at), (path, number, columns) in data.items():
            found_row = self._row(at, row_at, number, columns)
            self.out.tables[path].rows.append(found_row)
            self.data_rows[path, number] = found_row
        return data

    def _row(
        self, table: int | None, row: int | None, number: int, columns: Mapping[int, str]
    ) -> FoundRow:
        """A data row with every cell that is there, blank as yet."""
        found = FoundRow(number)
        assert table is not None
        assert row is not None
        for n in self.cells[table, row]:
            block = self.blocks[n]
            path = columns.get(block.column or 0)
            if path is None or block.computed:
                continue
            cell = found.cells.setdefault(path, Found(seen=True, block=n))
            cell.boxes += block.boxes
            cell.rungs |= {a.rung for a in block.anchors if a.path == path and a.role == "answer"}
            cell.rungs.add("table")
        return found

    def _headers(self) -> dict[str, tuple[int, int, dict[int, str], Rung]]:
        """The header row of each repeated table: table, row, path of each grid column."""
        rows: dict[str, dict[tuple[int, int], dict[int, str]]] = defaultdict(dict)
        pinned: set[str] = set()
        for number, found in self.matches.items():
            issued, line = self.edition.lines[found.issued], self.lines[number]
            if issued.column_of is None or line.table is None or line.row is None:
                continue
            path = issued.column_of.partition("[].")[0]
            rows[path].setdefault((line.table, line.row), {})[line.column or 0] = issued.column_of
            if any(a.role == "label" and a.path == issued.column_of
                   for a in self.blocks[line.block].anchors):  # fmt: skip
                pinned.add(path)
        headers: dict[str, tuple[int, int, dict[int, str], Rung]] = {}
        for path, candidates in rows.items():
            (table, row), columns = max(candidates.items(), key=lambda item: len(item[1]))
            wanted = [n.column_of for n in self.edition.lines if n.column_of
                      and n.column_of.partition("[].")[0] == path]  # fmt: skip
            if len(columns) * 2 < len(wanted):
                continue
            self._renamed_columns(table, row, columns, [w for w in wanted if w])
            headers[path] = (table, row, columns, "bookmark" if path in pinned else "table")
        return headers

    def _renamed_columns(
        self, table: int, row: int, columns: dict[int, str], wanted: Sequence[str]
    ) -> None:
        """A renamed heading is still its column where it stands between its neighbours."""
        for position, path in enumerate(wanted):
            if path in columns.values():
                continue
            before = next(
                (c for c, p in columns.items() if position and p == wanted[position - 1]), -1
            )
            after = next(
                (
                    c
                    for c, p in columns.items()
                    if position + 1 < len(wanted) and p == wanted[position + 1]
                ),
                10**6,
            )
            between = [
                n
                for n, line in enumerate(self.lines)
                if (line.table, line.row) == (table, row)
                and before < (line.column or 0) < after
                and n not in self.matches
                and not self.blocks[line.block].computed
            ]
            if len({self.lines[n].column for n in between}) == 1:
                columns[self.lines[between[0]].column or 0] = path
                self.out.renamed += [(n, path) for n in between]

    def _ends(self, table: int, row: int) -> bool:
        """Whether issued text in a row proves that it is no data row."""
        return bool(self.rows_of.get((table, row)))

    def _repeats_header(self, table: int, row: int, path: str) -> bool:
        return all(
            (self.edition.lines[self.matches[n].issued].column_of or "").startswith(f"{path}[]")
            for n in self.rows_of[table, row]
        )

    def _claimed_rows(
        self, data: dict[tuple[int | None, int | None], tuple[str, int, dict[int, str]]]
    ) -> None:
        """Rows whose header is gone, but whose controls still say what they are."""
        loose: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
        for number, marks in self.claims.items():
            block = self.blocks[number]
            if block.table is None or block.row is None or (block.table, block.row) in data:
                continue
            for anchor in marks:
                if "[]." in anchor.path:
                    loose[block.table, block.row][block.column or 0] = anchor.path
        for (table, row), columns in sorted(loose.items()):
            path = next(iter(columns.values())).partition("[].")[0]
            if any(p.partition("[].")[0] != path for p in columns.values()):
                continue
            found = self.out.tables.setdefault(path, FoundTable("tag"))
            if found.rung is None:
                found.rung = "tag"
            number = 1 + sum(1 for p, _, _ in data.values() if p == path)
            data[table, row] = (path, number, columns)

    def _deal_to_row(self, number: int, path: str, row: int, columns: dict[int, str]) -> None:
        line = self.lines[number]
        column = columns.get(line.column or 0)
        table = self.out.tables[path]
        if column is None:
            if number not in self.prompts:
                self._unplaced(number)
            return
        found_row = self.data_rows[path, row]
        cell = found_row.cells.setdefault(column, Found(seen=True, block=line.block))
        if number in self.prompts:
            cell.prompt = True
            return
        cell.lines.append(number)
        cell.text = self._text(cell.lines)
        self.out.owners[number] = column

    # Single fields -------------------------------------------------------------------

    def _remainder(self, number: int) -> None:
        """An answer behind its label on the same line."""
        found = self.matches[number]
        if found.length is None:
            return
        path = self.edition.lines[found.issued].field
        if path is not None:
            self._field(path).lines.append(number)
            self.out.owners[number] = path

    def _deal(self, number: int, current: int | None) -> None:
        line = self.lines[number]
        region = self._region(line, current)
        anchor = self.claimed.get(number)
        path = anchor.path if anchor is not None and "[]" not in anchor.path else region
        if number in self.prompts:
            if path is not None:
                self._field(path).prompt = True
            return
        if path is None:
            self._unplaced(number)
            return
        found = self._field(path)
        if anchor is not None and region not in (None, path):
            found.conflict = region
        found.lines.append(number)
        found.seen = True
        if anchor is not None:
            found.rungs.add(anchor.rung)
        self.out.owners[number] = path

    def _region(self, line: ReturnedLine, current: int | None) -> str | None:
        """The field in whose region a line stands: its label never leaves its table row."""
        if line.part not in ("body",):
            return None
        if line.table is not None and line.row is not None:
            owners = self._row_owners(line)
            if len(owners) == 1:
                return next(iter(owners))
            if owners and current is not None and self._in_row(current, line):
                return self.edition.lines[self.matches[current].issued].field
            if owners or self.rows_of.get((line.table, line.row)):
                return None
        if current is None:
            return None
        before = self.lines[current]
        if before.part != line.part:
            return None
        if before.table is not None and before.table != line.table:
            return None
        if before.table is not None and before.row != line.row:
            return None
        issued = self.edition.lines[self.matches[current].issued]
        return issued.field

    def _in_row(self, number: int, line: ReturnedLine) -> bool:
        other = self.lines[number]
        return (other.table, other.row) == (line.table, line.row)

    def _row_owners(self, line: ReturnedLine) -> set[str]:
        assert line.table is not None
        assert line.row is not None
        owners = {
            self.edition.lines[self.matches[n].issued].field
            for n in self.rows_of.get((line.table, line.row), ())
        }
        return {path for path in owners if path is not None}

    def _unplaced(self, number: int) -> None:
        self.out.unplaced.append((number, self.lines[number].text.strip()))

    # Boxes ---------------------------------------------------------------------------

    def _boxes(self) -> None:
        """The check boxes of each field, by control, else beside its words, else in its row."""
        by_row: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.boxes:
                by_row[block.table, block.row].append(number)
        for number, marks in self.claims.items():
            boxed: dict[str, bool | None] = {
                a.path: a.tick
                for a in marks
                if self.blocks[number].boxes and a.rung in ("tag", "alias")
            }
            for path, tick in boxed.items():
                if "[]" not in path:
                    self._field(path).boxes.append(tick)
        for found in self.out.fields.values():
            if found.boxes or found.block is None:
                continue
            own = self.blocks[found.block]
            if own.boxes:
                found.boxes = list(own.boxes)
            elif own.table is not None:
                found.boxes = [
                    box
                    for n in by_row.get((own.table, own.row), ())
                    for box in self.blocks[n].boxes
                ]

    # Text ----------------------------------------------------------------------------

    def _text(self, numbers: Sequence[int]) -> str:
        """What some lines say together, with the blank lines between them."""
        parts: list[str] = []
        for position, number in enumerate(numbers):
            line = self.lines[number]
            block = self.blocks[line.block]
            found = self.matches.get(number)
            start = line.start + (found.length or 0) if found else line.start
            text = block.text[start : line.end]
            if position:
                parts.append(self._between(self.lines[numbers[position - 1]], line))
            parts.append(text)
        return "".join(parts)

    def _between(self, before: ReturnedLine, after: ReturnedLine) -> str:
        if before.block == after.block:
            gap = self.blocks[before.block].text[before.end : after.start]
            return gap if not gap.strip() else "\n"
        blank = [
            block
            for block in self.blocks[before.block + 1 : after.block]
            if _same_cell(block, self.blocks[after.block])
        ]
        lines = 1 + (len(blank) if all(not block.text.strip() for block in blank) else 0)
        tail = self.blocks[before.block].text[before.end :]
        lead = self.blocks[after.block].text[: after.start]
        return (
            (tail if not tail.strip() else "") + "\n" * lines + (lead if not lead.strip() else "")
        )


def _kinds(result: Alignment) -> Iterator[tuple[str, int]]:
    """What each line is and how long; white space between pieces goes with the piece before."""
    unplaced = {number for number, _ in result.unplaced}
    for number, line in enumerate(result.lines):
        block = result.blocks[line.block]
        length = _outer_length(block.text, line.start, line.end)
        found = result.matches.get(number)
        if number in unplaced:
            yield "unplaced", length
        elif number in result.owners:
            label = (found.length or 0) if found else 0
            yield "issued", label
            yield "answer", length - label
        else:
            yield "issued", length


def _outer_length(text: str, start: int, end: int) -> int:
    """The length of a piece of a line, the white space to the next piece included."""
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    last = not text[end:line_end].strip()
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    if last:
        return start + len(piece.rstrip()) - left
    rest = text[end:line_end]
    return end + len(rest) - len(rest.lstrip()) - left
