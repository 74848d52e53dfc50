"""Statistics of whole sections and tables: how much of them is filled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.hub.counting.typical import middle_half
from workbook_docs.hub.figures import Figure, why
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import NOT_ASKED, Said, Sheet

FEWEST_LIKE_FIELDS = 3
"""Fields of one kind that make a section one whose coverage is worth counting."""

ALONE = "Questions that stand alone"
"""What the single fields outside any section are called together."""

FEWEST_COLUMNS = 2
"""Columns from which it says something that a row has them all."""


@dataclass(frozen=True, slots=True)
class Part:
    """A printed section: some single fields, or one table."""

    label: str
    fields: tuple[DeclaredField, ...]
    table: str | None


def parts_of(workbook: type[Workbook]) -> list[Part]:
    """The sections of a workbook; single fields outside any section are one together."""
    found: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(workbook):
        key = declared.table or declared.path.rpartition(".")[0]
        found.setdefault(key, []).append(declared)
    return [
        Part(
            f"{fields[0].section} ({key})" if key else ALONE,
            tuple(fields),
            fields[0].table,
        )
        for key, fields in found.items()
    ]


def section_completion(sample: Sample) -> Iterator[Figure]:
    """Per section: studies that filled all, some or none of it."""
    for part in parts_of(sample.definition):
        found = Counter(_completion(sheet, part) for sheet in sample.sheets)
        n = found["all"] + found["some"] + found["none"]
        left_out = why(
            not_asked_in_their_edition=found["not-asked"],
            not_found_or_not_readable=found["lost"],
        )
        for amount in ("all", "some", "none"):
            yield Figure(f"{amount} filled", found[amount], n, *left_out, subject=part.label)


def _completion(sheet: Sheet, part: Part) -> str:
    if part.table is not None:
        state, rows = sheet.table(part.table)
        said = [cell for row in rows for cell in row.values()]
        if state != "found":
            return "lost" if state == "not-found" else state
        if not rows:
            return "none"
    else:
        said = [sheet.at(declared.path) for declared in part.fields]
    asked = [s for s in said if s.state != "not-asked"]
    if not asked:
        return "not-asked"
    if any(s.lost for s in asked):
        return "lost"
    filled = sum(s.state == "answered" for s in asked)
    return "all" if filled == len(asked) else "some" if filled else "none"


def coverage(sample: Sample) -> Iterator[Figure]:
    """Per section of like fields: studies by how many of the fields they filled."""
    for part in parts_of(sample.definition):
        kinds = {declared.kind for declared in part.fields}
        total = len(part.fields)
        if part.table is not None or len(kinds) != 1 or total < FEWEST_LIKE_FIELDS:
            continue
        filled: Counter[int] = Counter()
        not_asked = lost = 0
        for sheet in sample.sheets:
            said = [sheet.at(declared.path) for declared in part.fields]
            if any(s.state == "not-asked" for s in said):
                not_asked += 1
            elif any(s.lost for s in said):
                lost += 1
            else:
                filled[sum(s.state == "answered" for s in said)] += 1
        left_out = why(not_asked_all_of_them=not_asked, not_found_or_not_readable=lost)
        for n in range(total + 1):
            label = f"{n} of {total} filled"
            yield Figure(label, filled[n], filled.total(), *left_out, subject=part.label)


def table_rows(sample: Sample) -> Iterator[Figure]:
    """Per table: studies with a row, rows in all, and how many are usual where enough have it."""
    for table in tables_of(sample.definition):
        subject = f"{table.label} ({table.path})"
        found = [sheet.table(table.path) for sheet in sample.sheets]
        counts = [len(rows) for state, rows in found if state == "found"]
        left_out = why(**_reasons_of_tables(found))
        n = len(counts)
        with_a_row = sum(c > 0 for c in counts)
        yield Figure("studies with a row", with_a_row, n, *left_out, subject=subject)
        yield Figure("rows in all", sum(counts), n, *left_out, subject=subject, kind="total")
        yield from middle_half("rows of a study", counts, left_out, subject)


def row_completeness(sample: Sample) -> Iterator[Figure]:
    """Per table: rows with every column filled, and for each column the rows that have it."""
    columns: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(sample.definition):
        if declared.table is not None and declared.kind != "tick":
            columns.setdefault(declared.table, []).append(declared)
    for table in tables_of(sample.definition):
        wanted = columns.get(table.path, [])
        if len(wanted) < FEWEST_COLUMNS:
            continue
        subject = f"{table.label} ({table.path})"
        found = [sheet.table(table.path) for sheet in sample.sheets]
        rows = [row for _, rows in found for row in rows]
        tables = _reasons_of_tables(found)
        told = [[row.get(column.path, NOT_ASKED) for column in wanted] for row in rows]
        label = f"all {len(wanted)} columns filled"
        yield _filled_of(label, told, tables, subject)
        for place, column in enumerate(wanted):
            yield _filled_of(f"{column.label} filled", [[s[place]] for s in told], tables, subject)


def _filled_of(
    label: str, rows: Sequence[Sequence[Said]], tables: dict[str, int], subject: str
) -> Figure:
    """Rows with all of some cells answered, of those whose cells were asked for and read."""
    asked = [row for row in rows if not any(said.state == "not-asked" for said in row)]
    read = [row for row in asked if not any(said.lost for said in row)]
    left_out = why(
        rows_without_that_column_in_their_edition=len(rows) - len(asked),
        rows_not_found_or_not_readable_there=len(asked) - len(read),
        **tables,
    )
    n = sum(all(said.state == "answered" for said in row) for row in read)
    return Figure(label, n, len(read), *left_out, subject=subject)


def _reasons_of_tables(found: Sequence[tuple[str, object]]) -> dict[str, int]:
    return {
        "not_asked_in_their_edition": sum(state == "not-asked" for state, _ in found),
        "with_a_table_that_was_not_found": sum(state == "not-found" for state, _ in found),
    }
