"""Draw the figures of the shipped texts: SVG as source, PNG for programs without SVG.

    python tools/draw_figures.py            # draws all; needs resvg-py and Liberation Sans
    python tools/draw_figures.py --check    # says whether the files are what is drawn here

A PNG names the SVG that it was made of, because two machines never make quite the same one.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from drawing import (
    AMBER,
    BLUE,
    FROST,
    INK,
    MIST,
    PALE,
    SAND,
    WHITE,
    WIDTH,
    Drawing,
)
from PIL import Image
from signposts import ICONS

from workbook_docs.text.pictures import draw_png, is_drawn_from, naming_source

EDGE = 0.5
"""Half an outline: what is nearer to the edge of a figure is cut."""
COLOURS = 96
FOLDER = Path(__file__).parent.parent / "templates" / "figures"


def journey() -> Drawing:
    """The four steps of the workbook, for its cover."""
    d = Drawing("Your journey in four steps", 186)
    stops = (
        (62, 122, "Step One", "List your\nstakeholders"),
        (176, 92, "Step Two", "Choose who to tell\nand who to involve"),
        (292, 62, "Step Three", "Plan how you will\nshare power"),
        (406, 32, "Step Four", "Plan each stage\nand your reviews"),
    )
    d.path("M6 140 C34 140 36 122 62 122 C112 122 126 92 176 92 C228 92 240 62 292 62 "
           "C342 62 356 32 406 32 C432 32 440 22 462 14", line=MIST, weight=9)  # fmt: skip
    d.path("M6 140 C34 140 36 122 62 122 C112 122 126 92 176 92 C228 92 240 62 292 62 "
           "C342 62 356 32 406 32 C432 32 440 22 462 14", line=WHITE, weight=1.5)  # fmt: skip
    for number, (x, y, name, what) in enumerate(stops, 1):
        d.number(x, y, str(number), radius=15, size=15)
        d.words(x, y + 32, name, 11.5, bold=True, anchor="middle")
        d.words(x, y + 46, what, 10, anchor="middle")
    return d


def interest_impact() -> Drawing:
    """The four quadrants, numbered as the form numbers them."""
    d = Drawing("Stakeholder Interest/Impact Matrix", 214)
    left, top, wide, high, gap = 76, 6, 192, 70, 6
    cells = (
        (0, 0, "Q3", "Low interest,\nhigh impact", SAND),
        (1, 0, "Q4", "High interest,\nhigh impact", MIST),
        (0, 1, "Q1", "Low interest,\nlow impact", FROST),
        (1, 1, "Q2", "High interest,\nlow impact", PALE),
    )
    for column, row, name, title, fill in cells:
        x, y = left + column * (wide + gap), top + row * (high + gap)
        d.box(x, y, wide, high, fill, INK, 1)
        d.number(x + 38, y + high / 2, name, radius=19, size=14)
        d.words(x + 70, y + high / 2 - 3.5, title, 12, bold=True)
    right, bottom = left + 2 * wide + gap, top + 2 * high + gap
    d.arrow(left - 10, bottom, left - 10, top)
    d.arrow(left, bottom + 10, right, bottom + 10)
    d.words(left - 18, top + 13, "High", 11, bold=True, anchor="end")
    d.words(left - 18, top + 26, "affected\na lot", 9.5, anchor="end")
    d.words(left - 18, top + high + 1, "Level of\nImpact", 11, bold=True, fill=BLUE, anchor="end")
    d.words(left - 18, bottom - 24, "hardly\naffected", 9.5, anchor="end")
    d.words(left - 18, bottom - 38, "Low", 11, bold=True, anchor="end")
    d.words(left, bottom + 27, "Low", 11, bold=True)
    d.words(left, bottom + 39, "cares little", 9.5)
    middle = left + wide + gap / 2
    d.words(middle, bottom + 28, "Level of Interest", 11, bold=True, fill=BLUE, anchor="middle")
    d.words(right, bottom + 27, "High", 11, bold=True, anchor="end")
    d.words(right, bottom + 39, "cares a lot", 9.5, anchor="end")
    return d


def spectrum() -> Drawing:
    """From no input to equal partners."""
    d = Drawing("Stakeholder contribution spectrum", 196)
    steps = (
        ("No input", "they have no\npart in it", WHITE, INK),
        ("Engagement", "they hear about\nthe research", FROST, INK),
        ("Participation", "they are part of\nwhat is studied", PALE, INK),
        ("Involvement", "they advise and\nhelp to shape it", MIST, INK),
        ("Co-production", "they share the\ndecisions as equals", BLUE, WHITE),
    )
    wide, gap, floor = 88.6, 6, 122
    for number, (name, what, fill, ink) in enumerate(steps):
        x, high = EDGE + number * (wide + gap), 26 + number * 23
        d.box(x, floor - high, wide, high, fill, INK, 1, 4, dashed=number == 0)
        d.words(x + wide / 2, floor - high + 17, name, 11, bold=True, fill=ink, anchor="middle")
        d.words(x + wide / 2, floor + 16, what, 9.5, anchor="middle")
    d.arrow(0, floor + 44, WIDTH, floor + 44)
    d.words(0, floor + 62, "No input at all", 11, bold=True, fill=BLUE)
    d.words(WIDTH, floor + 62, "Equal partners with researchers", 11, bold=True, fill=BLUE,
            anchor="end")  # fmt: skip
    return d


def values() -> Drawing:
    """The five values; those that no source bears out say so, and are dashed."""
    d = Drawing("Five values of co-production", 156)
    cards = (
        ("Shared\nownership", "everyone owns,\nunderstands\nand supports it", False),
        ("Openness", "people are open\nand honest with\neach other", False),
        ("Shared power", "those who hold\npower are willing\nto share it", False),
        ("Plain English", "people write and\nspeak clearly", True),
        ("Respect", "every person\nis valued and\nrespected", True),
    )
    wide, gap = 88.6, 6
    for number, (name, what, ours) in enumerate(cards):
        x = EDGE + number * (wide + gap)
        middle = x + wide / 2
        d.box(x, 22, wide, 133, FROST if ours else PALE, INK, 1, dashed=ours)
        d.disc(middle, 23, 21, WHITE, INK)
        _VALUE_ICONS[number](d, middle, 23)
        d.words(middle, 64 if "\n" in name else 70, name, 11, bold=True, anchor="middle")
        d.words(middle, 96, what, 9.5, anchor="middle")
        if ours:
            d.words(middle, 146, "our reading", 9.5, bold=True, fill=BLUE, anchor="middle")
    return d


def _people(d: Drawing, x: float, y: float) -> None:
    for dx, dy, r in ((-8.5, -3, 3), (8.5, -3, 3), (0, -5.5, 3.8)):
        d.disc(x + dx, y + dy, r, BLUE)
    for dx, dy, w in ((-8.5, 9, 4.2), (8.5, 9, 4.2), (0, 10, 5.8)):
        d.path(f"M{x + dx - w:g} {y + dy:g} a{w} {w + 2} 0 0 1 {w * 2} 0 z", BLUE, WHITE, 1)


def _speech(d: Drawing, x: float, y: float) -> None:
    d.path(f"M{x - 11:g} {y - 9:g} h22 v14 h-12 l-6 6 v-6 h-4 z", "none", BLUE, 2)
    d.path(f"M{x - 6:g} {y - 4.5:g} h12 M{x - 6:g} {y + 0.5:g} h8", line=BLUE, weight=2)


def _balance(d: Drawing, x: float, y: float) -> None:
    d.path(f"M{x:g} {y - 11:g} v20 M{x - 6:g} {y + 10:g} h12 M{x - 10:g} {y - 7:g} h20",
           line=BLUE, weight=2)  # fmt: skip
    for dx in (-10, 10):
        d.path(f"M{x + dx - 5:g} {y + 2:g} l5 -9 l5 9 a5 4 0 0 1 -10 0 z", "none", BLUE, 1.75)


def _letters(d: Drawing, x: float, y: float) -> None:
    d.words(x, y + 6, "Abc", 15, bold=True, fill=BLUE, anchor="middle")


def _heart(d: Drawing, x: float, y: float) -> None:
    d.path(f"M{x:g} {y + 11:g} C{x - 18:g} {y - 1:g} {x - 9:g} {y - 14:g} {x:g} {y - 5:g} "
           f"C{x + 9:g} {y - 14:g} {x + 18:g} {y - 1:g} {x:g} {y + 11:g} z",
           BLUE, BLUE, 1)  # fmt: skip


_VALUE_ICONS = (_people, _speech, _balance, _letters, _heart)


def ingredients() -> Drawing:
    """The seven ingredients, in order."""
    d = Drawing("Seven ingredients of co-production", 188)
    tiles = (
        "Leaders at the\ntop stand up for it",
        "An open and fair\nway to find people",
        "Thanks and reward\nfor what people give",
        "A true part from\nthe first design on",
        "Part of your work\nplans: how you\ndo things",
        "Training for staff\nand for those\nwho work with you",
        "Regular checks\nand reports:\ndo what you said",
    )
    wide, high, gap = 112.2, 78, 6
    for number, text in enumerate(tiles):
        row, column = divmod(number, 4)
        x = EDGE + column * (wide + gap) + row * (wide + gap) / 2
        y = 13 + row * (high + 18)
        d.box(x, y, wide, high, PALE, INK, 1)
        d.number(x + wide / 2, y + 1, str(number + 1), radius=12, size=12)
        lines = text.count("\n") + 1
        d.words(x + wide / 2, y + 49 - (lines - 1) * 6.25, text, 10, anchor="middle")
    return d


def ladder() -> Drawing:
    """The ladder of co-production, the bottom rung first, with its credit."""
    d = Drawing("The ladder of co-production", 248)
    rungs = ("Coercion", "Educating", "Informing", "Consultation", "Engagement", "Co-design",
             "Co-production")  # fmt: skip
    fills = (WHITE, WHITE, FROST, FROST, PALE, MIST, BLUE)
    left, right, step, bottom = 84, 300, 28, 208
    for x in (left, right):
        d.path(f"M{x} {bottom + 8} V6", line=INK, weight=5)
    for number, (name, fill) in enumerate(zip(rungs, fills, strict=True), 1):
        y = bottom - number * step + 3
        d.box(left + 8, y, right - left - 16, 23, fill, INK, 1, 3)
        d.words(left + 24, y + 15.5, str(number), 11, bold=True,
                fill=WHITE if fill == BLUE else BLUE, anchor="middle")  # fmt: skip
        d.words((left + right) / 2, y + 15.5, name, 11.5, bold=True,
                fill=WHITE if fill == BLUE else INK, anchor="middle")  # fmt: skip
    d.arrow(right + 22, bottom - 4, right + 22, 14)
    d.words(right + 34, 24, "Top rung", 10, bold=True, fill=BLUE)
    d.words(right + 34, bottom - 6, "Bottom rung", 10, bold=True, fill=BLUE)
    d.words(WIDTH / 2, 231, "The ladder is the work of Think Local Act Personal (TLAP) and the",
            9.5, anchor="middle")  # fmt: skip
    d.words(WIDTH / 2, 243, "National Co-production Advisory Group: thinklocalactpersonal.org.uk",
            9.5, anchor="middle")  # fmt: skip
    return d


def life_cycle() -> Drawing:
    """The five stages in the form's order, with monitoring beside them."""
    d = Drawing("Study Life Cycle", 116)
    stages = (
        ("Initiation", "you agree what\nthe study is for", PALE),
        ("Planning", "you work out how\nyou will do it", PALE),
        ("Execution", "you carry it out", PALE),
        ("Monitoring", "you check how\nit is going", SAND),
        ("Closure", "you finish, share\nand hand over", PALE),
    )
    wide, notch, high = 99, 12, 38
    step = (WIDTH - wide - 1) / 4
    for number, (name, what, fill) in enumerate(stages):
        x = 0.5 + number * step
        d.path(f"M{x:g} 1 h{wide - notch} l{notch} {high / 2:g} l-{notch} {high / 2:g} "
               f"h-{wide - notch} {'' if number == 0 else f'l{notch} -{high / 2:g} '}z",
               fill, INK, 1)  # fmt: skip
        middle = x + wide / 2 + (-3 if number == 0 else 3)
        d.words(middle, 24, name, 11, bold=True, anchor="middle")
        d.words(middle - 2, 56, what, 9.5, anchor="middle")
    d.path(f"M{step * 3 + wide / 2:g} 78 v10", line=AMBER, weight=2)
    d.box(0.5, 88, WIDTH - 1, 26, SAND, INK, 1, 4, dashed=True)
    d.words(WIDTH / 2, 105, "Monitoring often runs beside the other stages", 10.5, anchor="middle")
    return d


