"""What people type <-> typed values: pure functions and tables.

`normal` is the form of a record that survives any file; `understand` turns what stands
in a place into a value, and says so where it had to guess or could not.
"""

from __future__ import annotations

import decimal
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from workbook_docs.definition import (
    DeclaredField,
    DeclaredTable,
    KindName,
    Row,
    Section,
    Workbook,
    fields_of,
    tables_of,
)
from workbook_docs.errors import FillError
from workbook_docs.records import Severity, State

W = TypeVar("W", bound=Workbook)

FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: earlier days have no safe number."""

LONGEST = 32_767
"""UTF-16 units in one Excel cell."""

PROMPTS: Mapping[KindName, str] = {
    "text": "[Click here to type]",
    "long-text": "[Click here to write]",
    "email": "[Click here to type an e-mail address]",
    "day": "[Click here to choose or type a date, such as 3 September 2026]",
    "tick": "",
    "whole": "[Click here to type a whole number]",
    "decimal": "[Click here to type a number]",
    "choice": "[Click here to choose one]",
    "choices": "[Click here to type, one on each line]",
    "names": "[Click here to type, one on each line]",
}
"""What stands in an empty place in Word; never an answer.

The brackets tell a prompt that was half typed over from what was typed.
"""


def _remnants() -> Iterator[str]:
    for prompt in set(PROMPTS.values()) - {""}:
        words = prompt.split()
        for length in range(2, len(words) + 1):
            yield r"\s+".join(re.escape(word) for word in words[:length])
            yield r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words[-length:])


PROMPT_REMNANT = re.compile("|".join(sorted(set(_remnants()), key=len, reverse=True)))
"""A prompt, or the beginning or end of one: two words and a bracket at the least."""


DECLARED_EMPTY = frozenset(
    {
        "n/a", "na", "n.a", "n a", "n/k", "none", "nil", "nothing", "not applicable",
        "non applicable", "tbc", "tba", "tbd", "to be confirmed", "to be decided",
        "to be determined", "not yet", "none yet", "not yet known", "not known", "-", "--",
        "---", "–", "—", "?", "x/a", "blank", "left blank", "...", "…", "/",
    }
)  # fmt: skip
"""Words by which people say that there is nothing to say, casefolded, no last full stop."""

_BULLET = re.compile(r"^(?:[•·▪▫◦‣∙●○■□–—*+-]|\uf0b7|\uf0a7)[ \t\u00a0]+")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Normal form ---------------------------------------------------------------------------


def is_declared_empty(text: str) -> bool:
    """Whether these words say that there is nothing to say (n/a, tbc, none, -)."""
    folded = " ".join(text.casefold().split())
    return folded in DECLARED_EMPTY or folded.rstrip(".") in DECLARED_EMPTY


def tidy(text: str) -> str:
    """Text with line feeds only and no outer white space."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _normal_text(text: str | None) -> str | None:
    tidied = tidy(text or "")
    return None if not tidied or is_declared_empty(tidied) else tidied


def unbulleted(line: str) -> str:
    """A line without the bullets people type before it."""
    line = line.strip()
    while match := _BULLET.match(line):
        line = line[match.end() :].strip()
    return line


def _normal_names(entries: list[str]) -> list[str]:
    return [entry for entry in _entries(entries) if not is_declared_empty(entry)]


def _entries(lines: list[str]) -> list[str]:
    return [entry for line in lines if (entry := unbulleted(tidy(line)))]


def _normal_value(kind: KindName, value: Any) -> Any:
    if kind in ("text", "long-text", "email"):
        return _normal_text(value)
    if kind == "names":
        return _normal_names(value or [])
    if kind == "tick":
        return bool(value)
    if kind == "choices":
        # The order in which boxes were ticked is not an answer.
        return list(dict.fromkeys(value or []))
    return value


def is_blank(value: Any) -> bool:
    """Whether a normal value says nothing: null, no entries, an unticked tick."""
    return value is None or value is False or value == []


def normal(record: W) -> W:
    """The record as any file can carry it and as reading gives it back.

    CR and CRLF become LF, outer white space goes, declared-empty words become null,
    bullets before entries go, wholly blank rows and entries go, an unticked tick is False.
    Idempotent: `normal(normal(r)) == normal(r)`.
    """
    return cast(W, _normal_section(record, {f.path: f for f in fields_of(type(record))}, ""))


