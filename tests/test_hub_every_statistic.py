"""Every figure of a thousand returns, in all and in parts, is what a slow count gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from site_readiness import SiteReadiness

import slow_statistics as slow
from hub_readings import AllKinds, Shelf, reading_of
from slow_statistics import Came, Sent, Vocabulary, World
from workbook_docs.anchors import bare
from workbook_docs.definition import DeclaredField, Workbook, fields_of, tables_of
from workbook_docs.hub import Hub, IssuedCopy
from workbook_docs.hub.figures import Statistics
from workbook_docs.records import Answer, Copy, Finding, Reading, State
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 12, 11)
SPRING, AUTUMN = "2026 spring", "2026 autumn"
SENT = {SPRING: date(2026, 3, 1), AUTUMN: date(2026, 10, 1)}
CAME = {SPRING: (date(2026, 2, 20), date(2026, 4, 10), date(2026, 7, 1)),
        AUTUMN: (date(2026, 10, 9), date(2026, 11, 20))}  # fmt: skip
THEMES = ("Cancer", "Ageing", "Mental health", None)
STATES: tuple[State, ...] = (
    "blank", "declared-empty", "prompt", "not-found", "not-asked", "unreadable",
)  # fmt: skip
TICK_STATES: tuple[State, ...] = ("blank", "not-found", "not-asked", "unreadable")

WORDS = Vocabulary(
    stakeholders={
        "Patients": "patients", "the patient": "patients", "PATIENTS.": "patients",
        "GPs": "gps", "gp": "gps", "Charities": "charities", "A charity": "one charity",
        "charity": "charities", "Nurses": "nurses", "The Nurses": "nurses",
        "NHS Trust": "trust", "nhs – trusts": "trust", "Carers": "carers", "Press": "press",
    },
    frequencies={
        "Weekly": "weekly", "every month": "monthly", "Every 3 months": "quarterly",
        "twice a year": "half-yearly", "Annually": "yearly", "at key stages": "key stages",
        "as and when needed": "ad hoc", "weekly, then monthly": "more than one", "often": "other",
    },
    methods={
        "Meetings": ("meeting",), "E-mail and phone": ("email", "phone"), "Twitter": ("social media",),
        "newsletter": ("newsletter",), "a workshop": ("event or workshop",), "web site": ("website",),
        "PPI network": ("via a network",), "carrier pigeon": ("other",),
    },
    frequency_codes=("weekly", "monthly", "quarterly", "half-yearly", "yearly", "key stages",
                     "ad hoc", "more than one", "other"),
    method_codes=("meeting", "email", "phone", "social media", "newsletter", "event or workshop",
                  "website", "via a network", "other"),
)  # fmt: skip


# What a team writes ----------------------------------------------------------------------


def value_of(chance: random.Random, declared: DeclaredField) -> Any:
    """Some value of a field's kind."""
    if declared.path == "engagement[].frequency":
        return chance.choice(list(WORDS.frequencies))
    if declared.path == "engagement[].contact_method":
        return chance.choice(list(WORDS.methods))
    some = list(WORDS.stakeholders)
    made = {
        "whole": lambda: chance.randrange(0, 40),
        "decimal": lambda: Decimal(chance.randrange(0, 16_800)) / 100,
        "day": lambda: date(2024, 12, 1) + timedelta(days=chance.randrange(0, 1000)),
        "tick": lambda: chance.random() < 0.6,
        "email": lambda: f"{chance.randrange(99)}@example.com",
        "names": lambda: chance.sample(some, chance.randrange(1, 4)),
        "choice": lambda: chance.choice(declared.options),
        "choices": lambda: chance.sample(declared.options, chance.randrange(1, len(declared.options) + 1)),
    }  # fmt: skip
    return made.get(declared.kind, lambda: chance.choice(some))()


