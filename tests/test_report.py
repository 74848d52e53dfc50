"""Reports of statistics: sentences, drawings, and the same figures in every kind of file."""

from __future__ import annotations

import io
import itertools
import json
import math
import os
import re
import subprocess
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx.shared import Cm
from hypothesis import given
from hypothesis import strategies as st

from programs import program
from workbook_docs.chapters import Table
from workbook_docs.cli import main
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.hub import Hub
from workbook_docs.hub.figures import NOTICE, Figure, Number, Statistic, Statistics
from workbook_docs.report import charts
from workbook_docs.report.charts import DARK, INK, SHADES, draw
from workbook_docs.report.page import page
from workbook_docs.report.sentences import number, percent, sentence
from workbook_docs.report.statistics import WRITERS, report_on, write_statistics

TODAY = date(2026, 12, 11)


def figures(*rows: tuple[str, str, int, int]) -> tuple[Figure, ...]:
    return tuple(Figure(c, n, d, subject=s) for s, c, n, d in rows)


POINTS = Statistic("Points", "m", "Studies that answered each point.",
                   figures(("", "Point 1", 3, 8), ("", "Point 2", 8, 8)), "studies")  # fmt: skip
TICKS = Statistic(
    "Ticks", "m", "Boxes.",
    figures(("A (a)", "ticked", 6, 8), ("A (a)", "not ticked", 2, 8),
            ("B (b)", "ticked", 1, 8), ("B (b)", "not ticked", 7, 8)), "studies", "parts",
)  # fmt: skip
RATE = Statistic(
    "Return rate", "m", "Returns.",
    figures(("", "round 1", 5, 10), ("", "round 2", 8, 10), ("", "in all", 9, 10)), "studies",
    "over time",
)  # fmt: skip
COVERAGE = Statistic(
    "Coverage", "m", "How many.",
    figures(*(("The 9Cs (nine_cs)", f"{n} of 3 filled", n, 6) for n in range(4))), "studies",
    "steps",
)  # fmt: skip
GRID = Statistic(
    "Interest and impact", "m", "Entries.",
    figures(*(("", f"Q{n}: words", n, 10) for n in (1, 2, 3, 4))), "entries", "quadrants",
)  # fmt: skip
SUMS = Statistic("Numbers", "m", "Sums.", (Figure("sum", 12, 4, kind="total"),), "", "none")
NOTHING = Statistic("Nothing", "m", "None.", (Figure("x", 0, 0),), "", "bars")
ALL = Statistics(TODAY, None, (POINTS, TICKS, RATE, COVERAGE, GRID, SUMS, NOTHING))


def statistic(*rows: tuple[str, str, int, int], chart: str = "bars") -> Statistic:
    return Statistic("Some", "m", "Some.", figures(*rows), "studies", chart)  # type: ignore[arg-type]


