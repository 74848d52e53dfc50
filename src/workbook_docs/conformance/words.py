"""What a trial found, in words and tables for whoever is about to send a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbook_docs import anchors
from workbook_docs.conformance.scoring import Kind, Misread
from workbook_docs.conformance.trial import TARGETS, Report, Row
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.edition import letters
from workbook_docs.templates import Format

FORMAT_NAMES: dict[Format, str] = {"docx": "Word", "xlsx": "Excel"}
KINDS: dict[Kind, str] = {
    "not made": "program made no file",
    "not read": "file not read at all",
    "lost": "lost, in no list",
    "note lost": "remark lost",
    "wrong": "read wrongly",
    "unplaced": "left for a person",
}
"""What became of an answer, worst first; a misplaced one is told as what it was read as."""
HEADER = ("What was done", "Marks", "Answers", "Right", "Wrong", "Unplaced", "Lost",
          "Found by", "Met")  # fmt: skip
MISREAD_HEADER = ("What became of it", "Fields", "After", "Record", "For instance")
MARKS = {"intact": "there", "stripped": "gone"}
MOST_LINES = 30
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]


def tables(report: Report) -> Iterator[Table]:
    """The tables: how everything was read, format by format, and what was misread."""
    for format, path in report.files.items():
        rows = [_line(row) for row in report.rows if row.format == format and row.score]
        if rows or not report.stopped:
            yield f"{FORMAT_NAMES[format]}: {path.name}", HEADER, rows
    lines = list(_misread(report))
    if lines:
        title = "What was not read right"
        if len(lines) > MOST_LINES:
            title += f" (the first {MOST_LINES} of {len(lines)} lines; all with --json)"
        yield title, MISREAD_HEADER, [line.cells for line in lines[:MOST_LINES]]


def _line(row: Row) -> tuple[str, ...]:
    s = row.score
    assert s is not None
    return (
        row.title, MARKS.get(row.group, ""), f"{s.expected:,}",
        _percent(s.share), f"{s.wrong:,}", f"{s.unplaced:,}", f"{s.lost:,}",
        ", ".join(f"{rung} {_share(n, s.right)}" for rung, n in s.rungs.most_common(3)),
        "yes" if row.met else "no",
    )  # fmt: skip


def _percent(share: float) -> str:
    """Per cent with two decimals; 100.00% stands for all of them and nothing less."""
    return f"{min(share, 99.99) if share < 100 else share:.2f}%"


def _share(part: int, whole: int) -> str:
    return f"{max(1, round(100 * part / whole))}%"


@dataclass(frozen=True, slots=True)
class _Line:
    kind: Kind
    count: int
    cells: tuple[str, ...]


def _misread(report: Report) -> Iterator[_Line]:
    """A line for each kind of trouble and what had been done, the worst first."""
    names = _names(report.workbook)
    groups: dict[tuple[Kind, str], list[Misread]] = {}
    for row in report.rows:
        for one in row.score.misread if row.score else ():
            if one.kind != "misplaced":
                groups.setdefault((one.kind, _done(row, one)), []).append(one)
    order = list(KINDS)
    for (kind, done), group in sorted(
        groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]))
    ):
        fields = list(dict.fromkeys(names.get(anchors.bare(m.path), m.path) for m in group))
        more = f" and {len(fields) - 3} more" if len(fields) > 3 else ""
        counted = f" ({len(group)} times)" if len(group) > 1 else ""
        cells = (
            KINDS[kind] + counted, "; ".join(fields[:3]) + more, done,
            ", ".join(sorted({str(m.record) for m in group})), _instance(group[0]),
        )  # fmt: skip
        yield _Line(kind, len(group), cells)


def _done(row: Row, one: Misread) -> str:
    if row.program or not one.hands:
        return f"{FORMAT_NAMES[row.format]}, {row.title}"
    return f"{FORMAT_NAMES[row.format]}: {'; '.join(one.hands)}"


def _instance(one: Misread) -> str:
    if one.kind == "wrong":
        return f"{_cut(one.true)} was read as {_cut(one.read)}"
    return _cut(one.true) if one.true else ""


def _cut(text: str) -> str:
    """A text in quotation marks on one line, cut where it is long; a blank by name."""
    folded = " · ".join(line for line in text.split("\n") if line.strip())
    if not folded:
        return "a blank"
    return f"“{folded}”" if len(folded) <= 40 else f"“{folded[:39]}…”"


def _names(workbook: type[Workbook]) -> dict[str, str]:
    """How people call each field: by its label and, in a table, that of the table."""
    tables = {table.path: table.label for table in tables_of(workbook)}
    return {
        f.path: f"{f.label} in {tables[f.table]}" if f.table else f.label
        for f in fields_of(workbook)
    }


# What to do ------------------------------------------------------------------------------


def advice(report: Report, command: str) -> Iterator[str]:
    """What the trial means for whoever sends the template, line by line.

    Args:
        report: the outcome of the trial.
        command: how the trial was started, without its numbers: to see a line again.
    """
    if report.stopped:
        so_far = "; what was tried until then is above" if report.tried else ""
        yield (
            f"Stopped after {report.tried} of {report.steps} steps{so_far}. This is no verdict on "
            "the template."
        )
        return
    rows = [row for row in report.rows if row.score]
    scores = [row.score for row in rows if row.score]
    answers, blanks = sum(s.expected for s in scores), sum(s.blanks for s in scores)
    files, filled_in = sum(s.files for s in scores), sum(s.blanks_wrong for s in scores)
    yield (
        f"{files:,} files were filled with invented records, changed as people and programs "
        f"change them, and read: {answers:,} answers. Of {blanks:,} places that nobody filled in, "
        f"{_none(filled_in)} came back with something."
    )
    if report.missing:
        yield (
            f"Not tried, because not installed here: {', '.join(report.missing)}. What these "
            "programs do to the files is not known."
        )
    left = sum(s.unplaced for s in scores)
    if report.met:
        kept = (
            f" {left:,} of {answers:,} answers were left for a person to place: each is listed "
            "with its text and where it stood."
            if left
            else ""
        )
        verdict = "Nothing went wrong here." if report.only else "You can send this template."
        yield f"{verdict}{kept}"
    else:
        yield "This went wrong:" if report.only else "Before you send this template:"
        yield from (f"  ✗ {line}" for line in _failures(rows))
        yield from (f"  · {line}" for line in _causes(report))
    if any(one.hands for s in scores for one in s.misread):
        yield (
            f"To see a line again: {command} --records {report.records} --seed {report.seed} "
            "--hand “…” for each habit in it, and --keep DIR for the files."
        )


def _none(count: int) -> str:
    return f"{count:,}" if count else "none"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _failures(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        s, target = row.score, TARGETS[row.group]
        if s is None or row.met:
            continue
        faults = []
        if s.share < target.right:
            faults.append(f"{_percent(s.share)} read right ({target.right:g} % is asked for)")
        if s.wrong_share > target.wrong:
            allowed = f"at most {target.wrong:g} %" if target.wrong else "none"
            faults.append(f"{s.wrong:,} of {s.expected:,} read wrongly ({allowed} may be)")
        if s.lost or s.notes_lost:
            faults.append(f"{s.lost + s.notes_lost:,} lost and in no list")
        if s.accounts:
            faults.append(f"{s.accounts:,} files whose account does not add up")
        if s.unmade:
            faults.append(f"{s.unmade:,} files of which {row.program} made nothing")
        yield f"{FORMAT_NAMES[row.format]}, {row.title}: {'; '.join(faults)}."


def _causes(report: Report) -> Iterator[str]:
    """What in the definition or the template may be the cause, and what helps."""
    names = _names(report.workbook)
    counts: dict[str, int] = {}
    for row in report.rows:
        for one in row.score.misread if row.score else ():
            path = anchors.bare(one.path)
            if path in names and one.kind in ("wrong", "lost", "unplaced"):
                counts[path] = counts.get(path, 0) + 1
    often = sorted(counts, key=lambda path: -counts[path])[:3]
    if often:
        shown = "; ".join(f"{names[path]} ({_times(counts[path])})" for path in often)
        yield f"The fields most often not read right are {shown}. Look at these first."
    for label, fields in _same_labels(report.workbook).items():
        if any(counts.get(f.path) for f in fields):
            yield (
                f"“{label}” is the label of {' and '.join(f.path for f in fields)}. Give each a "
                "label of its own, in the definition and in the template."
            )
    programs = sorted({row.program for row in report.rows if row.program and not row.met})
    if programs:
        yield f"Ask people not to save this form with {' or '.join(programs)}."


def _same_labels(workbook: type[Workbook]) -> dict[str, list[DeclaredField]]:
    """The labels that several single fields, or several columns of one table, share."""
    found: dict[tuple[str | None, str], list[DeclaredField]] = {}
    for declared in fields_of(workbook):
        found.setdefault((declared.table, letters(declared.label)), []).append(declared)
    return {fields[0].label: fields for fields in found.values() if len(fields) > 1}
