"""The file that openpyxl writes, made such as every program opens: same bytes each time.

openpyxl 3.1 writes inline strings and absolute targets, which some programs cannot read,
fonts in an order that the standard forbids, and its own name and the time.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from lxml import etree

from workbook_docs.excel.package import Package
from workbook_docs.excel.strings import SPACE, SharedStrings, escape, local, new_root
from workbook_docs.ooxml import parse, serialised

_FONT_ORDER = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz",
    "color", "name", "family", "charset", "scheme",
)  # fmt: skip
_RUN_ORDER = tuple("rFont" if name == "name" else name for name in _FONT_ORDER)
STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_NS = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES_NS = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
FIXED_DAY = "2020-01-01T00:00:00Z"
"""When every file of ours was made: a real time would make equal copies differ."""


def finish(data: bytes, title: str, language: str = "") -> bytes:
    """A file from openpyxl, cured."""
    package = Package(data)
    for name in package.parts:
        if name.endswith(".rels"):
            _relative_targets(package, name)
    styles = package.one("xl/workbook.xml", "styles")
    if styles is not None:
        package.put(styles, _ordered_fonts(package.read(styles) or b""))
    _share_strings(package)
    name_file(package, title, language)
    return package.to_bytes()


def name_file(package: Package, title: str, language: str) -> None:
    """Let the properties of a file say its title, and nothing of any person."""
    package.put("docProps/core.xml", _core(title, language))
    package.put("docProps/app.xml", _app())


def _relative_targets(package: Package, name: str) -> None:
    root = package.root(name)
    if root is None:
        return
    folder = posixpath.dirname(posixpath.dirname(name))
    for element in root:
        target = element.get("Target") or ""
        if target.startswith("/"):
            relative = posixpath.relpath(target, "/" + folder)
            element.set("Target", relative)
    package.put(name, serialised(root))


def _ordered_fonts(data: bytes) -> bytes:
    root: Any = parse(data)
    for font in root.iter("{*}font"):
        font[:] = sorted(font, key=lambda child: _FONT_ORDER.index(local(child)))
    return serialised(root)


def _share_strings(package: Package) -> None:
    """Turn the inline strings of all sheets into shared ones, with Excel's escapes."""
    strings, count = SharedStrings(), 0
    for name in sorted(n for n in package.parts if n.startswith("xl/worksheets/sheet")):
        root = package.root(name)
        if root is None:
            continue
        namespace = etree.QName(root).namespace
        for row in root.iter(f"{{{namespace}}}row"):
            row.attrib.pop("customHeight", None)  # a custom height would not grow on typing
        for cell in root.iter(f"{{{namespace}}}c"):
            if cell.get("t") != "inlineStr":
                continue
            held = cell.find(f"{{{namespace}}}is")
            index = strings.index_of(_item(held, str(namespace)))
            cell.remove(held)
            cell.set("t", "s")
            etree.SubElement(cell, f"{{{namespace}}}v").text = str(index)
            count += 1
        package.put(name, serialised(root))
    package.add(
        "xl/workbook.xml", "xl/sharedStrings.xml", "sharedStrings", STRINGS_TYPE,
        strings.to_bytes(count),
    )  # fmt: skip


def _item(held: Any, namespace: str) -> Any:
    item = new_root(namespace, "si")
    item.extend(list(held))
    for text in item.iter(f"{{{namespace}}}t"):
        text.text = escape(text.text or "")
        text.set(SPACE, "preserve")
    for properties in item.iter(f"{{{namespace}}}rPr"):
        properties[:] = sorted(properties, key=lambda child: _RUN_ORDER.index(local(child)))
    return item


def _core(title: str, language: str) -> bytes:
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    dc, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    root = etree.Element(
        f"{{{core}}}coreProperties",
        nsmap={"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi},
    )
    etree.SubElement(root, f"{{{dc}}}title").text = title
    if language:
        etree.SubElement(root, f"{{{dc}}}language").text = language
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{terms}}}{name}")
        element.set(f"{{{xsi}}}type", "dcterms:W3CDTF")
        element.text = FIXED_DAY
    return serialised(root)


def _app() -> bytes:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    root = new_root(namespace, "Properties")
    etree.SubElement(root, f"{{{namespace}}}Application").text = "workbook-docs"
    return serialised(root)


def set_properties(package: Package, properties: Mapping[str, str]) -> None:
    """Give a file these custom document properties and take all others away."""
    root = new_root(_CUSTOM_NS, "Properties", vt=_VALUES_NS)
    for number, (name, value) in enumerate(properties.items(), 2):
        element = etree.SubElement(root, f"{{{_CUSTOM_NS}}}property")
        element.set("fmtid", _USER_DEFINED)
        element.set("pid", str(number))
        element.set("name", name)
        etree.SubElement(element, f"{{{_VALUES_NS}}}lpwstr").text = escape(value)
    package.add("", "docProps/custom.xml", "custom-properties", _CUSTOM_TYPE, serialised(root))
