"""The parts of a Word file that we write: the same bytes for the same content."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from html import escape

from lxml import etree

from workbook_docs.errors import TemplateError
from workbook_docs.ooxml import packed, rels_name, serialised

Parts = dict[str, bytes]
"""The parts of a package by name (`word/document.xml`), in the order of the file."""

TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
DOCUMENT = "word/document.xml"
STAMP = "2020-01-01T00:00:00Z"
"""When every file was created and last changed: earlier than whatever a sender does to it."""

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{_OFFICE}/custom-properties"
_VALUES = f"{_OFFICE}/docPropsVTypes"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def unpack(data: bytes) -> Parts:
    """The parts of a template; a folder's entry is none.

    Raises:
        TemplateError: where this is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {n: package.read(n) for n in package.namelist() if not n.endswith("/")}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise TemplateError(
            "The template is no Word document – save it in Word as .docx."
        ) from problem
    if DOCUMENT not in parts or TYPES not in parts:
        raise TemplateError(
            "The template has no Word document in it – save it in Word as .docx, not as .doc."
        )
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The file of some parts, always with the same bytes."""
    first = [name for name in (TYPES, ROOT_RELATIONS, DOCUMENT) if name in parts]
    return packed((name, parts[name]) for name in first + [n for n in parts if n not in first])


def parsed(data: bytes) -> etree._Element:
    """The root of an XML part; nothing in it is resolved or fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def drawn_parts(parts: Parts) -> list[str]:
    """The parts whose words a reader sees: document, headers, footers and notes."""
    wanted = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
    return [name for name in parts if wanted.fullmatch(name)]


def declare(parts: Parts, name: str, content_type: str) -> None:
    """Name the type of a part among the content types, once."""
    root = parsed(parts[TYPES])
    for override in root.findall(f"{{{_TYPES}}}Override"):
        if override.get("PartName") == f"/{name}":
            override.set("ContentType", content_type)
            break
    else:
        etree.SubElement(
            root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type
        )
    parts[TYPES] = serialised(root)


def relate(parts: Parts, source: str, kind: str, target: str) -> None:
    """Let one part (or the package: '') point to another, once for each kind and target."""
    folder, name = posixpath.dirname(source), rels_name(source)
    empty = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
    root = parsed(parts.get(name, empty))
    taken = set()
    for relation in root:
        taken.add(relation.get("Id"))
        where = str(relation.get("Target"))
        if relation.get("Type") == kind and where.lstrip("/") in (target, f"{folder}/{target}"):
            return
    number = next(n for n in range(1, len(taken) + 2) if f"rIdW{n}" not in taken)
    etree.SubElement(
        root, f"{{{_RELATIONS}}}Relationship", Id=f"rIdW{number}", Type=kind, Target=target
    )
    parts[name] = serialised(root)


def without(parts: Parts, *names: str) -> None:
    """Take parts out, with what points to them."""
    for name in names:
        if parts.pop(name, None) is None:
            continue
        types = parsed(parts[TYPES])
        for override in types.findall(f"{{{_TYPES}}}Override"):
            if override.get("PartName") == f"/{name}":
                types.remove(override)
        parts[TYPES] = serialised(types)
        for relations in [n for n in parts if n.endswith(".rels")]:
            base = posixpath.dirname(posixpath.dirname(relations))
            root = parsed(parts[relations])
            for relation in list(root):
                target = str(relation.get("Target"))
                full = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
                if full == name and relation.get("TargetMode") != "External":
                    root.remove(relation)
            parts[relations] = serialised(root)


def name_file(parts: Parts, title: str, language: str) -> None:
    """Write the core and application properties: a title, and nothing of any person."""
    parts["docProps/core.xml"] = (
        f"{HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator></dc:creator>"
        f"<cp:lastModifiedBy></cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{STAMP}</dcterms:modified>'
        f"<dc:language>{escape(language, quote=False)}</dc:language></cp:coreProperties>"
    ).encode()
    parts["docProps/app.xml"] = (
        f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>workbook-docs</Application></Properties>"
    ).encode()
    declare(
        parts,
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    declare(
        parts,
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    )
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    relate(parts, "", core, "docProps/core.xml")
    relate(parts, "", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml")


def named_in(parts: Parts, property: str) -> str:
    """What a file's core properties say of its `title` or `language`; '' where nothing."""
    core = parts.get("docProps/core.xml")
    if core is None:
        return ""
    found = parsed(core).findtext(f"{{http://purl.org/dc/elements/1.1/}}{property}")
    return (found or "").strip()


def set_custom(parts: Parts, properties: Mapping[str, str]) -> None:
    """Write custom document properties; others that are there stay."""
    name = "docProps/custom.xml"
    kept = []
    if name in parts:
        kept = [p for p in parsed(parts[name]) if str(p.get("name")) not in properties]
    empty = f'<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VALUES}"/>'
    root = parsed(empty.encode())
    root.extend(kept)
    for key, text in properties.items():
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_PROPERTY_SET, name=key)
        etree.SubElement(entry, f"{{{_VALUES}}}lpwstr").text = text
    for number, entry in enumerate(root, 2):
        entry.set("pid", str(number))
    parts[name] = serialised(root)
    declare(parts, name, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    relate(parts, "", f"{_OFFICE}/relationships/custom-properties", name)
