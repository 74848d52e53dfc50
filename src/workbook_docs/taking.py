"""An alignment -> the record, with state, place and evidence of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from workbook_docs import anchors, remarks
from workbook_docs.alignment import Alignment, Found, FoundRow
from workbook_docs.definition import (
    DeclaredField,
    DeclaredTable,
    Workbook,
    fields_of,
    tables_of,
)
from workbook_docs.dropped import dropped
from workbook_docs.edition import Edition
from workbook_docs.errors import DefinitionError
from workbook_docs.noticing import noticed
from workbook_docs.places import Places
from workbook_docs.recipient import copy_of
from workbook_docs.recognition import code_of
from workbook_docs.records import (
    RUNGS,
    Answer,
    Finding,
    Outline,
    Reading,
    Rung,
    State,
    Unplaced,
)
from workbook_docs.ticked import options_in_words, understand_boxes, without_boxes
from workbook_docs.trimming import is_declared_empty, tidy
from workbook_docs.understanding import (
    Remark,
    Understood,
    understand,
    understand_tick,
)
from workbook_docs.understanding.allowed import not_allowed
from workbook_docs.values import as_json, is_blank, nested


class Taking:
    """Turns an alignment into a reading."""

    def __init__(
        self, workbook: type[Workbook], edition: Edition, outline: Outline, alignment: Alignment
    ) -> None:
        self.workbook, self.edition, self.outline = workbook, edition, outline
        self.alignment = alignment
        self.places = Places(workbook, outline, alignment)
        code = code_of(outline)
        self.version = code[1] if code else edition.version
        self.answers: list[Answer] = []
        self.findings: list[Finding] = []
        self.values: dict[str, Any] = {}
        self.said_nothing: set[int] = set()

    def reading(self, name: str, sha256: str) -> Reading:
        """All that the file says."""
        copy = copy_of(self.outline, self.alignment)
        self._give_up_unknown()
        tables = {table.path: table for table in tables_of(self.workbook)}
        done: set[str] = set()
        for declared in fields_of(self.workbook):
            if declared.table is None:
                self._take_field(declared)
            elif declared.table not in done:
                done.add(declared.table)
                self._take_table(tables[declared.table])
        if (gone := dropped(self.workbook, self.edition, self.answers)) is not None:
            self.findings.append(gone)
        self.findings += noticed(self.outline, self.edition, self.alignment, self.places)
        unplaced: list[Unplaced] = []
        for text, finding in remarks.on_unplaced(
            self.outline, self.alignment, self.places, self.said_nothing
        ):
            unplaced += [text] if text is not None else []
            self.findings += [finding] if finding is not None else []
        record = self._record()
        account = self.alignment.account()
        if not account.adds_up:
            self.findings.append(
                Finding("error", "account", "The account of this file's characters does not add "
                        "up. Please look at the file yourself and report it.")
            )  # fmt: skip
        return Reading(
            file=name,
            sha256=sha256,
            format=self.outline.format,
            outcome="read",
            workbook=self.workbook.workbook_id,
            version=self.version,
            edition=self.edition.id,
            copy=copy,
            editor=self.outline.editor,
            modified=self.outline.modified,
            record=record,
            answers=tuple(self.answers),
            unplaced=tuple(unplaced),
            account=account,
            findings=tuple(self.findings),
            definition=self.workbook,
        )

    def _give_up_unknown(self) -> None:
        """Answers to what an edition asks and the definition does not are unplaced."""
        known = set(anchors.names_of(self.workbook).tags.values())
        for path, found in self.alignment.fields.items():
            if path not in known:
                self._no_longer_asked(path, found)
                self._give_up(found)
        for path, table in self.alignment.tables.items():
            for row in table.rows:
                for column, cell in row.cells.items():
                    if path not in known or column not in known:
                        self._give_up(cell)
        self.alignment.unplaced.sort()
        if self.version != self.edition.version and self.edition.name == self.edition.version:
            self.findings.append(
                Finding("warning", "edition-unknown", f"This copy is of version {self.version}, "
                        f"which is not kept here. It was compared with version "
                        f"{self.edition.version}: what only its own version asks is unplaced. "
                        "Please look for that version's definition and editions.")
            )  # fmt: skip

    def _no_longer_asked(self, path: str, found: Found) -> None:
        number = self.alignment.lines[found.lines[0]].block if found.lines else found.block
        ticked = number is not None and True in self.outline.blocks[number].boxes
        if number is not None and (found.text or ticked):
            place = self.places.of_loose(number)
            self.findings.append(remarks.no_longer_asked(self.edition, path, found.text, place))

    def _give_up(self, found: Found) -> None:
        for number in found.lines:
            self.alignment.owners.pop(number, None)
            self.alignment.unplaced.append((number, self.alignment.lines[number].text.strip()))

    # Fields --------------------------------------------------------------------------

    def _take_field(self, declared: DeclaredField) -> None:
        if declared.kind == "choices":
            self._take_choices(declared)
            return
        found = self.alignment.fields.get(declared.path)
        if not self._asked(declared.path):
            self._answer(declared, declared.path, None, "not-asked", None, None)
        elif found is None or not found.seen:
            self._answer(declared, declared.path, None, "not-found", None, None)
            self._not_found(declared.path, declared.label, self.places.heading_of(declared))
        else:
            place = self.places.of_field(declared, found)
            understood = self._understood(declared, found, declared.path, place)
            raw = found.text or _drawn(declared, understood)
            self._answer(
                declared, declared.path, raw, understood.state, understood.value,
                _strongest(found.rungs), place,
            )  # fmt: skip
            if found.astray:
                self.findings.append(remarks.astray(declared, place))
            if found.conflict or found.mark:
                self.findings.append(remarks.moved(self.workbook, declared, found, place))

    def _asked(self, path: str) -> bool:
        return path in self.edition.fields or any(
            f.startswith(f"{path}=") for f in self.edition.fields
        )

    def _understood(
        self, declared: DeclaredField, found: Found, path: str, place: str
    ) -> Understood:
        if declared.kind == "tick":
            understood = self._broken(declared, found) or self._ticked(found)
        else:
            understood = self._broken(declared, found) or understand(
                declared, found.text, day_first=self.workbook.day_first,
                native=self._native(found), day_zero=self.outline.day_zero,
            )  # fmt: skip
        if understood.state == "blank" and found.prompt:
            understood = replace(understood, state="prompt")
        for remark in understood.remarks:
            self._remark(remark, path, place)
        return understood

    def _broken(self, declared: DeclaredField, found: Found) -> Understood | None:
        """What a formula without a result, or an error value, says: nothing that can be read."""
        if not any(self.outline.blocks[self.alignment.lines[n].block].broken for n in found.lines):
            return None
        message = (
            f"“{remarks.short(found.text)}” is a formula without a result or an error value. "
            "Please open the file in Excel, look at this cell and save the file again."
        )
        remark = Remark("warning", "formula-without-result", message)
        return Understood(
            [] if declared.kind in ("names", "choices") else None, "unreadable", (remark,)
        )

    def _ticked(self, found: Found) -> Understood:
        return understand_boxes(found, self.outline, self._native(found))

    def _native(self, found: Found) -> date | bool | int | float | None:
        blocks = {self.alignment.lines[number].block for number in found.lines}
        return self.outline.blocks[blocks.pop()].value if len(blocks) == 1 else None

    def _take_choices(self, declared: DeclaredField) -> None:
        boxes = {
            o: self.alignment.fields.get(anchors.option_path(declared.path, o))
            for o in declared.options
        }
        single = self.alignment.fields.get(declared.path)
        if not self._asked(declared.path):
            self._answer(declared, declared.path, None, "not-asked", [], None)
            return
        for found in boxes.values():
            # What is typed beside an option and is no mark stands in no answer.
            if found is not None and found.typed and understand_tick(found.typed.strip()) is None:
                self._give_up(found)
        self.alignment.unplaced.sort()
        if single is not None and single.text:
            place = self.places.of_field(declared, single)
            understood = self._understood(declared, single, declared.path, place)
            self._answer(
                declared, declared.path, single.text, understood.state, understood.value,
                _strongest(single.rungs), place,
            )  # fmt: skip
            return
        seen = {
            option: found for option, found in boxes.items() if found is not None and found.seen
        }
        if not seen:
            self._answer(declared, declared.path, None, "not-found", [], None)
            self._not_found(declared.path, declared.label, self.places.heading_of(declared))
            return
        chosen: list[str] = []
        rungs: set[Rung] = set()
        place = self.places.of_field(declared, next(iter(seen.values())))
        unread = False
        if without_boxes(list(seen.values()), self.outline):
            loose = [text for _, text in self.alignment.unplaced]
            words = options_in_words(declared.options, list(seen), loose)
            self._remark(words.remarks[0], declared.path, place)
            self._answer(
                declared, declared.path, "\n".join(seen), words.state, words.value, "label", place
            )  # fmt: skip
            return
        for option in declared.options:
            if option not in seen:
                self._not_found(anchors.option_path(declared.path, option), option, declared.label)
                unread = unread or self._has_loose_mark()
                continue
            understood = self._ticked(seen[option])
            unread = unread or understood.value is None
            for remark in understood.remarks:
                self._remark(remark, anchors.option_path(declared.path, option), place)
            rungs |= seen[option].rungs
            if understood.value:
                chosen.append(option)
        state: State = "unreadable" if unread else "answered" if chosen else "blank"
        raw = "\n".join(chosen) if chosen else None
        if unread:
            chosen = []  # the others alone would look as if they were all
        self._answer(declared, declared.path, raw, state, chosen, _strongest(rungs), place)

    def _has_loose_mark(self) -> bool:
        """Whether a tick stands in no answer: it may be that of an option that is gone."""
        return any(understand_tick(text.strip()) for _, text in self.alignment.unplaced)

    # Tables --------------------------------------------------------------------------

    def _take_table(self, table: DeclaredTable) -> None:
        self.values[table.path] = []
        if not any(column.path in self.edition.fields for column in table.columns):
            self.answers.append(Answer(table.path, "not-asked", None, [], None, None))
            return
        found = self.alignment.tables.get(table.path)
        if found is None or found.rung is None:
            self.answers.append(Answer(table.path, "not-found", None, [], None, None))
            self._not_found(table.path, table.label, None)
            return
        kept = 0
        declared_empty: list[str] = []
        for row in found.rows:
            if self._take_row(table, row, kept):
                kept += 1
            else:
                declared_empty += [tidy(f.text) for f in row.cells.values() if tidy(f.text)]
        if not kept:
            state: State = "declared-empty" if declared_empty else "blank"
            raw = "\n".join(declared_empty) or None
            place = self.places.of_table(table, found.heading_block)
            self.answers.append(Answer(table.path, state, raw, [], found.rung, place))
        elif declared_empty:
            self._give_up_declared_empty(found.rows)
        for column in table.columns:
            gone = found.rows and not any(column.path in row.columns for row in found.rows)
            if gone and column.path in self.edition.fields:
                self._not_found(column.path, column.label, table.label)

    def _take_row(self, table: DeclaredTable, row: FoundRow, index: int) -> bool:
        """Keep one row unless it is blank; its findings are kept only with it."""
        answers_before, findings_before = len(self.answers), len(self.findings)
        values: dict[str, Any] = {}
        for column in table.columns:
            suffix = column.path.partition("[].")[2]
            path = f"{table.path}[{index}].{suffix}"
            if column.path not in row.columns:
                values[suffix] = self._absent(column, path)
                continue
            found = row.cells.get(column.path) or Found(seen=True)
            place = self.places.of_cell(table, column, row, found)
            if self._goes_on(found):
                self.findings.append(remarks.went_on(column, path, place))
            understood = self._cell(column, found, path, place)
            values[suffix] = understood.value
            raw = tidy(found.text) or _drawn(column, understood) or None
            self.answers.append(
                Answer(path, understood.state, raw, as_json(understood.value),
                       _strongest(found.rungs) or "table", place)
            )  # fmt: skip
        says_more = any(tidy(found.text) and not is_declared_empty(found.text)
                        for found in row.cells.values())  # fmt: skip
        if all(is_blank(value) for value in values.values()) and not says_more:
            del self.answers[answers_before:], self.findings[findings_before:]
            return False
        self.values[table.path].append(nested(values))
        return True

    def _goes_on(self, found: Found) -> bool:
        """Whether a cell's text goes on in the row below, as somebody split it."""
        rows = {self.alignment.lines[n].row for n in found.lines}
        return self.outline.format == "xlsx" and len(rows) > 1

    def _absent(self, column: DeclaredField, path: str) -> Any:
        """The answer of a column that the row's table does not have."""
        asked = column.path in self.edition.fields
        value: Any = [] if column.kind in ("names", "choices") else None
        state: State = "not-found" if asked else "not-asked"
        self.answers.append(Answer(path, state, None, value, None, None))
        return value

    def _cell(self, column: DeclaredField, found: Found, path: str, place: str) -> Understood:
        if column.kind == "tick" and not found.boxes and not found.text:
            return Understood(False, "blank")
        return self._understood(column, found, path, place)

    def _give_up_declared_empty(self, rows: list[FoundRow]) -> None:
        """A row of n/a beside real rows is no row: its words are listed as unplaced."""
        for row in rows:
            texts = [tidy(found.text) for found in row.cells.values() if tidy(found.text)]
            if (
                texts
                and all(is_declared_empty(text) for text in texts)
                and not any(True in found.boxes for found in row.cells.values())
            ):
                for found in row.cells.values():
                    self.said_nothing.update(found.lines)
                    self._give_up(found)
        self.alignment.unplaced.sort()

    # Putting down --------------------------------------------------------------------

    def _answer(
        self, declared: DeclaredField, path: str, raw: str | None, state: State, value: Any,
        rung: Rung | None, place: str | None = None,
    ) -> None:  # fmt: skip
        if value is None and declared.kind in ("names", "choices"):
            value = []
        self.values[path] = value
        text = tidy(raw) if raw else None
        self.answers.append(Answer(path, state, text or None, as_json(value), rung, place))

    def _record(self) -> Workbook:
        """The typed record; a value that the definition does not allow is taken out."""
        data = nested(self.values)
        for _ in range(1000):
            try:
                return self.workbook.model_validate(data)
            except ValidationError as problem:
                for error in problem.errors():
                    self._disallow(data, error)
        raise AssertionError("a record with every value taken out is valid")

    def _disallow(self, data: Any, error: Mapping[str, Any]) -> None:
        """Take out the one value that an error is about, and say so.

        Raises `DefinitionError` where it is about a section as a whole.
        """
        known = {declared.path: declared for declared in fields_of(self.workbook)}
        here, path = data, ""
        for step in error["loc"]:
            path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
            if step not in here if isinstance(here, dict) else step >= len(here):
                return  # a default stands there already
            if anchors.bare(path) in known or here[step] == []:
                break
            here = here[step]
        else:
            raise DefinitionError(
                f"{self.workbook.__name__} refuses {path or 'a record'} as a whole "
                f"({error['msg']}). Odd answers are legal: please write a rule instead."
            )
        # What is absent is blank, also where a bound would not have it so.
        if here.pop(step) in (None, []):
            return
        declared = known[anchors.bare(path)]
        blank: list[str] | None = [] if declared.kind in ("names", "choices") else None
        for index, answer in enumerate(self.answers):
            if answer.path == path:
                self.answers[index] = replace(answer, state="unreadable", value=blank)
                message = not_allowed(answer.raw or "", error, declared.help)
                self.findings.append(Finding("warning", "not-allowed", message, path, answer.place))

    def _not_found(self, path: str, label: str, heading: str | None) -> None:
        self.findings.append(remarks.not_found(path, label, heading))

    def _remark(self, remark: Remark, path: str | None, place: str | None) -> None:
        self.findings.append(Finding(remark.severity, remark.code, remark.message, path, place))


def _drawn(declared: DeclaredField, understood: Understood) -> str:
    """What a box that is ticked and has no text beside it looks like."""
    return "☒" if declared.kind == "tick" and understood.value else ""


def _strongest(rungs: set[Rung]) -> Rung | None:
    return next((rung for rung in RUNGS if rung in rungs), None)
