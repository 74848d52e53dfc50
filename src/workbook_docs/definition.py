"""Declaring a workbook: pydantic classes whose fields know path, label and kind.

    class Stakeholder(Row):
        stakeholder: Text = Field(title="Stakeholder")

    class Plan(Workbook, id="plan", version="1", title="Our plan"):
        matrix: list[Stakeholder] = Field(title="Who matters")

`title` is the printed label, `description` the help, and pydantic's own bounds are the
validation. Blank is a legal answer to everything, so no field is ever required.
"""

from __future__ import annotations

import decimal
import enum
import re
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import (
    Annotated,
    Any,
    ClassVar,
    ForwardRef,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
)

import annotated_types
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
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


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found wrong: a path within its section, and a sentence."""

    path: str
    message: str
    severity: Literal["error", "warning", "note"] = "warning"
    code: str = "rule"


Rule = Callable[[Any], Iterable[Problem]]
"""A function of one typed section; with a parameter `today` where it asks the calendar."""


class Section(BaseModel):
    """A part of a workbook: some fields under one heading."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        for info in cls.model_fields.values():
            _allow_blank(info)
        _refuse_like_labels(cls)
        cls.model_rebuild(force=True, raise_errors=False)

    @model_validator(mode="before")
    @classmethod
    def _absent_is_blank(cls, data: Any) -> Any:
        # JSON says null for what is absent, also where a list or a section stands.
        if isinstance(data, dict):
            return {
                key: value
                for key, value in data.items()
                if value is not None or key not in cls.model_fields
            }
        return data


def _refuse_like_labels(section: type[Section]) -> None:
    """Raises where two fields of a section print the same words: nobody could tell them apart."""
    seen: dict[str, str] = {}
    for name, info in section.model_fields.items():
        if _is_heading(info.annotation):
            continue
        label = _label(name, info)
        other = seen.setdefault("".join(c for c in label.casefold() if c.isalnum()), name)
        if other != name:
            raise DefinitionError(
                f"{section.__name__}.{other} and {section.__name__}.{name} both print "
                f"“{label}”, so that their answers could not be told apart. Give one of them "
                "another title, or a section of its own."
            )


def _is_heading(annotation: Any) -> bool:
    """Whether a title is that of a section or of a repeated table, or may yet turn out so."""
    inner = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    if isinstance(inner, str | ForwardRef):
        return True
    return isinstance(inner, type) and issubclass(inner, Section)


def _label(name: str, info: FieldInfo) -> str:
    return info.title or name.replace("_", " ").capitalize()


def _allow_blank(info: FieldInfo) -> None:
    if not info.is_required():
        return
    annotation = info.annotation
    if isinstance(annotation, type) and issubclass(annotation, Section):
        info.default_factory = annotation
    elif get_origin(annotation) is list:
        info.default_factory = list
    else:
        info.annotation = annotation | None  # type: ignore[assignment, operator]
        info.default = None


class Row(Section):
    """One line of a repeated table."""


