"""How time, memory and size of a hub grow with its returns: python benchmarks/hub.py 1000 100000

Returns are synthetic Module 2 workbooks, two copies of each study in two rounds, made while
they are taken in; making them is not counted, and reading is left out: what is measured is the
store, its status, its statistics and its reports. Seconds are of the processor, so that a slow
disk or a busy machine does not hide the growth; the rate of taking in is of the clock. Each
count runs in a process of its own, and what it has of memory is told after each step: the most
it ever had until then. `--markdown` prints the table of benchmarks/README.md.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from hub_readings import random_module_2, random_states, reading_of  # noqa: E402
from workbook_docs import Copy, Hub, Workbook  # noqa: E402
from workbook_docs.hub import IssuedCopy  # noqa: E402
from workbook_docs.records import Reading  # noqa: E402
from workbook_docs.workbooks.module_2 import Module2  # noqa: E402

ROUNDS = ("2026-1", "2026-2")
COPIES_OF_A_STUDY = 2
FILES_OF_A_FOLDER = 1000
TODAY = date(2026, 12, 11)
WORDS = ("we", "meet", "the", "group", "each", "month", "and", "tell", "it", "what", "came")


def copy_of(number: int) -> Copy:
    """The copy that a return is of: studies in turn, each round after the other."""
    study = number // (COPIES_OF_A_STUDY * len(ROUNDS))
    return Copy(f"COPY-{number}", f"S{study}", ROUNDS[number % len(ROUNDS)], date(2026, 12, 1))


def issued(number: int) -> IssuedCopy:
    """The same copy as the hub wrote it down when it was sent."""
    copy = copy_of(number)
    return IssuedCopy(
        id=copy.id, workbook="module-2", version="1", issued_on=date(2026, 10, 1), study=copy.study,
        round=copy.round, due=copy.due, name=f"Person {number}", email=f"lead{number}@example.org",
        group={"theme": f"Theme {number % 7}"},
    )  # fmt: skip


def made_reading(number: int) -> Reading:
    """A reading as a team may give it: much of the form filled, some of it not found."""
    chance = random.Random(number)
    values = random_module_2(chance, number)
    for point in range(1, 8):
        values[f"co_production.point_{point}"] = " ".join(chance.choices(WORDS, k=40))
    for row in range(chance.randrange(2, 9)):
        values[f"ongoing_matrix[{row}].stakeholder"] = f"Group {chance.randrange(40)}"
        values[f"ongoing_matrix[{row}].interests"] = " ".join(chance.choices(WORDS, k=12))
        values[f"engagement[{row}].organisation"] = f"Group {chance.randrange(40)}"
        values[f"engagement[{row}].frequency"] = chance.choice(["monthly", "each year", "ad hoc"])
        values[f"engagement[{row}].contact_method"] = chance.choice(["e-mail", "meeting, phone"])
        values[f"involvement[{row}].stakeholder"] = f"Group {chance.randrange(40)}"
    return reading_of(
        Module2, values, copy=copy_of(number), states=random_states(chance, Module2),
        modified=datetime.fromtimestamp(1_790_000_000 + number * 60, UTC),
        format="docx" if number % 2 else "xlsx",
    )  # fmt: skip


class Maker:
    """Stands in for the reader, and knows how long it took to make what it gave."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(
        self, path: str | Path, workbook: type[Workbook] | None = None, *, name: str | None = None
    ) -> Reading:
        """The reading whose number stands in a file."""
        begun = time.process_time()
        reading = made_reading(int(Path(path).read_text()))
        self.seconds += time.process_time() - begun
        return reading


def measure(count: int, folder: Path) -> dict[str, float]:
    """Seconds and memory of each step of a hub with so many returns, and how large it became."""
    for number in range(count):
        place = folder / "returns" / str(number // FILES_OF_A_FOLDER)
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.docx").write_text(str(number))
    found: dict[str, float] = {}
    make = Maker()

    def timed(what: str, step: Callable[[], object]) -> None:
        begun, making = time.process_time(), make.seconds
        step()
        found[f"{what}, s"] = time.process_time() - begun - (make.seconds - making)
        found[f"{what}, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        # A long run may be ended before its table: what it has found so far is told.
        told = f"{count:,}: {what} {found[f'{what}, s']:.2f} s, {found[f'{what}, MB']:.0f} MB"
        print(told, file=sys.stderr, flush=True)

    with Hub(folder / "hub") as hub:
        timed("issue", lambda: hub.record_copies(map(issued, range(count)), Module2))
        begun, making = time.monotonic(), make.seconds
        timed("take in", lambda: hub.ingest(folder / "returns", read=make, progress=None))
        found["returns a second"] = count / (time.monotonic() - begun - make.seconds + making)
        timed("take in again", lambda: hub.ingest(folder / "returns", read=make))
        databases = sum(path.stat().st_size for path in (folder / "hub").glob("*.sqlite"))
        [(rows,)] = hub._store.hub.execute("SELECT count(*) FROM answers")
        timed("status", lambda: hub.status(today=TODAY))
        timed("all statistics", lambda: hub.statistics(TODAY))
        timed("all statistics by round", lambda: hub.statistics(TODAY, by="round"))
        timed("records", lambda: sum(1 for _ in hub.records(Module2)))
        timed("export", lambda: hub.export(folder / "out", ("csv",)))
        timed("doctor", hub.doctor)
        timed("erase one", lambda: hub.erase(person="lead5@example.org", yes=True))
    found["answers"] = rows
    found["MB of databases"] = databases / 1e6
    return found


def in_a_process(count: int) -> dict[str, float]:
    """The same, measured in a process of its own."""
    run = [sys.executable, __file__, "--one", str(count)]
    done = subprocess.run(run, stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def table(counts: list[int]) -> list[list[str]]:
    """A row for each measure: its name, its value at each count, and how it grew, if it did."""
    columns = [in_a_process(count) for count in counts]
    rows = [["", *(f"{count:,}" for count in counts), "grew"]]
    rows.append(["returns", *(f"{count:,}" for count in counts), _grown(counts[0], counts[-1])])
    for what in columns[0]:
        values = [column[what] for column in columns]
        shown = [f"{value:,.0f}" if value >= 100 else f"{value:.2f}" for value in values]
        rows.append([what, *shown, _grown(values[0], values[-1])])
    return rows


def _grown(first: float, last: float) -> str:
    return f"× {last / first:,.1f}" if first else ""


def main(arguments: list[str]) -> None:
    """Print a table with a column for each count."""
    if arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory() as name:
            print(json.dumps(measure(int(arguments[1]), Path(name))))
        return
    markdown = "--markdown" in arguments
    counts = [int(a) for a in arguments if not a.startswith("-")] or [1000, 5000]
    for number, row in enumerate(table(counts)):
        if markdown:
            print(f"| {' | '.join(row)} |")
            if number == 0:
                print("|---|" + "--:|" * (len(row) - 1))
        else:
            print(f"{row[0]:28}" + "".join(f"{cell:>14}" for cell in row[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
