"""The parts of a Word or Excel file, to be changed one by one in a test."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeAlias

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": W[1:-1], "w14": W14[1:-1], "s": S[1:-1], "r": RELATIONS,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "v": "urn:schemas-microsoft-com:vml",
}  # fmt: skip


class Parts:
    """The parts of one file; those that were looked at are written as they are then."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.data = {name: package.read(name) for name in package.namelist()}
        self.roots: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The root of a part, to be changed in place."""
        if name not in self.roots:
            self.roots[name] = etree.fromstring(self.data[name])
        return self.roots[name]

    def packed(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.data.items():
                root = self.roots.get(name)
                package.writestr(name, data if root is None else etree.tostring(root))
        return out.getvalue()

    def add(self, source: str, name: str, kind: str, content_type: str, xml: str) -> str:
        """Add a part with its type, and a relationship to it; the relationship's id."""
        self.data[name] = xml.encode()
        types = self["[Content_Types].xml"]
        types.append(
            etree.Element(
                f"{{{NAMESPACES['ct']}}}Override", PartName=f"/{name}", ContentType=content_type
            )
        )
        folder, _, leaf = source.rpartition("/")
        rels = f"{folder}/_rels/{leaf}.rels"
        self.data.setdefault(rels, f'<Relationships xmlns="{NAMESPACES["rel"]}"/>'.encode())
        root = self[rels]
        number = f"rIdNew{len(root)}"
        relation = f"{{{NAMESPACES['rel']}}}Relationship"
        kind = f"{RELATIONS}/{kind}"
        root.append(etree.Element(relation, Id=number, Target=f"/{name}", Type=kind))
        return number

    def named(self, name: str) -> str:
        """The part of a sheet by its name."""
        for sheet in self["xl/workbook.xml"].iter(f"{S}sheet"):
            if sheet.get("name") == name:
                rel = sheet.get(f"{{{RELATIONS}}}id")
                target = next(
                    r.get("Target")
                    for r in self["xl/_rels/workbook.xml.rels"]
                    if r.get("Id") == rel
                )
                return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        raise KeyError(name)


Edit: TypeAlias = Callable[[Parts], None]


def edited(data: bytes, edit: Edit) -> bytes:
    """A file after an edit."""
    parts = Parts(data)
    edit(parts)
    return parts.packed()


def element(xml: str) -> Any:
    """An element written with the usual prefixes, which need not be declared."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return deepcopy(etree.fromstring(f"<root {declared}>{xml}</root>")[0])


def find(root: Any, path: str) -> Any:
    """The first element of a path; an assertion where there is none."""
    found = root.find(path, NAMESPACES)
    assert found is not None, path
    return found


# Word ------------------------------------------------------------------------------------


def words(node: Any) -> str:
    """The words of an element."""
    return "".join(text.text or "" for text in node.iter(f"{W}t"))


def paragraph(parts: Parts, beginning: str, part: str = "word/document.xml") -> Any:
    """The first paragraph outside the list of contents that begins with some words."""
    for found in parts[part].iter(f"{W}p"):
        style = found.find(f"{W}pPr/{W}pStyle")
        listed = style is not None and style.get(f"{W}val", "").startswith("TOC")
        if words(found).startswith(beginning) and not listed:
            return found
    raise KeyError(beginning)


def control(parts: Parts, title: str) -> Any:
    """The first content control whose title begins with some words."""
    for box in parts["word/document.xml"].iter(f"{W}sdt"):
        alias = box.find(f"{W}sdtPr/{W}alias")
        if alias is not None and alias.get(f"{W}val", "").startswith(title):
            return box
    raise KeyError(title)


def properties(node: Any, name: str) -> Any:
    """The `w:pPr`, `w:rPr`, `w:tcPr` … of an element, made where it is missing."""
    found = node.find(f"{W}{name}")
    if found is None:
        found = etree.Element(f"{W}{name}")
        node.insert(0, found)
    return found


# Excel -----------------------------------------------------------------------------------


def cell(parts: Parts, sheet: str, reference: str) -> Any:
    """A cell of a sheet, which is made where it is missing."""
    root = parts[parts.named(sheet)]
    for found in root.iter(f"{S}c"):
        if found.get("r") == reference:
            return found
    number = re.sub(r"\D", "", reference)
    row = next((r for r in root.iter(f"{S}row") if r.get("r") == number), None)
    if row is None:
        row = etree.SubElement(find(root, "s:sheetData"), f"{S}row", r=number)
    return etree.SubElement(row, f"{S}c", r=reference)


def say(parts: Parts, sheet: str, reference: str, text: str) -> None:
    """Write a text into a cell; '' empties it."""
    held = cell(parts, sheet, reference)
    for child in list(held):
        held.remove(child)
    held.attrib.pop("t", None)
    if text:
        held.set("t", "inlineStr")
        held.append(element(f"<s:is><s:t>{text}</s:t></s:is>"))


def restyle(parts: Parts, sheet: str, reference: str, change: Callable[[Any, Any], None]) -> None:
    """Give one cell a format of its own: a copy of its present one, changed.

    `change` gets the copy and the root of the styles.
    """
    styles = parts["xl/styles.xml"]
    formats = find(styles, "s:cellXfs")
    held = cell(parts, sheet, reference)
    copy = deepcopy(formats[int(held.get("s", "0"))])
    change(copy, styles)
    formats.append(copy)
    formats.set("count", str(len(formats)))
    held.set("s", str(len(formats) - 1))


def before(root: Any, new: Any, *following: str) -> None:
    """Put an element of a sheet before the first of those that must follow it."""
    for child in root:
        if etree.QName(child).localname in following:
            child.addprevious(new)
            return
    root.append(new)
