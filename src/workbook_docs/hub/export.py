"""The hub's tables for analysis elsewhere, without what says who somebody is.

What people typed is left out altogether, not only where a field is marked Personal:
nobody can tell what a free text names. Of such a field the state and the number of
entries remain. Returns and studies go by keyed pseudonyms, the same in every export of
one hub. That is no release: small numbers are in it, and it stays inside.
"""

from __future__ import annotations

import csv
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbook_docs.anchors import bare
from workbook_docs.definition import DeclaredField, Workbook, fields_of
from workbook_docs.errors import HubError
from workbook_docs.hub import originals, outputs
from workbook_docs.hub.figures import safe_cell
from workbook_docs.hub.store import HUB, Store
from workbook_docs.hub.studies import study_key

Format = Literal["csv", "parquet"]
Kind = Literal["text", "whole", "number", "day", "truth"]
README = "README.md"
BATCH = 20_000
"""Rows that are held at a time."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: its name, what it holds, and what that means."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table: its name, what a row is, its columns, and where its rows come from."""

    name: str
    row: str
    columns: tuple[ExportColumn, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]


def export(
    store: Store,
    folder: Path,
    definition: Callable[[str], type[Workbook]],
    formats: Sequence[Format] = ("csv", "parquet"),
    groups: Iterable[str] = (),
    force: bool = False,
) -> Iterator[Path]:
    """Write every table as CSV and as Parquet, and a page that says what is in them.

    Gives each path as it is written.

    Args:
        folder: where to write; each file whole or not at all.
        definition: gives the definition of a workbook by its id.
        formats: which files.
        groups: the register's `group.…` columns that may go out; their words are ours,
            but only people know whether they name somebody.
        force: overwrite also what this hub did not write.

    Raises `HubError` where Parquet is asked for and pyarrow is not installed, and where a file
    is in the way.
    """
    if (folder / HUB).exists():
        raise HubError(f"{folder} is a hub. Export into another folder.")
    if "parquet" in formats:
        _pyarrow()
    tables = _tables(store, definition, tuple(groups))
    files = [(table, f, folder / f"{table.name}.{f}") for table in tables for f in formats]
    if not force:
        outputs.refuse_foreign(store.folder, [*(path for *_, path in files), folder / README])
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise HubError(f"{folder} cannot be written: {problem.strerror}.") from None
    for table, format, path in files:
        with _whole(path) as unfinished:
            (_write_csv if format == "csv" else _write_parquet)(table, unfinished)
        outputs.remember(store.folder, path)
        yield path
    with _whole(folder / README) as unfinished:
        unfinished.write_text(_readme(tables), "utf-8")
    outputs.remember(store.folder, folder / README)
    yield folder / README


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise HubError(
            "Parquet files need pyarrow: pip install 'workbook-docs[parquet]'. Or ask for CSV "
            "alone: --format csv."
        ) from None
    return pyarrow, pyarrow.parquet


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    unfinished = path.parent / f".{path.name}.{secrets.token_hex(4)}.part"
    try:
        yield unfinished
        with unfinished.open("r+b") as file:
            originals.to_disk(file)
        originals.put(unfinished, path)
    except OSError as problem:
        raise HubError(f"{path} cannot be written: {problem.strerror}.") from problem
    finally:
        unfinished.unlink(missing_ok=True)


# What goes out ---------------------------------------------------------------------------

_RETURN = ExportColumn("return", "text", "The return, by a pseudonym of this hub.")
_STUDY = ExportColumn("study", "text", "The study, by a pseudonym of this hub.")
_WORKBOOK = ExportColumn("workbook", "text", "The workbook's id.")
_PATH = ExportColumn("path", "text", "The field; of a table's column without row numbers.")
_ROW = ExportColumn("row", "whole", "The row of a table, from 0; empty for single fields.")


