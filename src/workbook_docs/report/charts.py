"""Charts of statistics, drawn with matplotlib: legible in grey, each with its words.

Colours are told apart by lightness too, every part carries its number, and every chart
stands beside its table; so nothing is told by colour alone (WCAG 2.2, 1.4.1 and 1.4.11).
"""

from __future__ import annotations

import hashlib
import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

from workbook_docs.chapters import Picture
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.hub.figures import Figure, Statistic
from workbook_docs.report.sentences import bare_label, sentence, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

WIDTH = 7.0
"""Inches; the text of an A4 page is a little wider."""
ROW = 0.34
"""Inches for one bar."""
LABEL_CHARACTERS = 44

SHADES = ("#12436d", "#2b79b4", "#6db0dc", "#b5d6ee", "#e1e8ee", "#fafafa")
"""From dark to light, so that their order is seen in grey too."""
DARK = 2
"""How many shades bear white numbers."""
EMPTY = SHADES[4]
INK = "#1d1d1d"
QUIET = "#5c6670"


def can_draw() -> bool:
    """Whether matplotlib, which draws, is installed."""
    return find_spec("matplotlib") is not None


def draw(statistic: Statistic, kind: Literal["svg", "png"] = "svg") -> Picture | None:
    """The chart of a statistic; None where a table says it better, or nothing is counted.

    Args:
        statistic: what is drawn: the whole, without what it is split into.
        kind: as vector art for a page, or as a picture for a document.

    Raises:
        WorkbookDocsError: where matplotlib is not installed, saying how to get it.
    """
    figures = [figure for figure in statistic.rows if not figure.within]
    makers = {
        "bars": _bars,
        "parts": _parts,
        "steps": _steps,
        "quadrants": _quadrants,
        "over time": _over_time,
    }
    maker = makers.get(statistic.chart)
    if maker is None or not any(share(figure) is not None for figure in figures):
        return None
    with _style(statistic.title):
        canvas = maker(figures)
        if canvas is None:
            return None
        words = sentence(statistic)
        if kind == "png":
            return Picture(words, png=_png(canvas))
        return Picture(words, svg=_svg(canvas, statistic.title))


# Charts --------------------------------------------------------------------------------


def _bars(figures: Sequence[Figure]) -> Canvas | None:
    """A bar for each share, with its count at the end; under its subject where it has one."""
    lines: list[tuple[str, Figure | None]] = []
    subject = ""
    for figure in figures:
        if share(figure) is None:
            continue
        if figure.subject and figure.subject != subject:
            lines.append((figure.subject, None))
        subject = figure.subject
        lines.append((figure.category, figure))
    canvas, axes = _axes(len(lines))
    for row, (_, bar) in enumerate(lines):
        if bar is None:
            continue
        axes.barh(row, 1, height=0.62, color=EMPTY)
        axes.barh(row, share(bar) or 0, height=0.62, color=SHADES[0])
        axes.text(1.02, row, f"{bar.numerator} of {bar.denominator}", va="center", color=INK)
    _label_rows(axes, [label for label, _ in lines])
    for (_, bar), text in zip(lines, axes.get_yticklabels(), strict=True):
        if bar is None:
            text.set_fontweight("bold")
    return canvas


