"""The kinds of answer that a field may take: annotations to declare it with, and to read it by."""

from __future__ import annotations

import decimal
import enum
import types
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BeforeValidator, PlainSerializer
from pydantic.fields import FieldInfo

from workbook_docs.errors import DefinitionError

KindName = Literal[
    "text", "long-text", "email", "day", "tick", "whole", "decimal", "choice", "choices", "names"
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of answer a field takes; a marker in its annotation."""

    name: KindName


@dataclass(frozen=True, slots=True)
class _PersonalMark:
    """The marker behind `Personal`."""


def _no_bool(value: object) -> object:
    # Pydantic would count True as 1: a ticked cell is not a number.
    if isinstance(value, bool):
        raise ValueError("yes or no is not a number")
    return value


def _finite(value: object) -> object:
    value = _no_bool(value)
    if isinstance(value, float | str):
        try:
            value = decimal.Decimal(str(value))
        except decimal.InvalidOperation:
            return value
    if isinstance(value, decimal.Decimal) and not value.is_finite():
        raise ValueError("not a number")
    return value


def _day_only(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float):
        raise ValueError("a number is not a day")
    return value


def _listed(value: object) -> object:
    return [] if value is None else value


Text = Annotated[str | None, Kind("text")]
"""One line of text."""
LongText = Annotated[str | None, Kind("long-text")]
"""Text of any length, with line breaks."""
Email = Annotated[str | None, Kind("email")]
"""An e-mail address; what is none is kept as typed, and `check` tells of it."""
Day = Annotated[date | None, BeforeValidator(_day_only), Kind("day")]
"""A calendar day."""
Tick = Annotated[bool | None, Kind("tick")]
"""A box: True ticked, False there and not ticked, None not found or contradicting itself."""
Whole = Annotated[int | None, BeforeValidator(_no_bool), Kind("whole")]
"""A whole number; bounds by `ge` and `le`."""
Decimal = Annotated[
    decimal.Decimal | None,
    BeforeValidator(_finite),
    PlainSerializer(lambda v: None if v is None else float(v), when_used="json"),
    Kind("decimal"),
]
"""A decimal number (a `decimal.Decimal`; a number in JSON); bounds by `ge` and `le`."""
Names = Annotated[list[str], BeforeValidator(_listed), Kind("names")]
"""Several short entries in one box, one a line or bullet."""
Personal = Annotated[T, _PersonalMark()]
"""`Personal[Text]` marks what identifies a person."""


# Reading a declaration ---------------------------------------------------------------------


def is_personal(info: FieldInfo) -> bool:
    """Whether what is answered identifies a person."""
    return any(
        mark is Personal
        or isinstance(mark, _PersonalMark)
        or any(isinstance(inner, _PersonalMark) for inner in getattr(mark, "__metadata__", ()))
        for mark in info.metadata
    )


def is_optional(info: FieldInfo) -> bool:
    """Whether a field is never named as still to do."""
    extra = info.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("optional"))


_PLAIN: dict[Any, KindName] = {
    str: "text",
    int: "whole",
    float: "decimal",
    decimal.Decimal: "decimal",
    date: "day",
    bool: "tick",
}


def kind_of(info: FieldInfo, path: str) -> tuple[KindName, tuple[str, ...]]:
    """The kind of a declared field, with its options where it is a choice.

    Raises `DefinitionError` for an annotation that is no kind of ours.
    """
    for mark in info.metadata:
        if isinstance(mark, Kind):
            return mark.name, ()
    annotation = info.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        annotation = inner[0] if len(inner) == 1 else annotation
    if get_origin(annotation) is Annotated:
        for mark in get_args(annotation)[1:]:
            if isinstance(mark, Kind):
                return mark.name, ()
    several = get_origin(annotation) is list
    if several:
        annotation = get_args(annotation)[0]
    options = _options(annotation)
    if options:
        return ("choices" if several else "choice"), options
    if several and annotation is str:
        return "names", ()
    if not several and annotation in _PLAIN:
        return _PLAIN[annotation], ()
    raise DefinitionError(
        f"{path}: {info.annotation!r} is no kind of field. Use Text, LongText, Email, Day, Tick, "
        "Whole, Decimal, Names, a Literal or Enum, a list of them, or list[Row]."
    )


def _options(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(str(option) for option in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return tuple(str(member.value) for member in annotation)
    return ()


def former_paths(info: FieldInfo) -> tuple[str, ...]:
    """The paths that a field had in earlier versions of its workbook."""
    extra = info.json_schema_extra
    said = extra.get("formerly", ()) if isinstance(extra, dict) else ()
    return (said,) if isinstance(said, str) else tuple(map(str, said))  # type: ignore[arg-type]
