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


@dataclass(frozen=True, slots=True)
class Run:
    """Some text of one look; `typed` marks what stands in a place for an answer."""

    element: Any
    text: str
    typed: bool = False
    field: str = ""
    link: Any | None = None


def is_answer(control: Any | None) -> bool:
    """Whether a content control takes an answer: no list of contents, no section, no group."""
    properties = control.find(f"{W}sdtPr") if control is not None else None
    if properties is None:
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
            found.append("•" if child.get(f"{W}char", "")[-2:].upper() == "B7" else "\ufffd")
    return "".join(found)
