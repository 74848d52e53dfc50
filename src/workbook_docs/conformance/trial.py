"""The trial of a template: filled, damaged, sent through programs, read, counted and judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from workbook_docs.conformance import run
from workbook_docs.conformance.routes import ROUTES, NotInstalled
from workbook_docs.conformance.scoring import Score
from workbook_docs.conformance.template import folder_of, laid_out
from workbook_docs.copies import write
from workbook_docs.definition import Workbook
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.hub.workers import readers
from workbook_docs.templates import Format

Group = Literal["intact", "stripped", "one hand", "several hands"]


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of a group: per cent of the answers right at least, wrong at most."""

    right: float
    wrong: float


TARGETS: dict[Group, Target] = {
    "intact": Target(100.0, 0.0),
    "stripped": Target(99.5, 0.0),
    "one hand": Target(99.0, 0.0),
    "several hands": Target(95.0, 0.1),
}
STRIPPED: dict[Format, dict[str, tuple[str, ...]]] = {
    "docx": {
        "every mark of ours gone": (run.STRIPPED,),
        "as from Google Docs": (
            "goog_rdk controls in place of ours",
            "bookmarks renamed as Google Docs does",
            "styles reset to Normal",
            "custom properties gone",
        ),
        "pasted into a new document": ("pasted into a new document",),
    },
    "xlsx": {
        "every mark of ours gone": (run.STRIPPED,),
        "pasted into a new workbook": ("values pasted into a new workbook",),
    },
}
"""The ways in which a file loses our marks, by the hands that do it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: the definition, where its templates lie, on how many records.

    `keep` is a folder for the files that were misread.
    """

    workbook: type[Workbook]
    folder: Path
    records: int
    seed: int
    keep: Path | None = None

    @property
    def definition(self) -> type[Workbook]:
        """The definition with the templates under trial."""
        return laid_out(self.workbook, self.folder)

    def after(self, names: Sequence[str], format: Format) -> list[run.Case]:
        """The filled copies of the records after some hands."""
        return run.after(names, self.definition, format, self.records, self.seed)


@dataclass(slots=True)
class Row:
    """One line of the table: what was done to the files, and how they were read.

    Without a score it was not run, because `program` is not installed.
    """

    group: Group
    format: Format
    title: str
    program: str = ""
    score: Score | None = field(default_factory=Score)

    @property
    def met(self) -> bool:
        """Whether the target of its group is met, and nothing was lost in silence."""
        s, target = self.score, TARGETS[self.group]
        return s is None or (
            s.share >= target.right
            and s.wrong_share <= target.wrong
            and s.lost == s.notes_lost == s.accounts == s.unmade == 0
        )

    def to_json(self) -> dict[str, Any]:
        """The row as `--json` prints it."""
        found: dict[str, Any] = {
            "group": self.group, "format": self.format, "title": self.title,
            "program": self.program or None, "ran": self.score is not None, "met": self.met,
        }  # fmt: skip
        s = self.score or Score()
        for name in ("files", "expected", "right", "wrong", "unplaced", "lost", "blanks",
                     "blanks_wrong", "notes", "notes_lost", "unmade"):  # fmt: skip
            found[name] = getattr(s, name)
        found["rungs"] = dict(s.rungs.most_common())
        found["misread"] = [
            {"kind": m.kind, "path": m.path, "true": m.true, "read": m.read,
             "record": m.record, "hands": list(m.hands)}
            for m in s.misread
        ]  # fmt: skip
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a trial, line by line; `only` some hands by name, where they were chosen.

    One that was stopped has tried fewer `steps` than it had: it is no verdict.
    """

    workbook: type[Workbook]
    files: Mapping[Format, Path]
    records: int
    rounds: int
    seed: int
    rows: tuple[Row, ...]
    only: tuple[str, ...] = ()
    tried: int = 0
    steps: int = 0

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it before all was tried."""
        return self.tried < self.steps

    @property
    def met(self) -> bool:
        """Whether every target is met."""
        return not self.stopped and all(row.met for row in self.rows)

    @property
    def missing(self) -> tuple[str, ...]:
        """The programs that are not installed here."""
        return tuple(dict.fromkeys(row.program for row in self.rows if row.score is None))

    def to_json(self) -> dict[str, Any]:
        """The report as `--json` prints it."""
        return {
            "workbook": self.workbook.workbook_id,
            "version": self.workbook.workbook_version,
            "files": [str(path) for path in self.files.values()],
            "records": self.records,
            "rounds": self.rounds,
            "seed": self.seed,
            "met": self.met,
            "tried": self.tried,
            "steps": self.steps,
            "not_run": list(self.missing),
            "targets": {g: {"right": t.right, "wrong": t.wrong} for g, t in TARGETS.items()},
            "rows": [row.to_json() for row in self.rows],
        }


Part = tuple[Group, Format, str]
"""The group, format and title of the row to which a score belongs."""
Step = tuple[Callable[..., dict[Part, Score | None]], tuple[Any, ...], str]
"""What is done, with what, and the program that it takes."""


