"""What stands round an answer and is no part of it: outer white space, words for nothing.

The same functions shape a record (`values.normal`) and what was typed (`understanding`), so
that both always come to one form.
"""

from __future__ import annotations

import re
import unicodedata

# Zero-width space and joiners, marks of writing direction (Windows puts them round dates that
# it shows), word joiner, byte order mark, soft hyphen: nobody sees them.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\u2060\ufeff\u00ad"
)
# What str.strip() takes for white space, and what an editor leaves at the ends of a text.
_OUTER = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\u2060\ufeff\u00ad"
)

DECLARED_EMPTY = frozenset(
    {
        "n/a", "na", "n a", "n-a", "n/k", "x/a", "none", "nil", "nothing", "blank", "left blank",
        "not applicable", "non applicable", "not yet applicable", "n/a yet", "n/a at present",
        "n/a at this stage", "tbc", "tba", "tbd", "to be confirmed", "to be decided",
        "to be determined", "to be agreed", "to be advised", "to be announced", "to be arranged",
        "to be completed", "to follow", "not yet", "none yet", "nothing yet", "none at present",
        "none at the moment", "none at this stage", "none so far", "not yet known", "not known",
        "not yet decided", "not yet agreed", "not yet confirmed", "xxx", "xxxx", "xxxxx",
    }
)  # fmt: skip
"""Words by which people say that there is nothing to say, as `_folded` gives them."""

_LONGEST = 60
_ROUND = " .,;:!()[]{}\"'“”‘’«»-–—…"
_ONLY_SIGNS = re.compile(r"[-–—−‐‑_./?…~*•·|\\]{1,12}|[._…]+")
_INITIALS = re.compile(r"(?:\w\. ?)+\w?\.?")

TOTAL = re.compile(r"(?:sub-?|grand )?totals?\b[\s:=\d.,]*", re.IGNORECASE)
"""Words that say that a row adds the others up."""


def tidy(text: str) -> str:
    """Text with line feeds only and no outer white space, what nobody sees included."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip(_OUTER)


def visible(text: str) -> str:
    """A text without the characters that nobody sees."""
    return text.translate(_DROP)


_DROP = dict.fromkeys(map(ord, INVISIBLE))


def plain(text: str) -> str:
    """A text folded for comparison with dates, numbers and marks.

    Small letters, ASCII digits, hyphens and slashes of one sort, full-width letters as
    others, single spaces, nothing invisible.
    """
    return " ".join("".join(map(_plain, visible(text).casefold())).split())


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in "‐‑‒–—−﹣－":
        return "-"
    if letter in "’‘ʼ′":
        return "'"
    if letter in "⁄∕":
        return "/"
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.digit(letter))
    if "\uff01" <= letter <= "\uff5e":  # the full-width forms of ASCII
        return chr(ord(letter) - 0xFEE0).casefold()
    return letter


def is_declared_empty(text: str) -> bool:
    """Whether these words say that there is nothing to say (n/a, tbc, none, -).

    Several lines do where each of them does.
    """
    lines = [line for line in tidy(text).split("\n") if tidy(line)]
    return bool(lines) and all(_says_nothing(line) for line in lines)


def _says_nothing(line: str) -> bool:
    if len(line) > _LONGEST:
        return _ONLY_SIGNS.fullmatch(line.strip()) is not None
    folded = _folded(line)
    return folded in DECLARED_EMPTY or _ONLY_SIGNS.fullmatch(folded) is not None


def _folded(line: str) -> str:
    folded = " ".join(visible(line).casefold().split())
    if _ONLY_SIGNS.fullmatch(folded):
        return folded
    folded = folded.strip(_ROUND)
    if _INITIALS.fullmatch(folded):
        folded = re.sub(r"[. ]", "", folded)
    return re.sub(r" ?[/\\] ?", "/", folded)


NUMBERING = re.compile(
    r"^\s*(?:q(?:uestion)?\s*)?(?:\d{1,2}(?:\.\d{1,2})*[.):]*|\(?(?:[a-z]|[ivx]{1,4})[.):]+)(?:\s+|$)",
    re.IGNORECASE,
)
"""What people put before a label to number it."""
_NOTE_BEHIND = re.compile(r"\s*(?:\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|\*+)\s*$")


def without_notes(text: str) -> str:
    """A label without a number before it and a note in brackets, or a star, behind it."""
    return _NOTE_BEHIND.sub("", NUMBERING.sub("", text, count=1)).strip()