class Workbook(Section):
    """A declared form.

    Class keywords: `id`, `version`, `title`; `day_first=True` where 03/09/2026 means
    3 September; `rules`, functions of one typed section that yield `Problem`s;
    `templates`, the folder of its template and text (default: that of its module).
    """

    workbook_id: ClassVar[str] = ""
    workbook_version: ClassVar[str] = ""
    day_first: ClassVar[bool | None] = None
    rules: ClassVar[tuple[Rule, ...]] = ()
    templates: ClassVar[Path | None] = None

    def __init_subclass__(
        cls,
        *,
        id: str = "",
        version: str = "",
        day_first: bool | None = None,
        rules: tuple[Rule, ...] | Rule = (),
        templates: str | Path | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__()
        unknown = set(kwargs) - set(ConfigDict.__annotations__)
        if unknown or not id or not str(version):
            wrong = (
                f"does not know {', '.join(sorted(unknown))}" if unknown else "needs id and version"
            )
            raise DefinitionError(
                f'{cls.__name__} {wrong}. Write: class {cls.__name__}(Workbook, id="my-form", '
                'version="1", title="My form", day_first=True).'
            )
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
            raise DefinitionError(
                f"The id {id!r} of {cls.__name__} is not usable: "
                "small letters, digits and single hyphens only."
            )
        cls.workbook_id = id
        cls.workbook_version = str(version)
        cls.day_first = day_first
        cls.rules = rules if isinstance(rules, tuple) else (rules,)
        cls.templates = Path(templates) if templates is not None else None


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One field of a workbook as declared.

    `path` is `section.field`, or `table[].column` in a repeated table, whose own path
    is then `table`. `section` is the printed heading it belongs to. `optional` fields are
    never named as still to do (`Field(json_schema_extra={"optional": True})`). `options` are the
    printed choices, in order.
    """

    path: str
    label: str
    kind: KindName
    help: str = ""
    section: str = ""
    table: str | None = None
    personal: bool = False
    optional: bool = False
    options: tuple[str, ...] = ()
    ge: float | None = None
    le: float | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def one_line(self) -> bool:
        """Whether an answer of this kind never holds a line break."""
        return self.kind not in ("long-text", "names", "choices")


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """One repeated table of a workbook: its path, printed heading, row class and columns."""

    path: str
    label: str
    row: type[Row]
    columns: tuple[DeclaredField, ...]
    help: str = ""


def title_of(workbook: type[Workbook]) -> str:
    """The printed title of a workbook."""
    return str(workbook.model_config.get("title") or workbook.__name__)


@cache
def fields_of(workbook: type[Workbook]) -> tuple[DeclaredField, ...]:
    """Every field of a workbook in printed order; columns of tables as `table[].column`.

    Raises `DefinitionError` for an annotation that is no kind of ours.
    """
    return tuple(_walk(workbook, "", title_of(workbook), None))


@cache
def tables_of(workbook: type[Workbook]) -> tuple[DeclaredTable, ...]:
    """Every repeated table of a workbook in printed order."""
    tables: dict[str, list[DeclaredField]] = {}
    for declared in fields_of(workbook):
        if declared.table is not None:
            tables.setdefault(declared.table, []).append(declared)
    found = []
    for path, columns in tables.items():
        info = _info_at(workbook, path)
        row = get_args(info.annotation)[0]
        found.append(
            DeclaredTable(path, columns[0].section, row, tuple(columns), info.description or "")
        )
    return tuple(found)


@cache
def field_at(workbook: type[Workbook], path: str) -> DeclaredField:
    """The declared field of a path; row numbers in it are passed over.

    Raises `DefinitionError` where the workbook has no such field.
    """
    wanted = re.sub(r"\[\d*\]", "[]", path)
    for declared in fields_of(workbook):
        if declared.path == wanted:
            return declared
    raise DefinitionError(f"{workbook.workbook_id} has no field {path!r}.")


def _walk(
    model: type[Section], prefix: str, heading: str, table: str | None, personal: bool = False
) -> Iterator[DeclaredField]:
    _refuse_like_labels(model)
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        annotation = info.annotation
        title = _label(name, info)
        if isinstance(annotation, type) and issubclass(annotation, Section):
            inside = personal or _is_personal(info)
            yield from _walk(
                annotation, f"{path}.", title if info.title else heading, table, inside
            )
            continue
        inner = get_args(annotation)[0] if get_origin(annotation) is list else None
        if isinstance(inner, type) and issubclass(inner, Row):
            if table is not None:
                raise DefinitionError(f"{path}: a table within a table's row cannot be printed.")
            yield from _walk(inner, f"{path}[].", title, path, personal or _is_personal(info))
            continue
        kind, options = _kind(info, path)
        bounds = [
            m for m in info.metadata if isinstance(m, annotated_types.Ge | annotated_types.Le)
        ]
        yield DeclaredField(
            path=path,
            label=title,
            kind=kind,
            help=info.description or "",
            section=heading,
            table=table,
            personal=personal or _is_personal(info),
            optional=_is_optional(info),
            options=options,
            ge=next((_number(m.ge) for m in bounds if isinstance(m, annotated_types.Ge)), None),
            le=next((_number(m.le) for m in bounds if isinstance(m, annotated_types.Le)), None),
        )


def _number(bound: Any) -> float | None:
    # A bound of a day is no number; pydantic holds the answer to it all the same.
    return float(bound) if isinstance(bound, int | float | decimal.Decimal) else None


def _is_personal(info: FieldInfo) -> bool:
    return any(
        mark is Personal
        or isinstance(mark, _PersonalMark)
        or any(isinstance(inner, _PersonalMark) for inner in getattr(mark, "__metadata__", ()))
        for mark in info.metadata
    )


def _is_optional(info: FieldInfo) -> bool:
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


def _kind(info: FieldInfo, path: str) -> tuple[KindName, tuple[str, ...]]:
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


def _info_at(workbook: type[Section], path: str) -> FieldInfo:
    model: Any = workbook
    info: FieldInfo | None = None
    for name in path.split("."):
        info = model.model_fields[name]
        model = info.annotation
    assert info is not None
    return info


def schema(workbook: type[Workbook]) -> dict[str, Any]:
    """The JSON Schema of a workbook's records."""
    return workbook.model_json_schema(mode="validation")


__all__ = [
    "Day", "Decimal", "DeclaredField", "DeclaredTable", "Email", "Field", "Kind", "KindName",
    "LongText", "Names", "Personal", "Problem", "Row", "Rule", "Section", "Text", "Tick",
    "Whole", "Workbook", "field_at", "fields_of", "schema",
    "tables_of", "title_of",
]  # fmt: skip