def _parts(figures: Sequence[Figure]) -> Canvas | None:
    """A bar for each subject, in parts that add up."""
    subjects = list(dict.fromkeys(f.subject for f in figures if f.denominator))
    # Shares only, and of one denominator: `answered` beside its own parts is no part.
    categories = [c for c in dict.fromkeys(f.category for f in figures) if _is_part(c, figures)]
    if not subjects or len(categories) > len(SHADES):
        return _bars(figures)
    held = {(f.subject, f.category): f for f in figures}
    canvas, axes = _axes(len(subjects), legend=True)
    for row, subject in enumerate(subjects):
        left = 0.0
        here = [held[subject, c] for c in categories if (subject, c) in held]
        total = sum(float(f.numerator or 0) for f in here) or 1
        for figure in here:
            shade = categories.index(figure.category)
            part = float(figure.numerator or 0) / total
            axes.barh(
                row, part, left=left, height=0.66, color=SHADES[shade], edgecolor="white",
                linewidth=1.2,
            )  # fmt: skip
            if part > 0.04:
                axes.text(
                    left + part / 2, row, str(figure.numerator), ha="center", va="center",
                    color="white" if shade < DARK else INK,
                )  # fmt: skip
            left += part
        axes.text(1.02, row, f"n = {max(f.denominator for f in here)}", va="center", color=INK)
    _label_rows(axes, [subject or "all" for subject in subjects])
    _legend(canvas, categories)
    return canvas


def _is_part(category: str, figures: Sequence[Figure]) -> bool:
    here = [f for f in figures if f.category == category]
    if any(f.kind == "typical" for f in here):
        return False
    others = {f.category for f in figures}
    return not (category == "answered" and "none given" in others)


def _steps(figures: Sequence[Figure]) -> Canvas | None:
    """For each subject columns from none to all."""
    from matplotlib import pyplot

    subjects = list(dict.fromkeys(f.subject for f in figures if f.denominator))
    if not subjects:
        return None
    across = 2
    down = -(-len(subjects) // across)
    canvas, grid = pyplot.subplots(
        down, across, figsize=(WIDTH, 0.4 + 1.9 * down), squeeze=False, layout="constrained"
    )
    for place in grid.flat[len(subjects) :]:
        place.set_visible(False)
    for axes, subject in zip(grid.flat, subjects, strict=False):
        here = [f for f in figures if f.subject == subject]
        counts = [int(f.numerator or 0) for f in here]
        axes.bar(range(len(here)), counts, color=SHADES[0], width=0.72)
        for place, count in enumerate(counts):
            if count:
                axes.text(place, count, str(count), ha="center", va="bottom", color=INK)
        axes.set_title(
            "\n".join(textwrap.wrap(bare_label(subject), 40)), loc="left", fontsize=8, color=INK
        )
        axes.set_xticks(range(len(here)), [f.category.split(" ")[0] for f in here])
        axes.set_ylim(0, max([*counts, 1]) * 1.25)
        axes.set_yticks([])
        axes.set_xlabel(f"filled of {len(here) - 1}, n = {here[0].denominator}", color=QUIET)
    return canvas


def _quadrants(figures: Sequence[Figure]) -> Canvas | None:
    """Four fields with their counts, and words at both ends of both axes."""
    from matplotlib import pyplot
    from matplotlib.patches import Rectangle

    places = {"Q1": (0, 0), "Q2": (1, 0), "Q3": (0, 1), "Q4": (1, 1)}
    canvas, axes = pyplot.subplots(figsize=(4.6, 3.4), layout="constrained")
    most = max([int(f.numerator or 0) for f in figures] + [1])
    for figure in figures:
        place = places.get(figure.category[:2])
        if place is None:
            continue
        count = int(figure.numerator or 0)
        shade = 0 if count > most / 2 else 2 if count else 3
        ink = "white" if shade == 0 else INK
        axes.add_patch(Rectangle(place, 0.97, 0.97, color=SHADES[shade]))
        middle = place[0] + 0.485, place[1] + 0.485
        axes.text(*middle, str(count), ha="center", va="center", fontsize=20, color=ink)
        axes.text(place[0] + 0.06, place[1] + 0.83, figure.category[:2], color=ink)
    axes.set_xlim(0, 1.97)
    axes.set_ylim(0, 1.97)
    axes.set_xticks([0.485, 1.485], ["low interest", "high interest"])
    axes.set_yticks([0.485, 1.485], ["low impact", "high impact"], rotation=90, va="center")
    return canvas


def _over_time(figures: Sequence[Figure]) -> Canvas | None:
    """A line over the rounds, with the numbers at its points; bars where there is one round."""
    from matplotlib import pyplot
    from matplotlib.ticker import PercentFormatter

    rounds = [f for f in figures if f.label.startswith("round ") and share(f) is not None]
    if len(rounds) < 2:
        return _bars(figures)
    canvas, axes = pyplot.subplots(figsize=(WIDTH, 2.6), layout="constrained")
    shares = [share(f) or 0 for f in rounds]
    places = list(range(len(rounds)))
    axes.plot(places, shares, color=SHADES[0], marker="o", linewidth=2)
    for place, figure in enumerate(rounds):
        text = f"{figure.numerator} of {figure.denominator}"
        axes.annotate(text, (place, shares[place]), (0, 8), textcoords="offset points", ha="center")
    axes.set_xticks(places, [f.label.removeprefix("round ") for f in rounds])
    axes.set_xlim(-0.5, len(rounds) - 0.5)
    axes.set_ylim(0, 1.15)
    axes.set_yticks([0, 0.5, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1))
    axes.grid(axis="y", color=EMPTY)
    return canvas


# Parts of charts -----------------------------------------------------------------------


def _axes(rows: int, legend: bool = False) -> tuple[Canvas, Axes]:
    from matplotlib import pyplot

    height = max(rows, 1) * ROW + 0.3 + (0.5 if legend else 0)
    canvas, axes = pyplot.subplots(figsize=(WIDTH, height), layout="constrained")
    axes.set_xlim(0, 1)
    axes.set_ylim(max(rows, 1) - 0.5, -0.5)
    axes.set_xticks([])
    return canvas, axes


def _label_rows(axes: Axes, labels: Sequence[str]) -> None:
    bare = [bare_label(label) for label in labels]
    shown = [
        label if bare.count(short) > 1 and len(set(labels)) == len(labels) else short
        for label, short in zip(labels, bare, strict=True)
    ]
    wrapped = ["\n".join(textwrap.wrap(label, LABEL_CHARACTERS)) for label in shown]
    axes.set_yticks(range(len(wrapped)), wrapped, linespacing=1.0)


def _legend(canvas: Canvas, categories: Sequence[str]) -> None:
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=SHADES[n], edgecolor=QUIET, linewidth=0.5, label=category)
        for n, category in enumerate(categories)
    ]
    across = 3 if sum(map(len, categories)) / len(categories) < 24 else 2
    canvas.legend(handles=handles, loc="outside upper left", ncols=across, frameon=False)