def _normal_section(section: Section, fields: Mapping[str, DeclaredField], prefix: str) -> Section:
    values: dict[str, Any] = {}
    for name in type(section).model_fields:
        path, value = f"{prefix}{name}", getattr(section, name)
        if isinstance(value, Section):
            values[name] = _normal_section(value, fields, f"{path}.")
        elif path in fields:
            values[name] = _ordered(fields[path], _normal_value(fields[path].kind, value))
        else:
            rows = [_normal_section(row, fields, f"{path}[].") for row in value]
            values[name] = [row for row in rows if not _is_blank_row(row)]
    return type(section).model_construct(**values)


def filled(record: W) -> W:
    """The record as `fill` writes it: its normal form, but n/a and the like stay as said.

    They are words of the team's own and null only in the record that is read back.
    """
    return cast(W, _filled_section(record, {f.path: f for f in fields_of(type(record))}, ""))


def _filled_section(section: Section, fields: Mapping[str, DeclaredField], prefix: str) -> Section:
    normal_form = _normal_section(section, fields, prefix)
    values: dict[str, Any] = {}
    for name in type(section).model_fields:
        path, value, kept = f"{prefix}{name}", getattr(section, name), getattr(normal_form, name)
        if isinstance(value, Section):
            kept = _filled_section(value, fields, f"{path}.")
        elif path not in fields:
            rows = [(row, _normal_section(row, fields, f"{path}[].")) for row in value]
            kept = [
                _filled_section(row, fields, f"{path}[].")
                for row, plain in rows
                if not _is_blank_row(plain)
            ]
        elif fields[path].kind == "names" and not kept:
            kept = _entries(value or [])
        elif kept is None and isinstance(value, str):
            kept = tidy(value) or None
        values[name] = kept
    return type(section).model_construct(**values)


def _ordered(declared: DeclaredField, value: Any) -> Any:
    if declared.kind != "choices":
        return value
    return sorted(value, key=lambda option: declared.options.index(printed(option)))


def _is_blank_row(section: Section) -> bool:
    return all(
        _is_blank_row(value) if isinstance(value, Section) else is_blank(value)
        for value in (getattr(section, name) for name in type(section).model_fields)
    )


# Flat and typed ------------------------------------------------------------------------


def flatten(record: Workbook) -> dict[str, Any]:
    """Every value of a record by its path, rows as `table[0].column`."""
    found: dict[str, Any] = {}
    tables = {table.path for table in tables_of(type(record))}
    _flatten(record, "", tables, found)
    return found


def _flatten(section: Section, prefix: str, tables: set[str], found: dict[str, Any]) -> None:
    for name in type(section).model_fields:
        path, value = f"{prefix}{name}", getattr(section, name)
        if isinstance(value, Section):
            _flatten(value, f"{path}.", tables, found)
        elif re.sub(r"\[\d+\]", "[]", path) in tables:
            for number, row in enumerate(value):
                _flatten(row, f"{path}[{number}].", tables, found)
        else:
            found[path] = value


def assemble(workbook: type[W], values: Mapping[str, Any]) -> W:
    """The record of flat values; what is absent is blank.

    Args:
        workbook: the definition.
        values: by path (`study.title`, `initial_matrix[0].stakeholder`); or nested, as
            `model_dump` gives it.

    Raises:
        FillError: naming every path that the workbook does not have, or whose value
            does not fit its kind.
    """
    problems: list[str] = []
    fitting: dict[str, Any] = {}
    known = {re.sub(r"\[\]", "", f.path) for f in fields_of(workbook)}
    for path, value in values.items():
        if re.sub(r"\[\d+\]", "", path) not in known and path not in workbook.model_fields:
            problems.append(f"{path}: {workbook.workbook_id} has no such field")
            continue
        fitting[path] = value
    if problems:
        raise FillError(problems)
    try:
        return workbook.model_validate(nested(fitting))
    except ValidationError as problem:
        raise FillError(
            f"{_path_of(error['loc'])}: {error['msg']}" for error in problem.errors()
        ) from None


