"""What is done for each return costs the same in a small hub and in a large one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from hub_readings import NOV_1, NOV_2, AllKinds, Shelf, ann, copy, reading_of, sent
from workbook_docs.hub import Hub

GROWING = ("returns", "answers", "findings", "unplaced", "copies", "events", "personal", "people",
           "recipients", "decided")  # fmt: skip

FOR_EACH_RETURN: list[tuple[str, Callable[[Hub, Shelf], object]]] = [
    ("a new return", lambda hub, shelf: hub.ingest(
        shelf.put("new.docx", reading_of(AllKinds, ann("New"), copy=copy(), modified=NOV_2)),
        read=shelf.read)),
    ("one without a copy", lambda hub, shelf: hub.ingest(
        shelf.put("other.docx", reading_of(AllKinds, {"study.reference": "S08"})), read=shelf.read)),
    ("the same file again", lambda hub, shelf: hub.ingest(shelf.folder / "1.docx", read=shelf.read)),
    ("assign", lambda hub, shelf: hub.assign(shelf.folder / "1.docx", "S08")),
    ("correct", lambda hub, shelf: hub.correct(shelf.folder / "1.docx", "needs.rooms", "Three")),
    ("correct a person", lambda hub, shelf: hub.correct(
        shelf.folder / "1.docx", "contact.email", "eve@example.org")),
    ("answers", lambda hub, shelf: hub.answers(shelf.folder / "1.docx")),
]  # fmt: skip


@pytest.mark.parametrize(
    "operation", [o for _, o in FOR_EACH_RETURN], ids=[name for name, _ in FOR_EACH_RETURN]
)
def test_no_table_that_grows_is_read_from_end_to_end(
    tmp_path: Path, operation: Callable[[Hub, Shelf], object]
) -> None:
    shelf, asked = Shelf(tmp_path / "returns"), set[tuple[str, str]]()
    shelf.put("1.docx", reading_of(AllKinds, ann("One"), copy=copy(), modified=NOV_1))
    with Hub(tmp_path / "hub") as hub:
        hub.record_copies([sent(email="ann@example.org"), sent("B1", "S08")], AllKinds)
        hub.ingest(shelf.folder, read=shelf.read)
        for part in ("hub", "people"):
            connection: sqlite3.Connection = getattr(hub._store, part)
            connection.set_trace_callback(lambda query, part=part: asked.add((part, query)))
        operation(hub, shelf)
        for part in ("hub", "people"):
            getattr(hub._store, part).set_trace_callback(None)
        assert any("returns" in query for _, query in asked)
        for part, query in asked:
            if query.startswith(("SELECT", "UPDATE", "DELETE", "INSERT")):
                plan = getattr(hub._store, part).execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
                steps = [str(step[3]) for step in plan]
                found = [s for s in steps if s.startswith("SCAN") and s.split()[1] in GROWING]
                assert found == [], query
