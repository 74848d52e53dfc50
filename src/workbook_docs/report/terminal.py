"""What a person sees in the terminal: tables, findings by section, progress."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import IO, TypeVar

from rich.console import Console
from rich.control import strip_control_codes
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
from rich.text import Text

from workbook_docs import anchors
from workbook_docs.accessibility.faults import Fault
from workbook_docs.definition import Workbook, fields_of, title_of
from workbook_docs.records import Finding, Reading
from workbook_docs.report.tabular import laid_out, wrap

T = TypeVar("T")
UNBOUNDED = 100_000
"""Columns of a line that is never broken."""
LONGEST_CELL = 60
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
    return Console(
        file=file, width=_columns(file) or UNBOUNDED, highlight=False, soft_wrap=False, emoji=False
    )


def _columns(file: IO[str]) -> int | None:
    """How wide lines may be; None where nobody says, as in a pipe: then none is broken."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    return shutil.get_terminal_size().columns if file.isatty() else None


def can_ask() -> bool:
    """Whether a person sits at the terminal who can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(message: str, error: bool = False) -> None:
    """Print one plain line for a person."""
    _print_text(console(error), message)


def _print_text(out: Console, text: str, style: str = "", indent: int = 0) -> None:
    """Print a text, broken between words only; lines after its first stand further in."""
    width = _columns(out.file)
    lines = wrap(text, max(width - indent, 1)) if width else text.split("\n")
    for number, line in enumerate(lines):
        out.print(Text(" " * indent * bool(number) + line, style=style), soft_wrap=True)


def print_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], note: str = ""
) -> None:
    """Print a table with a title and, under it, a note; no value of it is cut."""
    lines = [["" if cell is None else _plain(str(cell)) for cell in row] for row in rows]
    out = console()
    if title:
        _print_text(out, title, "bold")
        out.print()
    for line in laid_out(header, lines, _columns(out.file)):
        # As laid out: the console would break a word that is longer than its line.
        out.print(Text(line), soft_wrap=True)
    if note:
        _print_text(out, note, "italic")
    out.print()


def _plain(text: str) -> str:
    """A cell without what moves the cursor."""
    return strip_control_codes(text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n"))


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
    note = {0: "", 1: "1 field is blank."}.get(blank, f"{blank} fields are blank.")
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


def print_readings(readings: Sequence[Reading]) -> None:
    """Print a line for each of several files: whose it is, and what was found in it."""
    header = ("File", "Study", "Answers", "Blank", "Unplaced", "To look at")
    print_table("What was read", header, [_in_a_line(reading) for reading in readings])


def _in_a_line(reading: Reading) -> tuple[object, ...]:
    look = sum(finding.severity != "note" for finding in reading.findings)
    if reading.outcome != "read":
        return reading.file, "", "", "", "", reading.findings[0].message
    states = [answer.state for answer in reading.answers]
    study = reading.copy.study if reading.copy is not None else None
    return (
        reading.file, study or "", states.count("answered"),
        states.count("blank") + states.count("prompt"), len(reading.unplaced) or "", look or "",
    )  # fmt: skip


def short(text: str, length: int = LONGEST_CELL) -> str:
    """A text on one line, cut where it is long."""
    folded = " · ".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
    return folded if len(folded) <= length else folded[: length - 1] + "…"


def print_findings(reading: Reading, findings: Sequence[Finding]) -> None:
    """Print the findings of one file grouped by the form's sections, notes last."""
    out = console()
    _print_text(out, reading.file, "bold")
    if not findings:
        out.print(Text("  Nothing to look at."))
        return
    for heading, group in _by_section(reading.definition, findings):
        _print_text(out, f"  {heading}", "underline", 2)
        for finding in group:
            mark = {"error": "✗", "warning": "!", "note": "·"}[finding.severity]
            where = _where(finding, heading, reading.file)
            where = f" ({where})" if where else ""
            _print_text(out, f"  {mark} {finding.message}{where}", indent=4)
    out.print()


def _where(finding: Finding, heading: str, file: str) -> str:
    """The place of a finding, without what its heading or its message has said already."""
    place = finding.place or ""
    if place.startswith(heading):
        place = place[len(heading) :].lstrip(", ")
    label, bracket, cell = place.rpartition("(")
    if bracket and cell.endswith(")") and (not label or f"“{label.strip()}”" in finding.message):
        place = cell[:-1]
    said = place in finding.message.replace("”", "").replace("“", "")
    return "" if said or place == file else place


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


EVERY = 10.0
"""Seconds between two lines that say how far it is, where there is no bar."""


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int], None]]:
    """What tells how many steps are done of how many: from the start, also where no bar shows.

    In a pipe it is a line every few seconds, on stderr like the bar.
    """
    out = console(error=True)
    if out.is_terminal:
        with progress(1, what) as bar:
            yield lambda done, of: bar.update(bar.task_ids[0], completed=done, total=of)
        return
    say(f"{what} …", error=True)
    said = monotonic()

    def tell(done: int, of: int) -> None:
        nonlocal said
        if done and monotonic() - said > EVERY:
            said = monotonic()
            say(f"{what}: {done} of {of} steps", error=True)

    yield tell


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
