"""What became of each file that was taken in, and how it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workbook_docs.hub.store import Store
from workbook_docs.hub.studies import KNOWN_BY
from workbook_docs.hub.untouched import AS_SENT, was_untouched

Status = Literal[
    "new", "newer", "older", "no change", "as sent", "duplicate", "conflict", "unreadable",
    "refused", "passed over",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file.

    `status`: `new`; `newer` or `older` than the other returns of its copy; `no change`
    (other bytes, the same answers); `as sent` (nothing is filled in); `duplicate` (the
    same bytes); `conflict`;
    `unreadable` (kept, with `outcome` as the reason); `refused` (not kept);
    `passed over`. `findings` counts warnings and errors, not notes.
    """

    file: str
    status: Status
    outcome: str | None = None
    study: str | None = None
    findings: int = 0
    message: str = ""
    sha256: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The result as JSON holds it."""
        return {name: getattr(self, name) for name in self.__slots__}


Progress = Callable[[IngestResult], None]


def result_of(store: Store, name: str, digest: str, *, duplicate: bool) -> IngestResult:
    """What became of a file that the hub now holds."""
    row = store.hub.execute(
        "SELECT outcome, study, matched_by, standing, same_as, copy_id FROM returns WHERE hash = ?",
        (digest,),
    ).fetchone()
    if row is None:
        return IngestResult(name, "refused", message="It was erased in this moment.", sha256=digest)
    outcome, study, matched_by, standing, same_as, copy_id = row
    [(findings,)] = store.hub.execute(
        "SELECT count(*) FROM findings WHERE hash = ? AND severity <> 'note'", (digest,)
    )
    untouched = was_untouched(store.hub, digest)
    if untouched:
        findings = 0  # what stands in it is what we sent: nothing of the team's to look at
    status: Status
    if duplicate:
        status = "duplicate"
    elif outcome != "read":
        status = "unreadable"
    elif standing == "conflict":
        status = "conflict"
    elif untouched:
        status = "as sent"
    elif same_as is not None or _is_predecessor(store, digest):
        status = "no change"
    elif standing == "superseded":
        status = "older"
    else:
        others = store.hub.execute(
            "SELECT 1 FROM returns r WHERE copy_id = ? AND standing = 'superseded' AND NOT EXISTS "
            "(SELECT 1 FROM findings f WHERE f.hash = r.hash AND origin = 'hub' AND code = ?)",
            (copy_id, AS_SENT),
        ).fetchone()
        status = "newer" if others else "new"
    message = _MESSAGES.get(status, "")
    if duplicate and untouched:
        message += " It is as it was sent: nothing is filled in."
    if status != "unreadable" and outcome == "read":
        message += f" {KNOWN_BY[matched_by]}"
    for (told,) in store.hub.execute(
        "SELECT message FROM findings WHERE hash = ? AND origin = 'hub' AND code = 'study-differs'",
        (digest,),
    ):
        message += f" {told}"
    if status == "unreadable":
        message = f"Kept, but {_WHY_NOT.get(outcome, 'it could not be read')}."
    return IngestResult(name, status, outcome, study, findings, message, digest)


def _is_predecessor(store: Store, digest: str) -> bool:
    return bool(store.hub.execute("SELECT 1 FROM returns WHERE same_as = ?", (digest,)).fetchone())


_WHY_NOT = {
    "not-ours": "it is none of the workbooks known here",
    "not-office": "it is no Word or Excel file",
    "damaged": "it is damaged; please ask for it again",
    "encrypted": "it has a password; please ask for it without one",
    "needs-converter": "it needs LibreOffice, which is not installed; or ask for a .docx or .xlsx",
    "pdf": "it is a PDF; please ask for the Word or Excel file",
    "too-large": "it is too large to be a workbook",
    "unsafe": "it is made as no editor makes a file; please look at it with care",
    "time": "reading it took too long",
    "memory": "reading it took too much memory",
}

_MESSAGES: dict[Status, str] = {
    "new": "Taken in.",
    "newer": "Taken in; it replaces what this copy said before.",
    "older": "Taken in; a newer return of this copy counts.",
    "as sent": "Taken in, but it is as it was sent: nothing is filled in.",
    "no change": "Taken in; the answers are those of a return that is here already.",
    "duplicate": "This very file is here already.",
    "conflict": "Taken in, but it contradicts another return of the same copy.",
}


def closing(results: Sequence[IngestResult]) -> list[tuple[str, int]]:
    """What became of a batch, a line for each kind of end, those that did not happen left out."""
    clean = ("new", "newer", "older")
    lines = [
        ("read", sum(r.status in clean and not r.findings for r in results)),
        (
            "read, with something to look at",
            sum(r.status in clean and r.findings > 0 for r in results),
        ),
        ("as it was sent, nothing filled in", sum(r.status == "as sent" for r in results)),
        ("read, no change", sum(r.status == "no change" for r in results)),
        ("read, in conflict with another return", sum(r.status == "conflict" for r in results)),
        ("here already", sum(r.status == "duplicate" for r in results)),
    ]
    why = Counter(
        f"not read: {_WHY_NOT.get(r.outcome or '', 'it could not be read').partition(';')[0]}"
        for r in results
        if r.status == "unreadable"
    )
    lines += sorted(why.items())
    lines += [
        ("not taken in", sum(r.status == "refused" for r in results)),
        ("passed over", sum(r.status == "passed over" for r in results)),
    ]
    return [(what, count) for what, count in lines if count]
