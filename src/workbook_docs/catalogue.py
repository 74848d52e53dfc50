"""The workbooks that are known by name, and where their templates lie."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import sys
import traceback
from functools import cache
from pathlib import Path

from workbook_docs.definition import Workbook
from workbook_docs.errors import DefinitionError

ENTRY_POINTS = "workbook_docs.workbooks"
OWN_TEMPLATES = "WORKBOOK_DOCS_TEMPLATES"
"""The variable of the environment that names the folder of a hub's own templates."""

_SUFFIXES = ("docx", "xlsx")


def named(name: str) -> type[Workbook]:
    """The workbook that a user names: an id, or `package.module:Class`.

    Raises `DefinitionError` where there is none. Only people name code; nothing that
    stands in a returned file ever comes here.
    """
    if ":" in name:
        return _imported(name)
    known = known_workbooks()
    if name in known:
        return known[name]
    raise DefinitionError(
        f"There is no workbook {name!r}. Known: {', '.join(sorted(known))}. "
        "For one of your own say package.module:Class."
    )


@cache
def known_workbooks() -> dict[str, type[Workbook]]:
    """The shipped workbooks, and those that installed packages offer, by id."""
    found: dict[str, type[Workbook]] = {}
    for point in importlib.metadata.entry_points(group=ENTRY_POINTS):
        try:
            workbook = point.load()
        except Exception as problem:
            raise DefinitionError(f"{point.value} cannot be imported: {problem}") from problem
        found[workbook.workbook_id] = workbook
    if not found:
        # A checkout that is only on the path has no entry points of its own.
        for shipped in ("module_2:Module2", "nine_cs:NineCsList"):
            workbook = _imported(f"workbook_docs.workbooks.{shipped}")
            found[workbook.workbook_id] = workbook
    return found


def _imported(name: str) -> type[Workbook]:
    module_name, _, class_name = name.partition(":")
    try:
        found = getattr(importlib.import_module(module_name), class_name)
    except DefinitionError:
        raise
    except (Exception, SystemExit) as problem:
        # Anything can go wrong in somebody's module; its last line says where.
        raise DefinitionError(f"{name} cannot be imported: {_last_line(problem)}") from problem
    if not (isinstance(found, type) and issubclass(found, Workbook) and found is not Workbook):
        raise DefinitionError(f"{name} is not a workbook that was declared.")
    return found


def _last_line(problem: BaseException) -> str:
    kind = type(problem).__name__
    if isinstance(problem, SyntaxError):
        return f"{kind}: {problem.msg} ({problem.filename}, line {problem.lineno})"
    last = traceback.extract_tb(problem.__traceback__)[-1:]
    where = f" ({Path(last[0].filename).name}, line {last[0].lineno})" if last else ""
    return f"{kind}: {problem}" + ("" if isinstance(problem, ImportError) else where)


def template_folder(workbook: type[Workbook]) -> Path:
    """The folder that holds a workbook's templates: a hub's own where it has them.

    A hub's own are in the folder that the environment names, for worker processes too.
    """
    own = Path(os.environ.get(OWN_TEMPLATES) or ".")
    is_there = any((own / f"{workbook.workbook_id}.{suffix}").is_file() for suffix in _SUFFIXES)
    return own if os.environ.get(OWN_TEMPLATES) and is_there else text_folder(workbook)


def text_folder(workbook: type[Workbook]) -> Path:
    """The folder that holds a workbook's text, and the templates that all share.

    Its `templates` keyword, else the shipped folder for shipped workbooks, else the
    folder of its module.
    """
    module = sys.modules[workbook.__module__]
    home = Path(module.__file__).parent if getattr(module, "__file__", None) else Path.cwd()  # type: ignore[arg-type]
    if workbook.templates is not None:
        return home / workbook.templates
    if workbook.__module__.startswith("workbook_docs.workbooks."):
        return shipped_templates()
    return home


def shipped_templates() -> Path:
    """The folder of the shipped templates, in a wheel or in a checkout."""
    room = Path(__file__).parent
    packed = room / "templates"
    return packed if packed.is_dir() else room.parent.parent / "templates"
