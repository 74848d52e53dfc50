"""Pictures in a text: what is placed, what is refused in words that help, and our figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from workbook_docs.content import Figure, Heading
from workbook_docs.errors import TemplateError
from workbook_docs.text.markdown import parse
from workbook_docs.text.pictures import draw_png, is_drawn_from, load, naming_source
from workbook_docs.text.source import Own

ROOT = Path(__file__).parent.parent
FIGURES = ROOT / "templates" / "figures"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 40 20">{}</svg>'
FRONT = "---\ntitle: T\n---\n"


def svg(folder: Path, inside: str = "<title>Our  mark</title>", width="20mm", height="1cm") -> Path:
    path = folder / "mark.svg"
    path.write_text(SVG.format(width, height, inside), "utf-8")
    return path


def test_an_svg_is_placed_with_a_png_made_of_it(tmp_path):
    found = load(svg(tmp_path))

    assert (round(found.width, 2), round(found.height, 2)) == (56.69, 28.35)
    assert found.title == "Our mark"
    assert found.svg is not None
    assert found.png.startswith(b"\x89PNG")


def test_the_png_beside_an_svg_is_taken_as_it_is(tmp_path):
    path = svg(tmp_path)
    own = naming_source(draw_png(path.read_bytes()), path.read_bytes())
    path.with_suffix(".png").write_bytes(own)

    assert load(path).png == own
    assert is_drawn_from(own, path.read_bytes())
    assert not is_drawn_from(own, path.read_bytes() + b" ")


def test_a_png_has_the_size_its_resolution_gives_it(tmp_path):
    path = svg(tmp_path)
    png = tmp_path / "alone.png"
    png.write_bytes(naming_source(draw_png(path.read_bytes()), path.read_bytes()))

    found = load(png)

    assert found.svg is None
    assert (round(found.width), round(found.height)) == (57, 28)


REFUSED = [
    # what lies there                     what is said
    ("mark.gif", "GIF89a", "mark.gif is no picture that can be placed – save it as .svg or .png"),
    ("mark.png", "GIF89a", "mark.png is no PNG – save it again"),
    ("mark.svg", "<svg", "mark.svg is no SVG"),
    ("mark.svg", "<html/>", "mark.svg is no SVG"),
    ("mark.svg", SVG.format("", "", "<script/>"), "holds a script"),
    ("mark.svg", SVG.format("", "", '<image href="http://x.org/a.png"/>'), "fetches something"),
    ("mark.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "does not say how large it is"),
    ("other.png", "", "there is no picture mark.svg"),
]


@pytest.mark.parametrize(("name", "holds", "said"), REFUSED)
def test_a_picture_that_cannot_be_placed_is_named_with_its_line(tmp_path, name, holds, said):
    (tmp_path / name).write_text(holds, "utf-8")
    wanted = name if name.startswith("mark") else "mark.svg"

    with pytest.raises(TemplateError, match=f"^our.md line 6: .*{re.escape(said)}"):
        parse(f"{FRONT}# T\n\n![A mark]({wanted})\n", "our.md", folder=tmp_path)


def test_a_picture_of_a_hubs_own_section_lies_beside_its_file(tmp_path):
    svg(tmp_path)
    text = f"{FRONT}# T\n\n<!-- cover -->\n\nOurs.\n\n<!-- /cover -->\n"
    own = Own("Theirs.\n\n![A mark](mark.svg)", "cover.md", tmp_path)

    content = parse(text, "our.md", replace={"cover": own}, folder=tmp_path / "elsewhere")

    (figure,) = (block for block in content.blocks if isinstance(block, Figure))
    assert (figure.words, figure.address, figure.line) == ("A mark", "mark.svg", 3)
    assert figure.picture == load(tmp_path / "mark.svg")


def test_what_is_wrong_in_a_hubs_own_section_is_told_with_its_file_and_line(tmp_path):
    text = f"{FRONT}# T\n\n<!-- cover -->\n\n<!-- /cover -->\n"
    own = Own("Theirs.\n\n![A mark](gone.svg)", "cover.md", tmp_path)

    with pytest.raises(TemplateError, match=r"^cover\.md line 3: there is no picture gone\.svg"):
        parse(text, "our.md", replace={"cover": own})


def test_without_a_folder_pictures_are_named_and_not_loaded():
    (_, figure) = parse(f"{FRONT}# T\n\n![A mark](gone.svg)\n").blocks

    assert figure == Figure("A mark", "gone.svg", None, 6)


def test_a_heading_may_begin_a_page():
    blocks = parse(f'{FRONT}# T {{sheet="A" page="new"}}\n\n## U {{page="new"}}\n\n## V\n').blocks

    assert [(b.sheet, b.new_page) for b in blocks if isinstance(b, Heading)] == [
        ("A", True),
        (None, True),
        (None, False),
    ]


# Our own figures -----------------------------------------------------------------------


def test_the_figures_are_what_is_drawn():
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "draw_figures.py"), "--check"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip

    assert done.stdout == ""
    assert done.returncode == 0, done.stderr


def drawn(name: str) -> etree._Element:
    return etree.fromstring((FIGURES / f"{name}.svg").read_bytes())


SVG_NAMES = sorted(path.stem for path in FIGURES.glob("*.svg"))
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.mark.parametrize("name", SVG_NAMES)
def test_words_in_a_figure_are_large_enough_and_within_it(name):
    root = drawn(name)
    width, height = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))

    assert width <= 468
    for words in root.iter(TEXT):
        size, x, y = (float(words.get(key)) for key in ("font-size", "x", "y"))
        # Capitals of Arial are on average less than 0.62 of its size wide.
        long = 0.62 * size * len(words.text)
        left = x - {"start": 0, "middle": long / 2, "end": long}[words.get("text-anchor")]
        assert size >= 9
        assert left > -long * 0.15
        assert left + long < width + long * 0.15
        assert size * 0.7 < y < height - size * 0.15, words.text


GROUNDS = ("#FFFFFF", "#F1F6FA", "#DCE8F3", "#BCD3E8", "#FFF1CC")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(f * c for f, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_ink_can_be_read_on_every_ground():
    inks = {t.get("fill") for name in SVG_NAMES for t in drawn(name).iter(TEXT)} - {"#FFFFFF"}

    assert inks == {"#1B365D", "#1F5C99"}
    assert min(contrast("#1B365D", ground) for ground in GROUNDS) > 7
    assert min(contrast("#1F5C99", ground) for ground in ("#FFFFFF", "#F1F6FA")) > 4.5
    assert contrast("#FFFFFF", "#1F5C99") > 4.5


def test_the_grounds_of_one_figure_differ_in_grey_too():
    steps = [
        luminance(ground) for ground in ("#FFFFFF", "#F1F6FA", "#DCE8F3", "#BCD3E8", "#1F5C99")
    ]

    assert all(lighter - darker > 0.05 for lighter, darker in pairwise(steps))


WORDS = {
    "interest-impact": ["Q3", "Q4", "Q1", "Q2", "Level of", "Impact", "Level of Interest"],
    "spectrum": ["No input", "Engagement", "Participation", "Involvement", "Co-production"],
    "ladder": ["Coercion", "Educating", "Informing", "Consultation", "Engagement", "Co-design",
               "Co-production"],
    "life-cycle": ["Initiation", "Planning", "Execution", "Monitoring", "Closure"],
}  # fmt: skip


@pytest.mark.parametrize("name", WORDS)
def test_a_figure_says_what_the_form_says_in_its_order(name):
    said = [words.text for words in drawn(name).iter(TEXT)]
    places = [said.index(word) for word in WORDS[name]]

    assert places == sorted(places)


def test_the_quadrants_stand_where_interest_and_impact_put_them():
    at = {
        t.text: (float(t.get("x")), float(t.get("y"))) for t in drawn("interest-impact").iter(TEXT)
    }

    assert at["Q1"][0] == at["Q3"][0] < at["Q2"][0] == at["Q4"][0]  # interest grows to the right
    assert at["Q1"][1] == at["Q2"][1] > at["Q3"][1] == at["Q4"][1]  # impact grows upwards
    assert sum(t.text == "Low" for t in drawn("interest-impact").iter(TEXT)) == 2
    assert sum(t.text == "High" for t in drawn("interest-impact").iter(TEXT)) == 2


def test_two_values_say_that_they_are_our_reading_and_the_ladder_names_its_makers():
    assert [t.text for t in drawn("values").iter(TEXT)].count("our reading") == 2
    credit = json.dumps([t.text for t in drawn("ladder").iter(TEXT)])
    assert "Think Local Act Personal" in credit
    assert "National Co-production Advisory Group" in credit