SENTENCES = [
    (POINTS, "Most often: Point 2 (8 of 8, 100 %); least often: Point 1 (3 of 8, 38 %)."),
    (TICKS, "“ticked” is most frequent in A (6 of 8, 75 %) and least in B (1 of 8, 13 %)."),
    (RATE, "Round 2: 8 of 10, 80 %, a larger share than in round 1 (5 of 10, 50 %)."),
    (
        statistic(("", "a", 4, 4), ("", "b", 0, 4), ("", "c", 0, 4)),
        "Most often: a (4 of 4, 100 %); least often: b and 1 more (0 of 4, 0 %).",
    ),
    (
        statistic(("", "a", 4, 4), ("", "b", 8, 8), ("", "c", 1, 4)),
        "Largest share: a and 1 more (100 %); smallest share: c (1 of 4, 25 %).",
    ),
    (statistic(("", "a", 1, 4), ("", "b", 2, 8)), "The same for a and b: 25 %."),
    (
        statistic(
            ("A", "ticked", 2, 4), ("B", "ticked", 1, 2), ("C", "ticked", 0, 4), chart="parts"
        ),
        "“ticked” is most frequent in A and 1 more (50 %) and least in C (0 of 4, 0 %).",
    ),
    (
        statistic(("", "round 2026-A", 1, 4), ("", "round 2026-B", 2, 4), chart="over time"),
        "Round 2026-B: 2 of 4, 50 %, a larger share than in round 2026-A (1 of 4, 25 %).",
    ),
    (SUMS, "Sum: 12 (counted in 4)."),
    (
        Statistic(
            "Persons",
            "m",
            "",
            (
                Figure("persons", 9, 9, subject="round 1", kind="total"),
                Figure("studies that returned more than one file", 1, 9, subject="round 1"),
                Figure("persons", 12, 12, subject="in all", kind="total"),
                Figure("studies that returned more than one file", 1, 12, subject="in all"),
            ),
        ),
        "Persons: 12 (counted in 12); studies that returned more than one file: 1 of 12, 8 %.",
    ),
    (
        Statistic(
            "Time to return",
            "m",
            "",
            tuple(
                Figure(f"{which} days", n, 12, kind="typical")
                for which, n in (("lower quartile", 0), ("median", 4), ("upper quartile", 9))
            ),
        ),
        "Median days 4 (counted in 12).",
    ),
    (
        Statistic("Time", "m", "", (Figure("median days", None, 3, kind="typical"),)),
        "Too few to say what is typical: 3.",
    ),
    (statistic(("", "a", 1, 1), ("", "b", 0, 1)), "Only 1 is counted: a."),
    (statistic(("", "a", 0, 1), ("", "b", 0, 1)), "Only 1 is counted: none of these."),
    (statistic(("", "a", 2, 3), chart="parts"), "A: 2 of 3, 67 %."),
    (
        statistic(("A", "x", 1, 4), ("A", "y", 3, 4), ("B", "y", 4, 4), chart="parts"),
        "Most often: B: y (4 of 4, 100 %); least often: A: x (1 of 4, 25 %).",
    ),
    (NOTHING, "There is nothing to count yet."),
]


@pytest.mark.parametrize(("counted", "words"), SENTENCES)
def test_a_sentence_says_what_figures_show(counted: Statistic, words: str) -> None:
    assert sentence(counted) == words


CLAIMS = {
    # a sentence with extremes, and how the largest and the smallest of it are named
    "extremes": re.compile(
        r"(?:Most often|Largest share): (\w+)(?: and (\d+) more)? \((.*?)\); "
        r"(?:least often|smallest share): (\w+)(?: and (\d+) more)? \((.*?)\)\."
    ),
    "same": re.compile(r"The same for (?:all (\d+)|(\w+) and (\w+)): (.*)\."),
    "one": re.compile(r"Only 1 is counted: (.*?)(?: and (\d+) more)?\."),
}


