"""How a copy shows what it came with: a shade, a thick edge, and words for those who hear it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from workbook_docs.excel.marks import KNOWN_STYLE
from workbook_docs.excel.strings import local
from workbook_docs.ooxml import serialised

_PROMPT = "Filled in for you; please check. "
_LONGEST_PROMPT = 255
_LOOKS = ("fontId", "fillId", "borderId")


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a template and, for each format of an answer, that of a known one.

    `data` is the part; `known` has the numbers of formats.
    """

    data: bytes
    known: Mapping[str, str]


def with_known(root: Any) -> Styles:
    """The styles of a template, formats for known answers added.

    Each cell format that is unlocked gets a twin with the fill and edges of our style for
    known answers; in a template without that style there are none.
    """
    groups = {local(child): child for child in root}
    style = next((s for s in groups.get("cellStyles", ()) if s.get("name") == KNOWN_STYLE), None)
    formats = groups.get("cellXfs")
    bases = groups.get("cellStyleXfs")
    if style is None or formats is None or bases is None:
        return Styles(serialised(root), {})
    number = style.get("xfId", "")
    if not number.isdigit() or int(number) >= len(bases):
        return Styles(serialised(root), {})
    base = bases[int(number)]
    known: dict[str, str] = {}
    for index, xf in enumerate(list(formats)):
        if not any(local(p) == "protection" and p.get("locked") in ("0", "false") for p in xf):
            continue
        twin = deepcopy(xf)
        twin.set("xfId", number)
        for name in _LOOKS:
            twin.set(name, base.get(name, "0"))
        twin.set("applyFill", "1")
        twin.set("applyBorder", "1")
        known[str(index)] = str(len(formats))
        formats.append(twin)
    formats.set("count", str(len(formats)))
    return Styles(serialised(root), known)


def say_known(rule: Any) -> None:
    """Let the note of a box say that it was filled in."""
    prompt = _PROMPT + (rule.get("prompt") or "")
    units = prompt.encode("utf-16-le")
    if len(units) // 2 > _LONGEST_PROMPT:
        cut = units[: 2 * (_LONGEST_PROMPT - 1)].decode("utf-16-le", "ignore")
        prompt = f"{cut.rstrip()}…"
    rule.set("prompt", prompt)
