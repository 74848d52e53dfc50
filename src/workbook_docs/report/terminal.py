"""What a person sees in the terminal: tables, findings by section, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from workbook_docs import anchors
from workbook_docs.accessibility.faults import Fault
from workbook_docs.definition import Workbook, fields_of, title_of
from workbook_docs.records import Finding, Reading

T = TypeVar("T")
WIDTH = 100
"""Columns where the terminal does not say how wide it is, as in a pipe."""
LONGEST_CELL = 60
UNBROKEN_FIRST = 34
UNBROKEN = 14
"""Characters up to which a cell is never broken over lines."""
STATES = {
    "answered": "answered",
    "blank": "blank",
    "declared-empty": "nothing to say",
    "prompt": "blank",
    "not-found": "not found",
    "not-asked": "not asked",
    "unreadable": "not understood",
}


def console(error: bool = False) -> Console:
    """A console on stdout, or on stderr for what is not the result."""
    file = sys.stderr if error else sys.stdout
    width = None if file.isatty() else int(os.environ.get("COLUMNS", WIDTH))
    return Console(file=file, width=width, highlight=False, soft_wrap=False, emoji=False)


def can_ask() -> bool:
    """Whether a person sits at the terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(message: str, error: bool = False) -> None:
    """Print one plain line for a person."""
    console(error).print(Text(message))


def print_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], note: str = ""
) -> None:
    """Print a table with a title and, under it, a note."""
    lines = [["" if cell is None else str(cell) for cell in row] for row in rows]
    out = console()
    kept = [n for n in range(len(header)) if not lines or any(line[n] for line in lines)]
    table = Table(
        title=Text(title, style="bold") if title else None, title_justify="left",
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold",
    )  # fmt: skip
    widths = [
        min(UNBROKEN if n else UNBROKEN_FIRST, max([len(line[n]) for line in lines] or [0])) + 1
        for n in kept
    ]
    roomy = sum(widths) < out.width
    for index in kept:
        numeric = bool(lines) and all(_is_number(line[index]) for line in lines)
        longest = max((len(line[index]) for line in lines), default=0) if roomy else 0
        most = UNBROKEN if index else UNBROKEN_FIRST
        table.add_column(
            header[index], justify="right" if numeric else "left", overflow="fold",
            # A column that stays whole gives no room to others, or the last were cut off.
            min_width=min(longest, most), no_wrap=0 < longest <= most,
        )  # fmt: skip
    for line in lines:
        table.add_row(*(Text(line[index]) for index in kept))
    out.print(table)
    if note:
        out.print(Text(note, style="italic"))
        out.print()


def _is_number(text: str) -> bool:
    return not text or text.replace(",", "").replace(".", "").replace("%", "").lstrip("-").isdigit()


def print_reading(reading: Reading) -> None:
    """Print what was found in one file, where and how, and what fits no field."""
    if reading.outcome != "read":
        say(f"{reading.file}: {reading.findings[0].message}")
        return
    facts = [f"{reading.edition}", f"saved by {reading.editor or 'an editor that does not say'}"]
    if reading.copy is not None:
        facts += [f"copy {reading.copy.id}"]
        facts += [f"study {reading.copy.study}"] if reading.copy.study else []
    rows = [
        (
            answer.path,
            short(answer.raw or ""),
            STATES[answer.state],
            answer.rung or "",
            answer.place or "",
        )
        for answer in reading.answers
        if answer.state not in ("blank", "prompt", "not-asked")
    ]
    blank = sum(1 for answer in reading.answers if answer.state in ("blank", "prompt"))
    account = reading.account
    note = f"{blank} fields are blank." if blank else ""
    if account is not None:
        note += (
            f" Of {account.total:,} characters {account.answer:,} are answers, {account.issued:,} "
            f"were issued and {account.unplaced:,} fit no field."
        )
    title = f"{reading.file} ({', '.join(facts)})"
    print_table(title, ("Field", "Typed", "State", "Found by", "Place"), rows, note.strip())
    if reading.unplaced:
        print_table(
            "Unplaced text", ("Text", "Place"), [(short(u.text), u.place) for u in reading.unplaced]
        )


