"""nine-cs: the individual list of stakeholders of Module 2, Activity A, Task 1.

The sections here are those of `module-2` too, so that one person's list and the team's
table have the same paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbook_docs.definition import (
    Email,
    Field,
    Names,
    Personal,
    Problem,
    Section,
    Text,
    Workbook,
)


class Study(Section):
    """Which study it is: our addition, for the printed form never asks."""

    title: Text = Field(title="Study title", description="The name of your study.")
    reference: Text = Field(title="Study reference", description="The hub's code, such as S07.")


class Participant(Section):
    """Who fills the workbook in."""

    name: Personal[Text] = Field(title="Name", description="The person who fills in this copy.")
    email: Personal[Email] = Field(
        title="Email address", description="Where we can reach that person."
    )


class NineCs(Section):
    """The nine categories of stakeholder; one type or group a line.

    Source: NHS Institute for Innovation and Improvement, The Handbook of Quality and
    Service Improvement Tools.
    """

    commissioners: Names = Field(
        title="Commissioners", description="Those who pay the organisation to do things."
    )
    customers: Names = Field(
        title="Customers",
        description="Those who acquire and use the organisation's products.",
    )
    collaborators: Names = Field(
        title="Collaborators",
        description="Those with whom the organisation works to develop and deliver products.",
    )
    contributors: Names = Field(
        title="Contributors",
        description="Those from whom the organisation acquires content for products.",
    )
    channels: Names = Field(
        title="Channels",
        description="Those who provide the organisation with a route to a market or customer.",
    )
    commentators: Names = Field(
        title="Commentators",
        description="Those whose opinions of the organisation are heard by customers and others.",
    )
    consumers: Names = Field(
        title="Consumers",
        description="Those who are served by our customers: i.e. patients, families, users.",
    )
    champions: Names = Field(
        title="Champions",
        description="Those who believe in and will actively promote the study.",
    )
    competitors: Names = Field(
        title="Competitors",
        description="Those working in the same area who offer similar or alternative services.",
    )


# A professor of nursing is a type, MS patients are a group: there the letters tell.
_PERSON = re.compile(
    r"\b(?:[Dd][Rr]|Prof|PROF|M[Rr]|M[Rr][Ss]|mr|mrs)\b[. ]+[A-Za-z]"
    r"|\b(?:Professor|Ms|Miss|Mx|Sir|Dame|Rev)\b\.? *[A-Z]"
    r"|[^\s@]+@[^\s@]+\.[a-z]"
)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def types_not_persons(workbook: Workbook) -> Iterator[Problem]:
    """The nine categories take types or groups of stakeholder: a person is pointed out."""
    participant: Participant = getattr(workbook, "participant")  # noqa: B009
    nine_cs: NineCs = getattr(workbook, "nine_cs")  # noqa: B009
    own = _folded(participant.name or "")
    for name in type(nine_cs).model_fields:
        for entry in getattr(nine_cs, name):
            is_own = bool(own) and " " in own and f" {own} " in f" {_folded(entry)} "
            if _PERSON.search(entry) or is_own:
                yield Problem(
                    f"nine_cs.{name}",
                    f"“{entry}” looks like a person. Please name the type or group instead; "
                    "no one's name is needed here.",
                    code="person-named",
                )


RULES = (types_not_persons,)


class NineCsList(
    Workbook,
    id="nine-cs",
    version="1",
    title="The 9 Cs: my list of stakeholders",
    day_first=True,
    rules=RULES,
):
    """One team member's own list, before the team makes one table of all of them."""

    study: Study = Field(title="Your study")
    participant: Participant = Field(title="About you")
    nine_cs: NineCs = Field(title="The 9Cs")