def writing(
    chance: random.Random, workbook: type[Workbook], known: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, State]]:
    """Values, and states of what is not answered, of every field, row and table."""
    values, states = dict(known), dict[str, State]()
    # A team that fills nearly everything, and one that fills little.
    share = chance.choice((0.97, 0.8, 0.4))

    def write(declared: DeclaredField, path: str) -> None:
        if path in known or (declared.personal and declared.kind == "email"):
            return
        if path == "study.reference":
            return
        if chance.random() < share:
            values[path] = value_of(chance, declared)
        else:
            states[path] = chance.choice(STATES if declared.kind != "tick" else TICK_STATES)

    for declared in fields_of(workbook):
        if declared.table is None:
            write(declared, declared.path)
    for table in tables_of(workbook):
        if chance.random() > 0.5 + share / 2:
            states[table.path] = chance.choice(("blank", "not-found", "not-asked"))
            continue
        missing = chance.choice(table.columns[1:]).path if chance.random() < 0.1 else None
        for row in range(chance.randrange(0, 5)):
            first = table.columns[0]
            values[first.path.replace("[]", f"[{row}]")] = value_of(chance, first)
            for column in table.columns[1:]:
                path = column.path.replace("[]", f"[{row}]")
                if column.path == missing:
                    states[path] = "not-asked"  # an edition without that column
                else:
                    write(column, path)
    return values, states


# What came back --------------------------------------------------------------------------