def _path_of(location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Flat values as nested mappings and lists, as pydantic takes them."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        _put(found, path, value)
    return cast(dict[str, Any], _lists(found))


def _put(nested: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = re.findall(r"[^.\[\]]+", path)
    here: Any = nested
    for part in parents:
        here = here.setdefault(int(part) if part.isdigit() else part, {})
    here[last] = value


def _lists(nested: Any) -> Any:
    if isinstance(nested, dict):
        if nested and all(isinstance(key, int) for key in nested):
            return [_lists(nested.get(n, {})) for n in range(max(nested) + 1)]
        return {key: _lists(value) for key, value in nested.items()}
    return nested


def printed(option: Any) -> str:
    """The printed words of a choice, an Enum member or a Literal."""
    return str(option.value) if isinstance(option, enum.Enum) else str(option)


def show(kind: KindName, value: Any) -> str:
    """A value as text that a person reads and `understand` takes back.

    Days are written out (3 September 2026), entries stand one a line.
    """
    if value is None or value == []:
        return ""
    if kind == "day":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    if kind == "tick":
        return "Yes" if value else ""
    if kind in ("names", "choices"):
        return "\n".join(printed(entry) for entry in value)
    if kind == "decimal":
        return format(value, "f")
    return printed(value)


def as_json(value: Any) -> Any:
    """A typed value as JSON holds it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, list | tuple):
        return [as_json(entry) for entry in value]
    return value


# What no file can carry ----------------------------------------------------------------


def refusals(record: Workbook) -> Iterator[str]:
    """A line for each value that no file can carry, beginning with its path."""
    kinds = {f.path: f for f in fields_of(type(record))}
    for path, value in flatten(record).items():
        declared = kinds[re.sub(r"\[\d+\]", "[]", path)]
        for reason in _refuse(declared, value):
            yield f"{path}: {reason}"


def _refuse(declared: DeclaredField, value: Any) -> Iterator[str]:
    texts: list[str] = []
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        texts = [value]
    elif declared.kind == "names":
        texts = list(value)
    for text in texts:
        if match := _FORBIDDEN.search(text):
            yield f"the character U+{ord(match[0]):04X} cannot be written to a file"
        if "\n" in tidy(text) and (declared.one_line or declared.kind == "names"):
            yield "a line break cannot stand in a one-line answer"
    joined = "\n".join(tidy(text) for text in texts)
    units = len(joined.encode("utf-16-le", "surrogatepass")) // 2
    if units > LONGEST:
        yield f"{units:,} characters are too long for one cell; {LONGEST:,} fit"
    if PROMPT_REMNANT.search(joined):
        yield "these are words of the prompt that stands in an empty place, not an answer"
    if isinstance(value, date) and value < FIRST_DAY:
        yield f"{value.isoformat()} is before 1 March 1900, the first day Excel can hold"
    if isinstance(value, decimal.Decimal):
        digits = value.normalize().as_tuple()
        exponent = digits.exponent if isinstance(digits.exponent, int) else 0
        if len(digits.digits) > 15 or abs(exponent) > 15:
            yield f"{value} has more than the 15 digits that a cell holds"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        yield f"{value} has more than the 15 digits that a cell holds"


# Understanding what people type --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know about how an answer was understood."""

    severity: Severity
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A typed value, the state of its field, and remarks on how it came about."""

    value: Any
    state: State
    remarks: tuple[Remark, ...] = ()


MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH_NUMBERS = {month.casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS |= {month[:3].casefold(): number for number, month in enumerate(MONTHS, 1)}
_MONTH_NUMBERS["sept"] = 9

_ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?Z?")
_NUMBERS_DAY = re.compile(r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})")
_WORD_DAY = re.compile(
    r"(?:[a-z]{3,9},? )?(?:the )?(\d{1,2})(?:st|nd|rd|th)?[ /.,-]*(?:of )?([a-z]{3,9})[ /.,-]*"
    r"(\d{4}|\d{2})"
)
_MONTH_FIRST_DAY = re.compile(
    r"(?:[a-z]{3,9},? )?([a-z]{3,9})[ .-]*(\d{1,2})(?:st|nd|rd|th)?(?:,? +|,)(\d{4}|\d{2})"
)
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def understand_day(text: str, day_first: bool | None) -> Understood:
    """The day that a person typed.

    Args:
        text: as typed, not blank.
        day_first: whether 03/09/2026 is 3 September; None: it may be either.

    Returns:
        The day, with a remark where the order of day and month was decided by
        `day_first`; else null, state `unreadable`, with a remark that says why.
    """
    folded = " ".join(text.casefold().replace("\u2019", "'").split()).rstrip(".,; ")
    if match := _ISO_DAY.fullmatch(folded):
        return _day(_real_day(int(match[1]), int(match[2]), int(match[3])), text)
    for pattern, day_group, month_group in ((_WORD_DAY, 1, 2), (_MONTH_FIRST_DAY, 2, 1)):
        match = pattern.fullmatch(folded)
        if match and match[month_group] in _MONTH_NUMBERS:
            month = _MONTH_NUMBERS[match[month_group]]
            return _day(_real_day(_year(match[3]), month, int(match[day_group])), text)
    if match := _NUMBERS_DAY.fullmatch(folded):
        return _numbers_day(int(match[1]), int(match[2]), _year(match[3]), text, day_first)
    if match := _SERIAL.fullmatch(folded):
        day = date(1899, 12, 30) + timedelta(days=int(match[1]))
        return _day(day if date(1990, 1, 1) <= day < date(2100, 1, 1) else None, text)
    return _day(None, text)


def _day(day: date | None, text: str) -> Understood:
    if day is None or day < FIRST_DAY:
        return Understood(
            None,
            "unreadable",
            (
                Remark(
                    "warning",
                    "date-not-understood",
                    f"“{text}” is not a full date. Please write day, month and year, such as "
                    "3 September 2026.",
                ),
            ),
        )
    return Understood(day, "answered")


def _numbers_day(
    first: int, second: int, year: int, text: str, day_first: bool | None
) -> Understood:
    british, american = _real_day(year, second, first), _real_day(year, first, second)
    if british and american and british != american:
        readings = f"{show('day', british)} or {show('day', american)}"
        if day_first is None:
            message = (
                f"“{text}” may be {readings}. Please write the month as a word, such as "
                "3 September 2026."
            )
            return Understood(None, "unreadable", (Remark("warning", "date-ambiguous", message),))
        day = british if day_first else american
        message = f"“{text}” may be {readings}; it was read as {show('day', day)}."
        return Understood(day, "answered", (Remark("note", "date-order", message),))
    return _day(british or american, text)


_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[, \u00a0\u202f']\d{3})+(?:\.\d+)?")


def understand_number(text: str, whole: bool) -> Understood:
    """The number that a person typed, with thousands separators, £ or % allowed."""
    folded = text.strip().strip("£€$%").strip().replace("\u2212", "-")
    remarks: tuple[Remark, ...] = ()
    if _GROUPED.fullmatch(folded):
        folded = re.sub(r"[, \u00a0\u202f']", "", folded)
    elif re.fullmatch(r"[+-]?\d+,\d{1,2}", folded):
        folded = folded.replace(",", ".")
        remarks = (Remark("note", "decimal-comma", f"“{text}” was read as {folded}."),)
    if not re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?", folded, re.IGNORECASE):
        return _no_number(text, "number")
    number = decimal.Decimal(folded)
    if not whole:
        return Understood(number, "answered", remarks)
    if number != number.to_integral_value():
        return _no_number(text, "whole number")
    return Understood(int(number), "answered", remarks)


def _no_number(text: str, wanted: str) -> Understood:
    message = f"“{text}” is not a {wanted}. Please write digits only, such as 12."
    return Understood(None, "unreadable", (Remark("warning", "number-not-understood", message),))


_YES = frozenset(
    {"x", "yes", "y", "true", "1", "done", "ok", "tick", "ticked", "☑", "☒", "✓", "✔", "✗", "✘",
     "✅", "☓", "🗹", "🗷", "🗸", "þ", "ý", "ü", "=true()", "[x]", "(x)", "[y]", "v"}
)  # fmt: skip
_NO = frozenset(
    {"no", "n", "false", "0", "not yet", "☐", "□", "○", "❏", "❑", "=false()", "[ ]", "[]", "( )",
     "no - not yet", "not done"}
)  # fmt: skip


def understand_tick(text: str) -> bool | None:
    """Whether a mark or word means ticked or not; None where it says neither."""
    folded = " ".join(text.casefold().split()).rstrip(".!")
    if folded in _YES:
        return True
    if not folded or folded in _NO or is_declared_empty(folded):
        return False
    return None


def _choose(text: str, options: tuple[str, ...]) -> str | None:
    if text in options:
        return text
    folded = {" ".join(option.casefold().split()): option for option in options}
    return folded.get(" ".join(text.casefold().split()).rstrip(".") if text else "") or (
        folded.get(" ".join(text.casefold().split()))
    )


def understand(
    declared: DeclaredField,
    raw: str | None,
    *,
    day_first: bool | None,
    native: date | bool | int | float | None = None,
) -> Understood:
    """What stands in a place, as a value of the field's kind.

    Args:
        declared: the field.
        raw: the text that stands there; None or blank where nothing does.
        day_first: the workbook's order of day and month.
        native: the typed content where the file holds one (an Excel date, number or
            boolean), which is more certain than its text.

    Returns:
        The value, its state, and remarks. A prompt is for the caller to tell: here it
        is text like any other.
    """
    kind = declared.kind
    text = tidy(raw or "")
    if kind == "tick":
        return _understood_tick(text, native)
    if not text:
        return Understood([] if kind in ("names", "choices") else None, "blank")
    if kind in ("names", "choices"):
        return _understood_entries(declared, text)
    if is_declared_empty(text) and not (kind == "choice" and _choose(text, declared.options)):
        return Understood(None, "declared-empty")
    if kind == "day":
        if isinstance(native, datetime):
            native = native.date()
        if isinstance(native, date):
            return _day(native, text)
        return understand_day(text, day_first)
    if kind in ("whole", "decimal"):
        return understand_number(text, kind == "whole")
    if kind == "choice":
        option = _choose(text, declared.options)
        if option is not None:
            return Understood(option, "answered")
        return Understood(None, "unreadable", (_no_option(text, declared),))
    if declared.one_line and "\n" in text:
        joined = " ".join(line.strip() for line in text.split("\n") if line.strip())
        return Understood(
            joined,
            "answered",
            (Remark("note", "lines-joined", "Several lines were read as one."),),
        )
    return Understood(text, "answered")


def _no_option(text: str, declared: DeclaredField) -> Remark:
    choices = ", ".join(f"“{option}”" for option in declared.options)
    message = f"“{text}” is none of the choices. Please choose from {choices}."
    return Remark("warning", "not-a-choice", message)


def _understood_tick(text: str, native: object) -> Understood:
    if isinstance(native, bool):
        return Understood(native, "answered" if native else "blank")
    if isinstance(native, int | float) and native in (0, 1):
        return Understood(bool(native), "answered" if native else "blank")
    ticked = understand_tick(text)
    if ticked is None:
        message = f"“{text}” is neither a tick nor a cross nor yes or no."
        return Understood(None, "unreadable", (Remark("warning", "tick-not-understood", message),))
    return Understood(ticked, "answered" if ticked else "blank")


def _understood_entries(declared: DeclaredField, text: str) -> Understood:
    entries = _normal_names(text.split("\n"))
    if not entries:
        return Understood([], "declared-empty")
    if declared.kind == "names":
        remarks = tuple(
            Remark(
                "note",
                "entries-on-one-line",
                f"“{entry}” stands on one line and was kept as one entry. If it names several, "
                "please put each on a line of its own.",
            )
            for entry in entries
            if re.search(r"[,;]", entry)
        )
        return Understood(entries, "answered", remarks)
    chosen = [(entry, _choose(entry, declared.options)) for entry in entries]
    remarks = tuple(_no_option(entry, declared) for entry, option in chosen if option is None)
    options = {option for _, option in chosen if option is not None}
    state: State = "answered" if options else "unreadable"
    return Understood([o for o in declared.options if o in options], state, remarks)


def row_values(table: DeclaredTable, row: Row) -> Iterator[tuple[DeclaredField, Any]]:
    """Each column of a row with its value, nested sections walked."""
    for column in table.columns:
        value: Any = row
        for name in column.path.partition("[].")[2].split("."):
            value = getattr(value, name)
        yield column, value
