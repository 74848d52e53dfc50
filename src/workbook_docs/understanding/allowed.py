"""Why the definition does not allow a value, in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from workbook_docs.understanding.remarks import quoted
from workbook_docs.values import show

# pydantic's types of error -> what the answer is; the names in braces are pydantic's own.
_REASONS: Mapping[str, str] = {
    "string_pattern_mismatch": "does not have the form that is asked for",
    "string_too_long": "is longer than {max_length} characters",
    "string_too_short": "is shorter than {min_length} characters",
    "too_long": "has more than {max_length} entries",
    "too_short": "has fewer than {min_length} entries",
    "greater_than": "is not more than {gt}",
    "greater_than_equal": "is less than {ge}, the least that is allowed here",
    "less_than": "is not less than {lt}",
    "less_than_equal": "is more than {le}, the most that is allowed here",
    "multiple_of": "is no multiple of {multiple_of}",
    "decimal_max_places": "has more than {decimal_places} decimals",
    "decimal_max_digits": "has more than {max_digits} digits",
    "decimal_whole_digits": "has more than {whole_digits} digits before the point",
    "date_past": "is not in the past",
    "date_future": "is not in the future",
}


_REASONS_OF_DAYS: Mapping[str, str] = {
    "greater_than": "is not after {gt}",
    "greater_than_equal": "is before {ge}, the first day that is allowed here",
    "less_than": "is not before {lt}",
    "less_than_equal": "is after {le}, the last day that is allowed here",
}


def not_allowed(raw: str, error: Mapping[str, Any], description: str = "") -> str:
    """One or two sentences about an answer that a bound or check of its field refuses.

    Args:
        raw: as typed.
        error: pydantic's account of it: `type`, `ctx`, `msg`.
        description: the field's help, which says best what is asked for.
    """
    context = dict(error.get("ctx") or {})
    is_day = isinstance(error.get("input"), date)
    reason = (_REASONS_OF_DAYS if is_day else _REASONS).get(str(error["type"]))
    if is_day and reason:
        context = {name: show("day", date.fromisoformat(day)) for name, day in context.items()}
    if reason is not None:
        said = f"{quoted(raw)} {reason.format(**context)}."
    else:
        # What an author's own check says is in its author's words.
        words = str(context.get("error") or error["msg"]).strip().rstrip(".")
        said = f"{quoted(raw)} is not allowed here: {words[:1].lower()}{words[1:]}."
    return f"{said} {description}" if description else f"{said} Please check it."
