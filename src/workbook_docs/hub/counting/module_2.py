"""The statistics of Module 2 that follow from what its fields mean.

Counts of what teams wrote, never a judgement of it: there is no score, no ranking, nothing
about named stakeholders.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from workbook_docs.hub.counting.coding import (
    FREQUENCIES,
    METHODS,
    OTHER,
    SEVERAL,
    frequency,
    methods,
)
from workbook_docs.hub.counting.likeness import distinct
from workbook_docs.hub.counting.typical import middle_half
from workbook_docs.hub.figures import Figure, why
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Sheet
from workbook_docs.workbooks.module_2 import Checklist, CoProduction
from workbook_docs.workbooks.nine_cs import NineCs

MATRICES = ("initial_matrix", "ongoing_matrix")
NINE_CS = tuple(f"nine_cs.{name}" for name in NineCs.model_fields)
POINTS = tuple(f"co_production.{name}" for name in CoProduction.model_fields)
QUADRANTS = (
    ("interest_impact.q1", "Q1: low interest, low impact"),
    ("interest_impact.q2", "Q2: high interest, low impact"),
    ("interest_impact.q3", "Q3: low interest, high impact"),
    ("interest_impact.q4", "Q4: high interest, high impact"),
)
ENOUGH_POINTS = 4
"""Points of seven from which a co-production strategy counts as there."""
GRACE = timedelta(days=30)
"""How long after its planned day a review is not yet overdue."""

Holds = Callable[[Sheet], bool | None]


# What is there -------------------------------------------------------------------------


def _holds(*paths: str, least: int = 1) -> Holds:
    """Whether a sheet has answers in so many of some fields or tables; None: cannot be told."""

    def holds(sheet: Sheet) -> bool | None:
        found, unclear = 0, 0
        for path in paths:
            if path in sheet.tables:
                found += 1
                continue
            said = sheet.at(path)
            found += said.state == "answered"
            unclear += said.lost or said.state == "not-asked"
        if found >= least:
            return True
        return None if found + unclear >= least else False

    return holds


TICKED_FOR: tuple[tuple[str, Holds], ...] = (
    ("stakeholder_list", _holds(*NINE_CS, *MATRICES)),
    ("engagement_strategy", _holds("engagement")),
    ("inclusion_strategy", _holds("involvement")),
    ("co_production_strategy", _holds(*POINTS, least=ENOUGH_POINTS)),
    ("next_review_date_set", _holds("next_review_date")),
)
"""Checklist item, and what it stands for. The second item has no field of its own."""


def ticks_against_content(sample: Sample) -> Iterator[Figure]:
    """Per item: ticked with nothing there, and there but not ticked."""
    for name, holds in TICKED_FOR:
        path = f"checklist.{name}"
        subject = str(Checklist.model_fields[name].title)
        pairs = [(sheet.at(path), holds(sheet)) for sheet in sample.sheets]
        asked = [(said.value, held) for said, held in pairs if said.state != "not-asked"]
        for ticked, category, wrong in (
            (True, "ticked, and nothing is there", False),
            (False, "there, and not ticked", True),
        ):
            here = [held for value, held in asked if value is ticked]
            told = [held for held in here if held is not None]
            left_out = why(
                not_asked_in_their_edition=len(pairs) - len(asked),
                with_a_box_that_could_not_be_read=sum(v is None for v, _ in asked),
                with_content_that_was_not_found_or_not_asked=len(here) - len(told),
            )
            yield Figure(category, told.count(wrong), len(told), *left_out, subject=subject)


def public_voice(sample: Sample) -> Iterator[Figure]:
    """Studies that list a consumer, among those that filled any of the 9 Cs."""
    consumers = [_holds("nine_cs.consumers")(s) for s in _with_nine_cs(sample)]
    told = [held for held in consumers if held is not None]
    unread, empty = _without(sample, NINE_CS)
    left_out = why(
        with_none_of_the_9_Cs_filled=empty,
        with_9_Cs_of_which_some_were_not_read_or_asked=unread,
        not_found_not_readable_or_not_asked=len(consumers) - len(told),
    )
    yield Figure("at least one entry in Consumers", told.count(True), len(told), *left_out)


def nine_cs_named(sample: Sample) -> Iterator[Figure]:
    """Per C: studies with at least one entry."""
    for path in NINE_CS:
        title = str(NineCs.model_fields[path.partition(".")[2]].title)
        yield _having(sample, path, title)


def points_answered(sample: Sample) -> Iterator[Figure]:
    """Per point of co-production: studies that answered it."""
    for path in POINTS:
        yield _having(sample, path, str(CoProduction.model_fields[path.partition(".")[2]].title))


def life_cycle_stages(sample: Sample) -> Iterator[Figure]:
    """Per stage of the study: studies with text for it; and with text for all five."""
    stages = ("initiation", "planning", "execution", "monitoring", "closure")
    paths = [f"life_cycle.{stage}" for stage in stages]
    for path, stage in zip(paths, stages, strict=True):
        yield _having(sample, path, stage.capitalize())
    yield _having(sample, paths, "all five stages")


def _having(sample: Sample, paths: str | list[str], category: str) -> Figure:
    wanted = [paths] if isinstance(paths, str) else paths
    held = [_holds(*wanted, least=len(wanted))(sheet) for sheet in sample.sheets]
    told = [h for h in held if h is not None]
    left_out = why(not_found_not_readable_or_not_asked=len(held) - len(told))
    return Figure(category, told.count(True), len(told), *left_out)


def _is_unread(sheet: Sheet, path: str) -> bool:
    """Whether nobody can tell what is said to a field."""
    said = sheet.at(path)
    return said.lost or said.state == "not-asked"


def _without(sample: Sample, paths: Sequence[str]) -> tuple[int, int]:
    """Studies that answered none of some fields: where some were not read, and where all were."""
    none = [s for s in sample.sheets if not any(s.at(p).state == "answered" for p in paths)]
    unread = sum(any(_is_unread(sheet, path) for path in paths) for sheet in none)
    return unread, len(none) - unread


def _with_nine_cs(sample: Sample) -> list[Sheet]:
    return [s for s in sample.sheets if any(s.at(path).state == "answered" for path in NINE_CS)]


# Stakeholders --------------------------------------------------------------------------


def stakeholders(sheet: Sheet) -> set[str]:
    """The different stakeholders in both matrices, as `likeness` tells them apart."""
    return distinct(name for table in MATRICES for name in sheet.column(f"{table}[].stakeholder"))


def _matrices_lost(sheet: Sheet) -> bool:
    return any(sheet.table(table)[0] != "found" for table in MATRICES)


def stakeholders_of_a_study(sample: Sample) -> Iterator[Figure]:
    """Stakeholders in the matrices of a study: in all, and how many are usual."""
    counts = [len(stakeholders(sheet)) for sheet in sample.sheets if not _matrices_lost(sheet)]
    given = [n for n in counts if n]
    left_out = why(
        with_a_matrix_that_was_not_found_or_not_asked=len(sample.sheets) - len(counts),
        with_no_stakeholder=len(counts) - len(given),
    )
    yield Figure("stakeholders in all", sum(given), len(given), *left_out, kind="total")
    yield from middle_half("stakeholders of a study", given, left_out)


def growth_of_lists(sample: Sample) -> Iterator[Figure]:
    """From one round to the next: stakeholders that are new, that stayed, that are gone."""
    rounds = sample.rounds if sample.round is None else (sample.round,)
    for round in rounds:
        before = sample.earlier(round)
        if before is None:
            continue
        now = {s.study: s for s in sample.by_round.get(round, ())}
        then = {s.study: s for s in sample.by_round.get(before, ())}
        both = [study for study in now if study in then]
        clear = [s for s in both if not _matrices_lost(now[s]) and not _matrices_lost(then[s])]
        left_out = why(
            in_one_of_the_two_rounds_only=len(now.keys() ^ then.keys()),
            with_a_matrix_that_was_not_found_or_not_asked=len(both) - len(clear),
        )
        kept = new = gone = 0
        for study in clear:
            here, there = stakeholders(now[study]), stakeholders(then[study])
            kept, new, gone = (
                kept + len(here & there),
                new + len(here - there),
                gone + len(there - here),
            )
        subject = f"{before} to {round}"
        for category, n in (("new", new), ("kept", kept), ("gone", gone)):
            yield Figure(category, n, len(clear), *left_out, subject=subject, kind="total")


def interest_and_impact(sample: Sample) -> Iterator[Figure]:
    """Entries in each quadrant, of the studies that used the quadrants."""
    used = [
        s for s in sample.sheets if any(s.at(path).state == "answered" for path, _ in QUADRANTS)
    ]
    entries = {
        label: sum(len(s.at(path).value or []) for s in used if s.at(path).state == "answered")
        for path, label in QUADRANTS
    }
    # Who stands in no quadrant is known only where all quadrants and both matrices were read.
    clear = [
        s for s in used
        if not _matrices_lost(s)
        and not any(_is_unread(s, path) for path, _ in QUADRANTS)
    ]  # fmt: skip
    unstated = 0
    for sheet in clear:
        placed = distinct(name for path, _ in QUADRANTS for name in sheet.at(path).value or [])
        unstated += len(stakeholders(sheet) - placed)
    total = sum(entries.values()) + unstated
    unread, empty = _without(sample, [path for path, _ in QUADRANTS])
    unused = {
        "studies_that_did_not_use_the_quadrants": empty,
        "studies_with_quadrants_of_which_some_were_not_read_or_asked": unread,
    }
    for label, n in entries.items():
        yield Figure(label, n, total, *why(**unused))
    left_out = why(
        **unused,
        studies_with_a_quadrant_or_matrix_that_was_not_read=len(used) - len(clear),
    )
    yield Figure("in a matrix, and in no quadrant", unstated, total, *left_out)


def follow_through(sample: Sample) -> Iterator[Figure]:
    """Stakeholders of the matrices that are found again in the two tables of Step Two."""
    labels = {
        (True, False): "engaged only", (False, True): "involved only",
        (True, True): "both", (False, False): "neither",
    }  # fmt: skip
    tables = ("engagement", "involvement")
    clear = [
        s for s in sample.sheets
        if not _matrices_lost(s) and all(s.table(t)[0] == "found" for t in tables)
    ]  # fmt: skip
    counts: Counter[tuple[bool, bool]] = Counter()
    for sheet in clear:
        engaged = distinct(sheet.column("engagement[].organisation"))
        involved = distinct(sheet.column("involvement[].stakeholder"))
        counts.update((name in engaged, name in involved) for name in stakeholders(sheet))
    left_out = why(
        studies_with_a_table_that_was_not_found_or_not_asked=len(sample.sheets) - len(clear)
    )
    for key, label in labels.items():
        yield Figure(label, counts[key], counts.total(), *left_out)


# Engagement ----------------------------------------------------------------------------


def contact_frequency(sample: Sample) -> Iterator[Figure]:
    """Rows of the engagement table by how often, as far as a code fits."""
    texts = _column(sample, "engagement[].frequency")
    counts = Counter(frequency(text) for text in texts)
    for code in (*(code for code, _ in FREQUENCIES), SEVERAL, OTHER):
        yield Figure(code, counts[code], len(texts), *_rows_without(sample, len(texts)))


def contact_methods(sample: Sample) -> Iterator[Figure]:
    """Rows of the engagement table by how; a row may have several codes."""
    texts = _column(sample, "engagement[].contact_method")
    counts = Counter(code for text in texts for code in methods(text))
    for code in (*(code for code, _ in METHODS), OTHER):
        yield Figure(code, counts[code], len(texts), *_rows_without(sample, len(texts)))


def _column(sample: Sample, path: str) -> list[str]:
    return [text for sheet in sample.sheets for text in sheet.column(path)]


def _rows_without(sample: Sample, answered: int) -> tuple[int, str]:
    tables = [sheet.table("engagement") for sheet in sample.sheets]
    return why(
        rows_without_an_answer_there=sum(len(rows) for _, rows in tables) - answered,
        studies_with_a_table_that_was_not_found_or_not_asked=sum(
            state != "found" for state, _ in tables
        ),
    )


# Reviews -------------------------------------------------------------------------------


def review_discipline(sample: Sample) -> Iterator[Figure]:
    """Next reviews that lay ahead when the return came, and those that are overdue now."""
    said = [(sheet, sheet.at("next_review_date")) for sheet in sample.sheets]
    asked = [(sheet, s) for sheet, s in said if s.state not in ("not-asked", "not-found")]
    dated = [(sheet, date.fromisoformat(s.value)) for sheet, s in asked if s.state == "answered"]
    left_out = why(not_found_or_not_asked=len(said) - len(asked))
    ahead = sum(day > sheet.received for sheet, day in dated)
    yield Figure("next review ahead at receipt", ahead, len(asked), *left_out)
    undated = why(
        not_found_or_not_asked=len(said) - len(asked),
        without_a_date_that_was_understood=len(asked) - len(dated),
    )
    came = {(a.study, a.received) for a in sample.ever_arrived if a.outcome == "read"}
    late = sum(
        day + GRACE < sample.today
        and not any(study == sheet.study and on > day for study, on in came)
        for sheet, day in dated
    )
    yield Figure("next review overdue now", late, len(dated), *undated)
