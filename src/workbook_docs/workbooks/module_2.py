"""module-2: Engagement, Involvement & Co-Production.

Labels and questions stand as the form prints them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic.config import JsonDict

from workbook_docs.definition import (
    Day,
    Field,
    LongText,
    Names,
    Problem,
    Row,
    Section,
    Text,
    Tick,
    Workbook,
)
from workbook_docs.values import show
from workbook_docs.workbooks.nine_cs import NineCs, Participant, Study, types_not_persons

OPTIONAL: JsonDict = {"optional": True}


class InterestImpact(Section):
    """Stakeholders by interest and impact: our addition, optional.

    Quadrants are numbered as the form numbers them: Q4 is high interest, high impact.
    """

    q1: Names = Field(
        title="Q1", description="Low interest, low impact.", json_schema_extra=OPTIONAL
    )
    q2: Names = Field(
        title="Q2", description="High interest, low impact.", json_schema_extra=OPTIONAL
    )
    q3: Names = Field(
        title="Q3", description="Low interest, high impact.", json_schema_extra=OPTIONAL
    )
    q4: Names = Field(
        title="Q4", description="High interest, high impact.", json_schema_extra=OPTIONAL
    )


class Stakeholder(Row):
    """One line of a key stakeholder analysis matrix."""

    stakeholder: Text = Field(
        title="Stakeholder", description="A person, group or organisation to work with."
    )
    interests: LongText = Field(
        title="Stakeholder Interests", description="The issues that matter to them."
    )
    impact: LongText = Field(
        title="Assessment of Impact", description="How the study will affect them."
    )
    communication: LongText = Field(
        title="Communication Strategies", description="How you will keep in touch."
    )


class Engagement(Row):
    """One line of the engagement table."""

    organisation: Text = Field(
        title="Name/Organisation", description="Whom you will keep informed."
    )
    information: LongText = Field(
        title="Information Required", description="What they need to know."
    )
    contact_method: LongText = Field(
        title="Contact Method", description="How you will reach them, and who will do it."
    )
    frequency: LongText = Field(title="Frequency", description="How often, or at which stages.")


class Involvement(Row):
    """One line of the involvement table."""

    stakeholder: Text = Field(
        title="Stakeholder/Groups?", description="Whom you want to take an active part."
    )
    role: LongText = Field(
        title="Role within Study Implementation?", description="What they will do."
    )


class CoProduction(Section):
    """The co-production strategy in seven points.

    Points 2 and 4 print two questions each and take one answer.
    """

    point_1: LongText = Field(
        title="Point 1",
        description="Who will be co-ordinating and championing your co-production strategy?",
    )
    point_2: LongText = Field(
        title="Point 2",
        description="How are you going to recruit a range of people who use relevant health and "
        "care services? How are you including seldom heard voices?",
    )
    point_3: LongText = Field(
        title="Point 3",
        description="What systems do you have in place to reward and recognise the contributions "
        "stakeholders make?",
    )
    point_4: LongText = Field(
        title="Point 4",
        description="How will you monitor that co-production is having a genuine impact on your "
        "research? How will you involve stakeholders in all stages of the research?",
    )
    point_5: LongText = Field(
        title="Point 5",
        description="In what way is co-production built into your study so that it is 'how you "
        "work'?",
    )
    point_6: LongText = Field(
        title="Point 6",
        description="How are you going to train and develop staff and stakeholders, so that "
        "everyone understands what co-production is and how to make it happen?",
    )
    point_7: LongText = Field(
        title="Point 7",
        description="Review and record of progress. What have you done to move your "
        "co-production strategy forward?",
    )


WORKING_WITH = "How you will be working with Stakeholders?"


class LifeCycle(Section):
    """How the team works with stakeholders at each stage of the study."""

    initiation: LongText = Field(title="Initiation", description=WORKING_WITH)
    planning: LongText = Field(title="Planning", description=WORKING_WITH)
    execution: LongText = Field(title="Execution", description=WORKING_WITH)
    monitoring: LongText = Field(title="Monitoring", description=WORKING_WITH)
    closure: LongText = Field(title="Closure", description=WORKING_WITH)


DONE = "Tick it when it is done."


class Checklist(Section):
    """The six items of the checklist."""

    stakeholder_list: Tick = Field(title="Made a list of stakeholders?", description=DONE)
    public_participation: Tick = Field(
        title="Identified how patients and the public will be able to participate in the study?",
        description=DONE,
    )
    engagement_strategy: Tick = Field(title="Developed your engagement strategy?", description=DONE)
    inclusion_strategy: Tick = Field(title="Developed your inclusion strategy?", description=DONE)
    co_production_strategy: Tick = Field(
        title="Developed a co-production strategy?", description=DONE
    )
    next_review_date_set: Tick = Field(
        title="Set the next date for reviewing your progress?", description=DONE
    )


def ticks_match_content(workbook: Module2) -> Iterator[Problem]:
    """A ticked item has something behind it, and what is there is ticked.

    "Inclusion strategy" is read as the involvement table. The second item has no field
    of its own and is left out.
    """
    points = [getattr(workbook.co_production, name) for name in CoProduction.model_fields]
    nine_cs = [getattr(workbook.nine_cs, name) for name in NineCs.model_fields]
    lists = (*nine_cs, workbook.initial_matrix, workbook.ongoing_matrix)
    # item, whether its part holds anything, whether it holds enough to be ticked, its name
    contents = (
        ("stakeholder_list", any(lists), any(lists), "in the 9 Cs or the matrices"),
        (
            "engagement_strategy",
            bool(workbook.engagement),
            bool(workbook.engagement),
            "in the table “The Engagement with Your Study”",
        ),
        (
            "inclusion_strategy",
            bool(workbook.involvement),
            bool(workbook.involvement),
            "in the table “Involvement with Your Study” (Step Two)",
        ),
        (
            "co_production_strategy",
            any(points),
            sum(1 for point in points if point) >= 4,
            "in Points 1 to 7",
        ),
        (
            "next_review_date_set",
            workbook.next_review_date is not None,
            workbook.next_review_date is not None,
            "at the next review date",
        ),
    )
    for name, holds_any, holds_enough, where in contents:
        label = Checklist.model_fields[name].title
        ticked = getattr(workbook.checklist, name)
        if ticked and not holds_any:
            yield Problem(
                f"checklist.{name}",
                f"“{label}” is ticked, but nothing stands {where} yet. Fill something in, or "
                "take the tick away until it is done.",
                code="ticked-but-empty",
            )
        if ticked is False and holds_enough:
            # Not “you wrote”: the hub may have filled it in.
            yield Problem(
                f"checklist.{name}",
                f"“{label}” is not ticked, although something stands {where}. Tick it if you are "
                "happy with that.",
                severity="note",
                code="not-ticked",
            )


def next_review_is_ahead(workbook: Module2, today: date) -> Iterator[Problem]:
    """The next review lies ahead, and the last one behind."""
    next_review, last_review = workbook.next_review_date, workbook.last_stakeholder_review_date
    if next_review is not None and next_review <= today:
        yield Problem(
            "next_review_date",
            f"The next review date, {show('day', next_review)}, is not ahead of today. Please set "
            "a new one.",
            code="review-not-ahead",
        )
    if last_review is not None and last_review > today:
        yield Problem(
            "last_stakeholder_review_date",
            f"The last review date, {show('day', last_review)}, has not come yet. Please check it.",
            code="review-not-past",
        )


RULES = (types_not_persons, ticks_match_content, next_review_is_ahead)


class Module2(
    Workbook,
    id="module-2",
    version="1",
    title="Module 2: Engagement, Involvement & Co-Production",
    day_first=True,
    rules=RULES,
):
    """The planning workbook that a study team fills in and returns each round."""

    study: Study = Field(title="Your study")
    participant: Participant = Field(title="Planning your Implementation Journey")
    nine_cs: NineCs = Field(title="The 9Cs")
    interest_impact: InterestImpact = Field(title="Stakeholder Interest/Impact Categories")
    initial_matrix: list[Stakeholder] = Field(title="Initial Key Stakeholder Analysis Matrix")
    ongoing_matrix: list[Stakeholder] = Field(title="On-Going Key Stakeholder Analysis Matrix")
    last_stakeholder_review_date: Day = Field(
        title="Last Stakeholder Review Date:", description="The day of your last review."
    )
    engagement: list[Engagement] = Field(title="The Engagement with Your Study")
    involvement: list[Involvement] = Field(title="Involvement with Your Study")
    co_production: CoProduction = Field(title="Involvement with Your Study")
    life_cycle: LifeCycle = Field(title="Study Life Cycle")
    next_review_date: Day = Field(
        title="NEXT Engagement, Involvement and Co-production Review Date:",
        description="The day of your next review.",
    )
    checklist: Checklist = Field(title="Checklist – Have You Done the Following?")