@dataclass
class Made:
    """A hub of two rounds, and what is known to be in it."""

    workbook: type[Workbook]
    chance: random.Random
    shelves: dict[date, Shelf] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    copies: list[IssuedCopy] = field(default_factory=list)
    came: list[tuple[datetime, Came]] = field(default_factory=list)
    files: int = 0

    def study(self, folder: Path, number: int) -> None:
        """One study in two rounds, and whatever may happen to its copies."""
        chance, study = self.chance, f"S{number:03}"
        rounds = chance.choice(([SPRING], [AUTUMN], [SPRING, AUTUMN], [SPRING, AUTUMN]))
        theme = chance.choice(THEMES)
        for round in rounds:
            due = chance.choice((None, SENT[round] + timedelta(days=40), date(2027, 1, 31)))
            for member in (1, 2):
                person = f"lead{number}.{member}@example.org"
                copy = IssuedCopy(
                    id=f"{self.workbook.workbook_id}-{study}-{round}-{member}", study=study, due=due,
                    workbook=self.workbook.workbook_id, version="1", round=round, email=person,
                    issued_on=SENT[round] + timedelta(days=member),
                    group={"theme": theme} if theme else {},
                )  # fmt: skip
                self.copies.append(copy)
                self.sent.append(Sent(study, round, due, copy.issued_on, theme))
            self._returns(folder, study, round, rounds, number)

    def _returns(self, folder: Path, study: str, round: str, rounds: list[str], n: int) -> None:
        chance = self.chance
        what = chance.choice(
            ("one", "one", "saved again", "same answers", "contradiction", "two persons",
             "same bytes", "none", "by reference", "by e-mail", "unreadable", "late")
        )  # fmt: skip
        on = chance.choice(CAME[round][:-1])
        copy = Copy(f"{self.workbook.workbook_id}-{study}-{round}-1", study, round)
        other = replace(copy, id=copy.id[:-1] + "2")
        ann, bob = f"lead{n}.1@example.org", f"Lead{n}.2@Example.org "
        only = round if len(rounds) == 1 else None
        if what in ("one", "same bytes", "late"):
            self._put(folder, study, round, "counts", ann, CAME[round][-1] if what == "late" else on,
                      copy, again=what == "same bytes")  # fmt: skip
        elif what in ("saved again", "same answers"):
            old = self._put(folder, study, round, "superseded", ann, on, copy)
            same = old if what == "same answers" else None
            self._put(folder, study, round, "counts", ann, CAME[round][-1], copy, same=same)
        elif what == "contradiction":
            self._put(folder, study, round, "conflict", ann, on, copy)
            self._put(folder, study, round, "conflict", bob, on, copy)
        elif what == "two persons":
            self._put(folder, study, round, "counts", ann, on, copy)
            self._put(folder, study, round, "counts", bob, CAME[round][-1], other)
        elif what == "by reference" and self._has("study.reference"):
            self._put(folder, study, only, "counts", None, on, None, reference=study.lower())
        elif what == "by e-mail":
            self._put(folder, study, only, "counts", bob, on, None)
        elif what == "unreadable":
            self._put_unreadable(folder, on)

    def strangers(self, folder: Path, number: int) -> None:
        """A study that was sent nothing, and a file that tells of no study."""
        on = CAME[AUTUMN][0]
        if self._has("study.reference"):
            self._put(folder, f"t{number}", None, "counts", None, on, None, reference=f"T{number}")
        self._put(folder, None, None, "counts", "nobody@example.net", on, None)

    def _has(self, path: str) -> bool:
        return path in {f.path for f in fields_of(self.workbook)}

    def _put(
        self, folder: Path, study: str | None, round: str | None, standing: str, email: str | None,
        received: date, copy: Copy | None, *, reference: str | None = None, again: bool = False,
        same: Reading | None = None,
    ) -> Reading:  # fmt: skip
        self.files += 1
        modified = datetime.combine(received, time(1), UTC) + timedelta(seconds=self.files)
        [address] = [f.path for f in fields_of(self.workbook) if f.personal and f.kind == "email"]
        known: dict[str, Any] = {} if email is None else {address: email.strip()}
        if reference:
            known["study.reference"] = reference
        if same is None:
            values, states = writing(self.chance, self.workbook, known)
            reading = reading_of(
                self.workbook, values, copy=copy, states=states, modified=modified,
                format=self.chance.choice(("docx", "xlsx")),
            )  # fmt: skip
            remarks = self.chance.choice(((), (), ("note",), ("warning", "note"), ("error",)))
            findings = tuple(Finding(severity, "odd", "Odd.", None, None) for severity in remarks)
            reading = replace(reading, findings=findings)
        else:
            reading = replace(same, modified=modified)
        shelf = self.shelves.setdefault(received, Shelf(folder / received.isoformat()))
        data = self._bytes()
        shelf.put(f"{self.files}.{reading.format}", reading, data)
        if again:
            shelf.put(f"copy of {self.files}.docx", reading, data)
        person = email.strip().casefold() if email else None
        key = study.casefold() if study else None
        self.came.append((modified, Came(reading, key, round, standing, person, received)))
        return reading

    def _put_unreadable(self, folder: Path, received: date) -> None:
        self.files += 1
        format, outcome = self.chance.choice(
            (("docx", "damaged"), ("xlsx", "encrypted"), (None, "pdf"))
        )
        reading = Reading("", None, format, outcome)  # type: ignore[arg-type]
        shelf = self.shelves.setdefault(received, Shelf(folder / received.isoformat()))
        shelf.put(f"{self.files}.pdf", reading, self._bytes())
        came = Came(reading, None, None, "unreadable", None, received)
        self.came.append((datetime.combine(received, time(1), UTC), came))

    def _bytes(self) -> bytes:
        return f"bytes of {self.workbook.workbook_id} {self.files}".encode()

    def world(self) -> World:
        """What is known, as the slow count takes it."""
        came = tuple(one for _, one in sorted(self.came, key=lambda pair: pair[0]) if one.read)
        sent = tuple(replace(s, study=s.study.casefold()) for s in self.sent)
        rounds = tuple(r for r in (SPRING, AUTUMN) if any(s.round == r for s in sent))
        return World(self.workbook, sent, came, came, rounds, TODAY)


def made(workbook: type[Workbook], folder: Path, studies: int, seed: int) -> Made:
    found = Made(workbook, random.Random(seed))
    for number in range(studies):
        found.study(folder / workbook.workbook_id, number)
        if number % 12 == 5:
            found.strangers(folder / workbook.workbook_id, number)
    return found


