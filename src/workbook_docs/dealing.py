"""What every line of a return is: an answer of the field in whose region it stands, or not.

Text that no control or name claims is the answer of the field in whose region it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from workbook_docs import anchors
from workbook_docs.alignment import Alignment, Found, FoundRow, FoundTable
from workbook_docs.boxes import Boxes
from workbook_docs.claims import copied_beside
from workbook_docs.columns import Columns, spot_of
from workbook_docs.edition import Edition, digest, furniture
from workbook_docs.endings import Endings
from workbook_docs.grids import DataRow, Grids, find_grids
from workbook_docs.inside import Inside
from workbook_docs.matching import Match, ReturnedLine
from workbook_docs.numbering import numbered_headings
from workbook_docs.prompts import is_foreign_prompt
from workbook_docs.records import Anchor, Block
from workbook_docs.regions import Regions
from workbook_docs.texts import Texts
from workbook_docs.ticks import BOXES, without_boxes
from workbook_docs.understanding import understand_tick


class Dealing:
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
        growing: frozenset[str],
        loose: frozenset[int],
        denied: Mapping[int, Anchor],
        doubtful: frozenset[int],
    ) -> None:
        self.doubtful = doubtful
        self.ticks, self.growing, self.loose, self.denied = ticks, growing, loose, denied
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.claimed, self.prompts, self.claims = matches, claimed, prompts, claims
        self.out = Alignment(blocks, lines, matches, {}, {}, prompts)
        self.regions = Regions(blocks, lines, edition, matches, ticks, growing, self.out.fields)
        self.texts = Texts(blocks, lines)
        self.inside = Inside(blocks, lines, edition, matches, ticks, growing)
        self.endings = Endings(blocks, lines, matches, growing)
        self.own_headings = numbered_headings(blocks, lines, matches, edition) - claimed.keys()
        self.behind: dict[str, list[int]] = defaultdict(list)
        self.moved: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self.data_rows: dict[tuple[str, int], FoundRow] = {}
        self.running = {line.key for line in edition.lines if line.part in ("header", "footer")}
        # The key of each heading, and those of the issued lines right behind it.
        self.printed_headings: dict[str, set[str]] = defaultdict(set)
        for heading, below in pairwise(edition.lines):
            if heading.level and heading.part == "body":
                self.printed_headings[heading.key].add(below.key)

    def result(self) -> Alignment:
        """Deal all lines, then gather each field's text and boxes."""
        self._see_fields()
        grids = self._tables()
        current: int | None = None
        for number, line in enumerate(self.lines):
            if number in self.matches:
                current = number
            spot = spot_of(line)
            if self.blocks[line.block].computed:
                continue
            if number in self.loose or (spot in grids.repeated and number not in self.matches):
                self._unplaced(number)
                if spot in grids.headings_again:
                    self.out.printed_again.add(number)
            elif number in self.matches or number in grids.moved or self._is_running(line):
                continue
            elif (
                number in self.doubtful
                or number in self.own_headings
                or self._is_own_heading(number)
                or self._ends_answer(number, current)
                or self._is_printed_again(number)
            ):
                # A heading of somebody's own ends the answer before it, as a label would.
                current = None
                self._unplaced(number)
            elif self._is_box(number, current, grids.rows.get(spot) if spot else None):
                continue
            elif spot is not None and spot in grids.rows:
                self._deal_to_row(number, grids.rows[spot])
            else:
                self._deal(number, current)
        self._settle()
        Columns(
            self.out, self.regions, self.inside, self.edition, self.claimed, self.ticks
        ).settle()
        self._give_up_prompts()
        self._leave_copies()
        self._take_marks_beside()
        boxes = Boxes(
            self.blocks, self.lines, self.matches, self.regions.lines_in, self.edition.lines
        )
        boxes.gather(self.claims, self.out.fields)
        for cell in self._cells():
            cell.text = cell.typed = self.texts.of(cell.lines)
        for path, found in self.out.fields.items():
            found.text = self.texts.of(found.lines)
            if path in self.ticks:
                found.typed = self.texts.of(boxes.settle(found))
                if found.marks:
                    found.typed = without_boxes(found.typed)
        return self.out

    def _is_running(self, line: ReturnedLine) -> bool:
        """Whether a line is our visible code, or one more copy of a running line of ours.

        AbiWord writes the footer of a first page into the body of an .odt.
        """
        if line.part == "body" and line.table is None and anchors.find_code(line.text):
            return digest(furniture(line.text)) in self.running
        return line.part in ("header", "footer") and (
            anchors.is_code(line.text) or line.key in self.running
        )

    def _is_own_heading(self, number: int) -> bool:
        line = self.lines[number]
        return (
            line.level > 0
            and line.part == "body"
            and number not in self.claimed
            and not any(n in self.matches for n in self.regions.by_block[line.block])
        )

    def _is_printed_again(self, number: int) -> bool:
        """Whether a heading of the form stands there once more, with what follows it there."""
        line = self.lines[number]
        if number in self.claimed or line.table is not None or number + 1 >= len(self.lines):
            return False
        behind = self.printed_headings.get(line.key) if line.part == "body" else None
        following = self.lines[number + 1]
        return bool(behind) and following.block != line.block and following.key in (behind or ())

    def _ends_answer(self, number: int, current: int | None) -> bool:
        if number in self.claimed or number in self.prompts:
            return False
        path = self.regions.field_of(self.lines[number], current)
        if path is None or path in self.ticks or self.inside.words_before(number) is not None:
            return False
        answer = [*self.behind.get(path, ())[:1], *self._field(path).lines[-1:]]
        return self.endings.ends(number, path, answer)

    def _is_box(self, number: int, current: int | None, data: DataRow | None) -> bool:
        """Whether a line is nothing but boxes that are read as boxes, or an empty stray one."""
        line = self.lines[number]
        if not all(letter in BOXES or letter.isspace() for letter in line.text):
            return False
        if data is not None:
            path = data.columns.get(line.column or 0)
        else:
            anchor = self.claimed.get(number)
            path = anchor.path if anchor is not None else self.regions.field_of(line, current)
        if path is None:
            return not any(BOXES.get(letter) for letter in line.text)
        return path in self.ticks and bool(self.blocks[line.block].boxes)

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
                    counts = self._counts(number, anchor)
                    if field_found.block is None or (counts and anchor.rung in ("name", "tag")):
                        field_found.block = number
                    if counts:
                        field_found.rungs.add(anchor.rung)

    def _counts(self, number: int, anchor: Anchor) -> bool:
        """Whether an anchor is evidence still: not when its text stands doubled elsewhere."""
        inside = [
            n
            for n in self.regions.by_block.get(number, ())
            if anchor.start <= self.lines[n].start and self.lines[n].end <= anchor.end
        ]
        if not inside:
            return not self._is_beside_another(number, anchor)
        return any(
            n in self.prompts or (n in self.claimed and self.claimed[n].path == anchor.path)
            for n in inside
        )

    def _is_beside_another(self, number: int, anchor: Anchor) -> bool:
        """Whether the name of an empty place stands where the field's words do not."""
        block = self.blocks[number]
        found = self.out.fields.get(anchor.path)
        if block.table is None or block.row is None or found is None or found.block is None:
            return False
        owners = self.regions.owners_of(block.table, block.row)
        # A box stands in the row of its words: else a row was put in, and its name stayed.
        return anchor.path not in owners and (bool(owners) or anchor.path in self.ticks)

    def _field(self, path: str) -> Found:
        return self.out.fields.setdefault(path, Found())

    def _take_marks_beside(self) -> None:
        """A mark that missed its box: alone in the row of its words, or below its cell."""
        loose: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, _ in self.out.unplaced:
            if (spot := spot_of(self.lines[number])) is not None:
                loose[spot].append(number)
        for path in self.ticks & self.out.fields.keys():
            found = self._field(path)
            block = self.blocks[found.block] if found.block is not None else None
            if block is None or found.lines or block.table is None or block.row is None:
                continue
            numbers = loose[block.table, block.row] or self._below(block, loose)
            owners = self.regions.owners_of(block.table, block.row)
            if len(numbers) != 1 or owners != {path} or self._has_boxes(block.table, block.row):
                continue
            is_own = self.lines[numbers[0]].block in self.regions.owners_in
            if not is_own and understand_tick(self.lines[numbers[0]].text.strip()):
                self.out.unplaced = [u for u in self.out.unplaced if u[0] != numbers[0]]
                self._give(numbers[0], path)
                found.astray = True

    def _below(self, block: Block, loose: Mapping[tuple[int, int], list[int]]) -> list[int]:
        """What stands alone below the named cell of a box, in a row that asks nothing."""
        if block.table is None or block.row is None or block.address is None:
            return []
        spot = (block.table, block.row + 1)
        if self.regions.issued_in.get(spot):
            return []
        at = self.regions.answer_column.get(block.table, block.column)
        return list(loose.get(spot, ())) if self.regions.columns_in.get(spot) == {at} else []

    def _has_boxes(self, table: int, row: int) -> bool:
        return any(self.blocks[n].boxes for n in self.regions.cells[table, row])

    def _cells(self) -> Iterator[Found]:
        """The cells of all data rows."""
        return (cell for row in self.data_rows.values() for cell in row.cells.values())

    def _give_up_prompts(self) -> None:
        """What another program shows in an empty place is no answer where it stands alone."""
        for found in (*self.out.fields.values(), *self._cells()):
            found.lines.sort()
            if found.lines and is_foreign_prompt(self.texts.of(found.lines)):
                found.prompt = True
                for number in found.lines:
                    self.out.owners.pop(number, None)
                    self._unplaced(number)
                self.out.foreign_prompts.update(found.lines)
                found.lines = []
        self.out.unplaced.sort()

    def _leave_copies(self) -> None:
        """What a control says once more that somebody copied beside itself is no answer."""
        for found in (*self.out.fields.values(), *self._cells()):
            for number in copied_beside(self.lines, found.lines, self.claims):
                found.lines.remove(number)
                self.out.owners.pop(number, None)
                self._unplaced(number)
        self.out.unplaced.sort()

    # Repeated tables -----------------------------------------------------------------

    def _tables(self) -> Grids:
        """Find the repeated tables, with every cell that is there, blank as yet."""
        grids = find_grids(
            self.blocks, self.lines, self.matches, self.edition, self.claims, self.growing
        )
        self.matches = {n: hit for n, hit in self.matches.items() if n not in grids.unmatched}
        self.out.matches, self.out.headless = self.matches, grids.headless
        for path, rung in grids.rungs.items():
            self.out.tables[path] = FoundTable(rung, [], grids.headings.get(path))
        for spot, data in grids.rows.items():
            if (data.path, data.number) in self.data_rows:
                continue  # the row above goes on here
            found = self._row(spot, data)
            self.out.tables[data.path].rows.append(found)
            self.data_rows[data.path, data.number] = found
        self.out.renamed = grids.renamed
        return grids

    def _row(self, spot: tuple[int, int], data: DataRow) -> FoundRow:
        found = FoundRow(data.number, frozenset(data.columns.values()))
        for n in self.regions.cells[spot]:
            block = self.blocks[n]
            path = data.columns.get(block.column or 0)
            if path is None or block.computed:
                continue
            cell = found.cells.setdefault(path, Found(seen=True, block=n))
            cell.boxes += block.boxes
            cell.rungs |= {a.rung for a in block.anchors if a.path == path and a.role == "answer"}
            cell.rungs.add("table")
        return found

    def _deal_to_row(self, number: int, data: DataRow) -> None:
        line = self.lines[number]
        column = data.columns.get(line.column or 0)
        if column is None:
            if number not in self.prompts:
                self._unplaced(number)
            return
        found_row = self.data_rows[data.path, data.number]
        cell = found_row.cells.setdefault(column, Found(seen=True, block=line.block))
        if number in self.prompts:
            cell.prompt = True
            return
        cell.lines.append(number)
        self.out.owners[number] = column

    # Single fields -------------------------------------------------------------------

    def _deal(self, number: int, current: int | None) -> None:
        line = self.lines[number]
        region = self.regions.field_of(line, current)
        anchor = self.claimed.get(number)
        path = anchor.path if anchor is not None and "[]" not in anchor.path else region
        if number in self.prompts:
            if path is not None:
                self._field(path).prompt = True
            return
        if path is None or (anchor is None and path in self.ticks and not self._near(line, path)):
            self._unplaced(number)
            return
        found = self._field(path)
        if anchor is None and self.inside.words_before(number) is not None:
            self.behind[path].append(number)
            return
        if anchor is not None and region not in (None, path):
            self.moved[path].append((number, region or ""))
            return
        self._give(number, path)
        found.astray = found.astray or (anchor is None and self.regions.missed(line, path))
        if anchor is not None:
            found.rungs.add(anchor.rung)
        elif number in self.denied:
            found.mark = self.denied[number].path

    def _give(self, number: int, path: str) -> None:
        found = self._field(path)
        found.lines.append(number)
        found.seen = True
        self.out.owners[number] = path

    def _near(self, line: ReturnedLine, path: str) -> bool:
        """Whether text stands beside a box: in its paragraph or table row, not below it."""
        own = self._field(path).block
        if own is None or own == line.block:
            return True
        block = self.blocks[own]
        return block.table is not None and (block.table, block.row) == (line.table, line.row)

    def _settle(self) -> None:
        """What stands behind a label, or was moved with its mark, once all else is dealt."""
        for path, moves in self.moved.items():
            for number, region in moves:
                if not self._field(path).lines:
                    self._field(path).conflict = region
                    self._field(path).rungs.add(self.claimed[number].rung)
            own = list(self._field(path).lines)
            for number, region in moves:
                # The mark went with the cell: it is followed only where nothing denies it.
                self._give(number, path if not own else region)
        for path, numbers in self.behind.items():
            others = list(self._field(path).lines)
            for number in numbers:
                if self.inside.is_answer(number) and self.inside.goes_on(number, path, others):
                    self._give(number, path)
                else:
                    self._unplaced(number)
                    self._take_back_rest(number, path)
        self.out.unplaced.sort()

    def _take_back_rest(self, number: int, path: str) -> None:
        """The further lines of a paragraph of which the first is no answer: half a text is none."""
        found = self._field(path)
        block = self.lines[number].block
        for rest in [n for n in found.lines if n > number and self.lines[n].block == block]:
            if rest not in self.claimed:
                found.lines.remove(rest)
                self.out.owners.pop(rest, None)
                self._unplaced(rest)

    def _unplaced(self, number: int) -> None:
        self.out.unplaced.append((number, self.lines[number].text.strip()))
