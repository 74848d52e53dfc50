"""The hub: a folder that remembers what was sent out and what came back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from workbook_docs.definition import Workbook
from workbook_docs.errors import HubError
from workbook_docs.hub import care, decisions, erase, outputs, standing
from workbook_docs.hub.backup import back_up
from workbook_docs.hub.calendar import calendar_bytes, kept_days
from workbook_docs.hub.decisions import By
from workbook_docs.hub.export import Format, export
from workbook_docs.hub.held import Held, Named
from workbook_docs.hub.ingest import Ingest, Read
from workbook_docs.hub.issued import IssuedCopy, check_copies, record_copies
from workbook_docs.hub.outcomes import IngestResult, Progress
from workbook_docs.hub.rebuilding import rebuild
from workbook_docs.hub.register import Register
from workbook_docs.hub.reminders import Reminder, write_reminders
from workbook_docs.hub.restoring import restore
from workbook_docs.hub.store import Store

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Hub(Held):
    """The store of one hub, to be used in a `with` block.

    Args:
        folder: where it lies; a new or empty folder becomes a hub.
        create: whether to make one where there is none.

    Raises `HubError` where the folder is no hub, or one of a newer version.

        >>> from workbook_docs import Hub, fill
        >>> from workbook_docs.workbooks.module_2 import Module2
        >>> path = fill(Module2, {"study.reference": "S07"}, "returned/S07.docx")
        >>> with Hub("hub") as hub:
        ...     [result] = hub.ingest("returned")
        ...     result.status, result.study
        ('new', 'S07')
    """

    def __init__(self, folder: str | Path, create: bool = True) -> None:
        self.folder = Path(folder)
        super().__init__(Store(self.folder, create))
        try:
            self._finish()
        except BaseException:
            self._store.close()
            raise

    def _finish(self) -> None:
        """Bring to its end what an update or an interruption left to do."""
        if self._store.setting("due"):
            with self._store.writing():
                standing.settle(self._store)
                self._store.hub.execute("DELETE FROM settings WHERE key = 'due'")
            for advised in care.advice(self._store):
                _log.warning("This hub was brought to the present version. %s", advised)
        if self._store.setting(erase.SCRUB):
            try:
                erase.scrub(self._store)
            except HubError:
                return  # another process is at work; the doctor tells of it meanwhile

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the hub's files."""
        self._store.close()

    # What goes in ----------------------------------------------------------------------

    def record_copies(
        self, copies: Iterable[IssuedCopy], workbook: type[Workbook] | None = None
    ) -> int:
        """Write down copies that were issued; returns how many."""
        if workbook is not None:
            self.remember(workbook)
        return record_copies(self._store, copies)

    def check_copies(self, copies: Sequence[IssuedCopy]) -> None:
        """Raise `HubError` where `record_copies` would: before their files are made."""
        check_copies(self._store, copies)

    def ingest(
        self,
        paths: Iterable[str | Path] | str | Path,
        workbook: type[Workbook] | None = None,
        *,
        workers: int = 1,
        read: Read | None = None,
        progress: Progress | None = None,
        received: datetime | None = None,
    ) -> tuple[IngestResult, ...]:
        """Take in files, folders and archives; returns what became of each file.

        Args:
            paths: one or several.
            workbook: the definition to read with; None: whichever the files name, of
                those that are known.
            workers: how many processes read side by side; writing stays in order.
            read: what reads a file; for tests.
            progress: called with each result as soon as it is certain.
            received: when the returns came in; now, if not said.

        Raises `HubError` where the hub cannot be written to; what was taken in before is
        safe, and a second run does only what is left.
        """
        if workbook is not None:
            self.remember(workbook)
        given = [paths] if isinstance(paths, str | Path) else paths
        run = self._run(read, received)
        return _each(run.files(given, workbook, workers), progress)

    def _run(self, read: Read | None = None, received: datetime | None = None) -> Ingest:
        return Ingest(self._store, read or _reader(), self._definitions.own(), received)

    # Of those that are missing ----------------------------------------------------------

    def remind(
        self,
        folder: str | Path,
        register: Register | None = None,
        today: date | None = None,
        step: Callable[[], None] | None = None,
        *,
        round: str | None = None,
        force: bool = False,
    ) -> tuple[Reminder, ...]:
        """Write a draft with a fresh copy for each that is asked for; returns what became of each.

        A draft that is there already and was changed is left, but with `force`.

        >>> with Hub("hub") as hub:
        ...     hub.remind("drafts")  # nothing was issued, so nothing is missing
        ()
        """
        missing = self.status(register, today, round=round).missing
        own = (lambda path: True) if force else (lambda path: outputs.is_own(self.folder, path))
        drafts = write_reminders(missing, self.copies(), self.definition, Path(folder), own)
        drafts = self._remembering(drafts)
        return _each(drafts, (lambda draft: step()) if step else None)

    def _remembering(self, drafts: Iterator[Reminder]) -> Iterator[Reminder]:
        for draft in drafts:
            if draft.path is not None:
                outputs.remember(self.folder, draft.path)
            yield draft

    def calendar(
        self, path: str | Path, today: date | None = None, *, round: str | None = None
    ) -> int:
        """Write the days that are due or planned as an .ics file; returns how many."""
        from workbook_docs.copies import write

        today = today or date.today()
        days = kept_days(self._store, self.status(today=today, round=round), self.definition, round)
        write(Path(path), calendar_bytes(days, datetime.combine(today, time(), UTC)))
        return len(days)

    # What a person decides -------------------------------------------------------------

    def assign(
        self,
        wanted: Named,
        study: str,
        *,
        round: str | None = None,
        reason: str | None = None,
        who: str | None = None,
    ) -> str:
        """Say to which study a return belongs, and to which round where its copy does not tell.

        Returns the study as it was issued.
        """
        by = _by(who, reason)
        return decisions.assign(self._store, self.find(wanted).sha256, study, by, round)

    def correct(
        self,
        wanted: Named,
        path: str,
        value: Any,
        *,
        reason: str | None = None,
        who: str | None = None,
    ) -> Any:
        """Put a value in the place of what a return says at a path; returns the typed value.

        The answer as read stays beside it. Text is understood as reading does it; nothing
        ("" or None) makes a blank. Raises `DecisionError` for what is no value of the path.

            >>> with Hub("hub") as hub:
            ...     hub.correct("returned/S07.docx", "next_review_date", "1 Feb 2027", who="carol")
            datetime.date(2027, 2, 1)
        """
        found = self.find(wanted)
        if found.workbook is None:
            raise HubError("This return could not be read, so that nothing is to correct.")
        definition = self.definition(found.workbook)
        return decisions.correct(
            self._store, found.sha256, definition, path, value, _by(who, reason)
        )

    def prefer(
        self, wanted: Named, *, reason: str | None = None, who: str | None = None
    ) -> tuple[str, ...]:
        """Say that a return counts before the others of its copy, study and round."""
        return decisions.prefer(self._store, self.find(wanted).sha256, _by(who, reason))

    def erase(
        self,
        *,
        person: str | None = None,
        study: str | None = None,
        yes: bool = False,
        reason: str | None = None,
        who: str | None = None,
        step: Callable[[], None] | None = None,
    ) -> erase.Erasure:
        """What erasing a person (by e-mail address) or a study takes away; with `yes`, do it.

        Afterwards not a byte of it is left in the hub; only keyed hashes stay, by which it
        is refused if it comes again. Backups made before still hold it. `step` is called
        for every return that was searched for mentions.

            >>> with Hub("hub") as hub:
            ...     planned = hub.erase(study="S07")
            ...     len(planned.returns), planned.done
            (1, False)
        """
        if (person is None) == (study is None):
            raise HubError("Say whom to erase: a person by e-mail address, or a study.")
        text = person if person is not None else str(study)
        plan = erase.plan_person if person is not None else erase.plan_study
        planned = plan(self._store, text, step or (lambda: None))
        return erase.carry_out(self._store, planned, text, _by(who, reason)) if yes else planned

    def readmit(
        self,
        *,
        person: str | None = None,
        study: str | None = None,
        reason: str | None = None,
        who: str | None = None,
    ) -> None:
        """Let an erased person or study come back; erased returns stay erased."""
        if (person is None) == (study is None):
            raise HubError("Say who comes back: a person by e-mail address, or a study.")
        what, text = ("person", person) if person is not None else ("study", study)
        erase.readmit(self._store, what, str(text), _by(who, reason))  # type: ignore[arg-type]

    # Care ------------------------------------------------------------------------------

    def rebuild(
        self, read: Read | None = None, progress: Progress | None = None
    ) -> tuple[IngestResult, ...]:
        """Read all originals again, in the order in which they came, and replay all decisions."""
        return _each(rebuild(self._store, self._run(read), self.definition), progress)

    def doctor(self, step: Callable[[], None] | None = None) -> tuple[str, ...]:
        """What is wrong with the hub's files, a sentence each; empty if nothing is.

        Last, what an earlier version left to be read again.
        """
        return (*care.problems(self._store, step), *care.advice(self._store))

    def mend(self, read: Read | None = None) -> tuple[str, ...]:
        """Mend what loses nothing by it; returns what was done, a sentence each."""
        return tuple(care.mend(self._store, self._run(read)))

    def export(
        self,
        folder: str | Path,
        formats: Sequence[Format] = ("csv", "parquet"),
        groups: Iterable[str] = (),
        step: Callable[[], None] | None = None,
        *,
        force: bool = False,
    ) -> tuple[Path, ...]:
        """Write tables for analysis without anything typed or Personal; returns their paths.

        Raises `HubError` where a file is in the way that this hub did not write, but with
        `force`.

        >>> with Hub("hub") as hub:
        ...     [path.name for path in hub.export("out", ["csv"])]
        ['copies.csv', 'returns.csv', 'answers.csv', 'choices.csv', 'findings.csv', 'README.md']
        """
        files = export(self._store, Path(folder), self.definition, formats, groups, force)
        return _each(files, (lambda path: step()) if step else None)

    def backup(self, path: str | Path, step: Callable[[], None] | None = None) -> int:
        """Write the whole hub into one .zip, also while returns come in; returns how many."""
        return back_up(self._store, Path(path), step)

    @staticmethod
    def restore(
        path: str | Path,
        folder: str | Path,
        *,
        erased_in: str | Path | None = None,
        who: str | None = None,
        step: Callable[[], None] | None = None,
    ) -> int:
        """Make a hub of a backup, in a new folder; returns how many returns were erased again.

        `erased_in` is the hub as it was last: what was erased from it since is erased here.
        """
        last = Path(erased_in) if erased_in is not None else None
        return restore(Path(path), Path(folder), _by(who, None), last, step)


def _each(items: Iterator[T], progress: Callable[[T], None] | None) -> tuple[T, ...]:
    told = []
    for item in items:
        told.append(item)
        if progress is not None:
            progress(item)
    return tuple(told)


def _by(who: str | None, why: str | None) -> By:
    return By(who or decisions.user(), why or None)


def _reader() -> Read:
    from workbook_docs.reading import read

    return read