@given(
    st.lists(
        st.integers(0, 6).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
        min_size=2, max_size=7,
    )
)  # fmt: skip
def test_what_a_sentence_claims_is_true_of_its_table(table: list[tuple[int, int]]) -> None:
    shares = {f"L{n}": Fraction(a, b) for n, (a, b) in enumerate(table) if b}
    said = sentence(statistic(*(("", f"L{n}", a, b) for n, (a, b) in enumerate(table))))
    if len(shares) < 2:
        told = [f"L{n}: {a} of {b}, " for n, (a, b) in enumerate(table) if b]
        assert said.startswith(told[0]) if told else said == "There is nothing to count yet."
        return
    if found := CLAIMS["extremes"].fullmatch(said):
        for label, more, told_share, end in (
            (*found.groups()[:3], max), (*found.groups()[3:], min),
        ):  # fmt: skip
            extreme = end(shares.values())
            sharing = [name for name, part in shares.items() if part == extreme]
            assert label in sharing
            assert len(sharing) == int(more or 0) + 1
            assert told_share.endswith(f"{math.floor(extreme * 100 + Fraction(1, 2))} %")
        assert max(shares.values()) > min(shares.values())
        same_whole = len({b for _, b in table if b}) == 1
        assert said.startswith("Most often") == same_whole
    elif found := CLAIMS["one"].fullmatch(said):
        named = [] if found[1] == "none of these" else found[1].split(", ")
        held = [name for name, part in shares.items() if part]
        assert {b for _, b in table if b} == {1}
        assert named == held[: len(named)]
        assert len(named) + int(found[2] or 0) == len(held)
    else:
        found = CLAIMS["same"].fullmatch(said)
        assert found, said
        assert len(set(shares.values())) == 1
        assert int(found[1] or 2) == len(shares)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), min_size=1, max_size=6),
    st.integers(0, 4),
)
def test_what_a_sentence_claims_of_parts_is_true(table: list[tuple[int, int]], cut: int) -> None:
    table = [(min(a, b), b) for a, b in table]
    rows = [
        row
        for n, (a, b) in enumerate(table)
        for row in ((f"S{n}", "yes", a, b), (f"S{n}", "no", b - a, b))
    ]
    said = sentence(statistic(*rows, chart="parts"))
    parts = {f"S{n}": Fraction(a, b) for n, (a, b) in enumerate(table)}
    pattern = r"“yes” is most frequent in (\w+)(?: and (\d+) more)? .*? and least in (\w+)(?: and (\d+) more)? "
    if found := re.match(pattern, said):
        for label, more, extreme in (
            (found[1], found[2], max(parts.values())), (found[3], found[4], min(parts.values())),
        ):  # fmt: skip
            assert parts[label] == extreme
            assert list(parts.values()).count(extreme) == int(more or 0) + 1
    elif said.startswith("“yes” has the same share everywhere"):
        assert len(set(parts.values())) == 1
    elif len(parts) > 1:
        assert {b for _, b in table} == {1}
        named = re.fullmatch(r"Only 1 is counted; “yes”: (.*?)(?: and (\d+) more)?\.", said)
        assert named
        assert named[1] == "nowhere" or all(parts[s] == 1 for s in named[1].split(", "))


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [(1, 8, "13 %"), (3, 8, "38 %"), (5, 8, "63 %"), (1, 200, "1 %"), (1, 201, "0 %"),
     (0, 4, "0 %"), (4, 4, "100 %"), (Decimal("0.5"), 100, "1 %")],
)  # fmt: skip
def test_half_a_percent_is_rounded_up(numerator: Number, denominator: int, said: str) -> None:
    assert percent(Figure("x", numerator, denominator)) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [("2.25", "2.3"), ("2.24", "2.2"), ("1234.5", "1,234.5"), ("-0.25", "-0.3")],
)
def test_half_a_tenth_is_rounded_up(value: str, said: str) -> None:
    assert number(Decimal(value)) == said


def test_numbers_and_shares_for_people() -> None:
    assert [number(None), number(1234), percent(Figure("x", 1, 3))] == ["–", "1,234", "33 %"]
    assert percent(Figure("sum", 3, 4, kind="total")) == ""


# Drawings ------------------------------------------------------------------------------


@pytest.mark.parametrize("statistic", [POINTS, TICKS, RATE, COVERAGE, GRID], ids=lambda s: s.name)
def test_a_drawing_shows_its_numbers_and_is_always_the_same(statistic: Statistic) -> None:
    picture = draw(statistic)
    assert picture is not None
    shown = re.findall(r">([^<>]+)</text>", picture.svg)
    for figure in statistic.rows:
        if statistic.chart == "over time" and not figure.category.startswith("round"):
            continue
        assert any(re.search(rf"\b{figure.numerator}\b", text) for text in shown)
    assert picture.words == sentence(statistic)
    again = draw(statistic)
    assert again is not None
    assert again.svg == picture.svg
    bitmap = draw(statistic, "png")
    assert bitmap is not None
    assert bitmap.png.startswith(b"\x89PNG")


def test_what_a_table_says_better_is_not_drawn() -> None:
    assert draw(SUMS) is None
    assert draw(NOTHING) is None


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_on_shades_are_legible_and_shades_differ_in_grey() -> None:
    # axe cannot tell what lies behind a text in a drawing, so this does.
    for place, shade in enumerate(SHADES):
        assert contrast(shade, "#ffffff" if place < DARK else INK) >= 4.5
    assert [luminance(shade) for shade in SHADES] == sorted(map(luminance, SHADES))
    for one, other in itertools.pairwise(SHADES):
        assert contrast(one, other) >= 1.18


