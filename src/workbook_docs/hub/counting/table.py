"""Every statistic, a line each: its name, what it counts, out of what, how it is drawn.

`A` is about studies and answers, `B` about few studies, `C` about persons: what may ever be
published of them follows from that. Not among them, on purpose: rankings of studies or
persons, a readiness score, the mood of free text, names of stakeholders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workbook_docs.definition import Workbook
from workbook_docs.hub.counting import fields, module_2, returns, sections
from workbook_docs.hub.figures import Chart, Class, Figure, Statistic, Statistics
from workbook_docs.hub.sample import Arrival, Sample, arrivals, check_split, files_split, samples
from workbook_docs.hub.store import Store


@dataclass(frozen=True, slots=True)
class OfFiles:
    """A statistic made of the files that came in."""

    name: str
    definition: str
    counted_in: str
    make: Callable[[Sequence[Arrival]], Iterator[Figure]]
    chart: Chart = "parts"
    risk: Class = "A"


@dataclass(frozen=True, slots=True)
class OfAWorkbook:
    """A statistic made of the returns of one workbook."""

    name: str
    definition: str
    counted_in: str
    make: Callable[[Sample], Iterator[Figure]]
    chart: Chart = "bars"
    risk: Class = "A"


OF_FILES = (
    OfFiles("Files received", "Files by round, kind of file and outcome of reading; the same bytes "
            "twice are one file.", "all files that came in", returns.files_received),
    OfFiles("Read quality", "Files by kind: read with nothing to look at, read with something to "
            "look at, and not readable.", "files of that kind", returns.read_quality),
    OfFiles("Standing of returns", "Files by whether their answers count.",
            "all files that came in", returns.standing_of_returns, "bars"),
)  # fmt: skip

GENERIC = (
    OfAWorkbook("Return rate", "Studies with at least one readable return; “as sent”: those of "
                "which nothing came but what was sent, with nothing filled in.",
                "studies that a copy was issued to", returns.return_rate, "over time"),
    OfAWorkbook("Time to return", "Days from sending a study its first copy of a round to its "
                "first readable return in that round, one with something filled in where there "
                "is any.", "returns of studies in their rounds",
                returns.time_to_return, "none"),
    OfAWorkbook("Overdue", "Studies with a copy due before today and no readable return in its "
                "round; “as sent”: those that returned it with nothing filled in, and are asked "
                "still.", "studies with a due day", returns.overdue, "none"),
    OfAWorkbook("Studies counted", "Studies whose latest counting return the statistics below are "
                "made of: that of the latest round, and one with something filled in where there "
                "is any.", "studies with a readable return", returns.studies_counted, "none"),
    OfAWorkbook("Persons", "Persons, told apart by e-mail address, with at least one readable "
                "return; of them those with none in an earlier round; and studies that returned "
                "more than one file.", "persons, or studies, with a readable return",
                returns.persons, "none", "C"),
    OfAWorkbook("Section completion", "Studies that answered all, some or none of a section's "
                "fields. Words such as “n/a” and boxes left unticked are no answers; a table is "
                "filled when every cell of its rows is.", "studies whose section could be read",
                sections.section_completion, "parts"),
    OfAWorkbook("Coverage", "Studies by how many of a section's like fields they answered.",
                "studies whose section could be read", sections.coverage, "steps"),
    OfAWorkbook("Blank rate", "Studies (in tables: rows) by what stands in a field.",
                "studies (in tables: rows) whose edition asks for it", fields.blank_rate, "parts"),
    OfAWorkbook("Ticks", "Studies (in tables: rows) with the box ticked.",
                "studies (in tables: rows) whose box could be read", fields.ticks, "parts"),
    OfAWorkbook("Rows of tables", "Rows with at least one answer.",
                "studies whose table could be read", sections.table_rows, "none"),
    OfAWorkbook("Row completeness", "Rows with every column answered, and with each of them.",
                "rows whose cells were asked for and could be read", sections.row_completeness),
    OfAWorkbook("Choices", "Studies (in tables: rows) that chose an option.",
                "studies (in tables: rows) that chose any", fields.choices),
    OfAWorkbook("Numbers", "The numbers given: how many, their sum, what is typical.",
                "studies (in tables: rows) that gave one", fields.numbers, "none"),
    OfAWorkbook("Entries", "Entries in a box that takes several.",
                "studies (in tables: rows) whose box could be read", fields.names, "none"),
    OfAWorkbook("Days", "Studies (in tables: rows) by how a day lies to the day on which the "
                "return came in.", "studies (in tables: rows) whose place was found", fields.days,
                "parts"),
)  # fmt: skip

MODULE_2 = (
    OfAWorkbook("Ticks against content", "Items ticked while their part is empty, and parts with "
                "content while their item is not ticked. “Inclusion strategy” is taken to be the "
                "involvement table; a co-production strategy is there from "
                f"{module_2.ENOUGH_POINTS} of 7 points.",
                "studies that ticked, or did not tick, that item", module_2.ticks_against_content),
    OfAWorkbook("The 9 Cs named", "Studies with at least one entry under each C.",
                "studies whose box could be read", module_2.nine_cs_named),
    OfAWorkbook("Public voice listed", "Studies with at least one entry in Consumers. It is no "
                "proof of involvement.", "studies that filled any of the 9 Cs",
                module_2.public_voice, "none"),
    OfAWorkbook("Stakeholders", "Different stakeholders over both matrices: equal but for case, "
                "spaces, punctuation, plural and a leading “the”.", "studies with a stakeholder",
                module_2.stakeholders_of_a_study, "none"),
    OfAWorkbook("Growth of lists", "Stakeholders in the matrices that are new, kept and gone since "
                "the round before.", "studies with a return in both rounds",
                module_2.growth_of_lists, "parts", "B"),
    OfAWorkbook("Interest and impact", "Entries in each quadrant, and stakeholders of the matrices "
                "in none of them.", "all of these, in studies that used the quadrants",
                module_2.interest_and_impact, "quadrants"),
    OfAWorkbook("Follow-through", "Stakeholders of the matrices who are found again in the "
                "engagement table, the involvement table, both or neither.",
                "different stakeholders in the matrices", module_2.follow_through, "parts"),
    OfAWorkbook("Contact frequency", "Rows of the engagement table by how often, in codes; the "
                "words themselves are kept, not counted.", "rows that say how often",
                module_2.contact_frequency),
    OfAWorkbook("Contact methods", "Rows of the engagement table by how, in codes. A row may have "
                "several, so shares may add up to more than all.", "rows that say how",
                module_2.contact_methods),
    OfAWorkbook("Co-production points", "Studies that answered each of the 7 points. Never a score "
                "of quality; point 6 is about training staff and stakeholders.",
                "studies whose answer could be read", module_2.points_answered),
    OfAWorkbook("Life cycle", "Studies with text for each stage, and for all five.",
                "studies whose answer could be read", module_2.life_cycle_stages),
    OfAWorkbook("Reviews", "Next review dates later than the day of receipt; and next reviews more "
                f"than {module_2.GRACE.days} days past with no newer return.",
                "studies whose date was found, or understood", module_2.review_discipline),
)  # fmt: skip

OF_A_WORKBOOK = {"module-2": MODULE_2}
"""What is counted of one workbook beyond what its kinds of fields give."""


def make_statistics(
    store: Store,
    definition: Callable[[str], type[Workbook]],
    today: date,
    round: str | None = None,
    by: str | None = None,
) -> Statistics:
    """Every statistic of every workbook of the hub.

    Args:
        store: the open hub.
        definition: gives the definition of a workbook by its id.
        today: the day that what is overdue is told by.
        round: one round alone, or None for all.
        by: also by `round`, or by a group of the register such as `group.theme`.

    Raises:
        HubError: where nothing is known to split by.
    """
    if by is not None:
        check_split(store, by)
    files = arrivals(store, round)
    split = [("", files), *(files_split(store, files, by) if by is not None else ())]
    found = [
        Statistic(
            s.name, None, s.definition,
            tuple(replace(f, within=within) for within, here in split for f in s.make(here)),
            s.counted_in, s.chart, s.risk,
        )
        for s in OF_FILES
    ]  # fmt: skip
    for whole in samples(store, definition, today, round):
        parts = [
            (part, part.own()) for part in (whole, *(whole.split(by) if by is not None else ()))
        ]
        workbook = whole.definition.workbook_id
        for s in (*GENERIC, *OF_A_WORKBOOK.get(workbook, ())):
            rows = tuple(
                f for part, own in parts for f in _within(part, _counted(s.make, part, own))
            )
            if rows:
                found.append(
                    Statistic(s.name, workbook, s.definition, rows, s.counted_in, s.chart, s.risk)
                )
    return Statistics(today, round, tuple(found), by)


def _counted(
    make: Callable[[Sample], Iterator[Figure]], sample: Sample, own: Sample | None
) -> Iterator[Figure]:
    """The figures of a sample, each with how much of it is there only because it was sent so.

    That is what is missing from it when the same is counted without what stands as sent.
    """
    without = {f.label: f for f in make(own)} if own is not None else {}
    for figure in make(sample):
        other = without.get(figure.label)
        if other is None or figure.as_sent or figure.kind == "typical":
            yield figure
        else:
            yield replace(figure, as_sent=max(0, (figure.numerator or 0) - (other.numerator or 0)))


def _within(part: Sample, figures: Iterator[Figure]) -> Iterator[Figure]:
    for figure in figures:
        yield figure if not part.within else replace(figure, within=part.within)
