"""Freeze a small hub as this version makes it, for later versions to open: tests/hubs/NUMBER.

The databases are kept as SQL text, so that a change of schema is a readable diff. Run it
once for each schema; a frozen hub is never written again.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from workbook_docs import Copy, Hub, fill
from workbook_docs.hub import IssuedCopy
from workbook_docs.workbooks.nine_cs import NineCsList

ROOT = Path(__file__).parent.parent / "tests" / "hubs"
RECEIVED = datetime(2026, 9, 1, 12, tzinfo=UTC)


def make(folder: Path) -> None:
    """A hub of three issued copies, two contradicting returns of one, one of another, a note."""
    with Hub(folder / "hub") as hub:
        hub.record_copies(
            [
                IssuedCopy(
                    id=f"HELD-000{n}", workbook="nine-cs", version="1",
                    issued_on=date(2026, 6, 1), study=f"S0{n}", reference=f"S0{n}",
                    round="2026-1", due=date(2026, 8, 1), group={"theme": "Ageing"},
                    format="docx", name=name, email=f"{name.lower()}@example.org",
                )
                for n, name in enumerate(("Ann", "Bob", "Cat"), 1)
            ],
            NineCsList,
        )  # fmt: skip
        for name, number, email in (
            ("S01", 1, "ann@example.org"),
            ("S01 by someone else", 1, "eve@example.org"),
            ("S02", 2, "bob@example.org"),
        ):
            fill(
                NineCsList,
                {
                    "study.reference": f"S0{number}",
                    "participant.email": email,
                    "nine_cs.consumers": ["Patients", f"Carers of {name}"],
                },
                folder / "returned" / f"{name}.docx",
                copy=Copy(f"HELD-000{number}", f"S0{number}", "2026-1", date(2026, 8, 1)),
            )
        (folder / "returned" / "notes.txt").write_text("Minutes of the last meeting\n")
        hub.ingest(folder / "returned", received=RECEIVED)


def freeze(number: int) -> Path:
    """Write the frozen hub of a schema; returns its folder."""
    target = ROOT / str(number)
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        for part in ("hub", "people"):
            connection = sqlite3.connect(folder / "hub" / f"{part}.sqlite")
            [(version,)] = connection.execute("PRAGMA user_version")
            lines = [*connection.iterdump(), f"PRAGMA user_version = {version};"]
            connection.close()
            (target / f"{part}.sql").write_text("\n".join(lines) + "\n", "utf-8")
        shutil.copytree(folder / "hub" / "originals", target / "originals")
    return target


if __name__ == "__main__":
    print(freeze(int(sys.argv[1])))
