"""Rules about how text looks: contrast, size, and what colour alone must not say."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator

from workbook_docs.accessibility import colours
from workbook_docs.accessibility.colours import is_loud
from workbook_docs.accessibility.faults import Spot, quoted, told_once
from workbook_docs.accessibility.word.document import Document, Paragraph
from workbook_docs.accessibility.word.grounds import ground_under
from workbook_docs.accessibility.word.names import W, val
from workbook_docs.accessibility.word.runs import Run
from workbook_docs.accessibility.word.styles import Look, flat
from workbook_docs.accessibility.word.tables import holds, words
from workbook_docs.contrast import Colour

BODY, IN_TABLES = 12.0, 11.0
"""Points that running text, and the text of tables, has at the least."""
_MANY_WORDS = 20  # of italics, from which they are a block
_MANY_CAPITALS = 6  # words in capitals, from which they are a block
_LONG = 90  # characters from which a centred paragraph has several lines
_SERIF = re.compile(
    r"\b(times|cambria|georgia|garamond|palatino|book antiqua|bookman|century(?! gothic)|"
    r"constantia|baskerville|didot|bodoni|caslon|minion|liberation serif|dejavu serif|"
    r"noto serif|roman|courier|rockwell)\b", re.IGNORECASE,
)  # fmt: skip
_SANS = re.compile(
    r"\bsans\b|gothic|\b(arial|aptos|calibri|candara|corbel|frutiger|helvetica|inter|lato|roboto|"
    r"segoe|tahoma|trebuchet|univers|verdana)\b", re.IGNORECASE,
)  # fmt: skip
_STATES = re.compile(
    r"\b(required|must|mandatory|error|wrong|missing|invalid|overdue|late|warning|caution|"
    r"important|please|optional|not|no|needed|fail\w*|stop)\b", re.IGNORECASE,
)  # fmt: skip
_STAR = re.compile(r"\w[\w )?:.]*\(?\*\)?\s*:?$")
_NEEDED = r"\b(?:required|must|mandatory|needed|compulsory)\b"
_COLOUR = r"(?:red|green|yellow|amber|orange|blue|purple|pink)"
_COLOURED = re.compile(
    rf"\b(?:in|marked|shaded|highlighted|coloured) {_COLOUR}\b|\b{_COLOUR} (?:box(?:es)?|text|"
    r"words|letters|(?:field|question|cell|item|row|label|section|part|heading)s?)\b",
    re.IGNORECASE,
)
_LEGEND = re.compile(rf"\*.*{_NEEDED}|{_NEEDED}.*\*", re.IGNORECASE)


def text_stands_out(document: Document) -> Iterator[Spot]:
    """D9: every word can be told from its background."""
    return told_once(_faint(document))


def _faint(document: Document) -> Iterator[Spot]:
    for paragraph in document.everything:
        for run in paragraph.runs:
            look = paragraph.look(run)
            if not run.text.strip() or look.hidden or look.colour is None:
                continue
            ground = ground_under(paragraph, look)
            if ground is None:
                continue
            problem = colours.too_faint(look.colour, ground, look.points, look.bold)
            if problem:
                yield paragraph.place, problem


# Size, typeface, alignment -----------------------------------------------------------------


def text_is_easy_to_read(document: Document) -> Iterator[Spot]:
    """D14: large enough, without serifs, from the left, and no blocks of italics or capitals."""
    return told_once(_hard_to_read(document))


def _hard_to_read(document: Document) -> Iterator[Spot]:
    serif = _serif_fonts(document)
    for paragraph in document.paragraphs:
        runs = [run for run in paragraph.runs if run.text.strip()]
        looks = [paragraph.look(run) for run in runs]
        if not runs or all(look.hidden for look in looks):
            continue
        yield from _size(paragraph, looks)
        fonts = {look.font for look in looks if look.font and _is_serif(look.font, serif)}
        for font in sorted(fonts):
            yield paragraph.place, f"The typeface {font} has serifs"
        yield from _alignment(paragraph)
        yield from _blocks(paragraph, runs, looks)


def _size(paragraph: Paragraph, looks: list[Look]) -> Iterator[Spot]:
    least = BODY if paragraph.spot.table is None else IN_TABLES
    smallest = min(look.points for look in looks)
    if smallest < least:
        yield paragraph.place, f"The text has {smallest:g} points; {least:g} are the least"


def _alignment(paragraph: Paragraph) -> Iterator[Spot]:
    side = paragraph.properties.get("jc", {}).get("val", "left")
    if side in ("both", "distribute", "thaiDistribute", "lowKashida"):
        yield paragraph.place, "The text is stretched to both margins"
    elif side in ("center", "right", "end") and len(paragraph.text) > _LONG and not paragraph.level:
        yield paragraph.place, "The text does not begin at the left margin"


def _blocks(paragraph: Paragraph, runs: list[Run], looks: list[Look]) -> Iterator[Spot]:
    own = [(run, look) for run, look in zip(runs, looks, strict=True) if not run.typed]
    text = "".join(run.text for run, _ in own)
    if len(text.split()) >= _MANY_WORDS and all(look.italic for _, look in own):
        yield paragraph.place, "The whole paragraph is in italics"
    capitals = "".join(run.text.upper() if look.capitals else run.text for run, look in own)
    worded = re.findall(r"[^\W\d_]{2,}", capitals)
    if len(worded) >= _MANY_CAPITALS and all(word.isupper() for word in worded):
        yield paragraph.place, "The whole paragraph is in capitals"


def _serif_fonts(document: Document) -> frozenset[str]:
    """The typefaces that the document itself says have serifs."""
    found: set[str] = set()
    for part in document.package.related(document.part, "fontTable"):
        root = document.package.xml(part)
        for font in root.iter(f"{W}font") if root is not None else ():
            if val(font.find(f"{W}family")) in ("roman", "script", "decorative"):
                found.add(str(font.get(f"{W}name", "")).casefold())
    return frozenset(found)


def _is_serif(font: str, known: frozenset[str]) -> bool:
    # Some editors call every typeface roman, Arial too.
    if _SANS.search(font):
        return False
    return font.casefold() in known or bool(_SERIF.search(font))


# What colour alone says --------------------------------------------------------------------


def states_are_words(document: Document) -> Iterator[Spot]:
    """D19: that something is required or wrong is said in words, not by red letters or a star."""
    explained = any(_LEGEND.search(paragraph.text) for paragraph in document.everything)
    for paragraph in document.paragraphs:
        own = [run for run in paragraph.runs if not run.typed and run.text.strip()]
        said = "".join(run.text for run in own)
        for sentence in re.split(r"(?<=[.!?])\s", said):
            if _COLOURED.search(sentence) and re.search(_NEEDED, sentence, re.IGNORECASE):
                yield paragraph.place, f"Only a colour tells what is required: {quoted(sentence)}"
        if not explained and len(said) <= _LONG and _STAR.search(said.strip()):
            yield paragraph.place, "A star marks the words, and nothing says what it means"
        if paragraph.level or _STATES.search(said):
            continue
        looks = [paragraph.look(run) for run in own]
        for run, look in zip(own, looks, strict=True):
            marked = look.bold or look.italic or look.underlined or run.link is not None
            if look.colour is not None and _is_red(look.colour) and not marked:
                yield paragraph.place, f"Only its red letters set {quoted(run.text)} apart"
    for table in document.tables:
        for r, c, cell in table.cells_below_header():
            filled = document.styles.filling(flat(cell.find(f"{W}tcPr")).get("shd"))
            if filled is not None and is_loud(filled) and not words(cell) and not holds(cell):
                yield table.place(r, c), "Only the colour of the cell tells something"


def _is_red(colour: Colour) -> bool:
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    return saturation > 0.5 and 0.2 < light < 0.8 and (hue < 0.04 or hue > 0.94)
