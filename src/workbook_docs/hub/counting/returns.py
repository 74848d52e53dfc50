"""Statistics of files, studies and persons: who returned, when, and how well it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from workbook_docs.hub.counting.typical import middle_half
from workbook_docs.hub.figures import Figure, why
from workbook_docs.hub.sample import Arrival, Sample

# Files ---------------------------------------------------------------------------------


def files_received(files: Sequence[Arrival]) -> Iterator[Figure]:
    """Files by round, kind and outcome."""
    counts = Counter((f.round or "round not known", f.format or "other", f.outcome) for f in files)
    for (round, format, outcome), n in sorted(counts.items()):
        label = f"{format}, {outcome}"
        yield Figure(label, n, len(files), subject=round)


def read_quality(files: Sequence[Arrival]) -> Iterator[Figure]:
    """Per kind of file: read cleanly, read with something to look at, not readable."""
    formats = Counter(f.format or "other" for f in files)
    for format, n in sorted(formats.items()):
        here = [f for f in files if (f.format or "other") == format]
        read = [f for f in here if f.outcome == "read"]
        clean = sum(f.remarks == 0 for f in read)
        yield Figure("read, nothing to look at", clean, n, subject=format)
        yield Figure("read, something to look at", len(read) - clean, n, subject=format)
        yield Figure("not readable", n - len(read), n, subject=format)


def standing_of_returns(files: Sequence[Arrival]) -> Iterator[Figure]:
    """Files by whether and why they count."""
    labels = {
        "counts": "counts",
        "superseded": "replaced by another return of the same copy",
        "conflict": "contradicts another return of the same copy",
        "unreadable": "not readable",
    }
    counts = Counter(f.standing for f in files)
    for standing, label in labels.items():
        yield Figure(label, counts[standing], len(files))
    unknown = sum(f.standing == "counts" and f.study is None for f in files)
    yield Figure("of those that count: study not known", unknown, counts["counts"])


# Studies -------------------------------------------------------------------------------


def return_rate(sample: Sample) -> Iterator[Figure]:
    """Studies issued that returned, by round and in all; how many only as it was sent."""
    read = [f for f in sample.arrivals if f.outcome == "read" and f.study]
    issued_rounds = {i.round for i in sample.issued}
    rounds = [r for r in sample.rounds if r in issued_rounds]
    for round in (*rounds, None):
        issued = {i.study for i in sample.issued if round in (None, i.round)}
        here = [f for f in read if round in (None, f.round)]
        back = {f.study for f in here}
        filled = {f.study for f in here if not f.untouched}
        left_out = why(returned_without_having_been_issued=len(back - issued))
        label = f"round {round}" if round is not None else "in all"
        yield Figure(
            label, len(back & issued), len(issued), *left_out,
            as_sent=len((back - filled) & issued),
        )  # fmt: skip


def time_to_return(sample: Sample) -> Iterator[Figure]:
    """Days from sending a study its first copy in a round to its first readable return.

    What came back as it was sent is only looked at where nothing else came.
    """
    sent: dict[tuple[str, str | None], date] = {}
    for issue in sample.issued:
        key = (issue.study, issue.round)
        sent[key] = min(issue.issued_on, sent.get(key, date.max))
    first: dict[tuple[str, str | None], tuple[bool, date]] = {}
    for file in sample.arrivals:
        if file.outcome == "read" and file.study:
            key = (file.study, file.round)
            came = (file.untouched, file.received)
            first[key] = min(came, first.get(key, (True, date.max)))
    taken = [(day - sent[key]).days for key, (_, day) in first.items() if key in sent]
    days = [n for n in taken if n >= 0]
    left_out = why(
        returned_without_having_been_issued=len(first) - len(taken),
        returned_before_the_day_of_sending=len(taken) - len(days),
        not_yet_returned=len(set(sent) - set(first)),
    )
    yield from middle_half("days", days, left_out)


def overdue(sample: Sample) -> Iterator[Figure]:
    """Studies with a copy that was due before today and nothing filled in came in that round."""
    read = [f for f in sample.arrivals if f.outcome == "read"]
    back = {(f.study, f.round) for f in read}
    filled = {(f.study, f.round) for f in read if not f.untouched}
    due = [i for i in sample.issued if i.due is not None]
    late = {(i.study, i.round) for i in due if i.due is not None and i.due < sample.today}
    asked, nothing_came = ({study for study, _ in late - held} for held in (filled, back))
    dated = {i.study for i in due}
    undated = {i.study for i in sample.issued} - dated
    yield Figure(
        "overdue", len(asked), len(dated), *why(without_a_due_day=len(undated)),
        as_sent=len(asked - nothing_came),
    )  # fmt: skip


def studies_counted(sample: Sample) -> Iterator[Figure]:
    """Studies whose answers the other statistics are made of."""
    back = {f.study for f in sample.arrivals if f.outcome == "read" and f.study}
    unknown = sum(1 for f in sample.arrivals if f.outcome == "read" and f.study is None)
    counted = len(sample.sheets)
    left_out = why(
        studies_whose_returns_contradict_each_other=len(back) - counted,
        returns_of_no_known_study=unknown,
    )
    yield Figure("studies", counted, len(back), *left_out)


# Persons -------------------------------------------------------------------------------


def persons(sample: Sample) -> Iterator[Figure]:
    """Persons with a readable return by round, those new in it, and returns of each study.

    Persons are told apart by their e-mail addresses, of which only random ids are seen here.
    """
    read = [f for f in sample.arrivals if f.outcome == "read"]
    seen: set[str] = set()
    for round in (*sample.rounds, None):
        here = [f for f in read if round in (None, f.round)]
        if not here:
            continue
        subject = f"round {round}" if round is not None else "in all"
        found = {f.person for f in here if f.person}
        left_out = why(returns_without_an_email_address=sum(f.person is None for f in here))
        yield Figure("persons", len(found), len(found), *left_out, subject=subject, kind="total")
        # The first round of all, and one that is looked at alone, know no earlier one.
        if round is not None and round != sample.rounds[0] and sample.round is None:
            yield Figure("new persons", len(found - seen), len(found), *left_out, subject=subject)
        seen |= found
        studies = Counter(f.study for f in here if f.study)
        of_none = why(returns_of_no_known_study=sum(f.study is None for f in here))
        more = sum(n > 1 for n in studies.values())
        yield Figure(
            "studies that returned more than one file", more, len(studies), *of_none,
            subject=subject,
        )  # fmt: skip
