"""Statistics as a report, and the report as a file: HTML, Word, Excel, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from workbook_docs.chapters import Cell, Chapter, Chart, Report, Table
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.hub.figures import Figure, Statistic, Statistics
from workbook_docs.report.charts import draw
from workbook_docs.report.sentences import bare_label, extremes, number, percent, sentence, share

Progress = Callable[[Sequence[Statistic]], Iterator[Statistic]]

INDENT = "\N{EM SPACE}"
"""Before what is counted of a subject, below its name."""
MOST_BESIDE = 5
"""Rounds or groups that have room beside each other on a page."""
HEADER = ("Counted", "Number", "Out of", "Share", "As sent", "Not counted", "Why")


def report_on(
    statistics: Statistics,
    drawn_as: Literal["svg", "png"] = "svg",
    progress: Progress = iter,
) -> Report:
    """All statistics as one report, a chapter each with its drawing.

    Args:
        statistics: what a hub counted.
        drawn_as: vector art for a page, or pictures for a document.
        progress: passes the statistics on, one after the other, to whoever shows progress.

    Raises:
        WorkbookDocsError: where matplotlib, which draws, is not installed.
    """
    facts = [f"Counted on {statistics.today.day} {statistics.today:%B %Y}"]
    facts += [f"Round {statistics.round}"] if statistics.round else ["All rounds"]
    facts += [f"Split by {statistics.by}"] if statistics.by else []
    return Report(
        "Statistics of the hub",
        f"{statistics.note} {statistics.parts}".rstrip(),
        tuple(facts),
        [_chapter(statistic, drawn_as) for statistic in progress(statistics.statistics)],
    )


def _chapter(statistic: Statistic, drawn_as: Literal["svg", "png"]) -> Chapter:
    return Chapter(
        statistic.title,
        _about(statistic),
        sentence(statistic),
        draw(statistic, drawn_as),
        tuple(_tables(statistic)),
    )


def _about(statistic: Statistic) -> str:
    out_of = f" Out of: {statistic.counted_in}." if statistic.counted_in else ""
    return statistic.definition + out_of


def _tables(statistic: Statistic) -> Iterator[Table]:
    """A table of the whole, and one that sets the rounds or groups side by side."""
    figures = [row for row in statistic.rows if not row.within]
    yield (
        _crossed(statistic.title, figures)
        or Table(statistic.title, HEADER, tuple(_row(figure) for figure in figures)).filled
    )
    withins = list(dict.fromkeys(row.within for row in statistic.rows if row.within))
    for first in range(0, len(withins), MOST_BESIDE):
        yield _split(statistic, withins[first : first + MOST_BESIDE])


def _split(statistic: Statistic, withins: Sequence[str]) -> Table:
    """A line for each figure and a column for each round or group.

    What is not counted stands beside each number; why it is not, stands in the table of the
    whole, and for each group in the spreadsheet.
    """
    names = _without_common_word(withins)
    held = {(f.subject, f.category, f.within): f for f in statistic.rows if f.within in withins}
    lines = list(dict.fromkeys((subject, category) for subject, category, _ in held))
    rows: list[tuple[Cell, ...]] = []
    subject = ""
    for of, category in lines:
        if of != subject:  # told once, above what is counted of it
            rows.append((of, *("" for _ in withins)))
        subject = of
        told = (_in_a_group(held.get((of, category, within))) for within in withins)
        rows.append((f"{INDENT}{category}" if of else category, *told))
    caption = f"{statistic.title}, by {withins[0].partition(' ')[0]}: {', '.join(names)}"
    return Table(caption, ("Counted", *names), tuple(rows))


def _without_common_word(withins: Sequence[str]) -> list[str]:
    """`theme Ageing` is Ageing where all are themes."""
    first = {within.partition(" ")[0] for within in withins}
    return [w.partition(" ")[2] if len(first) == 1 and " " in w else w for w in withins]


def _in_a_group(figure: Figure | None) -> str:
    if figure is None:
        return ""
    told = number(figure.numerator)
    if figure.kind == "share":
        told = f"{told} of {figure.denominator:,}"
    return f"{told}; {figure.not_counted:,} not counted" if figure.not_counted else told


def _row(figure: Figure) -> tuple[str | int | float | None, ...]:
    return (
        figure.label,
        number(figure.numerator),
        figure.denominator,
        percent(figure),
        number(figure.as_sent) if figure.as_sent else "",
        figure.not_counted or None,
        figure.why,
    )


def _crossed(caption: str, figures: Sequence[Figure]) -> Table | None:
    """A line for each subject and a column for each category, where all have the same.

    What the denominator is, and what was not counted, must then be one for a line.
    """
    subjects = list(dict.fromkeys(figure.subject for figure in figures))
    categories = list(dict.fromkeys(figure.category for figure in figures))
    held = {(figure.subject, figure.category): figure for figure in figures}
    if len(subjects) < 2 or len(categories) < 2 or len(held) != len(subjects) * len(categories):
        return None
    rows = []
    for subject in subjects:
        line = [held[subject, category] for category in categories]
        if len({(f.denominator, f.not_counted, f.why) for f in line}) > 1:
            return None
        shown = [
            f"{number(f.numerator)} ({percent(f)})" if percent(f) else number(f.numerator)
            for f in line
        ]
        as_sent = ", ".join(f"{f.category} {number(f.as_sent)}" for f in line if f.as_sent)
        one = line[0]
        rows.append((subject, *shown, one.denominator, as_sent, one.not_counted or None, one.why))
    header = ("Of", *categories, "Out of", "As sent", "Not counted", "Why")
    return Table(caption, header, tuple(rows)).filled


# What a spreadsheet draws --------------------------------------------------------------


def _charts(statistic: Statistic) -> Iterator[Chart]:
    figures = [f for f in statistic.rows if not f.within and share(f) is not None]
    if not figures or statistic.chart == "none":
        return
    subjects = list(dict.fromkeys(f.subject for f in figures))
    if statistic.chart == "parts" and any(subjects):
        categories = list(dict.fromkeys(f.category for f in figures))
        held = {(f.subject, f.category): float(f.numerator or 0) for f in figures}
        yield Chart(
            statistic.title,
            "stacked",
            tuple(bare_label(subject) for subject in subjects),
            tuple((c, tuple(held.get((s, c)) for s in subjects)) for c in categories),
            sentence(statistic),
        )
        return
    kind: Literal["bars", "columns", "line"] = "columns" if statistic.chart == "steps" else "bars"
    if statistic.chart == "over time" and len(figures) > 2:
        figures = [f for f in figures if f.label.startswith("round ")]
        kind = "line"
    for subject in subjects:
        here = [f for f in figures if f.subject == subject]
        yield Chart(
            bare_label(subject) or statistic.title,
            kind,
            tuple(f.category for f in here),
            (("share", tuple(share(f) for f in here)),),
            extremes(here),
        )


# Files ---------------------------------------------------------------------------------


def _html(statistics: Statistics, progress: Progress) -> bytes:
    from workbook_docs.report.page import page

    return page(report_on(statistics, "svg", progress)).encode()


def _docx(statistics: Statistics, progress: Progress) -> bytes:
    from workbook_docs.word.report import write_report

    return write_report(report_on(statistics, "png", progress))


def _xlsx(statistics: Statistics, progress: Progress) -> bytes:
    from workbook_docs.excel.sheets import Sheet, write_tables

    names = [f"{n} {s.name}"[:31] for n, s in enumerate(statistics.statistics, 1)]
    contents = Sheet(
        "Contents", "Statistics of the hub", statistics.note, ("Sheet", "Statistic", "Shows"),
        tuple(
            (name, statistic.title, sentence(statistic))
            for name, statistic in zip(names, statistics.statistics, strict=True)
        ),
    )  # fmt: skip
    pages = [
        Sheet(
            name, title, f"{statistics.note} {_about(statistic)}", header, rows,
            tuple(_charts(statistic)),
        )
        for name, statistic, (title, header, rows) in zip(
            names, progress(statistics.statistics), statistics.tables(), strict=True
        )
    ]  # fmt: skip
    return write_tables([contents, *pages])


def _csv(statistics: Statistics, progress: Progress) -> bytes:
    return statistics.csv_text().encode("utf-8-sig")


def _json(statistics: Statistics, progress: Progress) -> bytes:
    return json.dumps(statistics.to_json(), ensure_ascii=False, indent=2).encode()


WRITERS: dict[str, Callable[[Statistics, Progress], bytes]] = {
    ".html": _html, ".docx": _docx, ".xlsx": _xlsx, ".csv": _csv, ".json": _json,
}  # fmt: skip


def writer_for(path: Path, writers: Sequence[str] = tuple(WRITERS)) -> str:
    """The ending of a file that statistics can be written as.

    Raises:
        WorkbookDocsError: where it is another, saying which there are.
    """
    suffix = path.suffix.casefold()
    if suffix not in writers:
        raise WorkbookDocsError(
            f"{path.name}: statistics are written as {', '.join(writers[:-1])} or {writers[-1]}."
        )
    return suffix


def write_statistics(statistics: Statistics, path: str | Path, progress: Progress = iter) -> Path:
    """Write statistics to a file, whole or not at all; its ending says as what.

    Raises:
        WorkbookDocsError: for an ending that is not known, or where what draws is missing.
    """
    from workbook_docs.copies import write

    target = Path(path)
    write(target, WRITERS[writer_for(target)](statistics, progress))
    return target