def conform(
    workbook: type[Workbook],
    files: Mapping[Format, Path],
    *,
    records: int = 3,
    rounds: int = 6,
    seed: int = 1,
    hands: int = 5,
    only: Sequence[str] = (),
    routes: bool = True,
    keep: Path | None = None,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda done, steps: None,
) -> Report:
    """Try a workbook's templates, before copies of them are sent.

    Args:
        workbook: the definition.
        files: its template in one format or both.
        records: how many invented records are filled in.
        rounds: how many times each is damaged by several hands at once.
        seed: another one invents other records and other damage.
        hands: how many hands at once.
        only: these hands one after the other, and nothing else.
        routes: whether files go through the programs that are found.
        keep: a folder for the files that were misread.
        workers: how many processes work side by side.
        progress: told how many steps are done, of how many.

    Returns:
        What was tried; after Ctrl-C, what was tried until then.

    Raises:
        WorkbookDocsError: where there is no hand of a name in `only`.
    """
    for name in only:
        if not any(name in run.hands_of(format) for format in files):
            raise WorkbookDocsError(
                f"There is no habit “{name}”. Known: "
                + "; ".join(sorted({n for f in files for n in run.hands_of(f)}))
            )
    with folder_of(workbook, files) as folder:
        trial = Trial(workbook, folder, records, seed, keep)
        if only:
            steps = list(_chosen_steps(trial, files, only))
        else:
            steps = list(_steps(trial, files, rounds, hands, routes))
        progress(0, len(steps))
        found = _done(steps, workbook, workers, progress)
    rows = _rows(found)
    return Report(workbook, files, records, rounds, seed, rows, tuple(only), len(found), len(steps))


def _chosen_steps(trial: Trial, formats: Sequence[Format] | Mapping[Format, Path],
                  only: Sequence[str]) -> Iterator[Step]:  # fmt: skip
    for format in formats:
        names = tuple(name for name in only if name in run.hands_of(format))
        if names:
            group: Group = "one hand" if len(names) == 1 else "several hands"
            yield _after, (trial, (group, format, ", ".join(names)), names), ""


def _steps(
    trial: Trial, formats: Mapping[Format, Path], rounds: int, hands: int, routes: bool
) -> Iterator[Step]:
    for format in formats:
        yield _after, (trial, ("intact", format, "as sent and filled in"), ()), ""
        for title, names in STRIPPED[format].items():
            yield _after, (trial, ("stripped", format, title), names), ""
        single = sorted(run.hands_of(format))
        for name in single:
            part = ("one hand", format, f"one habit, each of {len(single)}")
            yield _after, (trial, part, (name,)), ""
        for turn in range(rounds):
            part = ("several hands", format, f"{hands} habits at once, at random")
            yield _at_random, (trial, part, hands, turn), ""
        for route in ROUTES.values():
            if routes and route.format == format:
                yield _through, (trial, route.name), route.program


def _after(trial: Trial, part: Part, names: tuple[str, ...]) -> dict[Part, Score | None]:
    return {part: _total(trial, trial.after(names, part[1]))}


def _at_random(trial: Trial, part: Part, hands: int, turn: int) -> dict[Part, Score | None]:
    cases = run.after_random(
        hands, trial.definition, part[1], trial.records, trial.seed, rounds=(turn,)
    )
    return {part: _total(trial, cases)}


def _through(trial: Trial, name: str) -> dict[Part, Score | None]:
    """What a program makes of the files as they were sent, and of those without our marks."""
    route = ROUTES[name]
    intact = trial.after((), route.format)
    stripped = trial.after((run.STRIPPED,), route.format)
    parts: tuple[Part, Part] = (
        ("intact", route.format, route.title),
        ("stripped", route.format, route.title),
    )
    try:
        cases = run.sent(route, [*intact, *stripped])
    except NotInstalled:
        return dict.fromkeys(parts)
    return {
        parts[0]: _total(trial, cases[: len(intact)], route.name),
        parts[1]: _total(trial, cases[len(intact) :], route.name),
    }


def _total(trial: Trial, cases: Sequence[run.Case], route: str = "") -> Score:
    whole = Score()
    for case in cases:
        found = case.score()
        whole.add(found)
        if found.misread and trial.keep is not None and case.data:
            write(trial.keep / _file_name(case, route), case.data)
    return whole


def _file_name(case: run.Case, route: str) -> str:
    format = "docx" if b"word/document.xml" in case.data else "xlsx"
    done = " ".join((route, *case.hands)) or "as sent"
    slug = re.sub(r"\W+", "-", done.casefold()).strip("-")
    return f"record-{case.number}-{slug[:120]}.{format}"


Done = tuple[dict[Part, Score | None], str]
"""The scores that a step made, and the program that it took."""


def _done(
    steps: Sequence[Step],
    workbook: type[Workbook],
    workers: int,
    progress: Callable[[int, int], None],
) -> list[Done]:
    """What the steps found; those until Ctrl-C, where somebody stopped them."""
    done = 0

    def tell(future: Future[Any]) -> None:
        nonlocal done
        if not future.cancelled() and future.exception() is None:
            done += 1
            progress(done, len(steps))

    promised: list[tuple[Future[dict[Part, Score | None]], str]] = []
    with readers(workers, [workbook]) as pool:
        try:
            # The programs first: they take longest.
            for step, arguments, program in sorted(steps, key=lambda step: not step[2]):
                future = pool.submit(step, *arguments)
                promised.append((future, program))
                future.add_done_callback(tell)
            return [(future.result(), program) for future, program in promised]
        except KeyboardInterrupt:
            pool.give_up()
            for future, _ in promised:
                future.cancel()
            return [
                (future.result(), program)
                for future, program in promised
                if future.done() and not future.cancelled() and future.exception() is None
            ]


def _rows(done: Sequence[Done]) -> tuple[Row, ...]:
    """The lines that the steps make, those of a group and format together."""
    rows: dict[Part, Row] = {}
    for found, program in done:
        for part, score in found.items():
            row = rows.setdefault(part, Row(*part, program))
            if score is None or row.score is None:
                row.score = None
            else:
                row.score.add(score)
    order = list(TARGETS)

    def place(row: Row) -> tuple[str, int, bool]:
        return row.format, order.index(row.group), bool(row.program)

    return tuple(sorted(rows.values(), key=place))
