"""Making the tables again from the originals and the events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from workbook_docs.definition import Workbook
from workbook_docs.hub.decisions import replay
from workbook_docs.hub.ingest import Ingest, has_failed
from workbook_docs.hub.originals import digest_of
from workbook_docs.hub.outcomes import IngestResult
from workbook_docs.hub.store import Store
from workbook_docs.records import Reading


def rebuild(
    store: Store, run: Ingest, definition: Callable[[str], type[Workbook]]
) -> Iterator[IngestResult]:
    """Read every original again, in the order in which they came, and replay the events.

    Each return is replaced in one transaction with what people decided about it, so that
    an interrupted rebuild leaves a whole hub behind and may be run again.
    """
    for digest, extension, given in store.hub.execute(
        "SELECT hash, extension, given FROM returns ORDER BY sequence"
    ).fetchall():
        name = store.file_name(digest)
        path = store.original(digest, extension)
        if not path.is_file():
            message = "Its original is lost; it was left as it was."
            yield IngestResult(name, "refused", message=message, sha256=digest)
            continue
        reading = run.again(path, name, digest, definition(given) if given else None)
        yield IngestResult(
            name,
            "new" if reading.outcome == "read" else "unreadable",
            reading.outcome,
            message=_told(reading, path, digest),
            sha256=digest,
        )
    with store.writing():
        replay(store)


def _told(reading: Reading, path: Path, digest: str) -> str:
    """What a person should know about one original that was read again; nothing if all is well."""
    if has_failed(reading):
        return "Reading failed unexpectedly; what was read before was left as it was."
    with path.open("rb") as file:
        if digest_of(file) != digest:
            return "Its original has been altered since it came in; it was read as it is now."
    return ""
