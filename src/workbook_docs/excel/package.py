"""The parts of an Excel file, to be changed: the same parts give the same bytes."""

from __future__ import annotations

import posixpath
from typing import Any

from lxml import etree

from workbook_docs import ooxml
from workbook_docs.errors import NotReadable
from workbook_docs.excel.strings import new_root
from workbook_docs.ooxml import packed, rels_name, serialised

CONTENT_TYPES = "[Content_Types].xml"
_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Package(ooxml.Package):
    """The parts of one file by name; parts may be set, added and taken away."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._changed: dict[str, bytes | None] = {}
        self._spelled = {name.casefold(): name for name in super().parts}

    def __contains__(self, part: str) -> bool:
        name = self._spelled.get(part.casefold(), part)
        return (
            self._changed[name] is not None if name in self._changed else super().__contains__(name)
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts as they are now."""
        names = dict.fromkeys((*super().parts, *self._changed))
        return tuple(name for name in names if name in self)

    def read(self, part: str) -> bytes | None:
        """The bytes of a part as it is now; None where there is no such part."""
        name = self._spelled.get(part.casefold(), part)
        return self._changed[name] if name in self._changed else super().read(name)

    def one(self, part: str, kind: str) -> str | None:
        """The first part of a kind that a part relates to and that exists."""
        return next(iter(self.related(part, kind)), None)

    def root(self, part: str | None) -> Any | None:
        """The root element of a part; None where there is no such part."""
        return self.xml(part) if part else None

    def put(self, part: str, data: bytes | None) -> None:
        """Set a part's bytes; None takes it away."""
        self._changed[self._spelled.setdefault(part.casefold(), part)] = data

    def add(self, source: str, name: str, kind: str, content_type: str, data: bytes) -> None:
        """Set a part; where it is new, with its content type and a relationship to it."""
        if name not in self:
            types = self._types()
            override = etree.SubElement(types, f"{{{_TYPES_NS}}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            self.put(CONTENT_TYPES, serialised(types))
        self.put(name, data)
        if self.one(source, kind) is None:
            root = self.root(rels_name(source))
            if root is None:
                root = new_root(_RELS_NS, "Relationships")
            taken = {element.get("Id") for element in root}
            number = next(n for n in range(1, len(root) + 2) if f"rId{n}" not in taken)
            element = etree.SubElement(root, f"{{{_RELS_NS}}}Relationship")
            element.set("Id", f"rId{number}")
            element.set("Type", f"{_OFFICE}/{kind}")
            element.set("Target", posixpath.relpath(name, posixpath.dirname(source) or "."))
            self.put(rels_name(source), serialised(root))

    def drop(self, source: str, name: str) -> None:
        """Take a part away, with its content type and the relationship to it."""
        types, root = self._types(), self.root(rels_name(source))
        for override in list(types):
            if override.get("PartName", "").casefold() == f"/{name}".casefold():
                types.remove(override)
        ids = {id for id, found in self.relations(source).items() if found.target == name}
        for element in list(root) if root is not None else ():
            if element.get("Id") in ids:
                element.getparent().remove(element)
        self.put(CONTENT_TYPES, serialised(types))
        self.put(rels_name(source), serialised(root) if root is not None else None)
        self.put(name, None)

    def _types(self) -> Any:
        types = self.root(CONTENT_TYPES)
        if types is None:
            raise NotReadable("damaged", "The file has no list of its parts.")
        return types

    def to_bytes(self) -> bytes:
        """The file; equal parts give equal bytes."""
        # Some programs look at the first member to tell what the file is.
        names = sorted(self.parts, key=lambda name: (name != CONTENT_TYPES, name))
        return packed((name, self.read(name) or b"") for name in names)


def reference(element: Any) -> str:
    """The relationship id that an element carries; empty where it has none."""
    return next(
        (str(v) for k, v in element.attrib.items() if k.endswith("}id") and "relationships" in k),
        "",
    )
