"""The runs of a paragraph: its words with the fields, links and places they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workbook_docs.accessibility.word.names import MC, W14, W15, W

_GONE = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}txbxContent", f"{W}rPr",
                   f"{W}pPr"})  # fmt: skip
"""What a reader of the final text does not see there, or sees elsewhere."""


_NO_ANSWERS = frozenset(
    f"{W}{name}"
    for name in ("picture", "docPartObj", "docPartList", "group", "citation", "bibliography")
) | {f"{W15}repeatingSection", f"{W15}repeatingSectionItem"}


_BULLETS = frozenset({
    "B7", "A7", "D8", "9E", "9F", "6C", "6E", "75", "76", "77", "DC", "E0", "E8", "F0",
})  # fmt: skip
"""Signs of the typefaces Symbol and Wingdings that stand before the items of lists."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of one look; `typed` marks what stands in a place for an answer."""

    element: Any
    text: str
    typed: bool = False
    field: str = ""
    link: Any | None = None


_OF_THE_FILE = frozenset(
    {
        "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}",  # title, author, keywords
        "{6668398D-A668-4E3E-A5EB-62B293D839F1}",  # company, manager
        "{55AF091B-3C7A-41E3-B477-F2FDAA23CFDA}",  # what Word's cover pages ask
    }
)
"""Stores of the properties of a file, which Word's own cover pages and headers show."""


def is_answer(control: Any | None) -> bool:
    """Whether a content control takes an answer.

    A list of contents does not, nor a section, a group or a property of the file.
    """
    properties = control.find(f"{W}sdtPr") if control is not None else None
    if properties is None:
        return False
    bound = properties.find(f"{W}dataBinding")
    if bound is not None and (bound.get(f"{W}storeItemID") or "").upper() in _OF_THE_FILE:
        return False
    return not any(child.tag in _NO_ANSWERS for child in properties)


def is_check_box(control: Any) -> bool:
    """Whether a content control is a box to tick."""
    return control.find(f"{W}sdtPr/{W14}checkbox") is not None


def runs_of(paragraph: Any, typed: bool) -> Iterator[Run]:
    """The runs of a paragraph with the fields, links and controls they stand in."""
    fields: list[list[str]] = []  # for each open field: its code, and whether its result began

    def walk(parent: Any, typed: bool, simple: str, link: Any | None) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                text = _text_of(child, fields)
                codes = [simple, *(held[0] for held in fields)]
                code = next((c for c in reversed(codes) if c.strip()), "")
                if text:
                    yield Run(child, text, typed, " ".join(code.split()), link)
            elif tag == f"{W}sdt":
                yield from walk(child, typed or is_answer(child), simple, link)
            elif tag == f"{W}fldSimple":
                yield from walk(child, typed, child.get(f"{W}instr", ""), link)
            elif tag == f"{W}hyperlink":
                yield from walk(child, typed, simple, child)
            else:
                yield from walk(child, typed, simple, link)

    yield from walk(paragraph, typed, "", None)


def _text_of(run: Any, fields: list[list[str]]) -> str:
    """The text of a run; what it says of fields is noted, their codes are no text."""
    found = []
    for child in run:
        tag = child.tag
        if tag == f"{W}fldChar":
            kind = child.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append(["", ""])
            elif kind == "separate" and fields:
                fields[-1][1] = "result"
            elif kind == "end" and fields:
                fields.pop()
        elif tag == f"{W}instrText" and fields:
            fields[-1][0] += child.text or ""
        elif fields and not fields[-1][1]:
            continue
        elif tag == f"{W}t":
            found.append(child.text or "")
        elif tag == f"{W}tab":
            found.append("\t")
        elif tag in (f"{W}br", f"{W}cr"):
            found.append("\n")
        elif tag == f"{W}noBreakHyphen":
            found.append("-")
        elif tag == f"{W}sym":
            found.append("•" if child.get(f"{W}char", "")[-2:].upper() in _BULLETS else "\ufffd")
    return "".join(found)
