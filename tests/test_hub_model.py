"""Any order of taking in, deciding, erasing and rebuilding, against a slow and obvious model."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub_readings import AllKinds, Shelf, contents, reading_of
from workbook_docs.errors import HubError
from workbook_docs.hub import Hub
from workbook_docs.hub.issued import IssuedCopy
from workbook_docs.records import Copy

ANN, BOB = "ann@example.org", "bob@example.org"
STUDIES = ("S01", "S02")
PEOPLE = (ANN, BOB)
ISSUED = {"A1": ("S01", ANN), "A2": ("S01", BOB), "B1": ("S02", BOB)}
# copy, study in the file, e-mail, day of saving: what comes back, each with answers of its own
FILES: list[tuple[str | None, str | None, str | None, int | None]] = [
    ("A1", "S01", ANN, 1),
    ("A1", "S01", ANN, 2),
    ("A1", "S01", BOB, 3),
    ("A1", "S02", ANN, 4),
    ("A1", None, None, None),
    ("A2", None, BOB, 2),
    ("B1", "S02", BOB, 1),
    (None, "S02", ANN, 5),
    (None, None, BOB, 3),
    (None, None, ANN, 3),
]


@dataclass
class Held:
    """A return as the model knows it."""

    number: int
    copy: str | None
    study: str | None
    email: str | None
    day: int | None
    assigned: str | None = None
    rooms: str = ""
    corrected: dict[str, str] = field(default_factory=dict)


class Model(RuleBasedStateMachine):
    """The hub and the model side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.shelf = Shelf(self.folder / "returns")
        self.paths = []
        for number, (copy, study, email, day) in enumerate(FILES):
            values = {"needs.rooms": f"Answer {number}"}
            values |= {"study.reference": study} if study else {}
            values |= {"contact.email": email} if email else {}
            made = Copy(copy, ISSUED[copy][0], "r1") if copy else None
            modified = datetime(2026, 11, day, tzinfo=UTC) if day else None
            reading = reading_of(AllKinds, values, copy=made, modified=modified)
            self.paths.append(self.shelf.put(f"{number}.docx", reading))
        self.hub = Hub(self.folder / "hub")
        self.hub.record_copies(
            [
                IssuedCopy(id=id, workbook="all-kinds", version="3", issued_on=date(2026, 1, 1),
                           study=study, round="r1", email=email)
                for id, (study, email) in ISSUED.items()
            ],
            AllKinds,
        )  # fmt: skip
        self.issued = dict(ISSUED)
        self.held: dict[int, Held] = {}
        self.gone: set[int] = set()
        self.gone_people: set[str] = set()
        self.gone_studies: set[str] = set()
        self.preferred: list[tuple[int, frozenset[int]]] = []

    def teardown(self) -> None:
        self.hub.close()
        shutil.rmtree(self.folder)

    # What the model thinks ---------------------------------------------------------------

    def study_of(self, held: Held) -> str | None:
        if held.assigned:
            return held.assigned
        if held.copy:
            return ISSUED[held.copy][0]  # by its code or, that forgotten, by the words in it
        if held.study:
            return held.study
        led = {study for study, email in self.issued.values() if email == held.email}
        return led.pop() if held.email and len(led) == 1 else None

    def group_of(self, held: Held) -> object:
        if held.copy is None:
            return held.number
        if held.assigned and held.assigned != ISSUED[held.copy][0]:
            return (held.copy, held.assigned)
        return held.copy

    def lost(self, group: list[Held]) -> set[int]:
        """Those that a person preferred another of the group to, the last word holding."""
        numbers = {held.number for held in group}
        last: dict[tuple[int, int], int] = {}
        for event, (winner, over) in enumerate(self.preferred):
            for loser in over:
                last[winner, loser] = event
        lost = {
            loser
            for (winner, loser), event in last.items()
            if {winner, loser} <= numbers and event > last.get((loser, winner), -1)
        }
        if lost and lost == numbers:
            pairs = {pair: event for pair, event in last.items() if set(pair) <= numbers}
            lost.remove(max(pairs, key=lambda pair: pairs[pair])[0])
        return lost

    def standings(self) -> dict[int, str]:
        found: dict[int, str] = {}
        groups: dict[object, list[Held]] = {}
        for held in self.held.values():
            groups.setdefault(self.group_of(held), []).append(held)
        for group in groups.values():
            lost = self.lost(group)
            rest = [held for held in group if held.number not in lost]
            claims = {h.number: h.assigned or h.study or self.study_of(h) for h in rest}
            people = {h.email for h in rest} - {None}
            quarrel = len(people) > 1 or len(set(claims.values()) - {None}) > 1
            heads = [
                older
                for older in rest
                if not any(
                    newer.day and older.day and newer.day > older.day
                    and (not quarrel or (claims[newer.number], newer.email)
                         == (claims[older.number], older.email))
                    for newer in rest
                )
            ]  # fmt: skip
            for held in group:
                found[held.number] = "superseded"
            for held in heads:
                found[held.number] = "counts" if len(heads) == 1 else "conflict"
        return found

    def counted(self) -> dict[str, int]:
        standings = self.standings()
        found: dict[tuple[str, str | None], list[Held]] = {}
        for held in self.held.values():
            study = self.study_of(held)
            if study and standings[held.number] == "counts":
                found.setdefault((study, self.round_of(held)), []).append(held)
        return {
            key: max(
                (h for h in group if h.number not in self.lost(group)),
                key=lambda h: (h.day or 0, self.digest(h.number)),
            ).number
            for key, group in found.items()
        }

    def round_of(self, held: Held) -> str | None:
        if held.copy:
            return "r1"
        study = self.study_of(held)
        return "r1" if study and any(s == study for s, _ in self.issued.values()) else None

    def digest(self, number: int) -> str:
        import hashlib

        return hashlib.sha256(self.paths[number].read_bytes()).hexdigest()

    # What is done ------------------------------------------------------------------------

    @initialize(numbers=st.sets(st.integers(0, len(FILES) - 1), min_size=5))
    def begin(self, numbers: set[int]) -> None:
        self.ingest(numbers)

    @rule(numbers=st.sets(st.integers(0, len(FILES) - 1), min_size=1, max_size=3))
    def ingest(self, numbers: set[int]) -> None:
        for number in sorted(numbers):
            [result] = self.hub.ingest(self.paths[number], read=self.shelf.read)
            if number in self.held:
                assert result.status == "duplicate"
                continue
            new = Held(number, *FILES[number], rooms=f"Answer {number}")
            is_gone = number in self.gone or new.email in self.gone_people
            if is_gone or self.study_of(new) in self.gone_studies:
                assert result.status == "refused", result
            else:
                assert result.outcome == "read"
                self.held[number] = new

    @precondition(lambda self: self.held)
    @rule(data=st.data(), study=st.sampled_from(STUDIES))
    def assign(self, data: Any, study: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.held)))
        self.hub.assign(self.paths[number], study)
        self.held[number].assigned = study

    @precondition(lambda self: self.held)
    @rule(
        data=st.data(),
        change=st.sampled_from(
            [("needs.rooms", "Corrected"), ("contact.email", ANN), ("contact.email", BOB),
             ("contact.email", ""), ("study.reference", "S01"), ("sessions[0].topic", "Food")]
        ),
    )  # fmt: skip
    def correct(self, data: Any, change: tuple[str, str]) -> None:
        number = data.draw(st.sampled_from(sorted(self.held)))
        held, (path, value) = self.held[number], change
        self.hub.correct(self.paths[number], path, value)
        held.corrected[path] = value
        if path == "contact.email":
            held.email = value or None
        if path == "study.reference":
            held.study = value

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def prefer(self, data: Any) -> None:
        number = data.draw(st.sampled_from(sorted(self.held)))
        held = self.held[number]
        study, round = self.study_of(held), self.round_of(held)
        over = frozenset(
            other.number
            for other in self.held.values()
            if other.number != number
            and (
                (held.copy and other.copy == held.copy)
                or (study and (self.study_of(other), self.round_of(other)) == (study, round))
            )
        )
        if over:
            assert len(self.hub.prefer(self.paths[number])) == len(over)
            self.preferred.append((number, over))

    @rule(who=st.sampled_from(PEOPLE))
    def erase_person(self, who: str) -> None:
        going = {
            h.number
            for h in self.held.values()
            if h.email == who
            or (h.email is None and h.copy in self.issued and self.issued[h.copy][1] == who)
        }
        try:
            erased = self.hub.erase(person=who, yes=True)
        except HubError:
            assert not going
            return
        assert len(erased.returns) == len(going)
        self.issued = {id: copy for id, copy in self.issued.items() if copy[1] != who}
        self.gone_people.add(who)
        self.forget(going)

    @rule(study=st.sampled_from(STUDIES))
    def erase_study(self, study: str) -> None:
        going = {h.number for h in self.held.values() if self.study_of(h) == study}
        try:
            erased = self.hub.erase(study=study, yes=True)
        except HubError:
            assert not going
            return
        assert len(erased.returns) == len(going)
        self.issued = {id: copy for id, copy in self.issued.items() if copy[0] != study}
        self.gone_studies.add(study)
        self.forget(going)

    def forget(self, going: set[int]) -> None:
        self.gone |= going
        self.held = {number: h for number, h in self.held.items() if number not in going}
        self.preferred = [
            (winner, over - going) for winner, over in self.preferred if winner not in going
        ]

    @rule()
    def rebuild(self) -> None:
        before = contents(self.hub.folder)
        self.hub.rebuild(self.shelf.read)
        assert contents(self.hub.folder) == before

    @rule()
    def reopen(self) -> None:
        self.hub.close()
        self.hub = Hub(self.folder / "hub", create=False)
        self.hub.remember(AllKinds)

    # What must hold ------------------------------------------------------------------------

    @invariant()
    def they_agree(self) -> None:
        returns = {r.sha256: r for r in self.hub.returns()}
        assert set(returns) == {self.digest(number) for number in self.held}
        standings = self.standings()
        for number, held in self.held.items():
            found = returns[self.digest(number)]
            assert (found.study, found.round) == (self.study_of(held), self.round_of(held))
            assert (found.email, found.standing) == (held.email, standings[number])
        counted = {r.sha256 for r in returns.values() if r.counted}
        assert counted == {self.digest(number) for number in self.counted().values()}

    @invariant()
    def corrections_show(self) -> None:
        for found, record in self.hub.records(AllKinds, counted=False):
            number = int(Path(found.file).stem)
            corrected = self.held[number].corrected
            assert record.needs.rooms == corrected.get("needs.rooms", f"Answer {number}")
            assert (record.contact.email or "") == (self.held[number].email or "")
            assert [row.topic for row in record.sessions] == (
                ["Food"] if "sessions[0].topic" in corrected else []
            )

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert self.hub.doctor() == ()


Model.TestCase.settings = settings(
    max_examples=20, stateful_step_count=12, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
TestModel = Model.TestCase
