"""What every line of a return is: an answer of the field in whose region it stands, or not.

A region begins behind a field's own words and ends at the next issued line; a label in a
table never leaves its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from workbook_docs import anchors
from workbook_docs.alignment import Alignment, Found, FoundRow, FoundTable
from workbook_docs.boxes import Boxes
from workbook_docs.claims import same_cell
from workbook_docs.edition import Edition
from workbook_docs.grids import DataRow, Grids, find_grids
from workbook_docs.match import Match, ReturnedLine
from workbook_docs.records import Anchor, Block
from workbook_docs.ticks import BOXES, without_boxes
from workbook_docs.understanding import understand_tick


class Regions:
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
    ) -> None:
        self.ticks, self.growing, self.loose, self.denied = ticks, growing, loose, denied
        self.blocks, self.lines, self.edition = blocks, lines, edition
        self.matches, self.claimed, self.prompts, self.claims = matches, claimed, prompts, claims
        self.out = Alignment(blocks, lines, matches, {}, {}, prompts)
        self.rows_of: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number in matches:
            line = lines[number]
            if line.table is not None and line.row is not None:
                self.rows_of[line.table, line.row].append(number)
        self._missing: set[tuple[str | None, int | None]] | None = None
        self.lines_in_row: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            if line.table is not None and line.row is not None:
                self.lines_in_row[line.table, line.row].append(number)
        self.behind: dict[str, list[int]] = defaultdict(list)
        self.moved: dict[str, list[tuple[int, str]]] = defaultdict(list)
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
        grids = self._tables()
        current: int | None = None
        for number, line in enumerate(self.lines):
            if number in self.matches:
                current = number
            spot = _spot(line)
            if self.blocks[line.block].computed:
                continue
            if number in self.loose or (spot in grids.repeated and number not in self.matches):
                self._unplaced(number)
            elif number in self.matches or number in grids.moved or self._is_code(line):
                continue
            elif self._is_own_heading(number):
                # A heading of somebody's own ends the answer before it.
                current = None
                self._unplaced(number)
            elif self._is_box(number, current, grids.rows.get(spot) if spot else None):
                continue
            elif spot is not None and spot in grids.rows:
                self._deal_to_row(number, grids.rows[spot])
            else:
                self._deal(number, current)
        self._settle()
        self._keep_to_one_column()
        boxes = Boxes(self.blocks, self.lines, self.matches, self.lines_in_row)
        boxes.gather(self.claims, self.out.fields)
        for path, found in self.out.fields.items():
            found.text = self._text(found.lines)
            if path in self.ticks:
                found.typed = self._text(boxes.settle(found))
                if found.marks:
                    found.typed = without_boxes(found.typed)
        return self.out

    def _is_code(self, line: ReturnedLine) -> bool:
        return line.part in ("header", "footer") and anchors.is_code(line.text)

    def _is_own_heading(self, number: int) -> bool:
        line = self.lines[number]
        return (
            line.level > 0
            and line.part == "body"
            and number not in self.claimed
            and not any(n in self.matches for n in self.by_block[line.block])
        )

    def _is_box(self, number: int, current: int | None, data: DataRow | None) -> bool:
        """Whether a line is nothing but boxes that are read as boxes, or an empty stray one."""
        line = self.lines[number]
        if not all(letter in BOXES or letter.isspace() for letter in line.text):
            return False
        if data is not None:
            path = data.columns.get(line.column or 0)
        else:
            anchor = self.claimed.get(number)
            path = anchor.path if anchor is not None else self._region(line, current)
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

    def _tables(self) -> Grids:
        """Find the repeated tables, with every cell that is there, blank as yet."""
        grids = find_grids(self.blocks, self.lines, self.matches, self.edition, self.claims)
        for path, rung in grids.rungs.items():
            self.out.tables[path] = FoundTable(rung, [], grids.headings.get(path))
        for spot, data in grids.rows.items():
            found = self._row(spot, data)
            self.out.tables[data.path].rows.append(found)
            self.data_rows[data.path, data.number] = found
        self.out.renamed = grids.renamed
        return grids

    def _row(self, spot: tuple[int, int], data: DataRow) -> FoundRow:
        found = FoundRow(data.number, frozenset(data.columns.values()))
        for n in self.cells[spot]:
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
        cell.text = cell.typed = self._text(cell.lines)
        self.out.owners[number] = column

    # Single fields -------------------------------------------------------------------

    def _deal(self, number: int, current: int | None) -> None:
        line = self.lines[number]
        region = self._region(line, current)
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
        if anchor is None and self._is_behind_label(number):
            self.behind[path].append(number)
            return
        if anchor is not None and region not in (None, path):
            self.moved[path].append((number, region or ""))
            return
        self._give(number, path)
        if anchor is not None:
            found.rungs.add(anchor.rung)
        elif number in self.denied:
            found.mark = self.denied[number].path

    def _give(self, number: int, path: str) -> None:
        found = self._field(path)
        found.lines.append(number)
        found.lines.sort()
        found.seen = True
        self.out.owners[number] = path

    def _near(self, line: ReturnedLine, path: str) -> bool:
        """Whether text stands beside a box: in its paragraph or table row, not below it."""
        own = self._field(path).block
        if own is None or own == line.block:
            return True
        block = self.blocks[own]
        return block.table is not None and (block.table, block.row) == (line.table, line.row)

    def _is_behind_label(self, number: int) -> bool:
        """Whether a piece stands on one line with issued words before it."""
        return self._words_before(number) is not None

    def _words_before(self, number: int) -> int | None:
        line = self.lines[number]
        text = self.blocks[line.block].text
        for n in reversed(self.by_block[line.block]):
            between = text[self.lines[n].end : line.start]
            if n < number and n in self.matches and "\n" not in between:
                return n
        return None

    def _is_answer_behind(self, number: int) -> bool:
        """Whether a separator says that an answer begins: `Name: Ann`, not `Name (yours)`.

        Behind the words of a box a yes or a tick needs none.
        """
        before = self._words_before(number)
        if before is None:
            return False
        text = self.lines[number].text.strip()
        issued = self.edition.lines[self.matches[before].issued]
        if issued.field in self.ticks and understand_tick(text.strip(" -–—")) is not None:
            return True
        words = self.lines[before].text.rstrip(" \u00a0")
        return issued.label and words[-1:] in tuple(":?=\t-–—") and text[:1] not in tuple("([{*")

    def _goes_on(self, number: int, others: Sequence[int]) -> bool:
        """Whether the rest of an answer, where there is any, stands under its beginning."""
        line = self.lines[number]
        return all(
            number < other
            and same_cell(self.blocks[line.block], self.blocks[self.lines[other].block])
            for other in others
        )

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
                whole = path in self.growing or self._goes_on(number, others)
                if self._is_answer_behind(number) and whole:
                    self._give(number, path)
                else:
                    self._unplaced(number)
        self.out.unplaced.sort()

    def _region(self, line: ReturnedLine, current: int | None) -> str | None:
        """The field in whose region a line stands: its label never leaves its table row."""
        if line.part not in ("body",):
            return None
        beside = self._beside(line)
        if beside is not None:
            return beside
        if line.table is not None and line.row is not None:
            owners = self._row_owners(line.table, line.row)
            if len(owners) == 1:
                path = next(iter(owners))
                return path if self._may_answer(line, path) else None
            if owners and current is not None and self._in_row(current, line):
                return self.edition.lines[self.matches[current].issued].field
            if owners or self.rows_of.get((line.table, line.row)):
                return None
            if current is not None and self.lines[current].table == line.table:
                return self._continued(line)
        if current is None:
            return None
        before = self.lines[current]
        if before.part != line.part:
            return None
        if before.table is not None and (before.table, before.row) != (line.table, line.row):
            return None
        return self.edition.lines[self.matches[current].issued].field

    def _may_answer(self, line: ReturnedLine, path: str) -> bool:
        """Whether a cell in a label's row can hold its answer.

        Not where an anchor says that another column does, nor where issued text of the
        field stood: that is the text, edited.
        """
        assert line.table is not None
        assert line.row is not None
        columns = self._answer_columns(line.table, line.row, path)
        if columns or path in self.ticks:
            return not columns or line.column in columns
        found = {match.issued for match in self.matches.values()} if self._missing is None else None
        if found is not None:
            self._missing = {
                (issued.field, issued.column)
                for n, issued in enumerate(self.edition.lines)
                if issued.field and issued.table is not None and n not in found
            }
        return (path, line.column) not in (self._missing or set())

    def _answer_columns(self, table: int, row: int, path: str) -> set[int | None]:
        return {
            self.blocks[n].column
            for n in self.cells[table, row]
            for a in self.blocks[n].anchors
            if a.role == "answer" and a.path == path
        }

    def _continued(self, line: ReturnedLine) -> str | None:
        """The field above, where a row has text in its answer's column and no label."""
        assert line.table is not None
        assert line.row is not None
        filled = {
            self.lines[n].column
            for n in self.lines_in_row[line.table, line.row]
            if not self.blocks[self.lines[n].block].computed
        }
        for row in range(line.row - 1, max(-1, line.row - 60), -1):
            owners = self._row_owners(line.table, row)
            if not owners and not self.rows_of.get((line.table, row)):
                continue
            if len(owners) != 1 or filled != {line.column}:
                return None
            path = next(iter(owners))
            columns = self._answer_columns(line.table, row, path) or {
                self.lines[n].column for n in self._field(path).lines
            }
            return path if line.column in columns else None
        return None

    def _beside(self, line: ReturnedLine) -> str | None:
        """The only field that has its words in the line's own paragraph or cell."""
        owners = {
            self.edition.lines[self.matches[n].issued].field
            for n in self.by_block[line.block]
            if n in self.matches
        } - {None}
        return owners.pop() if len(owners) == 1 else None

    def _in_row(self, number: int, line: ReturnedLine) -> bool:
        other = self.lines[number]
        return (other.table, other.row) == (line.table, line.row)

    def _row_owners(self, table: int, row: int) -> set[str]:
        owners = {
            self.edition.lines[self.matches[n].issued].field
            for n in self.rows_of.get((table, row), ())
        }
        return {path for path in owners if path is not None}

    def _unplaced(self, number: int) -> None:
        self.out.unplaced.append((number, self.lines[number].text.strip()))

    def _keep_to_one_column(self) -> None:
        """An answer beside its label stands in one column; what stands further on is no part.

        The column is that of a mark, else the first one after the label.
        """
        for path, found in self.out.fields.items():
            spots = {_spot(self.lines[n]) for n in found.lines}
            columns = {self.lines[n].column for n in found.lines}
            spot = next(iter(spots), None)
            if path in self.ticks or len(spots) != 1 or spot is None or len(columns) < 2:
                continue
            marked = {self.lines[n].column for n in found.lines if n in self.claimed}
            own = [
                self.lines[n].column or 0
                for n in self.rows_of[spot]
                if self.edition.lines[self.matches[n].issued].field == path
            ]
            after = sorted(c for c in columns if c is not None and c > max(own, default=-1))
            kept = marked or set(after[:1]) or {min(c for c in columns if c is not None)}
            for number in [n for n in found.lines if self.lines[n].column not in kept]:
                found.lines.remove(number)
                self.out.owners.pop(number, None)
                self._unplaced(number)
        self.out.unplaced.sort()

    # Text ----------------------------------------------------------------------------

    def _text(self, numbers: Sequence[int]) -> str:
        """What some lines say together, with the blank lines between them."""
        parts: list[str] = []
        for position, number in enumerate(numbers):
            line = self.lines[number]
            block = self.blocks[line.block]
            text = block.text[line.start : line.end]
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
            if same_cell(block, self.blocks[after.block])
        ]
        lines = 1 + (len(blank) if all(not block.text.strip() for block in blank) else 0)
        tail = self.blocks[before.block].text[before.end :]
        lead = self.blocks[after.block].text[: after.start]
        return (
            (tail if not tail.strip() else "") + "\n" * lines + (lead if not lead.strip() else "")
        )


def _spot(line: ReturnedLine) -> tuple[int, int] | None:
    return None if line.table is None or line.row is None else (line.table, line.row)
