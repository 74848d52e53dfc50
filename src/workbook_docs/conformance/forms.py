"""The forms in which people type a value, where the form asked for another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from workbook_docs.values import MONTHS

NOTHING = ("n/a", "N/A", "none", "None", "nil", "tbc", "-", "not applicable")
"""How people say that there is nothing to say."""
_ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


def typed(kind: str, value: Any, dice: Random, *, day_first: bool) -> str | None:
    """A value of a kind as somebody might type it; None where there is but one way."""
    match kind, value:
        case "day", date():
            return dice.choice(days(value, day_first=day_first))
        case "whole", int():
            return dice.choice((f"{value:,}", f"{value}.0", f" {value} "))
        case "decimal", Decimal():
            plain = format(value.normalize(), "f")
            return dice.choice((plain, f" {plain} ", f"{plain}0" if "." in plain else f"{plain}.0"))
        case "email", str():
            return dice.choice((f"mailto:{value}", f"{value}.", f"<{value}>", f" {value};"))
        case "names", list():
            mark = dice.choice(("• ", "- ", "* "))
            return "\n".join(f"{mark}{entry}" for entry in value)
    return None


def days(day: date, *, day_first: bool) -> tuple[str, ...]:
    """A day as people type it; in numbers only where the workbook says what comes first."""
    month = MONTHS[day.month - 1]
    ending = _ENDINGS.get(day.day, "th")
    written = (
        day.isoformat(), f"{day.day}{ending} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}", f"{day.day}{ending} {month[:3]} {day:%y}",
        f"{day:%A}, {day.day} {month} {day.year}",
    )  # fmt: skip
    if not day_first:
        return written
    return (*written, f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day:%y}", f"{day:%d.%m.%Y}")
