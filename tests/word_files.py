"""Word files of ours with something put into a place, and small ones written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from workbook_docs import fill
from workbook_docs.reading import read_bytes
from workbook_docs.records import Block, Outline, Reading
from workbook_docs.word.outline import outline
from workbook_docs.workbooks.module_2 import Module2

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpi": "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:unknown",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
OFFICE = SPACES["r"]
W = f"{{{SPACES['w']}}}"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DOCUMENT = "word/document.xml"


def run(text: str, properties: str = "") -> str:
    """One run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, mark: str = "", style: str = "") -> str:
    """One paragraph; `mark` are the properties of its mark."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}<w:rPr>{mark}</w:rPr></w:pPr>{''.join(runs)}</w:p>"


def written(
    body: str, *, styles: str = "", relations: str = "", parts: Mapping[str, Any] | None = None
) -> bytes:
    """A small Word file of one body; `relations` and further `parts` by name."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    all_parts: dict[str, Any] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="txt" ContentType="text/plain"/>'
        '<Default Extension="htm" ContentType="text/html"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="{_DOCUMENT}"/></Relationships>',
        _DOCUMENT: f"{head}<w:document {DECLARED}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">'
        f'<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>{relations}'
        "</Relationships>",
        "word/styles.xml": f"{head}<w:styles {DECLARED}>{styles}</w:styles>",
        **(parts or {}),
    }
    return packed(all_parts)


def relation(id: str, kind: str, target: str, *, external: bool = False) -> str:
    """One relationship of the document."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def packed(parts: Mapping[str, Any]) -> bytes:
    """A file of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def seen(data: bytes) -> Outline:
    """The outline of a file."""
    return outline(data)


def texts(data: bytes, *parts: str) -> list[str]:
    """The texts of a file's blocks that are not empty, of some parts only."""
    return [b.text for b in seen(data).blocks if b.text and (not parts or b.part in parts)]


def only(data: bytes) -> Block:
    """The one block of a file."""
    (block,) = seen(data).blocks
    return block


# Files of ours ---------------------------------------------------------------------------


@cache
def blank() -> bytes:
    """A blank copy of module-2."""
    return answered({})


def answered(values: dict[str, Any]) -> bytes:
    """A copy of module-2 with some answers."""
    with TemporaryDirectory() as folder:
        return fill(Module2, values, Path(folder, "S07.docx")).read_bytes()


def changed(
    data: bytes, path: str, xml: str, *, properties: str = "", relations: str = "",
    parts: Mapping[str, Any] | None = None,
) -> bytes:  # fmt: skip
    """A file of ours with other contents in the control of a field, and further parts."""
    held: dict[str, Any] = unpacked(data)
    root = etree.fromstring(held[_DOCUMENT])
    control = control_of(root, path)
    content, settings = control.find(W + "sdtContent"), control.find(W + "sdtPr")
    assert content is not None
    assert settings is not None
    if xml:
        for child in list(content):
            content.remove(child)
        content.extend(etree.fromstring(f"<x {DECLARED}>{xml}</x>"))
    settings.extend(etree.fromstring(f"<x {DECLARED}>{properties}</x>"))
    held[_DOCUMENT] = etree.tostring(root)
    rels = held["word/_rels/document.xml.rels"]
    held["word/_rels/document.xml.rels"] = rels.replace(
        b"</Relationships>", relations.encode() + b"</Relationships>"
    )
    return packed(held | dict(parts or {}))


def control_of(root: Any, path: str) -> Any:
    """The control of a field."""
    for control in root.iter(W + "sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(W + "val") == path:
            return control
    raise AssertionError(f"no control of {path}")


def reading_of(data: bytes) -> Reading:
    """What a file says; its account must add up."""
    reading = read_bytes(data, name="S07.docx")
    assert reading.outcome == "read", reading.findings
    assert reading.account is not None
    assert reading.account.adds_up
    return reading


def answers_of(reading: Reading) -> dict[str, Any]:
    """The answers that are not blank, ticks that are not ticked apart."""
    return {a.path: a.value for a in reading.answers if a.state == "answered" and a.value}
