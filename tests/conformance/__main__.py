"""`python -m conformance`: the table of what is read right, hand by hand and route by route."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "examples" / "site_readiness")]

from site_readiness import SiteReadiness  # noqa: E402

from workbook_docs.conformance import run  # noqa: E402
from workbook_docs.conformance.routes import ROUTES, NotInstalled, Route, must_be_installed  # noqa: E402
from workbook_docs.conformance.scoring import Score  # noqa: E402
from workbook_docs.definition import Workbook  # noqa: E402
from workbook_docs.templates import FORMATS, Format  # noqa: E402
from workbook_docs.workbooks.module_2 import Module2  # noqa: E402

WORKBOOKS: tuple[type[Workbook], ...] = (Module2, SiteReadiness)


@dataclass
class Line:
    """One line of the table; no score where the program was not there."""

    workbook: str
    format: str
    route: str
    hands: str
    score: Score | None


def single_hands(
    workbook: type[Workbook], format: Format, args: argparse.Namespace
) -> Iterator[Line]:
    """A line for the intact files and for each hand alone."""
    for name in ("", *sorted(run.hands_of(format))):
        found = run.measure([name] if name else [], workbook, format, args.records, args.seed)
        yield Line(workbook.workbook_id, format, "none", name or "none", found)


def random_hands(
    workbook: type[Workbook], format: Format, number: int, args: argparse.Namespace
) -> Line:
    """One line for so many hands at random on each record."""
    found = run.measure_random(number, workbook, format, args.records, args.seed, args.rounds)
    return Line(workbook.workbook_id, format, "none", f"{number} at random", found)


def route_line(
    route: Route, workbook: type[Workbook], hands: str | int, args: argparse.Namespace
) -> Line:
    """One line for a route; `hands` is one hand by name, or how many at random."""
    format: Format = "docx" if route.format == "docx" else "xlsx"
    cases = []
    for number, case in enumerate(run.filled(workbook, format, args.records, args.seed)):
        dice = Random(f"{args.seed} {number} {hands}")
        names = (
            [hands] if isinstance(hands, str) else run.random_hands(format, hands, dice, run.MIMICS)
        )
        changed = run.damaged(case, format, names, dice) if names and hands else case
        cases.append(changed or case)
    shown = hands if isinstance(hands, str) else f"{hands} at random" if hands else "none"
    line = Line(workbook.workbook_id, format, route.name, shown, None)
    try:
        returned = route.send([case.data for case in cases])
    except NotInstalled:
        return line
    line.score = Score()
    for number, (case, data) in enumerate(zip(cases, returned, strict=True)):
        if data is None:
            line.score.misread.append(f"NOT MADE: {route.name} made nothing of file {number}")
            continue
        back = run.Case(case.truth, data, case.hands, (), case.doubled)
        found = back.score(f"{number}.{format}")
        found.misread = [f"[record {number}: {', '.join(case.hands)}] {m}" for m in found.misread]
        line.score.add(found)
    return line


def lines(args: argparse.Namespace) -> Iterator[Line]:
    """All lines that were asked for."""
    for workbook in WORKBOOKS:
        for format in FORMATS:
            if format not in args.formats:
                continue
            routes = [r for r in ROUTES.values() if r.format == format and r.name in args.routes]
            if args.hands is not None:
                yield random_hands(workbook, format, args.hands, args)
                for route in routes:
                    yield route_line(route, workbook, args.hands, args)
                continue
            if not args.no_single:
                yield from single_hands(workbook, format, args)
            for number in (1, 2, 5):
                yield random_hands(workbook, format, number, args)
            for route in routes:
                for hands in (0, run.STRIPPED, 2):
                    yield route_line(route, workbook, hands, args)


def text_of(line: Line) -> str:
    """A line of the table, as text."""
    head = f"{line.workbook:15} {line.format:5} {line.route:23} {line.hands:48}"
    if line.score is None:
        return f"{head} not run: the program is not installed"
    s = line.score
    rungs = " ".join(f"{rung} {count}" for rung, count in s.rungs.most_common())
    return (
        f"{head} {s.files:4} {s.expected:6} {s.right:6} {s.share:7.2f}% {s.wrong:5} {s.unplaced:8} "
        f"{s.lost:4} {s.notes_lost:4} {s.blanks:6}  {rungs}"
    )


HEAD = (
    f"{'workbook':15} {'form':5} {'route':23} {'hands':48} {'file':>4} {'expect':>6} {'right':>6} "
    f"{'':8} {'wrong':>5} {'unplaced':>8} {'lost':>4} {'note':>4} {'blanks':>6}  by rung"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a program is missing that must be there, or anything is lost."""
    parser = argparse.ArgumentParser(prog="python -m conformance", description=__doc__)
    parser.add_argument("--records", type=int, default=6, help="records of each workbook")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3, help="files for a record and random hands")
    parser.add_argument("--hands", type=int, help="so many hands at random, and nothing else")
    parser.add_argument("--routes", nargs="*", default=list(ROUTES), choices=list(ROUTES),
                        metavar="ROUTE", help=f"some of: {', '.join(ROUTES)}")  # fmt: skip
    parser.add_argument("--no-single", action="store_true", help="leave the single hands out")
    parser.add_argument("--formats", nargs="*", default=list(FORMATS), choices=FORMATS)
    parser.add_argument("--misread", type=int, default=0, help="misreadings to show for each line")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    args = parser.parse_args(arguments)
    if not args.json:
        print(HEAD)
    failed = False
    for line in lines(args):
        if args.json:
            found = asdict(line)
            found["ran"] = line.score is not None
            print(json.dumps(found, ensure_ascii=False), flush=True)
        else:
            print(text_of(line), flush=True)
            for text in line.score.misread[: args.misread] if line.score else ():
                print(f"    {text}")
        failed = failed or (line.score is None and must_be_installed())
        failed = failed or (line.score is not None and line.score.lost > 0)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
