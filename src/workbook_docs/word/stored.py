"""Values that are stored behind a content control, beside what the control shows.

A control may be bound to a node of a store in the file (ECMA-376 part 1, 17.5.2.6;
`w15:dataBinding` for rich text). Word writes what is typed into both places, and shows the
stored value when it opens a file in which they differ. So a file in which they differ was
last saved by a program that keeps the store and does not look into it: the person who
saved it saw, and typed, what stands in the document. That is the answer. The stored value
is kept beside it, for whoever opens the file in Word sees that one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from workbook_docs.errors import NotReadable
from workbook_docs.ooxml import Package, parse
from workbook_docs.prompts import PROMPTS
from workbook_docs.understanding import understand_day
from workbook_docs.word.names import W14, W15, W, final_text

_CORE = "{6c3c8bc8-f283-45ae-878a-bab7291924a1}"
_EXTENDED = "{6668398d-a668-4e3e-a5eb-62b293d839f1}"
_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NO_VALUE = (
    W15 + "repeatingSection", W15 + "repeatingSectionItem", W + "picture", W + "docPartObj",
    W + "docPartList", W + "group",
)  # fmt: skip
_LONGEST_PATH = 4096


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored value that is not what the control shows; `text` may be empty."""

    text: str
    shown: str

    @property
    def message(self) -> str:
        """What a person should know about it."""
        if not self.text:
            return (
                f"“{_short(self.shown)}” stands here and was read, but the value stored behind it "
                "is empty: Word may show an empty place. Please check."
            )
        return (
            f"Shown here is {f'“{_short(self.shown)}”' if self.shown else 'nothing'}, but the "
            f"value stored behind it is “{_short(self.text)}”, which Word may show instead. What "
            "is shown was read. Please check which of the two is right."
        )


class Stores:
    """The stores of a file, by which bound values are found."""

    def __init__(self, package: Package, main: str) -> None:
        self._package, self._main = package, main

    def differing(
        self, control: etree._Element, shown: str, tick: bool | None = None
    ) -> Stored | None:
        """The value stored behind a control, where it is another than the control shows.

        None also where nothing is bound, or the store or node is not there.
        """
        properties = control.find(W + "sdtPr")
        binding = _binding(properties)
        if properties is None or binding is None:
            return None
        held = self._value(binding)
        if held is None:
            return None
        held, shown = held.strip(), shown.strip()
        shown = "" if shown in PROMPTS.values() else shown
        if properties.find(W14 + "checkbox") is not None:
            if tick is None or _truth(held) in (tick, None):
                return None
            return Stored(held, "ticked" if tick else "not ticked")
        texts = {_folded(text) for text in _ways_to_show(properties, held)}
        if _folded(shown) in texts or _is_same_day(properties, held, shown):
            return None
        return Stored(held, shown)

    def _value(self, binding: etree._Element) -> str | None:
        """The text of the node that a binding names; None where there is no such node."""
        path = _attribute(binding, "xpath")
        prefixes = {
            match[1]: match[2] or match[3] or ""
            for match in _PREFIX.finditer(_attribute(binding, "prefixMappings"))
        }
        if not path or len(path) > _LONGEST_PATH:
            return None
        try:
            find = etree.XPath(path, namespaces=prefixes or None, regexp=False)
        except (etree.XPathError, ValueError, TypeError):
            return None
        id = _attribute(binding, "storeItemID").casefold()
        for root in self._roots(id):
            try:
                found = find(root)
            except etree.XPathError:
                continue
            node = next(iter(found), None) if isinstance(found, list) else None
            if isinstance(node, str):
                return str(node)
            if isinstance(node, etree._Element):
                return _words("".join(str(text) for text in node.itertext()))
        return None

    def _roots(self, id: str) -> Iterator[etree._Element]:
        """The store of an id; without an id, all stores of the sender's own in order."""
        for name, store in self._stores.items():
            if (name == id) if id else name not in (_CORE, _EXTENDED):
                yield store

    @cached_property
    def _stores(self) -> dict[str, etree._Element]:
        found: dict[str, etree._Element] = {}
        for id, part in ((_CORE, "docProps/core.xml"), (_EXTENDED, "docProps/app.xml")):
            root = self._package.xml_or_none(part)
            if root is not None:
                found[id] = root
        for part in self._package.related(self._main, "customXml"):
            root = self._package.xml_or_none(part)
            if root is not None:
                found[self._id_of(part) or part] = root
        return found

    def _id_of(self, part: str) -> str:
        for name in self._package.related(part, "customXmlProps"):
            root = self._package.xml_or_none(name)
            for key, text in root.attrib.items() if root is not None else ():
                if str(key).endswith("}itemID"):
                    return str(text).casefold()
        return ""


def is_bound(control: etree._Element) -> bool:
    """Whether a value may be stored behind a control."""
    return _binding(control.find(W + "sdtPr")) is not None


def _binding(properties: etree._Element | None) -> etree._Element | None:
    if properties is None or any(properties.find(name) is not None for name in _NO_VALUE):
        return None
    found = properties.find(W + "dataBinding")
    return found if found is not None else properties.find(W15 + "dataBinding")


def _attribute(binding: etree._Element, name: str) -> str:
    return binding.get(W + name) or binding.get(W15 + name) or binding.get(name) or ""


def _words(text: str) -> str:
    """A stored text; of formatted text, which is stored as a whole document, its words."""
    if "<pkg:package" not in text[:2048]:
        return text
    try:
        root = parse(text.strip().encode())
    except NotReadable:
        return text
    body = next(root.iter(W + "body"), None)
    return "\n".join(final_text(p) for p in body.iter(W + "p")) if body is not None else ""


def _ways_to_show(properties: etree._Element, held: str) -> Iterator[str]:
    """The texts by which a control may show a stored value."""
    yield held
    for item in properties.iter(W + "listItem"):
        if (item.get(W + "value") or "") == held:
            yield item.get(W + "displayText") or held


def _is_same_day(properties: etree._Element, held: str, shown: str) -> bool:
    day = properties.find(W + "date")
    if day is None or not re.match(r"\d{4}-\d\d-\d\d", held):
        return False
    stored = held[:10]
    read = [understand_day(shown, order).value for order in (True, False)] if shown else []
    days = [moment.isoformat()[:10] for moment in read if moment is not None]
    # Words that say no day we know, as in another language: the control's own date tells.
    return stored in days or (
        bool(shown) and not days and (day.get(W + "fullDate") or "")[:10] == stored
    )


def _truth(held: str) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(held.casefold())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 80 else folded[:79] + "…"