def _tables(
    store: Store, definition: Callable[[str], type[Workbook]], groups: tuple[str, ...]
) -> tuple[ExportTable, ...]:
    known = {
        str(id): definition(str(id))
        for (id,) in store.hub.execute(
            "SELECT workbook FROM returns WHERE workbook IS NOT NULL "
            "UNION SELECT workbook FROM copies"
        )
    }
    pen = _Pen(store, known)
    return (
        ExportTable(
            "copies", "one copy that was issued",
            (
                _STUDY, _WORKBOOK,
                ExportColumn("round", "text", "The round, as in the register."),
                ExportColumn("issued_on", "day", "The day of issue."),
                ExportColumn("due", "day", "The day by which it was to come back."),
                *(ExportColumn(f"group.{g}", "text", "As in the register.") for g in groups),
            ),
            lambda: pen.copies(groups),
        ),
        ExportTable(
            "returns", "one file that came in",
            (
                _RETURN, _STUDY, _WORKBOOK,
                ExportColumn("round", "text", "The round; only where copies were issued in it."),
                ExportColumn("received", "day", "The day it came in."),
                ExportColumn("outcome", "text", "“read”, or why it could not be read."),
                ExportColumn("format", "text", "The kind of file."),
                ExportColumn("matched_by", "text", "How its study is known."),
                ExportColumn("standing", "text", "counts, superseded, conflict or unreadable."),
                ExportColumn("counted", "truth", "Whether its study and round count by it."),
                ExportColumn("unplaced", "whole", "Pieces of text that fit no field."),
            ),
            pen.returns,
        ),
        ExportTable(
            "answers", "one field of a return, or one cell of a table",
            (
                _RETURN, _PATH, _ROW,
                ExportColumn("kind", "text", "The kind of field."),
                ExportColumn("state", "text", "answered, blank, declared-empty and so on."),
                ExportColumn("corrected", "truth", "Whether a person corrected it."),
                ExportColumn("number", "number", "The value of a number."),
                ExportColumn("day", "day", "The value of a day."),
                ExportColumn("ticked", "truth", "The value of a box."),
                ExportColumn("entries", "whole", "How many entries or options it holds."),
            ),
            pen.answers,
        ),
        ExportTable(
            "choices", "one declared option that was chosen",
            (_RETURN, _PATH, _ROW, ExportColumn("option", "text", "The option, as declared.")),
            pen.choices,
        ),
        ExportTable(
            "findings", "one thing to look at",
            (
                _RETURN,
                ExportColumn("severity", "text", "error, warning or note."),
                ExportColumn("code", "text", "What it is about."),
                _PATH,
            ),
            pen.findings,
        ),
    )  # fmt: skip


