"""site-readiness: is a hospital ready to open a study? A workbook that uses every kind.

cd examples/site_readiness
workbook-docs template build site_readiness:SiteReadiness
workbook-docs prefill site_readiness:SiteReadiness --from register.csv -o sent
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from typing import Literal

from workbook_docs import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Personal,
    Problem,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
)


class Support(enum.Enum):
    """What a site may ask the hub for."""

    TRAINING = "Training for staff"
    EQUIPMENT = "Equipment on loan"
    TRANSLATION = "Translated leaflets"
    VISIT = "A visit before opening"


class Site(Section):
    """Which hospital it is."""

    name: Text = Field(title="Hospital")
    code: Text = Field(
        title="Site code", description="Two letters and three digits, such as DE014."
    )
    visited_on: Day = Field(title="Date of the visit")


class Contact(Section):
    """Who answers for the site."""

    name: Personal[Text] = Field(title="Lead nurse")
    email: Personal[Email] = Field(title="Lead nurse's e-mail")


class Capacity(Section):
    """What the site can do."""

    beds: Whole = Field(title="Beds on the ward", ge=0, le=400)
    hours: Decimal = Field(
        title="Research hours a week", description="Half hours count: 7.5.", ge=0, le=168
    )
    setting: Literal["Teaching hospital", "District hospital", "Community hospital"] = Field(
        title="Kind of hospital"
    )
    support: list[Support] = Field(title="What would help you?")
    languages: Names = Field(title="Languages spoken on the ward", description="One on each line.")
    concerns: LongText = Field(title="What worries you about opening?")


class Staff(Row):
    """One role on the study."""

    role: Text = Field(title="Role")
    people: Whole = Field(title="How many people", ge=0)
    trained: Tick = Field(title="All trained")
    shift: Literal["Day", "Night", "Both"] = Field(title="Shift")
    ready_by: Day = Field(title="Ready by")


class Readiness(Section):
    """Three things that must be in place."""

    pharmacy: Tick = Field(title="Has the pharmacy agreed?")
    storage: Tick = Field(title="Is there locked storage?")
    consent_forms: Tick = Field(title="Are the consent forms printed?")


def staff_are_ready(workbook: SiteReadiness) -> Iterator[Problem]:
    """Trained staff who are counted, and roles that are."""
    for number, row in enumerate(workbook.staff):
        if row.trained and not row.people:
            yield Problem(
                f"staff[{number}].people",
                "“All trained” is ticked, but no people are counted. How many are there?",
            )


def visit_is_past(site: Site, today: date) -> Iterator[Problem]:
    """A visit is reported after it took place."""
    if site.visited_on is not None and site.visited_on > today:
        yield Problem("visited_on", "The date of the visit has not come yet. Please check it.")


class SiteReadiness(
    Workbook,
    id="site-readiness",
    version="1",
    title="Site readiness visit",
    day_first=True,
    rules=(staff_are_ready, visit_is_past),
):
    """What a site tells the hub before a study opens there."""

    site: Site = Field(title="Your site")
    contact: Contact = Field(title="Who to ask")
    capacity: Capacity = Field(title="What you can do")
    staff: list[Staff] = Field(title="Who will run the study")
    readiness: Readiness = Field(title="Is it in place?")
