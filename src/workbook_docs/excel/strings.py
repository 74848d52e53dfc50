"""Text as Excel's XML holds it: the `_xHHHH_` escapes and the table of shared strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from workbook_docs.ooxml import serialised

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = re.compile("[\ud800-\udfff]")
# What an escape can bring in although no XML file can carry it.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


def escape(text: str) -> str:
    """The text as Excel's XML must hold it, so that it is shown as it stands.

    `_x0041_` would be shown as `A`, and XML would turn a bare carriage return into a
    line feed.
    """
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


def unescape(text: str) -> str:
    """The text that Excel shows for what its XML holds.

    Control characters, which no file of ours could carry on, become line breaks or the
    replacement character.
    """
    if "_x" not in text:
        return text
    shown = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATES.search(shown):
        shown = shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("\ufffd", re.sub("[\x0b\x0c]", "\n", shown))


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def item_text(item: Any) -> str:
    """The text of a shared or inline string; readings of Japanese words are not text."""
    texts = []
    for child in item:
        name = local(child)
        if name == "t":
            texts.append(unescape(child.text or ""))
        elif name == "r":
            texts += [unescape(t.text or "") for t in child if local(t) == "t"]
    return "".join(texts)


def item_runs(item: Any) -> Iterator[tuple[int, int, Any]]:
    """The stretches of a rich string that have properties of their own, with these."""
    start = 0
    for child in item:
        if local(child) == "t":
            start += len(unescape(child.text or ""))
        elif local(child) == "r":
            end = start + sum(len(unescape(t.text or "")) for t in child if local(t) == "t")
            properties = next((p for p in child if local(p) == "rPr"), None)
            if properties is not None and end > start:
                yield start, end, properties
            start = end


def item_strong(item: Any) -> bool:
    """Whether every run of a rich string that shows anything is bold."""
    runs = [run for run in item if local(run) == "r"]
    shown = [run for run in runs if any((t.text or "").strip() for t in run if local(t) == "t")]
    return bool(shown) and all(_is_bold(run) for run in shown)


def _is_bold(run: Any) -> bool:
    return any(
        local(mark) == "b" and mark.get("val", "1") not in ("0", "false")
        for properties in run
        if local(properties) == "rPr"
        for mark in properties
    )


def new_root(namespace: str, name: str, **prefixes: str) -> Any:
    """An element whose namespace is the one without a prefix."""
    spaces: Any = {None: namespace, **prefixes}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=spaces)


def new_item(text: str, namespace: str = MAIN) -> Any:
    """A shared string item that shows exactly this text."""
    item = new_root(namespace, "si")
    held = etree.SubElement(item, f"{{{namespace}}}t")
    held.text = escape(text)
    held.set(SPACE, "preserve")
    return item


class SharedStrings:
    """A table of shared strings that grows; each text stands in it once."""

    def __init__(self, root: Any | None = None) -> None:
        if root is None:
            root = new_root(MAIN, "sst")
        self.root = root
        self._namespace = etree.QName(root).namespace or MAIN
        self._rich: dict[bytes, int] | None = None
        self._plain: dict[str, int] = {}
        self._size = len(root)
        for index, item in enumerate(root):
            if len(item) == 1 and local(item[0]) == "t":
                self._plain.setdefault(item_text(item), index)

    def index(self, text: str) -> int:
        """The number of a plain text, added where it is new."""
        if text not in self._plain:
            self._plain[text] = self._append(new_item(text, self._namespace))
        return self._plain[text]

    def known(self, text: str) -> int | None:
        """The number of a plain text; None where it is not there."""
        return self._plain.get(text)

    def index_of(self, item: Any) -> int:
        """The number of a rich string, added where it is new."""
        if self._rich is None:  # only building needs them
            self._rich = {}
            for index, known in enumerate(self.root):
                self._rich.setdefault(etree.tostring(known, method="c14n"), index)
        key = etree.tostring(item, method="c14n")
        if key not in self._rich:
            self._rich[key] = self._append(item)
        return self._rich[key]

    def _append(self, item: Any) -> int:
        self.root.append(item)
        self._size += 1  # len() of a large element counts its children anew
        return self._size - 1

    def to_bytes(self, count: int) -> bytes:
        """The part, for a workbook whose cells refer to it `count` times."""
        self.root.set("count", str(count))
        self.root.set("uniqueCount", str(len(self.root)))
        return serialised(self.root)
