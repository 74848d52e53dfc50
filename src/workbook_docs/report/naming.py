"""How a report calls a study, and the studies that it cannot show."""

from __future__ import annotations

from collections.abc import Sequence

from workbook_docs.chapters import Chapter
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Sheet

NOT_SHOWN = "Not shown"


def name_of(sheet: Sheet) -> str:
    """A study's reference and its title: `S07: Stroke rehabilitation at home`."""
    title = sheet.at("study.title").value
    return f"{sheet.name}: {title}" if title and title != sheet.name else sheet.name


def undecided(samples: Sequence[Sample]) -> str:
    """The studies that are not shown, as one sentence; empty where all are.

    Nothing of them counts before a person decides between their returns.
    """
    names = list(dict.fromkeys(name for sample in samples for name in sample.undecided))
    if not names:
        return ""
    return (
        f"Not shown: {', '.join(names)} (returns that contradict each other: decide with "
        "“hub prefer”)."
    )


def chapter_on_undecided(samples: Sequence[Sample]) -> list[Chapter]:
    """A last chapter that names the studies that are not shown, where there are any."""
    said = undecided(samples)
    return [Chapter(NOT_SHOWN, shows=said)] if said else []
