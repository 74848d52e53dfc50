"""The styles of our Word templates: every look has a name, and nothing is formatted by hand.

A designer changes one style and all that wears it follows.
"""

from __future__ import annotations

from html import escape

from workbook_docs.word.package import HEAD

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'mc:Ignorable="w14 w15"'
)
TEXT_WIDTH = 9354
"""Twips (twentieths of a point) between the margins: 16.5 of 21 cm."""
BULLETS, NUMBERS, BOX_BULLETS, BOX_NUMBERS = 1, 2, 3, 4
"""The lists of a document, by the number of their definition."""
INDENT, BOX_INDENT = 425, 652

INK = "1B365D"
_BLUE, _LINE, _QUIET = "1F5C99", "6B7F99", "44546A"
_PALE, _FROST, _KNOWN = "DCE8F3", "F1F6FA", "FFF1CC"
_BARS = {
    "Signpost": ("DCE8F3", "F1F6FA", _BLUE, INK),
    "Golden Rule": ("FFE9A8", "FFF7DE", "B07D00", "4D3800"),
}
"""Of each kind of box: the colours of its title, its body, its bar and its ink."""
_KEEP = "<w:keepNext/><w:keepLines/>"


def stylesheet(language: str) -> str:
    """The styles part of a document in a language."""
    fonts = '<w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    lang = f'<w:lang w:val="{escape(language)}" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/>'
        f"{lang}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles = [*_running(), *_cover(), *_headings(), *_form(), *_boxes(), *_tables(), *_characters()]
    return f"{HEAD}<w:styles {NS}>{defaults}{''.join(styles)}</w:styles>"


def style(
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    based_on: str = "Normal",
    next: str = "",
    own: bool = False,
) -> str:
    """A paragraph style; its id is its name without spaces, as Word makes it."""
    default = ' w:default="1"' if name == "Normal" else ""
    custom = ' w:customStyle="1"' if own else ""
    base_on = f'<w:basedOn w:val="{based_on}"/>' if name != "Normal" else ""
    follow = f'<w:next w:val="{next}"/>' if next else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{identifier(name)}">'
        f'<w:name w:val="{name}"/>{base_on}{follow}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def identifier(name: str) -> str:
    """The id of a style: `Form Answer` -> `FormAnswer`, `heading 1` -> `Heading1`."""
    if name.startswith("toc "):
        return name.upper().replace(" ", "")
    return "".join(word[0].upper() + word[1:] for word in name.split())


def _space(before: int, after: int, line: int = 276) -> str:
    rule = f'w:line="{line}" w:lineRule="auto"'
    return f'<w:spacing w:before="{before}" w:after="{after}" {rule}/>'


