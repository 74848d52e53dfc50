"""The parts of an Office file (ECMA-376 part 2): read as a stranger's data, written as ours.

Nothing is followed, fetched or run: a part is bytes of a zip member, parsed by a parser
that resolves no entity and loads no file. Strict files (ISO/IEC 29500 Strict) are
mapped to the transitional names, which are the only ones the rest of the house knows.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from lxml import etree

from workbook_docs.errors import NotReadable
from workbook_docs.records import Notice
from workbook_docs.surrogates import joined

_STRICT_ROOT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL_ROOT = b"http://schemas.openxmlformats.org/"
_STRICT_NAMES: tuple[tuple[bytes, bytes], ...] = (
    # Strict (ISO/IEC 29500-1)                 transitional (ISO/IEC 29500-4)
    (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
    (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
    *((f"officeDocument/{name}".encode(), f"officeDocument/2006/{name}".encode()) for name in (
        "relationships", "docPropsVTypes", "math", "bibliography", "customXml", "characteristics",
        "sharedTypes")),
    (b"schemaLibrary/main", b"schemaLibrary/2006/main"),
    (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
    *((f"drawingml/{name}".encode(), f"drawingml/2006/{name}".encode()) for name in (
        "main", "chart", "chartDrawing", "compatibility", "diagram", "lockedCanvas", "picture",
        "spreadsheetDrawing", "wordprocessingDrawing")),
)  # fmt: skip

NEVER_SAVED = datetime(2020, 1, 1, tzinfo=UTC)
"""When every file of ours says it was made: no editor has saved it since."""
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_TERMS = "{http://purl.org/dc/terms/}"
_OWN_TYPE = "{} has a document type of its own, which no editor writes."


MOST_TAGS = 3_000_000
"""Tags of one part: each costs a hundred bytes and more of memory, however well it deflates."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its kind (`styles`, `comments` …) and the part it names."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The parts of one Office file, by name."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {
                name.replace("\\", "/").lstrip("/"): name for name in self._zip.namelist()
            }
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as problem:
            raise NotReadable("damaged", "The file is damaged and cannot be opened.") from problem
        self._folded = {name.casefold(): name for name in self._members}

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._folded

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._members)

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None where there is no such part."""
        name = self._folded.get(part.casefold())
        if name is None:
            return None
        try:
            return self._zip.read(self._members[name])
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError,
                NotImplementedError) as problem:  # fmt: skip
            raise NotReadable("damaged", f"The part {part} of the file is damaged.") from problem
        except Exception as problem:
            # zlib.error and lzma.LZMAError have no parent of their own.
            raise NotReadable("damaged", f"The part {part} of the file is damaged.") from problem

    def xml(self, part: str) -> etree._Element | None:
        """The root element of a part, Strict names mapped; None where there is no such part."""
        data = self.read(part)
        if data is None:
            return None
        return parse(data, part)

    def xml_or_none(self, part: str) -> etree._Element | None:
        """The root element of a part that a file can do without; None where it is broken."""
        try:
            return self.xml(part)
        except NotReadable:
            return None

    def content_type(self, part: str) -> str:
        """The media type that the file gives a part, folded; empty where it gives none."""
        named, by_ending = self._content_types
        ending = part.rpartition(".")[2].casefold()
        return named.get(f"/{part}".casefold(), by_ending.get(ending, ""))

    @cached_property
    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        root = self.xml_or_none("[Content_Types].xml")
        named: dict[str, str] = {}
        by_ending: dict[str, str] = {}
        for entry in root if root is not None else ():
            told = (entry.get("ContentType") or "").casefold()
            named[(entry.get("PartName") or "").casefold()] = told
            by_ending[(entry.get("Extension") or "").casefold()] = told
        return named, by_ending

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by id; `""` for those of the package."""
        folder = posixpath.dirname(part)
        root = self.xml(rels_name(part))
        found: dict[str, Relation] = {}
        for relation in root.iter(_REL) if root is not None else ():
            target = relation.get("Target", "")
            external = relation.get("TargetMode") == "External"
            if not external:
                base = "" if target.startswith("/") else folder
                target = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = Relation(relation.get("Id", ""), kind, target, external)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part relates to and that exist."""
        return [
            relation.target
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.external and relation.target in self
        ]

    @property
    def macros(self) -> Notice | None:
        """A note where the file holds macros; they are never run, nor looked into."""
        if not any(part.casefold().endswith("vbaproject.bin") for part in self.parts):
            return None
        return Notice("note", "macros", "The file holds macros. They were not run.")

    @cached_property
    def main_part(self) -> str | None:
        """The name of the main document or workbook part."""
        found = self.related("", "officeDocument")
        if found:
            return found[0]
        return next((p for p in ("word/document.xml", "xl/workbook.xml") if p in self), None)

    @property
    def properties(self) -> dict[str, str]:
        """The custom document properties as text; none where their part is broken."""
        root = self.xml_or_none("docProps/custom.xml")
        if root is None:
            return {}
        return {
            found.get("name", ""): "".join(str(text) for text in found.itertext()).strip()
            for found in root.iter(_CUSTOM)
        }

    @property
    def modified(self) -> datetime | None:
        """When the file says it was last changed, in UTC.

        None where it says nothing that is a time, and for the date we send files with.
        """
        moment = self._stamp()
        return None if moment == NEVER_SAVED else moment

    @property
    def never_saved(self) -> bool:
        """Whether it bears the date we write files with: no editor has saved it since."""
        return self._stamp() == NEVER_SAVED

    def _stamp(self) -> datetime | None:
        root = self.xml_or_none("docProps/core.xml")
        text = root.findtext(f".//{_TERMS}modified") if root is not None else None
        try:
            stamp = datetime.fromisoformat((text or "").strip().replace("Z", "+00:00"))
            return (stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp).astimezone(UTC)
        except (ValueError, OverflowError):  # the first and last days have no other zone
            return None


def parse(data: bytes, name: str = "the file") -> etree._Element:
    """The root element of some XML of a stranger, Strict names mapped to transitional ones.

    Raises `NotReadable` for XML that is broken or has a document type.
    """
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise NotReadable("unsafe", _OWN_TYPE.format(name))
    if data.count(b"<") > MOST_TAGS:
        raise NotReadable("too-large", f"{name} holds far more than a workbook does.")
    if _STRICT_ROOT in data:
        for strict, transitional in _STRICT_NAMES:
            data = data.replace(_STRICT_ROOT + strict, _TRANSITIONAL_ROOT + transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = _root(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise NotReadable("damaged", f"The part {name} of the file is damaged.") from problem
    if root is None:
        raise NotReadable("damaged", f"The part {name} of the file is empty.")
    if root.getroottree().docinfo.internalDTD is not None:
        # In UTF-16 its letters are none that the look at the bytes knows.
        raise NotReadable("unsafe", _OWN_TYPE.format(name))
    return root


def _root(data: bytes, parser: etree.XMLParser) -> etree._Element | None:
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        mended = joined(data)
        if mended == data:
            raise
        return etree.fromstring(mended, parser)


# Writing -------------------------------------------------------------------------------


def rels_name(part: str) -> str:
    """The name of the part that holds a part's relationships; of the package for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def serialised(root: etree._Element) -> bytes:
    """An XML part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The file of some parts in this order: the same parts give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in parts:
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # A picture is compressed already.
            is_picture = name.endswith((".png", ".jpeg", ".jpg"))
            member.compress_type = zipfile.ZIP_STORED if is_picture else zipfile.ZIP_DEFLATED
            # Neither the system nor its rights are anyone's business.
            member.create_system, member.external_attr = 0, 0
            package.writestr(member, data)
    return file.getvalue()
