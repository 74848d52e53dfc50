"""Pictures of a text: a PNG, or an SVG with a PNG of the same name for older programs."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from workbook_docs.content import BOX_KINDS, Picture
from workbook_docs.errors import TemplateError

DOTS_PER_INCH = 220
"""Of a PNG that we make: what printers show, without a heavy file."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SOURCE = b"Source\x00sha256:"  # how a PNG of ours names its SVG (PNG 1.2, 11.3.4.3)
_UNITS = {"": 0.75, "px": 0.75, "pt": 1.0, "pc": 12.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_LENGTH = re.compile(r"\s*([0-9.]+)\s*([a-z]*)\s*")


def load(path: Path) -> Picture:
    """The picture in a file, with its size in print.

    An SVG needs a PNG of the same name beside it, or resvg-py to make one.

    Raises:
        TemplateError: with what is wrong and what to do, in one line.
    """
    suffix = path.suffix.casefold()
    if suffix == ".svg":
        svg = _read(path)
        width, height, title = _measured(path.name, svg)
        beside = path.with_suffix(".png")
        png = beside.read_bytes() if beside.is_file() else draw_png(svg, path.name)
        _size(beside.name, png)
        return Picture(png, svg, width, height, title)
    if suffix == ".png":
        png = _read(path)
        return Picture(png, None, *_size(path.name, png), "")
    raise TemplateError(f"{path.name} is no picture that can be placed – save it as .svg or .png")


def icons(*folders: Path) -> dict[str, Picture]:
    """The icons of boxes in some folders, by their file's name; later folders win."""
    return {
        path.stem: load(path)
        for folder in folders
        for kind in BOX_KINDS
        for path in sorted(folder.glob(f"{kind}*.svg"))
        if path.stem == kind or path.stem.startswith(f"{kind}-")
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise TemplateError(
            f"there is no picture {path.name} in {path.parent} – put it there, or correct the name"
        ) from problem


# SVG -----------------------------------------------------------------------------------


def _measured(name: str, svg: bytes) -> tuple[float, float, str]:
    """Width and height in points, and the title, of an SVG."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(svg, parser)
    except etree.XMLSyntaxError as problem:
        raise TemplateError(f"{name} is no SVG ({problem.msg}) – save it again") from problem
    if etree.QName(root).localname != "svg":
        raise TemplateError(f"{name} is no SVG – save it again")
    _refuse_what_acts(name, root)
    box = [float(n) for n in re.findall(r"-?[0-9.]+", root.get("viewBox", ""))]
    width = _points(root.get("width")) or (box[2] * 0.75 if len(box) == 4 else 0)
    height = _points(root.get("height")) or (box[3] * 0.75 if len(box) == 4 else 0)
    if not (width > 0 and height > 0):
        raise TemplateError(f"{name} does not say how large it is – give it a width and a height")
    title = next((child.text for child in root if etree.QName(child).localname == "title"), None)
    return width, height, " ".join((title or "").split())


def _refuse_what_acts(name: str, root: etree._Element) -> None:
    """A picture that runs a script or fetches something has no place in a form."""
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        links = [str(v) for k, v in element.attrib.items() if str(k).endswith("href")]
        if kind in ("script", "foreignObject") or any(
            not link.startswith(("#", "data:image/")) for link in links
        ):
            raise TemplateError(
                f"{name} holds a script or fetches something – save it as a plain SVG"
            )


def _points(length: str | None) -> float:
    match = _LENGTH.fullmatch(length or "")
    return float(match[1]) * _UNITS.get(match[2], 0) if match else 0


def draw_png(svg: bytes, name: str = "an SVG") -> bytes:
    """The PNG of an SVG.

    Raises `TemplateError` where resvg-py is not installed or cannot draw it.
    """
    try:
        import resvg_py
    except ImportError as problem:
        raise TemplateError(
            f"{name} needs a PNG of the same name beside it, for programs that show no SVG – save "
            "one there, or install workbook-docs[svg] to have it made"
        ) from problem
    zoom = DOTS_PER_INCH / 96
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg.decode(), dpi=96, zoom=zoom))
    except (ValueError, UnicodeDecodeError) as problem:
        raise TemplateError(f"{name} cannot be drawn ({problem}) – save it again") from problem


def naming_source(png: bytes, svg: bytes) -> bytes:
    """A PNG that says which SVG it was made of, and how large it is in print."""
    dots = round(DOTS_PER_INCH / 0.0254)
    added = _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)) + _chunk(b"tEXt", _source(svg))
    first = len(_SIGNATURE) + 25  # the header is the first chunk, of 13 bytes
    return png[:first] + added + png[first:]


def is_drawn_from(png: bytes, svg: bytes) -> bool:
    """Whether a PNG says that it was made of an SVG."""
    return (b"tEXt", _source(svg)) in _chunks(png)


def _source(svg: bytes) -> bytes:
    return _SOURCE + hashlib.sha256(svg).hexdigest().encode()


# PNG -----------------------------------------------------------------------------------


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_SIGNATURE)
    while position + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, position)
        yield png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        position += 12 + length


def _size(name: str, png: bytes) -> tuple[float, float]:
    """Width and height of a PNG in points, by its resolution."""
    chunks = dict(_chunks(png)) if png.startswith(_SIGNATURE) else {}
    if len(chunks.get(b"IHDR", b"")) < 8:
        raise TemplateError(f"{name} is no PNG – save it again")
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    per_metre, unit = 96 / 0.0254, 1
    if len(chunks.get(b"pHYs", b"")) == 9:
        given, _, unit = struct.unpack(">IIB", chunks[b"pHYs"])
        per_metre = given if unit == 1 and given else per_metre
    return width / per_metre / 0.0254 * 72, height / per_metre / 0.0254 * 72
