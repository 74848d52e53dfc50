"""Every field and repeated table of a workbook, with its path, label, kind and heading."""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from workbook_docs.definition.classes import Row, Section, Workbook, label_of, refuse_like_labels
from workbook_docs.definition.kinds import KindName, former_paths, is_optional, is_personal, kind_of
from workbook_docs.errors import DefinitionError


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """One field of a workbook as declared.

    `path` is `section.field`, or `table[].column` in a repeated table, whose own path
    is then `table`. `section` is the printed heading it belongs to. `optional` fields are
    never named as still to do (`Field(json_schema_extra={"optional": True})`). `options` are the
    printed choices, in order. `formerly` are the paths that the field had in earlier versions
    (`Field(json_schema_extra={"formerly": "hospital"})`).
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
    formerly: tuple[str, ...] = ()

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
def renamed_paths(workbook: type[Workbook]) -> dict[str, str]:
    """The paths of earlier versions that fields and tables go by now, by their former path.

    Raises `DefinitionError` for a former path that is a present one, or that two fields had.
    """
    found: dict[str, str] = {}
    present = {f.path for f in fields_of(workbook)} | {f.table for f in fields_of(workbook)}
    for declared in fields_of(workbook):
        for former in declared.formerly:
            if former in present or found.setdefault(former, declared.path) != declared.path:
                raise DefinitionError(
                    f"{declared.path} was not {former}: another field has or had that path."
                )
            if declared.table is not None:
                found.setdefault(former.partition("[]")[0], declared.table)
    return found


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
    refuse_like_labels(model)
    for name, info in model.model_fields.items():
        path = f"{prefix}{name}"
        annotation = info.annotation
        title = label_of(name, info)
        if isinstance(annotation, type) and issubclass(annotation, Section):
            inside = personal or is_personal(info)
            yield from _walk(
                annotation, f"{path}.", title if info.title else heading, table, inside
            )
            continue
        inner = get_args(annotation)[0] if get_origin(annotation) is list else None
        if isinstance(inner, type) and issubclass(inner, Row):
            if table is not None:
                raise DefinitionError(f"{path}: a table within a table's row cannot be printed.")
            yield from _walk(inner, f"{path}[].", title, path, personal or is_personal(info))
            continue
        kind, options = kind_of(info, path)
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
            personal=personal or is_personal(info),
            optional=is_optional(info),
            options=options,
            ge=next((_number(m.ge) for m in bounds if isinstance(m, annotated_types.Ge)), None),
            le=next((_number(m.le) for m in bounds if isinstance(m, annotated_types.Le)), None),
            formerly=former_paths(info),
        )


def _number(bound: Any) -> float | None:
    # A bound of a day is no number; pydantic holds the answer to it all the same.
    return float(bound) if isinstance(bound, int | float | decimal.Decimal) else None


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
