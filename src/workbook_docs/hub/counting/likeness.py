"""Which entries name the same stakeholder: equal but for case, spaces, marks, plural, “the”.

Nothing is guessed beyond that: *patients* and *Patient* are one, *service users* is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

KEPT_WITH_S = ("ss", "us", "is", "as", "os")
"""Endings in s that are no plurals: press, campus, analysis, atlas."""


def folded(name: str) -> str:
    """The form in which two names of one stakeholder are equal; empty where no letter is left.

    >>> folded("The GPs (Leicester)") == folded("gp – leicester")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    # An apostrophe joins: patients' is patients. Every other mark parts two words.
    words = re.findall(r"\w+", re.sub(r"['’‘`]", "", plain).replace("_", " "))
    if words[:1] == ["the"] and len(words) > 1:
        del words[0]
    return " ".join(_singular(word) for word in words)


def _singular(word: str) -> str:
    if len(word) <= 2 or word.endswith(KEPT_WITH_S) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def distinct(names: Iterable[str]) -> set[str]:
    """The different stakeholders among some names."""
    return {key for name in names if (key := folded(name))}