def test_without_matplotlib_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "can_draw", lambda: False)
    with pytest.raises(WorkbookDocsError, match=r"pip install 'workbook-docs\[report\]'"):
        draw(POINTS)


# Files ---------------------------------------------------------------------------------


def test_the_page_stands_alone() -> None:
    html = page(report_on(ALL))
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert not re.search(r"url\((?!#)", html)
    ids = Counter(re.findall(r'\bid="([^"]+)"', html))
    assert [id for id, n in ids.items() if n > 1] == []
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert html.count("<h1") == 1
    assert html.count("<figure>") == 5
    assert html.count(NOTICE) >= 2
    for statistic in ALL.statistics:
        assert f">{statistic.title}</h2>" in html


def test_what_people_typed_is_never_markup() -> None:
    evil = '<img src=x onerror=alert(1)>"&'
    statistic = Statistic("By", "m", "Split.", (Figure("in all", 1, 2, within=evil),))
    html = page(report_on(Statistics(TODAY, evil, (statistic,), by="group.theme")))
    assert "<img" not in html
    assert "&lt;img" in html


def test_tables_cross_subjects_and_categories_where_they_can() -> None:
    [points], [ticks] = report_on(ALL).chapters[0].tables, report_on(ALL).chapters[1].tables
    assert points == Table(
        "Points (m)", ("Counted", "Number", "Out of", "Share"),
        (("Point 1", "3", 8, "38 %"), ("Point 2", "8", 8, "100 %")),
    )  # fmt: skip
    assert ticks == Table(
        "Ticks (m)", ("Of", "ticked", "not ticked", "Out of"),
        (("A (a)", "6 (75 %)", "2 (25 %)", 8), ("B (b)", "1 (13 %)", "7 (88 %)", 8)),
    )  # fmt: skip


def test_the_word_report_has_headings_tables_and_words_for_pictures(tmp_path: Path) -> None:
    import docx

    document = docx.Document(str(write_statistics(ALL, tmp_path / "s.docx")))
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [statistic.title for statistic in ALL.statistics]
    assert document.core_properties.title == "Statistics of the hub"
    assert len(document.tables) == len(ALL.statistics)
    for table in document.tables:
        assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    described = document.element.xpath("//wp:docPr/@descr")
    assert described == [
        f"{s.title}. {sentence(s)}" for s in ALL.statistics if s not in (SUMS, NOTHING)
    ]
    assert NOTICE in document.sections[0].footer.paragraphs[0].text