def take_in(hub: Hub, found: Made) -> None:
    hub.record_copies(found.copies, found.workbook)
    for day, shelf in sorted(found.shelves.items()):
        received = datetime.combine(day, time(12), UTC)
        hub.ingest(shelf.folder, found.workbook, read=shelf.read, received=received)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hub, list[Made]]]:
    """A hub with a thousand returns of three workbooks."""
    folder = tmp_path_factory.mktemp("thousand")
    every = [
        made(workbook, folder, studies, seed)
        for seed, (workbook, studies) in enumerate(
            ((Module2, 250), (AllKinds, 140), (SiteReadiness, 110))
        )
    ]
    with Hub(folder / "hub") as hub:
        for found in every:
            take_in(hub, found)
        yield hub, every


# Counted both ways -----------------------------------------------------------------------

Counted = dict[tuple[str, str, str], tuple[Any, int, int]]


def plain(number: Any) -> Fraction | None:
    # A mean is held to 28 digits.
    return None if number is None else round(Fraction(number), 20)


def told(statistics: Statistics, workbook: str | None) -> Counted:
    return {
        (s.name, row.within, row.label): (plain(row.numerator), row.denominator, row.not_counted)
        for s in statistics.statistics
        if s.workbook == workbook
        for row in s.rows
    }


def counted(world: World, within: str = "") -> Counted:
    words = WORDS if world.workbook is Module2 else None
    return {
        (name, within, label): (plain(n), of, left)
        for name, label, n, of, left in slow.every(world, words)
    }


def assert_same(found: Counted, expected: Counted) -> None:
    assert found.keys() == expected.keys()
    assert {k: (found[k], expected[k]) for k in found if found[k] != expected[k]} == {}


def test_there_are_a_thousand_returns_in_every_state(thousand: tuple[Hub, list[Made]]) -> None:
    hub, every = thousand
    assert len(hub.returns()) == sum(len(found.came) for found in every) >= 1000
    for found in every:
        states: dict[str, set[str]] = {}
        for _, came in found.came:
            for answer in came.reading.answers:
                states.setdefault(bare(answer.path), set()).add(answer.state)
        always = {t.columns[0].path for t in tables_of(found.workbook)} | {"study.reference"}
        for declared in fields_of(found.workbook):
            if declared.path in always or declared.personal:
                continue
            wanted = {"answered", *(STATES if declared.kind != "tick" else TICK_STATES)}
            assert states[declared.path] == wanted, declared.path
        assert {one.standing for _, one in found.came} == {
            "counts", "superseded", "conflict", "unreadable",
        }  # fmt: skip
    returns = hub.returns()
    assert {r.matched_by for r in returns} == {"copy", "reference", "email", None}
    standings = sorted(one.standing for found in every for _, one in found.came)
    assert sorted(r.standing for r in returns) == standings


def test_of_files(thousand: tuple[Hub, list[Made]]) -> None:
    hub, every = thousand
    came = [one for found in every for _, one in found.came]
    parts = {"": {"": came}, "round": {}, "group.theme": {}}
    for one in came:
        parts["round"].setdefault(f"round {one.round or 'not known'}", []).append(one)
    for found in every:
        for theme, studies in slow.themes(found.world()).items():
            here = [one for _, one in found.came if one.read and one.study in studies]
            parts["group.theme"].setdefault(f"theme {theme}", []).extend(here)
    # A file that could not be read is of no study.
    parts["group.theme"]["theme not known"] += [one for one in came if not one.read]
    for by, split in parts.items():
        expected = {
            (name, within, label): (Fraction(n), of, left)
            for within, here in ({"": came} | split).items()
            for name, label, n, of, left in slow.of_files(here)
        }
        assert_same(told(hub.statistics(TODAY, by=by or None), None), expected)
    for split in parts.values():
        assert sum(map(len, split.values())) == len(came)


