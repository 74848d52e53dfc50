"""The hub: a folder that remembers what was sent out and what came back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from workbook_docs.catalogue import known_workbooks, named
from workbook_docs.definition import Workbook
from workbook_docs.errors import DefinitionError, HubError
from workbook_docs.hub import issued, studies
from workbook_docs.hub.counting.table import make_statistics
from workbook_docs.hub.figures import Statistics
from workbook_docs.hub.ingest import Ingest, IngestResult, Progress, Read, has_failed
from workbook_docs.hub.register import Register
from workbook_docs.hub.sample import Sample, samples
from workbook_docs.hub.status import Status, make_status
from workbook_docs.hub.store import ORIGINALS, UNFINISHED, Store, digest_of
from workbook_docs.records import Reading


class Hub:
    """The store of one hub, to be used in a `with` block.

    Args:
        folder: where it lies; a new or empty folder becomes a hub.
        create: whether to make one where there is none.
    """

    def __init__(self, folder: str | Path, create: bool = True) -> None:
        self.folder = Path(folder)
        self._store = Store(self.folder, create)
        self._given: dict[str, type[Workbook]] = {}

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
        self, copies: Iterable[issued.IssuedCopy], workbook: type[Workbook] | None = None
    ) -> int:
        """Write down copies that were issued; returns how many."""
        if workbook is not None:
            self.remember(workbook)
        return issued.record_copies(self._store, copies)

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
        """
        if workbook is not None:
            self.remember(workbook)
        given = [paths] if isinstance(paths, str | Path) else paths
        run = Ingest(self._store, read or _reader(), self._own_definitions(), received)
        results = []
        for result in run.files(given, workbook, workers):
            results.append(result)
            if progress is not None:
                progress(result)
        return tuple(results)

    # What comes out --------------------------------------------------------------------

    def status(self, register: Register | None = None, today: date | None = None) -> Status:
        """Who has returned and who has not, by study and round."""
        return make_status(self._store, register, today or date.today())

    def statistics(
        self, today: date | None = None, round: str | None = None, by: str | None = None
    ) -> Statistics:
        """Exact statistics for use inside the hub.

        Args:
            today: the day that what is overdue is told by; today, if not said.
            round: one round alone, or None for all.
            by: each figure also by `round`, or by a group of the register (`group.theme`).

        Raises:
            HubError: where the round or the group is not known.
        """
        self._check_round(round)
        return make_statistics(self._store, self.definition, today or date.today(), round, by)

    def samples(self, today: date | None = None, round: str | None = None) -> list[Sample]:
        """What the counting returns say, a sample for each workbook: what reports are made of.

        Raises:
            HubError: where the round is not known.
        """
        self._check_round(round)
        return samples(self._store, self.definition, today or date.today(), round)

    def _check_round(self, round: str | None) -> None:
        known = {copy.round for copy in self.copies() if copy.round}
        known |= {r for (r,) in self._store.hub.execute("SELECT DISTINCT round FROM returns") if r}
        if round is not None and round not in known:
            listed = ", ".join(sorted(known)) or "none yet"
            raise HubError(f"The hub knows no round “{round}”. Known: {listed}.")

    def copies(self) -> tuple[issued.IssuedCopy, ...]:
        """Every copy that was issued."""
        return issued.held_copies(self._store)

    # Definitions -----------------------------------------------------------------------

    def remember(self, workbook: type[Workbook]) -> None:
        """Remember where a definition lies, so that later commands find it by its id."""
        self._given[workbook.workbook_id] = workbook
        name = f"{workbook.__module__}:{workbook.__qualname__}"
        # A class in a script or a function cannot be found again by its name.
        if not re.fullmatch(r"[\w.]+:\w+", name) or workbook.__module__ == "__main__":
            return
        with self._store.writing():
            self._store.hub.execute(
                "INSERT OR REPLACE INTO definitions (workbook, name) VALUES (?, ?)",
                (workbook.workbook_id, name),
            )

    def definitions(self) -> dict[str, str]:
        """Where the definitions lie that were given to this hub, by workbook id."""
        found = self._store.hub.execute("SELECT workbook, name FROM definitions ORDER BY workbook")
        return dict(found)

    def definition(self, workbook: str) -> type[Workbook]:
        """The definition of a workbook that the hub holds returns of.

        Raises `HubError` where it is neither remembered, shipped nor installed.
        """
        if workbook in self._given:
            return self._given[workbook]
        remembered = self.definitions().get(workbook)
        try:
            if remembered is not None:
                return named(remembered)
            return known_workbooks()[workbook]
        except (DefinitionError, KeyError):
            where = f", {remembered}," if remembered else ""
            raise HubError(
                f"The definition of {workbook}{where} cannot be found from here. Run the command "
                "in the folder of its module, or install it as a package."
            ) from None

    def _remembered(self, workbook: str | None) -> type[Workbook] | None:
        if workbook in self._given or workbook in self.definitions():
            try:
                return self.definition(str(workbook))
            except HubError:
                return None
        return None

    def _own_definitions(self) -> tuple[type[Workbook], ...]:
        # Nothing that stands in a returned file comes here: people gave these names. One that
        # cannot be found stops the work: returns of it would be kept as none of ours.
        ids = set(self._given) | set(self.definitions())
        shipped = known_workbooks()
        return tuple(self.definition(workbook) for workbook in sorted(ids - set(shipped)))

    # Care ------------------------------------------------------------------------------

    def rebuild(
        self, read: Read | None = None, progress: Progress | None = None
    ) -> tuple[IngestResult, ...]:
        """Read all originals again, in the order in which they came.

        Each return is replaced in one transaction, so that an interrupted rebuild leaves
        a whole hub behind and may be run again. Events stay as they are.
        """
        run = Ingest(self._store, read or _reader(), self._own_definitions())
        results = []
        for digest, extension, workbook in self._store.hub.execute(
            "SELECT hash, extension, workbook FROM returns ORDER BY sequence"
        ).fetchall():
            name = self._store.file_name(digest)
            path = self._store.original(digest, extension)
            if not path.is_file():
                result = IngestResult(
                    name, "refused", message="Its original is lost; it was left as it is.",
                    sha256=digest,
                )  # fmt: skip
            else:
                reading = run.again(path, name, digest, self._remembered(workbook))
                result = IngestResult(
                    name,
                    "new" if reading.outcome == "read" else "unreadable",
                    reading.outcome,
                    message=_of_rebuilding(reading, path, digest),
                    sha256=digest,
                )
            results.append(result)
            if progress is not None:
                progress(result)
        with self._store.writing():
            studies.settle(self._store.hub)
        return tuple(results)

    def doctor(self) -> tuple[str, ...]:
        """What is wrong with the hub's files, a sentence each; empty if nothing is."""
        problems: list[str] = []
        for name, connection in (("hub", self._store.hub), ("people", self._store.people)):
            answers = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            if answers != ["ok"]:
                problems.append(f"{name}.sqlite is damaged: restore it from a backup.")
            for table, *_ in connection.execute("PRAGMA foreign_key_check"):
                problems.append(f"{name}.sqlite: a row of {table} belongs to no return.")
        problems.extend(self._doctor_originals())
        for owner in sorted(self._store.ownerless()):
            problems.append(f"people.sqlite knows a return {owner[:12]} that the hub does not.")
        referred = {
            str(key)
            for table in ("answers", "findings")
            for (key,) in self._store.hub.execute(
                f"SELECT personal FROM {table} WHERE personal IS NOT NULL"
            )
        }
        held = {str(row[0]) for row in self._store.people.execute("SELECT id FROM personal")}
        if lost := len(referred - held):
            problems.append(f"people.sqlite lacks {lost} personal answers: run “hub rebuild”.")
        return tuple(problems)

    def _doctor_originals(self) -> Iterable[str]:
        expected: dict[str, str] = {}
        for digest, extension in self._store.hub.execute("SELECT hash, extension FROM returns"):
            path = self._store.original(digest, extension)
            expected[path.name] = digest
            if not path.is_file():
                yield f"The original of return {digest[:12]} is lost: take the file in again."
        for path in sorted((self.folder / ORIGINALS).iterdir()):
            if path.name.startswith(UNFINISHED):
                yield f"{path.name} is left over from a crash; it goes after a day."
            elif path.name not in expected:
                yield (
                    f"The original {path.name[:12]} belongs to no return: a crash came between. "
                    "Take the file in again."
                )
            else:
                with path.open("rb") as file:
                    if digest_of(file) != expected[path.name]:
                        yield f"The original of return {path.name[:12]} has been altered."


def _of_rebuilding(reading: Reading, path: Path, digest: str) -> str:
    """What a person should know about one original that was read again; nothing if all is well."""
    if has_failed(reading):
        return "Reading failed unexpectedly; what was read before was left as it was."
    with path.open("rb") as file:
        if digest_of(file) != digest:
            return "Its original has been altered since it came in; it was read as it is now."
    return ""


def _reader() -> Read:
    from workbook_docs.reading import read

    return read
