"""What Excel checks and says in the place of each kind."""

from __future__ import annotations

from openpyxl.worksheet.datavalidation import DataValidation

from workbook_docs.definition import DeclaredField
from workbook_docs.values import LONGEST

_TITLE, _TEXT, _INLINE = 32, 255, 255
_FIRST_SERIAL = 61  # 1 March 1900
_LARGEST = 999_999_999_999_999

_PROMPTS = {
    "text": "Type one line.",
    "long-text": "Type as much as you like. Alt and Enter together begin a new line.",
    "email": "Type an e-mail address.",
    "day": "Type a day, such as 3 September 2026.",
    "tick": "Choose Yes, or No. You can also leave it empty.",
    "whole": "Type a whole number",
    "decimal": "Type a number",
    "choice": "Choose one from the list.",
    "choices": "Type one on each line. Alt and Enter together begin a new line.",
    "names": "Type one on each line. Alt and Enter together begin a new line.",
}
_ERRORS = {
    "text": f"There is more text than a cell can hold ({LONGEST:,} characters).",
    "day": "This is not a full day, such as 3 September 2026. You can keep it, but please "
    "check it.",
    "tick": "Please choose Yes or No, or leave the cell empty.",
    "choice": "Please choose one from the list, or leave the cell empty.",
}


def inline_list(options: tuple[str, ...]) -> str | None:
    """The formula of a short list; None where the options need cells of their own."""
    joined = ",".join(options)
    # A comma would cut an option in two, and outer spaces would go.
    plain = all(option == option.strip() and not set(option) & set(',"\n') for option in options)
    units = len(joined.encode("utf-16-le")) // 2
    return f'"{joined}"' if plain and units <= _INLINE - 2 else None


def validation(
    declared: DeclaredField, label: str, list_formula: str | None, *, tick: bool = False
) -> DataValidation:
    """The check of one field's cells.

    Args:
        declared: the field.
        label: the words printed beside the place.
        list_formula: the list of a choice.
        tick: whether the place is one box of a multiple choice.
    """
    kind = "tick" if tick else declared.kind
    rule = DataValidation(allow_blank=True, showErrorMessage=True, showInputMessage=True)
    family = "text"
    if kind == "day":
        family = "day"
        rule.type, rule.operator, rule.formula1 = "date", "greaterThanOrEqual", str(_FIRST_SERIAL)
    elif kind in ("whole", "decimal"):
        family = kind
        rule.type, rule.operator = kind, "between"
        low, high = declared.ge, declared.le
        rule.formula1 = _number(-_LARGEST if low is None else low)
        rule.formula2 = _number(_LARGEST if high is None else high)
    elif kind == "tick":
        family = "tick"
        rule.type, rule.formula1 = "list", '"Yes,No"'
    elif kind == "choice":
        family = "choice"
        rule.type, rule.formula1 = "list", list_formula
    else:
        rule.type, rule.operator, rule.formula1 = "textLength", "lessThanOrEqual", str(LONGEST)
    if family in ("text", "day"):
        rule.errorStyle = "warning"  # what is typed is kept: blank and odd answers are legal
    prompt = _PROMPTS[kind] + (_bounds(declared) if kind in ("whole", "decimal") else "")
    if kind == "choices":
        prompt += " Choices: " + "; ".join(declared.options)
    help = "" if tick else " ".join(declared.help.split())
    rule.promptTitle = rule.errorTitle = _cut(label, _TITLE)
    rule.prompt = _cut(f"{help} {prompt}".strip(), _TEXT)
    error = _ERRORS.get(family) or f"{_PROMPTS[kind]}{_bounds(declared)} Digits only."
    rule.error = _cut(error, _TEXT)
    return rule


def _bounds(declared: DeclaredField) -> str:
    low, high = declared.ge, declared.le
    if low is not None and high is not None:
        return f" from {_number(low)} to {_number(high)}."
    if low is not None:
        return f", {_number(low)} or more."
    if high is not None:
        return f", {_number(high)} or less."
    return "."


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def _cut(text: str, length: int) -> str:
    text = " ".join(text.split())
    units = text.encode("utf-16-le")
    if len(units) // 2 <= length:
        return text
    return units[: 2 * (length - 1)].decode("utf-16-le", "ignore").rstrip() + "…"
