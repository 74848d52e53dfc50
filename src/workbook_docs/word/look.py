"""How our Word templates look: styles, lists, settings and page, as parts of a package.

Everything a designer may want to change is a style; nothing is formatted by hand.
"""

from __future__ import annotations

from html import escape

from workbook_docs.word.package import HEAD, TYPES, Parts

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

_INK = "1B365D"
_BARS = {
    "signpost": ("D3E2F0", "E6EFF7", "1F5C99", "1B365D"),
    "rule": ("FBE6AE", "FFF3D1", "B07D00", "4D3800"),
}
"""Of each kind of box: the colours of its title, its body, its bar and its ink."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def base(language: str) -> Parts:
    """The parts of an empty document that has our styles, lists, page and footer."""
    kinds = {
        "styles": _styles(language),
        "numbering": _numbering(),
        "settings": _settings(language),
        "fontTable": _fonts(),
        "footer": _footer(),
    }
    names = {"footer": "footer1"}
    overrides = [
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    ]
    relations = []
    parts: Parts = {TYPES: b"", "_rels/.rels": b"", "word/document.xml": _document()}
    for number, (kind, xml) in enumerate(kinds.items(), 1):
        name = names.get(kind, kind)
        parts[f"word/{name}.xml"] = xml.encode()
        overrides.append(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
        )
        relations.append(
            f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        )
    parts[TYPES] = (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    ).encode()
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["_rels/.rels"] = (
        f'{HEAD}<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ).encode()
    parts["word/_rels/document.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{package}">{"".join(relations)}</Relationships>'
    ).encode()
    return parts


def _document() -> bytes:
    # A4; the footer is the fifth relation above.
    return (
        f"{HEAD}<w:document {NS}><w:body><w:sectPr>"
        '<w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1134" w:bottom="1304" w:left="1418" w:header="624" '
        'w:footer="624" w:gutter="0"/></w:sectPr></w:body></w:document>'
    ).encode()


def _field(code: str) -> str:
    run = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f'{run.format("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f"{run.format('separate')}<w:r><w:t>1</w:t></w:r>{run.format('end')}"
    )


def _footer() -> str:
    return (
        f'{HEAD}<w:ftr {NS}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        "<w:r><w:t>{{ copy.code }}</w:t></w:r><w:r><w:tab/></w:r>"
        f'<w:r><w:t xml:space="preserve">Page </w:t></w:r>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )


def _settings(language: str) -> str:
    word = 'w:uri="http://schemas.microsoft.com/office/word"'
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = "".join(
        f'<w:compatSetting w:name="{name}" {word} w:val="{mode}"/>' for name, mode in modes.items()
    )
    return (
        f'{HEAD}<w:settings {NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{compat}</w:compat><w:themeFontLang w:val="{escape(language)}"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    def font(name: str, family: str, pitch: str) -> str:
        return (
            f'<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="{family}"/>'
            f'<w:pitch w:val="{pitch}"/></w:font>'
        )

    fonts = font("Arial", "swiss", "variable") + font("MS Gothic", "modern", "fixed")
    return f"{HEAD}<w:fonts {NS}>{fonts}</w:fonts>"


def _numbering() -> str:
    def level(format: str, text: str, left: int = 454) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="454"/></w:pPr></w:lvl>'
        )

    lists = [
        (BULLETS, level("bullet", "•")),
        (NUMBERS, level("decimal", "%1.")),
        (BOX_BULLETS, level("bullet", "•", 681)),
        (BOX_NUMBERS, level("decimal", "%1.", 681)),
    ]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>'
        f"{xml}</w:abstractNum>"
        for n, xml in lists
    )
    uses = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in lists)
    return f"{HEAD}<w:numbering {NS}>{abstract}{uses}</w:numbering>"


# Styles --------------------------------------------------------------------------------


def _styles(language: str) -> str:
    fonts = '<w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
    lang = f'<w:lang w:val="{escape(language)}" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="24"/><w:szCs w:val="24"/>'
        f"{lang}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles = [*_running(), *_headings(), *_form(), *_boxes(), *_tables(), *_characters()]
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
    ident = identifier(name)
    default = ' w:default="1"' if name == "Normal" else ""
    custom = ' w:customStyle="1"' if own else ""
    base_on = f'<w:basedOn w:val="{based_on}"/>' if name != "Normal" else ""
    follow = f'<w:next w:val="{next}"/>' if next else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{ident}">'
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


def _running() -> list[str]:
    number = '<w:numPr><w:numId w:val="{}"/></w:numPr>{}'
    indent = '<w:ind w:left="454" w:hanging="454"/>'
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    line = '<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="8496B0"/></w:pBdr>'
    return [
        style("Normal", _space(100, 100)),
        style("List Bullet", number.format(BULLETS, _space(30, 30)) + indent),
        style("List Number", number.format(NUMBERS, _space(30, 30)) + indent),
        style("footer", line + tab + _space(0, 0, 240), _size(18, colour="404040")),
    ]


def _headings() -> list[str]:
    keep = "<w:keepNext/><w:keepLines/>"
    under = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{_INK}"/></w:pBdr>'
    sizes = ((40, 560, 160), (32, 440, 100), (28, 340, 80), (24, 260, 60))
    found = [
        style(
            "Title", keep + _space(0, 60, 252), _size(52, bold=True, colour=_INK), next="Subtitle"
        ),
        style(
            "Subtitle",
            keep + under + _space(0, 280, 252),
            _size(28, colour="404040"),
            next="Normal",
        ),
    ]
    for level, (size, before, after) in enumerate(sizes, 1):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        found.append(
            style(
                f"heading {level}",
                keep + _space(before, after, 252) + outline,
                _size(size, bold=True, colour=_INK),
                next="Normal",
            )
        )
    found.append(style("TOC Heading", keep + _space(240, 80), _size(28, bold=True, colour=_INK)))
    found.append(style("toc 1", _space(100, 20, 252), "<w:b/>"))
    found.append(style("toc 2", _space(10, 10, 252) + '<w:ind w:left="340"/>'))
    return found


def _frame(colour: str, above: int, beside: int, below: int) -> str:
    sides = (("top", above), ("left", beside), ("bottom", below), ("right", beside))
    return "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="{space}" w:color="{colour}"/>'
        for side, space in sides
    )


def _form() -> list[str]:
    keep = "<w:keepNext/><w:keepLines/>"
    # The room to write in is the border's own distance: an empty line would be text.
    frame = f"<w:pBdr>{_frame('6B7F99', 5, 5, 26)}</w:pBdr>"
    inset = '<w:ind w:left="120" w:right="120"/>'
    hanging = '<w:ind w:left="454" w:hanging="454"/>'
    small, label = _size(22), _size(22, bold=True)
    strong = _size(22, bold=True, colour=_INK)
    tight = _space(40, 40, 252)
    looks = {
        "Form Question": (keep + _space(140, 80), "<w:b/><w:bCs/>"),
        "Form Answer": (frame + _space(120, 240) + inset, ""),
        "Form Answer Cell": (tight, small),
        "Form Label": (tight, label),
        "Form Tick": ("<w:keepLines/>" + _space(80, 80) + hanging, ""),
        "Table Text": (tight, small),
        "Table Heading": (keep + _space(60, 60, 252), strong),
    }
    return [style(name, *how, own=True) for name, how in looks.items()]


def _boxes() -> list[str]:
    found: list[str] = []
    for kind, name in (("signpost", "Signpost"), ("rule", "Golden Rule")):
        head, fill, bar, ink = _BARS[kind]
        # Upper and lower borders have the colour of the box: they are its inner margin.
        edge = 'w:val="single" w:sz="4" w:space="{}" w:color="{}"'
        side = f'<w:left w:val="single" w:sz="36" w:space="8" w:color="{bar}"/>'
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
        title = (
            f"<w:pBdr><w:top {edge.format(4, head)}/>{side}<w:bottom {edge.format(3, head)}/>"
            f"<w:right {edge.format(6, head)}/></w:pBdr>{shade.format(head)}"
        )
        body = (
            f"<w:pBdr><w:top {edge.format(4, fill)}/>{side}<w:bottom {edge.format(6, fill)}/>"
            f"<w:right {edge.format(6, fill)}/></w:pBdr>{shade.format(fill)}"
        )
        ident = identifier(name)
        around = '<w:ind w:left="227" w:right="170"/>'
        keep = "<w:keepNext/><w:keepLines/>"
        found.append(
            style(f"{name} Title", keep + title + _space(200, 0) + around,
                  _size(24, bold=True, colour=ink), next=ident, own=True)
        )  # fmt: skip
        found.append(style(name, "<w:keepLines/>" + body + _space(0, 80) + around, own=True))
        item = '<w:ind w:left="681" w:right="170" w:hanging="454"/>'
        for sort, number in (("Bullet", BOX_BULLETS), ("Number", BOX_NUMBERS)):
            numbered = f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'
            found.append(
                style(f"{name} {sort}", numbered + _space(0, 0) + item, based_on=ident, own=True)
            )
    return found


def _tables() -> list[str]:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="6B7F99"/>' for side in sides
    )
    inner = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 28), ("left", 100), ("bottom", 28), ("right", 100))
    )
    normal = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
    )
    form = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="FormTable">'
        '<w:name w:val="Form Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{inner}</w:tblCellMar>"
        '</w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
        '<w:shd w:val="clear" w:color="auto" w:fill="DCE6F1"/></w:tcPr></w:tblStylePr></w:style>'
    )
    return [normal, form]


def _characters() -> list[str]:
    return [
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "<w:unhideWhenUsed/></w:style>",
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="0B4F9E"/>'
        '<w:u w:val="single"/></w:rPr></w:style>',
        PLACEHOLDER_STYLE,
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>",
    ]


PLACEHOLDER_STYLE = (
    '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="595959"/></w:rPr></w:style>'
)
"""The style of a prompt, dark enough to read (7:1 on white)."""
