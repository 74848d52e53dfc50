"""Typed values: a record's normal form, flat and nested, and as people read them.

`normal` is the form of a record that survives any file.
"""

from __future__ import annotations

import decimal
import enum
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from workbook_docs.addresses import address_of
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
from workbook_docs.entries import entries_of
from workbook_docs.errors import FillError
from workbook_docs.prompts import is_foreign_prompt, prompt_spans
from workbook_docs.trimming import is_declared_empty, tidy

W = TypeVar("W", bound=Workbook)

FIRST_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was: earlier days have no safe number."""

LONGEST = 32_767
"""UTF-16 units in one Excel cell."""

MOST_ROWS = 1_048_576
"""Rows of an Excel sheet."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# Normal form ---------------------------------------------------------------------------


def _normal_text(text: str | None) -> str | None:
    tidied = tidy(text or "")
    return None if not tidied or is_declared_empty(tidied) else tidied


def _normal_value(kind: KindName, value: Any) -> Any:
    if kind in ("text", "long-text"):
        return _normal_text(value)
    if kind == "email":
        return _normal_text(address_of(value or ""))
    if kind == "names":
        return entries_of(value or [])
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

    CR and CRLF become LF, outer white space goes, declared-empty words become null, bullets
    before entries and words round an e-mail address go, wholly blank rows and entries go,
    an unticked tick is False. Idempotent: `normal(normal(r)) == normal(r)`.
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
    """The record as `fill` writes it: its normal form, but some words stay as they were said.

    `n/a` and the name beside an e-mail address are words of the team's own; they go only from
    the record that is read back.
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
            kept = [said for entry in value or [] if (said := tidy(entry))]
        elif fields[path].kind == "email" or (kept is None and isinstance(value, str)):
            kept = tidy(value or "") or None
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
            `model_dump` gives it; or both, if nothing is said twice.

    Raises:
        FillError: naming every path that the workbook does not have, that is said twice, or
            whose value does not fit its kind.
    """
    problems: list[str] = []
    fitting: dict[str, Any] = {}
    known = {re.sub(r"\[\]", "", f.path) for f in fields_of(workbook)}
    said = list(_spread("", values))
    times = Counter(path for path, _ in said)
    for path, value in said:
        rows = [int(number) for number in re.findall(r"\[(\d+)\]", path)]
        if re.sub(r"\[\d+\]", "", path) not in known and path not in workbook.model_fields:
            problems.append(f"{path}: {workbook.workbook_id} has no such field")
        elif any(row >= MOST_ROWS for row in rows):
            problems.append(f"{path}: a sheet has {MOST_ROWS:,} rows")
        elif times[path] > 1 or any(whole in times for whole in _wholes(path)):
            problems.append(f"{path}: this is said twice")
        else:
            fitting[path] = value
    if problems:
        raise FillError(problems)
    try:
        return workbook.model_validate(nested(fitting))
    except ValidationError as problem:
        raise FillError(
            f"{_path_of(error['loc'])}: {error['msg']}" for error in problem.errors()
        ) from None


def _spread(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values of nested mappings, and of lists of them, by path."""
    if isinstance(value, Mapping):
        inner = [(f"{path}.{name}" if path else str(name), one) for name, one in value.items()]
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        inner = [(f"{path}[{number}]", one) for number, one in enumerate(value)]
    else:
        yield path, value
        return
    for name, one in inner:
        yield from _spread(name, one)


def _wholes(path: str) -> Iterator[str]:
    """What a path is a part of: `matrix[0].impact` -> `matrix[0]`, `matrix`."""
    for match in re.finditer(r"[.\[]", path):
        yield path[: match.start()]


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
    if prompt_spans(joined) or is_foreign_prompt(joined):
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


def row_values(table: DeclaredTable, row: Row) -> Iterator[tuple[DeclaredField, Any]]:
    """Each column of a row with its value, nested sections walked."""
    for column in table.columns:
        value: Any = row
        for name in column.path.partition("[].")[2].split("."):
            value = getattr(value, name)
        yield column, value
