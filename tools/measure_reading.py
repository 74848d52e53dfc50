"""Measure how returns are read after hands and programs, and write the table into docs/reading.md.

    python tools/measure_reading.py [--records 6] [--seed 1]

Takes some minutes and needs LibreOffice, AbiWord, Gnumeric and pandoc: the table is written
when somebody measures, not at every check.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "examples" / "site_readiness")]

from site_readiness import SiteReadiness  # noqa: E402

from conformance.printed import LAYOUTS, printed_truth, typed  # noqa: E402
from workbook_docs.conformance import run  # noqa: E402
from workbook_docs.conformance.records import records  # noqa: E402
from workbook_docs.conformance.routes import ROUTES, NotInstalled  # noqa: E402
from workbook_docs.conformance.scoring import Score  # noqa: E402
from workbook_docs.conformance.trial import STRIPPED  # noqa: E402
from workbook_docs.definition import Workbook  # noqa: E402
from workbook_docs.templates import FORMATS, Format  # noqa: E402
from workbook_docs.workbooks.module_2 import Module2  # noqa: E402
from workbook_docs.workbooks.nine_cs import NineCsList  # noqa: E402

WORKBOOKS: tuple[type[Workbook], ...] = (Module2, NineCsList, SiteReadiness)
TABLE = re.compile(r"(<!-- measured -->\n).*?(<!-- /measured -->)", re.DOTALL)
HEAD = """| files | format | answers | right | wrong | unplaced | lost | found by |
|---|---|---|---|---|---|---|---|
"""


@dataclass
class Row:
    """One line of the table: which files, in which format, and how they were read."""

    files: str
    format: str
    score: Score

    def __str__(self) -> str:
        s = self.score
        rungs = ", ".join(f"{rung} {count}" for rung, count in s.rungs.most_common(3))
        return (
            f"| {self.files} | {self.format} | {s.expected:,} | {s.share:.2f} % | {s.wrong} | "
            f"{s.unplaced} | {s.lost} | {rungs} |"
        )


def rows(args: argparse.Namespace) -> Iterator[Row]:
    """All lines, the workbooks taken together."""
    for format in FORMATS:
        yield from rows_of(format, args)
    yield from printed_rows(args)


def rows_of(format: Format, args: argparse.Namespace) -> Iterator[Row]:
    """The lines of one format."""
    hands = sorted(run.hands_of(format))
    yield Row("as sent, filled in", format, measured([[]], format, args))
    for title, names in STRIPPED[format].items():
        yield Row(title, format, measured([names], format, args))
    yield Row(
        f"one hand, each of {len(hands)}", format, measured([[n] for n in hands], format, args)
    )
    for number in (2, 5):
        total = Score()
        for workbook in WORKBOOKS:
            cases = run.after_random(
                number, workbook, format, args.records, args.seed, range(args.rounds)
            )
            total.add(run.total(cases))
        yield Row(f"{number} hands at random", format, total)
    for route in ROUTES.values():
        if route.format != format:
            continue
        for names in ([], [run.STRIPPED]):
            total = Score()
            for workbook in WORKBOOKS:
                cases = run.after(names, workbook, format, args.records, args.seed)
                try:
                    total.add(run.total(run.sent(route, cases)))
                except NotInstalled as problem:
                    # A table with a line less would look like a better one.
                    sys.exit(str(problem))
            yield Row(f"through {route.title}{'; every mark gone' if names else ''}", format, total)


def measured(sets: Sequence[Sequence[str]], format: Format, args: argparse.Namespace) -> Score:
    """How the records of the workbooks are read after each set of hands."""
    total = Score()
    for names in sets:
        for workbook in WORKBOOKS:
            cases = run.after(names, workbook, format, args.records, args.seed)
            total.add(run.total(cases))
    return total


def printed_rows(args: argparse.Namespace) -> Iterator[Row]:
    """The printed form in its layouts, typed by hand, straight and through programs."""
    made = [
        (printed_truth(record), typed(record, layout))
        for layout in LAYOUTS.values()
        for record in records(Module2, args.records, args.seed)
    ]
    cases = [run.Case(truth, data) for truth, data in made]
    yield Row(f"the printed form in {len(LAYOUTS)} layouts", "docx", run.total(cases))
    for name in ("libreoffice-docx", "libreoffice-odt", "libreoffice-doc", "libreoffice-rtf",
                 "abiword", "pandoc"):  # fmt: skip
        found = run.total(run.sent(ROUTES[name], cases))
        yield Row(f"the same through {ROUTES[name].title}", "docx", found)


def main() -> None:
    """Measure, print each line as it comes, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    lines = []
    for row in rows(args):
        print(row, flush=True)
        lines.append(str(row))
    page = ROOT / "docs" / "reading.md"
    table = f"{HEAD}{chr(10).join(lines)}\n"
    page.write_text(TABLE.sub(lambda m: m[1] + table + m[2], page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
