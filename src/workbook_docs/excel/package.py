"""A zip of parts and relationships: the shape of every Office file.

Reading forgives what real files do (absolute targets, backslashes, other case, missing
parts, Strict namespaces); writing gives the same bytes for the same parts.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from workbook_docs.errors import NotReadable
from workbook_docs.excel.strings import local, new_root

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_DAMAGED = "The file is damaged: {}. Ask for it to be sent again."


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another; `type` is its last word, such as `worksheet`."""

    id: str
    type: str
    target: str
    external: bool


def parse(data: bytes) -> Any:
    """The root element of an XML part; nothing outside of it is looked at."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def serialise(root: Any) -> bytes:
    """An XML part as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def rels_name(part: str) -> str:
    """The name of the part that holds a part's relationships; of the package for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Package:
    """The parts of an Office file by name, read when asked for."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
            raise NotReadable("damaged", _DAMAGED.format(problem)) from problem
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._changed: dict[str, bytes | None] = {}
        self._spelled: dict[str, str] = {}
        for member in self._zip.infolist():
            name = member.filename.replace("\\", "/").lstrip("/")
            if not name.endswith("/"):
                self._members.setdefault(name, member)
                self._spelled.setdefault(name.casefold(), name)

    def names(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        names = [name for name in self._members if self._changed.get(name, b"") is not None]
        return names + [n for n, d in self._changed.items() if d and n not in self._members]

    def get(self, name: str) -> bytes | None:
        """The bytes of a part; None where there is none."""
        name = self._spelled.get(name.casefold(), name)
        if name in self._changed:
            return self._changed[name]
        member = self._members.get(name)
        if member is None:
            return None
        try:
            return self._zip.read(member)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as problem:
            raise NotReadable("damaged", _DAMAGED.format(problem)) from problem

    def xml(self, name: str | None) -> Any | None:
        """The root element of a part; None where there is none or it is no XML."""
        data = self.get(name) if name else None
        if not data:
            return None
        try:
            return parse(data)
        except etree.XMLSyntaxError:
            return None

    def put(self, name: str, data: bytes | None) -> None:
        """Set a part's bytes; None takes it away."""
        self._changed[self._spelled.setdefault(name.casefold(), name)] = data

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """The relationships of a part, of the package itself for ""; targets resolved."""
        root = self.xml(rels_name(part))
        return tuple(_relationships(root, part)) if root is not None else ()

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part of one kind that a part points to."""
        for relationship in self.relationships(part):
            if relationship.type == kind and self._has(relationship.target):
                return relationship.target
        return None

    def _has(self, name: str) -> bool:
        spelled = self._spelled.get(name.casefold(), name)
        if spelled in self._changed:
            return self._changed[spelled] is not None
        return spelled in self._members

    def add(self, source: str, name: str, kind: str, content_type: str, data: bytes) -> None:
        """Add a part, its content type and the relationship from `source` to it."""
        if not self._has(name):
            types = self.xml(CONTENT_TYPES)
            if types is None:
                raise NotReadable("damaged", _DAMAGED.format("it has no list of parts"))
            override = etree.SubElement(types, f"{{{_TYPES_NS}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            self.put(CONTENT_TYPES, serialise(types))
        if self.related(source, kind.rpartition("/")[2]) is None:
            root = self.xml(rels_name(source))
            if root is None:
                root = new_root(_RELS_NS, "Relationships")
            taken = {element.get("Id") for element in root}
            number = next(n for n in range(1, len(root) + 2) if f"rId{n}" not in taken)
            element = etree.SubElement(root, f"{{{_RELS_NS}}}Relationship")
            element.set("Id", f"rId{number}")
            element.set("Type", kind if "://" in kind else f"{_OFFICE}/{kind}")
            element.set("Target", posixpath.relpath(name, posixpath.dirname(source) or "."))
            self.put(rels_name(source), serialise(root))
        self.put(name, data)

    def drop(self, source: str, name: str) -> None:
        """Take a part away, with its content type and the relationship to it."""
        types = self.xml(CONTENT_TYPES)
        root = self.xml(rels_name(source))
        if types is None or root is None:
            return
        for override in list(types):
            if override.get("PartName", "").casefold() == f"/{name}".casefold():
                types.remove(override)
        ids = {r.id for r in self.relationships(source) if r.target == name}
        for element in list(root):
            if element.get("Id") in ids:
                root.remove(element)
        self.put(CONTENT_TYPES, serialise(types))
        self.put(rels_name(source), serialise(root))
        self.put(name, None)

    def to_bytes(self) -> bytes:
        """The file; equal parts give equal bytes."""
        out = io.BytesIO()
        # Some programs look at the first member to tell what the file is.
        names = sorted(self.names(), key=lambda name: (name != CONTENT_TYPES, name))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as written:
            for name in names:
                member = zipfile.ZipInfo(name, _FIXED_TIME)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.create_system = 0
                written.writestr(member, self.get(name) or b"")
        return out.getvalue()


def _relationships(root: Any, part: str) -> Iterator[Relationship]:
    folder = posixpath.dirname(part)
    for element in root:
        if local(element) != "Relationship":
            continue
        target = element.get("Target") or ""
        external = element.get("TargetMode") == "External"
        if not external:
            target = unquote(target.replace("\\", "/").partition("#")[0])
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = (element.get("Type") or "").rpartition("/")[2]
        yield Relationship(element.get("Id") or "", kind, target, external)


def reference(element: Any, name: str = "id") -> str | None:
    """The relationship id that an element carries, Strict or transitional."""
    for key, value in element.attrib.items():
        if key.endswith(f"}}{name}") and "relationships" in key:
            return str(value)
    return None