def test_the_excel_report_draws_by_itself(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(write_statistics(ALL, tmp_path / "s.xlsx"))
    drawn = {sheet.title: len(sheet._charts) for sheet in book.worksheets}
    assert drawn == {
        "Contents": 0, "1 Points": 1, "2 Ticks": 1, "3 Return rate": 1, "4 Coverage": 1,
        "5 Interest and impact": 1, "6 Numbers": 0, "7 Nothing": 0,
    }  # fmt: skip
    lines = [[cell.value for cell in row][:3] for row in book["2 Ticks"].iter_rows()]
    start = lines.index(["Ticks (m)", "ticked", "not ticked"])
    assert lines[start + 1 : start + 3] == [["A", 6, 2], ["B", 1, 7]]


def test_charts_in_excel_have_words(tmp_path: Path) -> None:
    held = parts(write_statistics(ALL, tmp_path / "s.xlsx"))
    words = [
        word
        for name, data in held.items()
        if name.startswith("xl/drawings/drawing")
        for word in re.findall(r'descr="([^"]+)"', data.decode())
    ]
    assert len(words) == 5
    assert f"Ticks (m). {sentence(TICKS)}" in words


@pytest.mark.parametrize("ending", WRITERS)
def test_equal_statistics_are_equal_files(tmp_path: Path, ending: str) -> None:
    one, other = (write_statistics(ALL, tmp_path / f"{n}{ending}") for n in (1, 2))
    if ending == ".docx":
        assert parts(one) == parts(other)
    else:
        assert one.read_bytes() == other.read_bytes()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_command_writes_what_the_ending_says(tmp_path: Path) -> None:
    with Hub(tmp_path / "hub"):
        pass
    hub = ["stats", "--hub", str(tmp_path / "hub"), "-o"]
    for ending in WRITERS:
        target = tmp_path / f"statistics{ending}"
        done = CliRunner().invoke(main, [*hub, str(target)])
        assert (done.exit_code, done.stdout) == (0, f"{target}\n")
        assert target.stat().st_size > 100
    done = CliRunner().invoke(main, [*hub, str(tmp_path / "statistics.pdf")])
    assert done.exit_code == 2
    assert "written as .html, .docx, .xlsx, .csv or .json" in done.stderr


# In a browser --------------------------------------------------------------------------

UNTOLD = {
    # Whether words in a drawing are legible, axe cannot tell; the shades are tested above.
    "color-contrast",
}


def test_the_page_in_a_browser_at_three_widths_and_in_print(tmp_path: Path) -> None:
    browser, node = program("chromium"), program("node")
    modules = Path(os.environ.get("NODE_MODULES", Path(__file__).parent.parent / ".venv-node"
                                  / "node_modules"))  # fmt: skip
    found = modules / "axe-core" / "axe.min.js"
    program("axe-core", str(found) if found.exists() else None)
    html = tmp_path / "statistics.html"
    write_statistics(ALL, html)
    done = subprocess.run(
        [node, str(Path(__file__).parent / "browser" / "axe.js"), str(html), browser],
        capture_output=True, text=True, timeout=180, check=False,
        env={**os.environ, "NODE_PATH": str(modules)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    looks: dict[str, Any] = json.loads(done.stdout)
    assert set(looks) == {"phone", "tablet", "desk", "print"}
    for name, look in looks.items():
        assert look["passes"] > 20
        assert look["violations"] == []
        assert {rule["id"] for rule in look["incomplete"]} <= UNTOLD
        for rule in look["incomplete"]:
            # Nor can it of a cell that a narrow screen has scrolled aside; a wide one shows it.
            aside = ("<th", "<td") if name in ("phone", "tablet") else ()
            assert all(node.startswith(("<text", *aside)) for node in rule["nodes"])
        assert look["requests"] == []
        assert look["sideways"] == 0


# Tables of a document ------------------------------------------------------------------


def test_numbers_stand_under_numbers_and_no_word_is_broken() -> None:
    import docx

    document = docx.Document(io.BytesIO(WRITERS[".docx"](ALL, iter)))
    table = document.tables[0]
    counted, *numbers = table.rows[1].cells
    assert counted.paragraphs[0].alignment is None
    for column, cell in enumerate(numbers, 1):
        heading = table.rows[0].cells[column]
        for aligned in (cell, heading):
            assert str(aligned.paragraphs[0].alignment).startswith("RIGHT")
        longest = max(map(len, heading.text.split()))
        assert cell.width.cm > longest * 0.2
    assert sum(cell.width for cell in table.rows[0].cells) == pytest.approx(Cm(17), abs=2000)


def test_rounds_and_groups_stand_side_by_side() -> None:
    groups = [f"theme {name}" for name in ("A", "B", "C", "D", "E", "F")]
    whole = figures(("Part", "yes", 6, 12), ("Part", "no", 6, 12))
    rows = whole + tuple(
        Figure(f.category, 1, 2, 3, "3 not asked", f.subject, within=group)
        for group in groups
        for f in whole
    )
    split = Statistics(TODAY, None, (Statistic("Some", "m", "Some.", rows),), "group.theme")
    _, first, second = report_on(split).chapters[0].tables
    assert first.caption == "Some (m), by theme: A, B, C, D, E"
    assert first.header == ("Counted", "A", "B", "C", "D", "E")
    assert first.rows[0] == ("Part", "", "", "", "", "")
    assert first.rows[1][:2] == ("\N{EM SPACE}yes", "1 of 2; 3 not counted")
    assert second.header == ("Counted", "F")
