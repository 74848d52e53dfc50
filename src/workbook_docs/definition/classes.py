"""What a workbook is declared as: pydantic classes in which blank is a legal answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, ForwardRef, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from workbook_docs.errors import DefinitionError


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
        refuse_like_labels(cls)
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


def refuse_like_labels(section: type[Section]) -> None:
    """Raises where two fields of a section print the same words: nobody could tell them apart."""
    seen: dict[str, str] = {}
    for name, info in section.model_fields.items():
        if _is_heading(info.annotation):
            continue
        label = label_of(name, info)
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


def label_of(name: str, info: FieldInfo) -> str:
    """The printed label of a field: its title, else its name in words."""
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