@contextmanager
def _style(name: str) -> Iterator[None]:
    if not can_draw():
        raise WorkbookDocsError(
            "Charts are drawn with matplotlib, which is not installed. "
            "Get it with: pip install 'workbook-docs[report]'"
        )
    import matplotlib
    from matplotlib import pyplot

    matplotlib.use("agg")
    settings: Any = {
        "font.family": "sans-serif",
        "font.sans-serif": ["Arial", "Liberation Sans", "DejaVu Sans"],
        "font.size": 8.5,
        "svg.fonttype": "none",
        "svg.hashsalt": name,
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.spines.bottom": False,
        "xtick.bottom": False,
        "ytick.left": False,
        "axes.titlepad": 4,
    }
    with matplotlib.rc_context(settings):
        try:
            yield
        finally:
            pyplot.close("all")


def _svg(canvas: Canvas, name: str) -> str:
    out = io.StringIO()
    canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # One page holds many drawings: ids must differ, and the page decides how wide each is.
    mark = "c" + hashlib.sha256(name.encode()).hexdigest()[:8]
    text = re.sub(r'\bid="([^"]+)"', rf'id="{mark}-\1"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{mark}-\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{mark}-\1)", text)
    head, rest = text.split(">", 1)
    return re.sub(r' (?:width|height)="[^"]*"', "", head) + ">" + rest


def _png(canvas: Canvas) -> bytes:
    out = io.BytesIO()
    canvas.savefig(out, format="png", dpi=200, metadata={"Software": None})
    return out.getvalue()