FIGURES: Mapping[str, Callable[[], Drawing]] = {
    "journey": journey,
    "interest-impact": interest_impact,
    "spectrum": spectrum,
    "values": values,
    "ingredients": ingredients,
    "ladder": ladder,
    "life-cycle": life_cycle,
    **ICONS,
}


def stale() -> list[str]:
    """The files that are not what is drawn here."""
    old = []
    for name, draw in FIGURES.items():
        source, picture = FOLDER / f"{name}.svg", FOLDER / f"{name}.png"
        text = draw().svg()
        if not source.exists() or source.read_text("utf-8") != text:
            old.append(source.name)
        if not picture.exists() or not is_drawn_from(picture.read_bytes(), text.encode()):
            old.append(picture.name)
    known = {f"{name}.{suffix}" for name in FIGURES for suffix in ("svg", "png")}
    return old + sorted(path.name for path in FOLDER.iterdir() if path.name not in known)


def _light(svg: bytes) -> bytes:
    """The PNG of a drawing in few colours: a fifth of the bytes, and nobody sees it."""
    drawn = Image.open(io.BytesIO(draw_png(svg)))
    file = io.BytesIO()
    drawn.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return naming_source(file.getvalue(), svg)


def main() -> int:
    """Draw, or check; the exit code says whether a check failed."""
    if "--check" in sys.argv:
        old = stale()
        for name in old:
            print(f"{name} is not what is drawn: run python tools/draw_figures.py")
        return bool(old)
    FOLDER.mkdir(exist_ok=True)
    for name, draw in FIGURES.items():
        svg = draw().svg()
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")
        (FOLDER / f"{name}.png").write_bytes(_light(svg.encode()))
        print(FOLDER / f"{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
