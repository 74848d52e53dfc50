"""An alignment -> the record, with state, place and evidence of every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from workbook_docs import anchors
from workbook_docs.alignment import Alignment, Found, FoundRow
from workbook_docs.definition import (
    DeclaredField,
    DeclaredTable,
    Workbook,
    fields_of,
    tables_of,
)
from workbook_docs.edition import Edition, digest, line_before
from workbook_docs.places import Places
from workbook_docs.recognition import code_of
from workbook_docs.records import (
    RUNGS,
    Answer,
    Copy,
    Finding,
    Outline,
    Reading,
    Rung,
    State,
    Unplaced,
)
from workbook_docs.understanding import (
    Remark,
    Understood,
    understand,
    understand_day,
    understand_tick,
)
from workbook_docs.values import as_json, is_blank, is_declared_empty, nested, tidy


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
        copy = self._copy()
        self._give_up_unknown()
        tables = {table.path: table for table in tables_of(self.workbook)}
        done: set[str] = set()
        for declared in fields_of(self.workbook):
            if declared.table is None:
                self._take_field(declared)
            elif declared.table not in done:
                done.add(declared.table)
                self._take_table(tables[declared.table])
        self._remark_on_file()
        unplaced = tuple(self._unplaced())
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
            unplaced=unplaced,
            account=account,
            findings=tuple(self.findings),
            definition=self.workbook,
        )

    # The copy ------------------------------------------------------------------------

    def _copy(self) -> Copy | None:
        """Whom the copy is for; what the file shows of it is issued where it agrees."""
        known = anchors.copy_of(self.outline.properties)
        shown = {
            path: tidy(self.alignment.fields[path].text)
            for path in anchors.COPY_FIELDS
            if path in self.alignment.fields
        }
        copy = known or self._shown_copy(shown)
        expected = anchors.copy_texts(copy) if copy else {}
        for path, text in shown.items():
            lines = self.alignment.fields[path].lines
            agrees = not text or _same(text, expected.get(path, ""))
            for number in lines:
                self.alignment.owners.pop(number, None)
                if not agrees:
                    self.alignment.unplaced.append(
                        (number, self.alignment.lines[number].text.strip())
                    )
        self.alignment.unplaced.sort()
        return copy

    def _shown_copy(self, shown: Mapping[str, str]) -> Copy | None:
        code = shown.get("copy.id", "")
        for block in self.outline.blocks:
            if (
                not code
                and block.part in ("header", "footer")
                and (found := anchors.find_code(block.text))
            ):
                code = found[2]
        if not re.fullmatch(r"[0-9A-Z-]{4,}", code):
            return None
        due = understand_day(shown["copy.due"], True).value if shown.get("copy.due") else None
        study, round, title = (
            shown.get(f"copy.{name}") or None for name in ("study", "round", "title")
        )
        return Copy(code, study, round, due, title)

    def _give_up_unknown(self) -> None:
        """Answers to what an edition asks and the definition does not are unplaced."""
        known = set(anchors.names_of(self.workbook).tags.values())
        for path, found in self.alignment.fields.items():
            if path not in known:
                self._give_up(found)
        for path, table in self.alignment.tables.items():
            for row in table.rows:
                for column, cell in row.cells.items():
                    if path not in known or column not in known:
                        self._give_up(cell)
        self.alignment.unplaced.sort()
        if self.version != self.edition.version and self.edition.name == self.edition.version:
            self.findings.append(
                Finding("note", "edition-unknown", f"This copy is of version {self.version}, which "
                        f"is not kept here; it was compared with version {self.edition.version}.")
            )  # fmt: skip

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
            drawn = "☒" if declared.kind == "tick" and understood.value else ""
            self._answer(
                declared, declared.path, found.text or drawn, understood.state, understood.value,
                _strongest(found.rungs), place,
            )  # fmt: skip
            if found.conflict or found.mark:
                self._conflict(declared, found, place)

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
            f"“{_short(found.text)}” is a formula without a result or an error value. Please open "
            "the file in Excel, look at this cell and save the file again."
        )
        remark = Remark("warning", "formula-without-result", message)
        return Understood(
            [] if declared.kind in ("names", "choices") else None, "unreadable", (remark,)
        )

    def _native(self, found: Found) -> date | bool | int | float | None:
        blocks = {self.alignment.lines[number].block for number in found.lines}
        return self.outline.blocks[blocks.pop()].value if len(blocks) == 1 else None

    def _ticked(self, found: Found) -> Understood:
        text = tidy(found.typed)
        states = set(found.boxes)
        typed = understand_tick(text.strip(" -–—")) if text else None
        native = self._native(found)
        if isinstance(native, bool | int | float) and native in (0, 1):
            typed = bool(native)
        if len(states) > 1 or None in states or (states == {True} and typed is False):
            message = "The box contradicts itself: it is ticked and not ticked. Please set it anew."
            return Understood(
                None, "unreadable", (Remark("warning", "tick-contradiction", message),)
            )
        if text and typed is None:
            message = (
                f"“{text[:60]}” is neither a tick nor yes or no. Please tick the box, or write Yes "
                "or No."
            )
            remark = Remark("warning", "tick-not-understood", message)
            if not states:
                return Understood(None, "unreadable", (remark,))
            return Understood(
                states == {True}, "answered" if states == {True} else "blank", (remark,)
            )
        if typed or states == {True}:
            return Understood(True, "answered")
        if text:
            # A person who writes No has answered.
            return Understood(False, "answered")
        if states or self._has_cell(found):
            return Understood(False, "answered" if found.said_no else "blank")
        message = "The box is gone, so that nobody can tell whether it was ticked."
        return Understood(None, "unreadable", (Remark("warning", "tick-not-found", message),))

    def _has_cell(self, found: Found) -> bool:
        """Whether there is an empty cell for the mark, as in Excel or a Yes/No column."""
        if self.outline.format == "xlsx":
            return True
        block = self.outline.blocks[found.block] if found.block is not None else None
        return block is not None and block.table is not None and any(
            other.table == block.table and other.row == block.row and not other.text.strip()
            and other.column != block.column
            for other in self.outline.blocks
        )  # fmt: skip

    def _take_choices(self, declared: DeclaredField) -> None:
        boxes = {
            o: self.alignment.fields.get(anchors.option_path(declared.path, o))
            for o in declared.options
        }
        single = self.alignment.fields.get(declared.path)
        if not self._asked(declared.path):
            self._answer(declared, declared.path, None, "not-asked", [], None)
            return
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
        for option in declared.options:
            if option not in seen:
                self._not_found(anchors.option_path(declared.path, option), option, declared.label)
                continue
            understood = self._ticked(seen[option])
            unread = unread or understood.value is None
            for remark in understood.remarks:
                self._remark(remark, anchors.option_path(declared.path, option), place)
            rungs |= seen[option].rungs
            if understood.value:
                chosen.append(option)
        state: State = "answered" if chosen else "unreadable" if unread else "blank"
        raw = "\n".join(chosen) if chosen else None
        self._answer(declared, declared.path, raw, state, chosen, _strongest(rungs), place)

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
                declared_empty += [tidy(f.text) for f in row.cells.values() if f.text.strip()]
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
            understood = self._cell(column, found, path, place)
            values[suffix] = understood.value
            self.answers.append(
                Answer(path, understood.state, found.text or None, as_json(understood.value),
                       _strongest(found.rungs) or "table", place)
            )  # fmt: skip
        raw = any(found.text.strip() and not is_declared_empty(tidy(found.text))
                  for found in row.cells.values())  # fmt: skip
        if all(is_blank(value) for value in values.values()) and not raw:
            del self.answers[answers_before:], self.findings[findings_before:]
            return False
        self.values[table.path].append(nested(values))
        return True

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
            texts = [tidy(found.text) for found in row.cells.values() if found.text.strip()]
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
                    self._disallow(data, error["loc"], error["msg"])
        raise AssertionError("a record with every value taken out is valid")

    def _disallow(self, data: Any, location: tuple[int | str, ...], reason: str) -> None:
        steps = list(location)
        here, path = data, ""
        for position, step in enumerate(steps):
            path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
            value = here[step]
            if position == len(steps) - 1 or not isinstance(value, dict | list):
                here[step] = None
                break
            here = value
        for index, answer in enumerate(self.answers):
            if answer.path == path:
                self.answers[index] = replace(answer, state="unreadable", value=None)
                self.findings.append(
                    Finding("warning", "not-allowed", f"“{answer.raw}” is not allowed here: "
                            f"{reason[:1].lower()}{reason[1:]}.", path, answer.place)
                )  # fmt: skip

    def _remark(self, remark: Remark, path: str | None, place: str | None) -> None:
        self.findings.append(Finding(remark.severity, remark.code, remark.message, path, place))

    def _not_found(self, path: str, label: str, heading: str | None) -> None:
        where = f" under “{heading}”" if heading and heading != label else ""
        self.findings.append(
            Finding(
                "warning",
                "field-not-found",
                f"“{label}”{where} is no longer in the file, so it could not be read. If it was "
                "answered, look for the answer among the unplaced text.",
                path,
                None,
            )
        )

    def _conflict(self, declared: DeclaredField, found: Found, place: str) -> None:
        if found.mark:
            message = (
                f"This text bears the mark of “{self._label(found.mark)}”, but stands beside "
                f"“{declared.label}”. It was read as the answer to the latter; please check both."
            )
        else:
            message = (
                f"The answer to “{declared.label}” now stands where "
                f"“{self._label(found.conflict or '')}” is asked. It was read for the field that "
                "its mark names; please check both."
            )
        self.findings.append(Finding("warning", "moved-answer", message, declared.path, place))

    def _label(self, path: str) -> str:
        """The printed words of a field, or of an option of it."""
        known = {f.path: f.label for f in fields_of(self.workbook)}
        return known.get(path) or path.partition("=")[2] or path

    def _remark_on_file(self) -> None:
        severities = {"hidden-text": "note", "struck-text": "warning"}
        for code, message in self.outline.remarks:
            severity = severities.get(code, "note")
            self.findings.append(Finding(severity, code, message))  # type: ignore[arg-type]
        self._remark_on_pictures()
        for number, path in self.alignment.renamed:
            line = self.alignment.lines[number]
            self.findings.append(
                Finding("note", "column-renamed", f"The column heading “{line.text.strip()}” was "
                        "read as the column that stands there.", path)
            )  # fmt: skip

    def _remark_on_pictures(self) -> None:
        blocks, issued = self.outline.blocks, self.edition.pictured
        for number, block in enumerate(blocks):
            if not block.picture or block.part != "body":
                continue
            if line_before(blocks, number) not in issued:
                message = (
                    "There is a picture here. What it shows cannot be read: please type it if it "
                    "is an answer."
                )
                place = self.places.of_loose(number)
                self.findings.append(Finding("warning", "picture", message, None, place))

    def _unplaced(self) -> Iterator[Unplaced]:
        end = self.alignment.second_form
        if end is not None:
            self.findings.append(
                Finding("error", "two-forms", "There are two copies of the form in this file. Only "
                        "the first was read; all of the second is listed as unplaced. Please send "
                        "each in a file of its own.")
            )  # fmt: skip
        for number, text in self.alignment.unplaced:
            place = self.places.of_loose(self.alignment.lines[number].block)
            if end is not None and self.alignment.lines[number].block >= end:
                yield Unplaced(text, place)
                continue
            if number in self.said_nothing:
                message = f"“{_short(text)}” stands in a row that says nothing else; it is no row."
                self.findings.append(Finding("note", "row-says-nothing", message, None, place))
                yield Unplaced(text, place)
                continue
            self.findings.append(
                Finding("warning", "unplaced-text", f"“{_short(text)}” stands outside every "
                        "answer place and is in no answer. Please see where it belongs.",
                        None, place)
            )  # fmt: skip
            yield Unplaced(text, place)


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 80 else folded[:79] + "…"


def _strongest(rungs: set[Rung]) -> Rung | None:
    return next((rung for rung in RUNGS if rung in rungs), None)


def _same(shown: str, expected: str) -> bool:
    return digest(shown) == digest(expected)
