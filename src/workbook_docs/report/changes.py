"""What changed in each study since the round before, for reading inside the hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from workbook_docs.chapters import Chapter, Report, Table
from workbook_docs.hub.changes import changes_between
from workbook_docs.hub.sample import Sample
from workbook_docs.hub.sheets import Sheet
from workbook_docs.report.studies import told
from workbook_docs.values import show

NOTICE = "Not for release: answers as teams gave them, for use inside the hub."
LONGEST = 400


def report_of_changes(samples: Sequence[Sample], studies: Sequence[str] = ()) -> Report:
    """A report with a chapter for each study that returned in two rounds.

    A name that may have been another before is said to be *perhaps renamed*.

    Args:
        samples: what the returns of each workbook say, of all rounds.
        studies: the studies as studies are compared; none named means all.
    """
    chapters = [
        chapter
        for sample in samples
        for sheet in sample.sheets
        if not studies or sheet.study in studies
        for chapter in _chapters(sample, sheet)
    ]
    facts = (f"As of {show('day', samples[0].today)}",) if samples else ()
    return Report("Changes since the round before", NOTICE, facts, chapters)


def _chapters(sample: Sample, sheet: Sheet) -> list[Chapter]:
    earlier = sample.earlier(sheet.round) if sheet.round in sample.rounds else None
    before = sample.sheet_of(sheet.study, earlier) if earlier else None
    if before is None:
        return []
    found = changes_between(sample.definition, before, sheet)
    title = f"{sheet.name}: {earlier} to {sheet.round}"
    if not found:
        return [Chapter(title, shows="Nothing changed.")]
    counts = Counter(change.what for change in found)
    shows = ", ".join(f"{n} {what}" for what, n in counts.items())
    rows = tuple((change.label, told(change, LONGEST)) for change in found)
    return [Chapter(title, shows=f"{shows}.", tables=(Table(title, ("Where", "What"), rows),))]