def _size(half_points: int, *, bold: bool = False, colour: str = "") -> str:
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _edge(side: str, colour: str, size: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


# Paragraphs ----------------------------------------------------------------------------


def _running() -> list[str]:
    number = '<w:numPr><w:numId w:val="{}"/></w:numPr>{}'
    indent = f'<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    above = f"<w:pBdr>{_edge('top', _LINE, 4, 6)}</w:pBdr>"
    below = f"<w:pBdr>{_edge('bottom', _LINE, 4, 4)}</w:pBdr>"
    return [
        style("Normal", _space(120, 120, 269)),
        style("Lead In", _KEEP, own=True),
        style("Figure", "<w:keepLines/>" + _space(160, 200, 240), own=True),
        style("After Table", _space(0, 0, 240), _size(12), own=True),
        style("List Bullet", number.format(BULLETS, _space(30, 50)) + indent),
        style("List Number", number.format(NUMBERS, _space(30, 50)) + indent),
        style("header", below + tab + _space(0, 0, 240), _size(18, colour=_QUIET)),
        style("footer", above + tab + _space(0, 0, 240), _size(18, colour=_QUIET)),
    ]


def _cover() -> list[str]:
    """A band across the page with the title; its borders have its colour and are its margin.

    Title and subtitle have the same borders, so that programs draw one frame round both.
    """
    sides = (("top", 26), ("left", 14), ("bottom", 24), ("right", 14))
    frame = "".join(_edge(side, INK, 4, space) for side, space in sides)
    band = f"<w:pBdr>{frame}</w:pBdr>{_shade(INK)}"
    inset = '<w:ind w:left="284" w:right="284"/>'
    return [
        style("Cover Logo", _KEEP + _space(0, 240, 240), own=True),
        style(
            "Title",
            _KEEP + band + _space(0, 60, 252) + inset,
            _size(56, bold=True, colour="FFFFFF"),
            next="Subtitle",
        ),
        style(
            "Subtitle",
            _KEEP + band + _space(0, 520, 300) + inset,
            _size(28, colour="FFFFFF"),
            next="Normal",
        ),
    ]


def _headings() -> list[str]:
    under = f"<w:pBdr>{_edge('bottom', _BLUE, 12, 3)}</w:pBdr>"
    # size, space before and after, what stands under it
    looks = (
        (38, 480, 200, under, INK),
        (30, 400, 120, "", INK),
        (26, 320, 80, "", _BLUE),
        (24, 240, 60, "", INK),
    )
    found = [
        style(
            f"heading {level}",
            _KEEP + line + _space(before, after, 252) + f'<w:outlineLvl w:val="{level - 1}"/>',
            _size(size, bold=True, colour=colour),
            next="Normal",
        )
        for level, (size, before, after, line, colour) in enumerate(looks, 1)
    ]
    found.append(style("TOC Heading", _KEEP + _space(240, 80), _size(28, bold=True, colour=INK)))
    found.append(style("toc 1", _space(110, 20, 252), "<w:b/><w:bCs/>"))
    found.append(style("toc 2", _space(6, 6, 252) + '<w:ind w:left="284"/>'))
    return found


def _form() -> list[str]:
    # The room to write in is the border's own distance: an empty line would be text.
    sides = (("top", 6), ("left", 6), ("bottom", 30), ("right", 6))
    frame = "".join(_edge(side, _BLUE, 8, space) for side, space in sides)
    inset = '<w:ind w:left="142" w:right="142"/>'
    hanging = f'<w:ind w:left="{INDENT}" w:hanging="{INDENT}"/>'
    small, label = "", "<w:b/><w:bCs/>"
    tight = _space(50, 50, 252)
    looks = {
        "Form Question": (_KEEP + _space(100, 120), "<w:b/><w:bCs/>"),
        "Form Answer": (f"<w:pBdr>{frame}</w:pBdr>" + _space(160, 320) + inset, ""),
        "Form Answer Cell": (tight, small),
        "Form Label": (tight, label),
        "Form Tick": ("<w:keepLines/>" + _space(100, 100) + hanging, ""),
        "Table Text": (tight, small),
        "Table Heading": (_KEEP + _space(70, 70, 252), _size(24, bold=True, colour=INK)),
    }
    found = [style(name, *how, own=True) for name, how in looks.items()]
    for name in ("Form Answer", "Form Answer Cell"):
        based_on = identifier(name)
        known = _shade(_KNOWN)
        found.append(style(f"{name} Known", known, based_on=based_on, own=True))
    return found


def _boxes() -> list[str]:
    found: list[str] = []
    around = f'<w:ind w:left="{BOX_INDENT - INDENT}" w:right="170"/>'
    item = f'<w:ind w:left="{BOX_INDENT}" w:right="170" w:hanging="{INDENT}"/>'
    for name, (head, fill, bar, ink) in _BARS.items():
        # Upper and lower borders have the colour of the box: they are its inner margin.
        title, body = (
            f"<w:pBdr>{_edge('top', colour, 4, 4)}{_edge('left', bar, 36, 8)}"
            f"{_edge('bottom', colour, 4, below)}{_edge('right', colour, 4, 6)}</w:pBdr>"
            + _shade(colour)
            for colour, below in ((head, 3), (fill, 6))
        )
        ident = identifier(name)
        # The icon and the words of a title stand on one middle line.
        middle = '<w:textAlignment w:val="center"/>'
        found += [
            style(f"{name} Title", _KEEP + title + _space(220, 0) + around + middle,
                  _size(24, bold=True, colour=ink), next=ident, own=True),
            style(name, "<w:keepLines/>" + body + _space(0, 100) + around, own=True),
            style(f"{name} Lead In", _KEEP, based_on=ident, own=True),
            style(f"{name} Heading", _KEEP, "<w:b/><w:bCs/>", based_on=ident, own=True),
        ]  # fmt: skip
        for sort, number in (("Bullet", BOX_BULLETS), ("Number", BOX_NUMBERS)):
            numbered = f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'
            found.append(
                style(f"{name} {sort}", numbered + _space(0, 30) + item, based_on=ident, own=True)
            )
    return found


# Tables and characters -----------------------------------------------------------------


def _tables() -> list[str]:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(_edge(side, _LINE, 6, 0) for side in sides)
    inner = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 34), ("left", 113), ("bottom", 34), ("right", 113))
    )
    normal = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )

    def part(kind: str, fill: str) -> str:
        return (
            f'<w:tblStylePr w:type="{kind}"><w:tblPr/><w:tcPr>{_shade(fill)}</w:tcPr>'
            "</w:tblStylePr>"
        )

    form = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="FormTable">'
        '<w:name w:val="Form Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{inner}</w:tblCellMar>"
        f"</w:tblPr>{part('firstRow', _PALE)}{part('firstCol', _FROST)}</w:style>"
    )
    return [normal, form]


def _character(name: str, run: str, *, own: bool = False) -> str:
    custom = ' w:customStyle="1"' if own else ""
    return (
        f'<w:style w:type="character"{custom} w:styleId="{identifier(name)}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="DefaultParagraphFont"/>'
        f"<w:qFormat/><w:rPr>{run}</w:rPr></w:style>"
    )


def _characters() -> list[str]:
    return [
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>",
        _character("Strong", "<w:b/><w:bCs/>"),
        _character("Emphasis", "<w:i/><w:iCs/>"),
        _character("Hyperlink", '<w:color w:val="0B4F9E"/><w:u w:val="single"/>'),
        PLACEHOLDER_STYLE,
        KNOWN_STYLE,
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>",
    ]


PLACEHOLDER_STYLE = (
    '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
)
"""The style of a prompt, dark enough to read (7:1 on white)."""
KNOWN_STYLE = _character("Known Answer", f'<w:color w:val="{INK}"/>{_shade(_KNOWN)}', own=True)
"""The style of what was known when a copy was made: words on a pale ground, free to change."""
