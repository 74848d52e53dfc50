"""Dates in figures, which people of different countries read differently."""

from __future__ import annotations

import re

_NUMERIC = re.compile(
    r"(?<![\w./:@-])(?:"
    r"(?P<iso>\d{4}([-/.])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))"
    r"|(?P<day>(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|[12]\d|3[01])\4(?:\d{4}|\d{2}))"
    r")(?![\w/@-]|\.\d)"
)


def numeric_date(text: str) -> str | None:
    """The first date in a text that is written in figures; None where there is none.

    >>> numeric_date("by 03/09/2026"), numeric_date("3 September 2026"), numeric_date("2026-1")
    ('03/09/2026', None, None)
    """
    for match in _NUMERIC.finditer(text):
        found = match[0]
        # A version or a number of a section (1.2.10) is no date.
        if "." in found and not re.search(r"\d{4}", found):
            continue
        return found
    return None