@pytest.mark.parametrize("which", [0, 1, 2], ids=["module-2", "all-kinds", "site-readiness"])
def test_in_all_by_round_by_group_and_of_one_round(
    thousand: tuple[Hub, list[Made]], which: int
) -> None:
    hub, every = thousand
    world = every[which].world()
    workbook = world.workbook.workbook_id
    whole = counted(world)
    by_round = {
        key: figure
        for round in world.rounds
        for key, figure in counted(slow.part(world, round=round), f"round {round}").items()
    } | counted(slow.no_round(world), "round not known")
    by_theme = {
        key: figure
        for theme, studies in slow.themes(world).items()
        for key, figure in counted(slow.part(world, studies=studies), f"theme {theme}").items()
    }
    assert_same(told(hub.statistics(TODAY), workbook), whole)
    assert_same(told(hub.statistics(TODAY, by="round"), workbook), whole | by_round)
    assert_same(told(hub.statistics(TODAY, by="group.theme"), workbook), whole | by_theme)
    alone = counted(slow.part(world, round=AUTUMN))
    assert_same(told(hub.statistics(TODAY, round=AUTUMN), workbook), alone)


@pytest.mark.parametrize("workbook", [Module2, AllKinds, SiteReadiness])
@pytest.mark.parametrize("studies", [1, 2])
def test_a_hub_of_hardly_anything(tmp_path: Path, workbook: type[Workbook], studies: int) -> None:
    for seed in range(4):
        found = made(workbook, tmp_path / str(seed), studies, seed)
        with Hub(tmp_path / f"hub{seed}") as hub:
            take_in(hub, found)
            world = found.world()
            statistics = hub.statistics(TODAY, by="round")
            rounds = [counted(slow.part(world, round=r), f"round {r}") for r in world.rounds]
            if any(came.round is None for came in world.came):
                rounds.append(counted(slow.no_round(world), "round not known"))
            expected = counted(world)
            for split in rounds:
                expected |= split
            assert_same(told(statistics, workbook.workbook_id), expected)


def test_a_hub_of_nothing_but_copies(tmp_path: Path) -> None:
    found = made(Module2, tmp_path / "none", 3, 1)
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies(found.copies, Module2)
        world = replace(found.world(), came=(), everything=())
        assert_same(told(hub.statistics(TODAY), "module-2"), counted(world))


CORRECTED = {
    "next_review_date": ("6 May 2027", "2027-05-06"),
    "checklist.stakeholder_list": ("yes", True),
    "co_production.point_1": ("", None),
    "nine_cs.consumers": ("Patients\nCarers", ["Patients", "Carers"]),
}


def test_what_people_decided_is_counted(tmp_path: Path) -> None:
    found = made(Module2, tmp_path / "made", 40, 3)
    known = dict(found.came)
    with Hub(tmp_path / "hub") as hub:
        take_in(hub, found)
        for held in hub.returns("module-2"):
            assert held.modified is not None
            came = known[held.modified]
            if came.standing == "counts":
                for path, (text, _) in CORRECTED.items():
                    hub.correct(held, path, text)
                came.reading = replace(
                    came.reading, answers=tuple(map(corrected, came.reading.answers))
                )
        # Of each pair that contradicts itself, the one that came first is preferred.
        pairs: dict[Any, list[Came]] = {}
        for _, came in sorted(found.came, key=lambda pair: pair[0]):
            if came.standing == "conflict":
                pairs.setdefault((came.study, came.round), []).append(came)
        assert len(pairs) >= 2
        for first, second in pairs.values():
            hub.prefer(next(r for r in hub.returns() if known.get(r.modified) is first))  # type: ignore[arg-type]
            first.standing, second.standing = "counts", "superseded"
        assert_same(told(hub.statistics(TODAY), "module-2"), counted(found.world()))


def corrected(answer: Answer) -> Answer:
    if answer.path not in CORRECTED:
        return answer
    value = CORRECTED[answer.path][1]
    return replace(answer, state="blank" if value is None else "answered", value=value)
