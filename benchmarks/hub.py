"""How time, memory and size of a hub grow with its returns: python benchmarks/hub.py 1000 10000

Returns are synthetic and reading is left out: what is measured is the store, its status and
its statistics. Seconds are of the processor, so that a slow disk or a busy machine does not
hide the growth; the rate of taking in is of the clock.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hub_readings import AllKinds, Shelf, random_all_kinds, reading_of, sent  # noqa: E402
from workbook_docs import Copy, Hub  # noqa: E402

COPIES_OF_A_STUDY = 3
TODAY = date(2026, 12, 11)


def measure(count: int, folder: Path) -> dict[str, float]:
    """Seconds of each step of a hub with so many returns, and how large it became."""
    chance, shelf = random.Random(1), Shelf(folder / "returns")
    copies = []
    for number in range(count):
        id, study = f"COPY-{number}", f"S{number // COPIES_OF_A_STUDY}"
        copies.append(sent(id, study, email=f"person{number}@example.org"))
        reading = reading_of(
            AllKinds, random_all_kinds(chance, number), copy=Copy(id, study, "2026-1")
        )
        shelf.put(f"{number % 100}/{number}.docx", reading)
    found: dict[str, float] = {}

    def timed(what: str, step: Callable[[], object]) -> None:
        begun = time.process_time()
        step()
        found[what] = time.process_time() - begun

    with Hub(folder / "hub") as hub:
        timed("issue", lambda: hub.record_copies(copies, AllKinds))
        begun = time.monotonic()
        timed("take in", lambda: hub.ingest(shelf.folder, read=shelf.read))
        found["returns a second"] = count / (time.monotonic() - begun)
        timed("take in again", lambda: hub.ingest(shelf.folder, read=shelf.read))
        timed("status", lambda: hub.status(today=TODAY))
        timed("statistics", lambda: hub.statistics(TODAY))
        timed("records", lambda: sum(1 for _ in hub.records(AllKinds)))
        timed("export", lambda: hub.export(folder / "out", ("csv",)))
        timed("doctor", hub.doctor)
        timed("erase one", lambda: hub.erase(person="person5@example.org", yes=True))
    databases = sum(path.stat().st_size for path in (folder / "hub").glob("*.sqlite"))
    found["MB of databases"] = databases / 1e6
    found["MB of memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return found


def main(counts: list[int]) -> None:
    """Print a table with a column for each count."""
    columns = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            columns.append(measure(count, Path(name)))
    print(f"{'':18}" + "".join(f"{count:>12,}" for count in counts))
    for what in columns[0]:
        print(f"{what:18}" + "".join(f"{column[what]:12.2f}" for column in columns))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1000, 5000])