class _Pen:
    """Writes rows, holding back what could name somebody."""

    def __init__(self, store: Store, known: dict[str, type[Workbook]]) -> None:
        self.hub = store.hub
        self.keyed = store.keyed
        self.pseudonyms: dict[str, str] = {}
        self.known = known
        self.fields: dict[str, dict[str, DeclaredField]] = {
            id: {declared.path: declared for declared in fields_of(workbook)}
            for id, workbook in known.items()
        }
        self.rounds = {str(r) for (r,) in self.hub.execute("SELECT DISTINCT round FROM copies")}

    def pseudonym(self, what: str, text: str | None) -> str | None:
        if not text:
            return None
        name = f"{what}:{text}"
        if name not in self.pseudonyms:
            self.pseudonyms[name] = self.keyed("export", name)[:16]
        return self.pseudonyms[name]

    def copies(self, groups: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        for study, workbook, round, issued_on, due, held in self.hub.execute(
            "SELECT study_key, workbook, round, issued_on, due, groups FROM copies ORDER BY id"
        ):
            told = json.loads(held)
            yield (
                self.pseudonym("study", study), workbook, round, issued_on[:10], due,
                *(told.get(group) for group in groups),
            )  # fmt: skip

    def returns(self) -> Iterator[tuple[Any, ...]]:
        for digest, study, workbook, round, received, *rest, counted, unplaced in self.hub.execute(
            "SELECT hash, study, workbook, round, received, outcome, format, matched_by, standing, "
            "counted, (SELECT count(*) FROM unplaced u WHERE u.hash = r.hash) "
            "FROM returns r ORDER BY sequence"
        ):
            yield (
                self.pseudonym("return", digest),
                self.pseudonym("study", study_key(study)),
                workbook,
                # A round that we did not issue was typed by somebody.
                round if round in self.rounds else None,
                received[:10],
                *rest,
                bool(counted),
                unplaced,
            )

    def _said(self) -> Iterator[tuple[str, DeclaredField, int | None, str, str | None, bool]]:
        for digest, workbook, path, row, state, value, by in self.hub.execute(
            "SELECT s.hash, r.workbook, s.path, s.row, s.state, s.value, s.corrected_by "
            "FROM said s JOIN returns r ON r.hash = s.hash ORDER BY r.sequence, s.path, s.row"
        ):
            declared = self.fields.get(workbook, {}).get(path)
            if declared is not None and not declared.personal:
                yield digest, declared, row, state, value, by is not None

    def answers(self) -> Iterator[tuple[Any, ...]]:
        for digest, declared, row, state, text, corrected in self._said():
            value = None if text is None else json.loads(text)
            kind = declared.kind
            yield (
                self.pseudonym("return", digest), declared.path, row, kind, state, corrected,
                value if kind in ("whole", "decimal") else None,
                value if kind == "day" else None,
                value if kind == "tick" else None,
                len(value or []) if kind in ("names", "choices") else None,
            )  # fmt: skip

    def choices(self) -> Iterator[tuple[Any, ...]]:
        for digest, declared, row, _, text, _ in self._said():
            if declared.kind not in ("choice", "choices") or text is None:
                continue
            value = json.loads(text)
            for option in value if isinstance(value, list) else [value]:
                if option in declared.options:
                    yield self.pseudonym("return", digest), declared.path, row, option

    def findings(self) -> Iterator[tuple[Any, ...]]:
        for digest, workbook, severity, code, path in self.hub.execute(
            "SELECT f.hash, r.workbook, f.severity, f.code, f.path FROM findings f "
            "JOIN returns r ON r.hash = f.hash ORDER BY r.sequence, f.rowid"
        ):
            plain = bare(path or "")
            known = plain if plain in self.fields.get(workbook, {}) else None
            yield self.pseudonym("return", digest), severity, code, known


# How it is written -----------------------------------------------------------------------


def _write_csv(table: ExportTable, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(column.name for column in table.columns)
        for row in table.rows():
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_cell(value)


def _write_parquet(table: ExportTable, path: Path) -> None:
    arrow, parquet = _pyarrow()
    types = {
        "text": arrow.string(), "whole": arrow.int64(), "number": arrow.float64(),
        "day": arrow.string(), "truth": arrow.bool_(),
    }  # fmt: skip
    schema = arrow.schema([(column.name, types[column.kind]) for column in table.columns])
    final = arrow.schema(
        [
            (column.name, arrow.date32() if column.kind == "day" else types[column.kind])
            for column in table.columns
        ]
    )
    with parquet.ParquetWriter(path, final) as writer:
        for rows in _batches(table.rows()):
            columns = [
                arrow.array([row[n] for row in rows], field.type) for n, field in enumerate(schema)
            ]
            writer.write_table(arrow.Table.from_arrays(columns, schema=schema).cast(final))


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _readme(tables: Iterable[ExportTable]) -> str:
    parts = [
        "# Tables of a hub\n\nFor use inside the hub, not for release: small numbers are in them.\n"
        "They hold no names, no addresses, no free text and no file names. Returns and studies go\n"
        "by pseudonyms that only this hub can undo.\n"
    ]
    for table in tables:
        lines = [f"\n## {table.name}\n\nA row is {table.row}.\n"]
        lines += ["| column | holds | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {c.kind} | {c.meaning} |" for c in table.columns]
        parts.append("\n".join(lines) + "\n")
    return "".join(parts)
