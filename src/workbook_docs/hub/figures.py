"""Statistics as named values, and how they are printed for people inside the hub."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

NOTICE = "Not for release: exact figures for use inside the hub."
RELEASE = "not for release"
HEADER = ("Label", "Numerator", "Denominator", "Not counted", "Why", "As sent")

Number = int | Decimal


Kind = Literal["share", "total", "typical"]
Chart = Literal["parts", "bars", "steps", "quadrants", "over time", "none"]
Class = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it counts, out of how many, how many were left out and why.

    `numerator` is None where too few are counted for such a figure; `why` says so.

    Args:
        category: what is counted, such as `ticked`.
        subject: the field or table it is about, where a statistic has several.
        kind: a `share` is a part of its denominator; a `total` and what is `typical` (a
            mean, a median, a quartile) are made of that many values.
        within: the round or group it is about; empty for all.
        as_sent: how much of the numerator is there only because it was sent so, as far as the
            hub knows what stood in a copy when it was sent.
    """

    category: str
    numerator: Number | None
    denominator: int
    not_counted: int = 0
    why: str = ""
    subject: str = ""
    kind: Kind = "share"
    within: str = ""
    as_sent: Number = 0

    @property
    def label(self) -> str:
        """What the figure is of, in one line."""
        return f"{self.subject}: {self.category}" if self.subject else self.category

    def to_json(self) -> dict[str, Any]:
        """The figure as JSON holds it."""
        return {
            "label": self.label,
            "subject": self.subject or None,
            "category": self.category,
            "within": self.within or None,
            "kind": self.kind,
            "numerator": _plain(self.numerator),
            "denominator": self.denominator,
            "as_sent": _plain(self.as_sent),
            "not_counted": self.not_counted,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Statistic:
    """A named statistic with its definition in one sentence; `workbook` None: of the hub.

    `counted_in` is its denominator in words, `chart` how it is best drawn, and `risk` its
    disclosure class: A about studies, B of few studies, C about persons.
    """

    name: str
    workbook: str | None
    definition: str
    rows: tuple[Figure, ...]
    counted_in: str = ""
    chart: Chart = "bars"
    risk: Class = "A"
    release: str = RELEASE

    def to_json(self) -> dict[str, Any]:
        """The statistic as JSON holds it."""
        return {
            "name": self.name,
            "workbook": self.workbook,
            "definition": self.definition,
            "denominator": self.counted_in,
            "chart": self.chart,
            "risk": self.risk,
            "release": self.release,
            "rows": [row.to_json() for row in self.rows],
        }

    @property
    def title(self) -> str:
        """The name, with the workbook it is about."""
        return f"{self.name} ({self.workbook})" if self.workbook else self.name


@dataclass(frozen=True, slots=True)
class Statistics:
    """Every statistic of the hub on a day, of one round or of all."""

    today: date
    round: str | None
    statistics: tuple[Statistic, ...]
    by: str | None = None
    note: str = NOTICE

    @property
    def parts(self) -> str:
        """How the parts that figures are split into make up the whole; empty where they are not.

        >>> Statistics(date(2026, 12, 11), None, (), by="group.theme").parts
        'Each study and each file is in one part.'
        """
        if self.by is None:
            return ""
        if self.by == "round":
            return (
                "Each file is in one part. A study or person of several rounds is in the part of "
                "each, and once in all: so their parts may add up to more than all."
            )
        return "Each study and each file is in one part."

    def named(self, name: str, workbook: str | None = None) -> Statistic:
        """The statistic of a name. Raises `KeyError` where there is none."""
        for statistic in self.statistics:
            if statistic.name == name and workbook in (None, statistic.workbook):
                return statistic
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        """All statistics as JSON holds them."""
        return {
            "note": self.note,
            "release": RELEASE,
            "today": self.today.isoformat(),
            "round": self.round,
            "by": self.by,
            "parts": self.parts or None,
            "statistics": [statistic.to_json() for statistic in self.statistics],
        }

    def tables(self) -> tuple[tuple[str, tuple[str, ...], tuple[tuple[Any, ...], ...]], ...]:
        """Each statistic as a table for people: its title, its header, its rows."""
        return tuple(
            (statistic.title, self.header, tuple(map(self._row, statistic.rows)))
            for statistic in self.statistics
        )

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of each statistic; what figures are within only where they are split."""
        return ("Within", *HEADER) if self.by else HEADER

    def _row(self, figure: Figure) -> tuple[str | int | float | None, ...]:
        return (figure.within or "all", *_cells(figure)) if self.by else _cells(figure)

    def csv_text(self) -> str:
        """All statistics as one long CSV, the notice in its first line."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([self.note])
        writer.writerow(
            ["workbook", "statistic", "label", "numerator", "denominator", "not_counted", "why",
             "as_sent", "release", "within"]
        )  # fmt: skip
        for statistic in self.statistics:
            for row in statistic.rows:
                cells = (
                    statistic.workbook or "", statistic.name, *_cells(row), statistic.release,
                    row.within,
                )  # fmt: skip
                writer.writerow([safe_cell(cell) for cell in cells])
        return out.getvalue()


def _cells(row: Figure) -> tuple[str | int | float | None, ...]:
    as_sent = _plain(row.as_sent) or None
    return (row.label, _plain(row.numerator), row.denominator, row.not_counted, row.why, as_sent)


def _plain(value: Number | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def safe_cell(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "\0")):
        return f"'{cell}"
    return cell


def why(**left_out: int) -> tuple[int, str]:
    """How many were left out, and why.

    >>> why(not_asked=2, studies_with_no_row=1)
    (3, '2 not asked; 1 study with no row')
    """
    reasons = [_counted(n, reason.replace("_", " ")) for reason, n in left_out.items() if n]
    return sum(left_out.values()), "; ".join(reasons)


ONE = {"studies": "study", "returns": "return", "rows": "row"}


def _counted(n: int, reason: str) -> str:
    first, _, rest = reason.partition(" ")
    return f"{n} {ONE.get(first, first) if n == 1 else first} {rest}".rstrip()
