"""The page of our Word templates: size, header, footer, lists and settings, as parts."""

from __future__ import annotations

from html import escape

from workbook_docs.word.package import HEAD, TYPES, Parts
from workbook_docs.word.stylesheet import (
    BOX_BULLETS,
    BOX_INDENT,
    BOX_NUMBERS,
    BULLETS,
    INDENT,
    NS,
    NUMBERS,
    TEXT_WIDTH,
    stylesheet,
)

__all__ = ["BOX_BULLETS", "BOX_NUMBERS", "BULLETS", "NUMBERS", "TEXT_WIDTH", "base"]

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def base(language: str, title: str) -> Parts:
    """The parts of an empty document that has our styles, lists, page, header and footer."""
    kinds = {
        "styles": stylesheet(language),
        "numbering": _numbering(),
        "settings": _settings(language),
        "fontTable": _fonts(),
        "footer": _footer(),
        "header": _header(title),
        "first": _footer(),
    }
    names = {"footer": "footer1", "header": "header1", "first": "footer2"}
    overrides = [
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    ]
    relations = []
    parts: Parts = {TYPES: b"", "_rels/.rels": b"", "word/document.xml": _document()}
    for number, (kind, xml) in enumerate(kinds.items(), 1):
        name = names.get(kind, kind)
        kind = "footer" if kind == "first" else kind
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
    # A4 with room for the holes on the left. The footer is the fifth and the header the
    # sixth relation above. The first page bears the title and has no header; its footer is
    # a part of its own, as LibreOffice would make it.
    return (
        f"{HEAD}<w:document {NS}><w:body><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId5"/>'
        '<w:footerReference w:type="first" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1361" w:right="1134" w:bottom="1191" w:left="1418" w:header="624" '
        'w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
    ).encode()


def _header(title: str) -> str:
    words = escape(title.replace("{", "(").replace("}", ")"), quote=False)
    return (
        f'{HEAD}<w:hdr {NS}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p></w:hdr>"
    )


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
    def level(format: str, text: str, left: int = INDENT) -> str:
        return (
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="{INDENT}"/></w:pPr></w:lvl>'
        )

    lists = [
        (BULLETS, level("bullet", "•")),
        (NUMBERS, level("decimal", "%1.")),
        (BOX_BULLETS, level("bullet", "•", BOX_INDENT)),
        (BOX_NUMBERS, level("decimal", "%1.", BOX_INDENT)),
    ]
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>'
        f"{xml}</w:abstractNum>"
        for n, xml in lists
    )
    uses = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n, _ in lists)
    return f"{HEAD}<w:numbering {NS}>{abstract}{uses}</w:numbering>"
