"""What a hub holds, to be asked: returns, records, rows, status, statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from workbook_docs.definition import Workbook
from workbook_docs.errors import HubError
from workbook_docs.hub.collecting import make_status
from workbook_docs.hub.counting.table import make_statistics
from workbook_docs.hub.definitions import Definitions
from workbook_docs.hub.erased import is_erased
from workbook_docs.hub.figures import Statistics
from workbook_docs.hub.issued import IssuedCopy, held_copies
from workbook_docs.hub.register import Register
from workbook_docs.hub.returns import (
    HeldAnswer,
    Return,
    check_table,
    decisions_about,
    document_of,
    find,
    held_answers,
    held_returns,
    record_of,
    rows_of,
)
from workbook_docs.hub.sample import Sample, samples
from workbook_docs.hub.status import Status
from workbook_docs.hub.store import Store

W = TypeVar("W", bound=Workbook)
Named = str | Path | Return
"""A return: itself, its file, or the first characters of its hash."""


class Held:
    """The part of a hub that answers and changes nothing but what it remembers of definitions."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._definitions = Definitions(store)

    def returns(
        self,
        workbook: str | None = None,
        *,
        round: str | None = None,
        study: str | None = None,
        counted: bool | None = None,
    ) -> tuple[Return, ...]:
        """The files that came in, in order; of one workbook, round or study, or of all.

        `counted=True` gives the one return that each study and round is counted by.

            >>> with Hub("hub") as hub:
            ...     [found] = hub.returns(study="S07", counted=True)
            ...     found.standing, found.matched_by
            ('counts', 'reference')
        """
        found = held_returns(
            self._store, workbook=workbook, round=round, study=study, counted=counted
        )
        return tuple(found)

    def find(self, wanted: Named) -> Return:
        """The return of a file, or of the first characters of a hash.

        Raises `HubError` where there is none, or more than one.
        """
        digest = wanted.sha256 if isinstance(wanted, Return) else find(self._store, wanted)
        for found in held_returns(self._store, sha256=digest):
            return found
        raise HubError(f"The hub holds no return {digest[:12]}.")

    def answers(self, wanted: Named) -> tuple[HeldAnswer, ...]:
        """What a return says, answer by answer, with what people corrected beside it."""
        return held_answers(self._store, self.find(wanted).sha256)

    def decisions(self, wanted: Named) -> tuple[dict[str, Any], ...]:
        """What people decided about a return, in order: who, when, what and why."""
        return tuple(decisions_about(self._store, self.find(wanted).sha256))

    def document(self, wanted: Named) -> dict[str, Any]:
        """A return as `read --json` prints it, corrections included, with its standing.

        >>> with Hub("hub") as hub:
        ...     hub.document("returned/S07.docx")["record"]["study"]["reference"]
        'S07'
        """
        found = self.find(wanted)
        definition = self.definition(found.workbook) if found.workbook else None
        return document_of(self._store, found, definition)

    def records(
        self, workbook: type[W], *, round: str | None = None, counted: bool = True
    ) -> Iterator[tuple[Return, W]]:
        """Each readable return of a workbook with its typed record, corrections included.

        By default those that studies are counted by; `counted=False` gives all.

            >>> with Hub("hub") as hub:
            ...     for found, record in hub.records(Module2):
            ...         print(found.study, record.checklist.stakeholder_list)
            S07 False
        """
        for found in held_returns(
            self._store,
            workbook=workbook.workbook_id,
            round=round,
            counted=True if counted else None,
        ):
            if found.outcome == "read":
                yield found, record_of(self._store, found.sha256, workbook)

    def rows(
        self,
        workbook: type[Workbook],
        table: str | None = None,
        *,
        round: str | None = None,
        counted: bool = True,
    ) -> list[dict[str, Any]]:
        """The same as plain rows, for pandas.DataFrame or polars.DataFrame.

        A row holds the single fields of one return, or with `table` one row of that table.

            >>> with Hub("hub") as hub:
            ...     hub.correct(hub.returns()[0], "engagement[0].organisation", "The clinic")
            ...     rows = hub.rows(Module2, "engagement")
            'The clinic'
            >>> [(row["study"], row["row"], row["organisation"]) for row in rows]
            [('S07', 0, 'The clinic')]

        Raises `HubError` where the workbook has no such table.
        """
        check_table(workbook, table)
        return [
            row
            for found, record in self.records(workbook, round=round, counted=counted)
            for row in rows_of(found, record, table)
        ]

    def status(
        self,
        register: Register | None = None,
        today: date | None = None,
        *,
        round: str | None = None,
    ) -> Status:
        """Who has returned and who has not, by study and round; of one round, or of all.

        >>> with Hub("hub") as hub:
        ...     [study] = hub.status().studies
        ...     study.study, study.returned, study.missing
        ('S07', 1, 0)

        Raises:
            HubError: where neither the hub nor the register knows the round.
        """
        if round not in {row.round for row in register.rows} if register else True:
            self._check_round(round)
        found = make_status(self._store, register, today or date.today())
        return found if round is None else found.of_round(round)

    def erased_rows(self, register: Register) -> tuple[int, ...]:
        """The numbers of a register's rows whose person or study was erased from this hub."""
        return tuple(
            row.number for row in register.rows if is_erased(self._store, row.email, row.copy_study)
        )

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

            >>> with Hub("hub") as hub:
            ...     [ticked, *_] = hub.statistics().named("Ticks").rows
            ...     ticked.category, ticked.numerator, ticked.denominator
            ('ticked', 0, 1)
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

    def copies(self) -> tuple[IssuedCopy, ...]:
        """Every copy that was issued."""
        return held_copies(self._store)

    def remember(self, workbook: type[Workbook]) -> None:
        """Remember where a definition lies, so that later commands find it by its id."""
        self._definitions.remember(workbook)

    def definitions(self) -> dict[str, str]:
        """Where the definitions lie that were given to this hub, by workbook id."""
        return self._definitions.remembered()

    def definition(self, workbook: str) -> type[Workbook]:
        """The definition of a workbook that the hub holds returns of.

        Raises `HubError` where it is neither remembered, shipped nor installed.
        """
        return self._definitions.of(workbook)
