"""One invented round of Module 2: sent to 24 studies, answered, taken in, counted."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

from workbook_docs import values
from workbook_docs.checks import check
from workbook_docs.copies import write
from workbook_docs.demo.answers import answers
from workbook_docs.demo.material import STUDIES
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.hub import Hub
from workbook_docs.reading import read
from workbook_docs.report import terminal
from workbook_docs.report.charts import can_draw
from workbook_docs.report.statistics import write_statistics
from workbook_docs.sending import Sent, load_register, send
from workbook_docs.templates import rendered
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 9, 21)
"""The day on which the demo takes place, so that its output never changes."""
DUE = date(2026, 9, 1)
SEED = 2026
MARK = ".workbook-docs-demo"
SHOWN = ("Return rate", "Co-production points")
"""The statistics that are printed; all of them are in the files."""
MISSING = "Not yet returned"

# How each of the 24 studies answers: nothing came back, or how full and in which format.
_RETURNS: tuple[tuple[float, str] | None, ...] = (
    (1.0, "docx"), (0.9, "docx"), (0.5, "xlsx"), (1.0, "xlsx"), None, (0.6, "docx"),
    (0.0, "docx"), (0.8, "xlsx"), (1.0, "docx"), (0.4, "docx"), (0.7, "xlsx"), None,
    (0.9, "docx"), (0.5, "docx"), (0.0, "xlsx"), (0.8, "docx"), (1.0, "xlsx"), (0.6, "docx"),
    None, (0.7, "docx"), (0.9, "xlsx"), (0.3, "docx"), None, (0.5, "docx"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Played:
    """Where the demo put things."""

    folder: Path
    register: Path
    sent: Path
    returned: Path
    hub: Path


def play(folder: Path, say: Callable[[str], None]) -> Played:
    """Play one round in a folder and say what happens.

    Raises `WorkbookDocsError` where the folder holds something else than an earlier demo.
    """
    _clear(folder)
    place = Played(
        folder, folder / "register.csv", folder / "sent", folder / "returned", folder / "hub"
    )
    say("1. A register of 24 invented studies")
    write(place.register, _register())
    register = load_register(place.register, Module2)
    say(f"   {place.register}: {len(register.rows)} rows, one for each copy")

    say("2. A Word and an Excel copy for each, with what is known filled in")
    codes = tuple(f"DEM{n // 10}-{n % 10:04d}" for n in range(1, len(register.rows) + 1))
    sent = send(register, place.sent, ("docx", "xlsx"), place.hub, codes, date(2026, 6, 1))
    say(f"   {place.sent}: {len(sent)} files, such as {sent[0].path.name}")

    say("3. The teams answer, each in its own way")
    count = _answer(sent, place.returned)
    say(f"   {place.returned}: {count} files, one of them not ours and one no document at all")

    say("4. The hub takes the folder in")
    with Hub(place.hub) as hub:
        _take_in(hub, place, say)
        for title, header, rows in hub.status(register, TODAY).tables():
            if title == MISSING:
                kept = [header.index(name) for name in ("Study", "Days overdue", "Name")]
                terminal.print_table(
                    f"{title} (all of it: workbook-docs status --hub {place.hub})",
                    [header[n] for n in kept],
                    [[row[n] for n in kept] for row in rows],
                )
        say("5. What one study should look at, in the form's own words")
        _show_findings(place)
        statistics = hub.statistics(TODAY)
        say(
            f"6. Two of {len(statistics.statistics)} statistics, for inside the hub (not for "
            "release)"
        )
        for title, header, rows in statistics.tables():
            if title.partition(" (")[0] in SHOWN:
                terminal.print_table(title, header, rows)
    for ending in ("html", "docx", "xlsx", "csv") if can_draw() else ("xlsx", "csv"):
        write_statistics(statistics, folder / f"statistics.{ending}")
    say("Open these:")
    for path, what in (
        (sent[0].path, "a copy as it was sent"),
        (place.returned / "S01-module-2-2026-2.docx", "the same copy filled in"),
        (place.returned / "S04-module-2-2026-2.xlsx", "another study's, in Excel"),
        (folder / "statistics.html", "every statistic, drawn"),
        (folder / "statistics.xlsx", "the same, a sheet each"),
    ):
        if not path.exists():
            continue
        say(f"   {path}: {what}")
    say(f"Then try: workbook-docs read {place.returned / 'S01-module-2-2026-2.docx'}")
    return place


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise WorkbookDocsError(
            f"{folder} is not empty, and no earlier demo. Choose another folder: demo -o FOLDER"
        )
    if (folder / MARK).exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def _register() -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(
        ["study.reference", "study.title", "Name", "Email address", "round", "due", "group.theme"]
    )
    for number, (title, theme, lead) in enumerate(STUDIES, 1):
        email = lead.casefold().replace(" ", ".") + "@example.org"
        table.writerow([f"S{number:02d}", title, lead, email, "2026-2", DUE.isoformat(), theme])
    return out.getvalue().encode("utf-8-sig")


def _answer(sent: list[Sent], folder: Path) -> int:
    """Type answers into the copies that come back; the same every time."""
    count = 0
    by_row = {(one.row.file_stem, one.format): one for one in sent}
    stems = list(dict.fromkeys(one.row.file_stem for one in sent))
    for stem, answer in zip(terminal.tracked(stems, "Teams answering"), _RETURNS, strict=True):
        if answer is None:
            continue
        fullness, format = answer
        one = by_row[stem, "docx" if format == "docx" else "xlsx"]
        dice = Random(f"{SEED}-{stem}")
        typed = values.flatten(values.filled(one.row.record))
        typed |= answers(one.row.name or "", fullness, dice)
        write(folder / one.path.name, rendered(Module2, typed, one.format, one.copy))
        count += 1
    first = folder / sent[0].path.name
    write(folder / "Copy of S01 (sent again).docx", first.read_bytes())
    write(folder / "S05 photo.docx", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(400))
    write(folder / "minutes.txt", b"Minutes of the last meeting\n")
    return count + 3


def _take_in(hub: Hub, place: Played, say: Callable[[str], None]) -> None:
    noon = datetime.combine(DUE, time(12), UTC)
    taken = hub.ingest([place.returned], received=noon)
    rows: dict[str, int] = {}
    for one in taken:
        rows[one.status] = rows.get(one.status, 0) + 1
        if one.outcome != "read":
            say(f"   {one.file}: {one.message}")
    say("   " + ", ".join(f"{count} {status}" for status, count in sorted(rows.items())))


def _show_findings(place: Played) -> None:
    path = place.returned / "S02-module-2-2026-2.docx"
    reading = read(path)
    findings = check(reading, today=TODAY)
    terminal.print_findings(reading, findings)