def short(text: str, length: int = LONGEST_CELL) -> str:
    """A text on one line, cut where it is long."""
    folded = " · ".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    return folded if len(folded) <= length else folded[: length - 1] + "…"


def print_findings(reading: Reading, findings: Sequence[Finding]) -> None:
    """Print the findings of one file grouped by the form's sections, notes last."""
    out = console()
    out.print(Text(reading.file, style="bold"))
    if not findings:
        out.print(Text("  Nothing to look at."))
        return
    for heading, group in _by_section(reading.definition, findings):
        out.print(Text(f"  {heading}", style="underline"))
        for finding in group:
            mark = {"error": "✗", "warning": "!", "note": "·"}[finding.severity]
            place = finding.place or ""
            if place.startswith(heading):
                place = place[len(heading) :].lstrip(", ")
            bare = place[1:-1] if place.startswith("(") and place.endswith(")") else place
            where = f" ({bare})" if bare and bare != reading.file else ""
            out.print(Text(f"  {mark} {finding.message}{where}"))
    out.print()


def print_faults(file: str, faults: Sequence[Fault]) -> None:
    """Print what keeps people from reading or filling in a file, and what to do about it."""
    if not faults:
        say(f"{file}: nothing keeps people from reading or filling it in.")
        return
    rows = [
        (fault.rule, "must" if fault.severity == "error" else "should", fault.place, fault.message)
        for fault in faults
    ]
    print_table(f"{file}: what to mend", ("Rule", "Mend", "Where", "What is wrong"), rows)
    remedies = {fault.rule: fault.remedy for fault in faults}
    print_table("What to do", ("Rule", "How"), remedies.items())


def _by_section(
    workbook: type[Workbook] | None, findings: Sequence[Finding]
) -> Iterator[tuple[str, list[Finding]]]:
    sections: dict[str, str] = {}
    for declared in fields_of(workbook) if workbook is not None else ():
        heading = declared.section
        if workbook is not None and heading == title_of(workbook):
            heading = declared.label
        sections[declared.path] = heading
        sections[declared.table or declared.path] = heading
        for option in declared.options:
            sections[anchors.option_path(declared.path, option)] = heading
    groups: dict[str, list[Finding]] = {heading: [] for heading in sections.values()}
    rest: list[Finding] = []
    for finding in findings:
        heading = sections.get(anchors.bare(finding.path or ""), "")
        (groups[heading] if heading else rest).append(finding)
    for heading, group in groups.items():
        if group:
            yield heading, group
    if rest:
        yield "The file as a whole", rest


@contextmanager
def progress(total: int, what: str) -> Iterator[Progress]:
    """A progress bar on stderr, silent where stderr is no terminal."""
    out = console(error=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=out, transient=True, disable=not out.is_terminal,
    ) as bar:  # fmt: skip
        bar.add_task(what, total=total)
        yield bar


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f} a second")


@contextmanager
def batch(total: int, what: str) -> Iterator[Callable[[], None]]:
    """A bar on stderr with rate and time left; call what it gives at every step."""
    out = console(error=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(),
        TimeRemainingColumn(), console=out, transient=True, disable=not out.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def counted(what: str) -> Iterator[Callable[[], None]]:
    """A counter on stderr for work of unknown length; call what it gives at every step."""
    out = console(error=True)
    with Progress(
        TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn(),
        console=out, transient=True, disable=not out.is_terminal,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=None)
        yield lambda: bar.advance(task)


def tracked(items: Sequence[T], what: str) -> Iterator[T]:
    """The items, one after the other, with a progress bar on stderr."""
    with progress(len(items), what) as bar:
        for item in items:
            yield item
            bar.advance(bar.task_ids[0])
