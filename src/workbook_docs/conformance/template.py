"""A template under trial: its files, and the definition they belong to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import new_class

from workbook_docs.catalogue import known_workbooks, named, template_folder
from workbook_docs.definition import Workbook, title_of
from workbook_docs.errors import DefinitionError, NotReadable, TemplateError
from workbook_docs.templates import FORMATS, Format, template_path
from workbook_docs.text.build import misfits


def chosen(template: str, workbook: str | None) -> tuple[type[Workbook], dict[Format, Path]]:
    """The definition and the template files that a user names.

    Args:
        template: a .docx or .xlsx template, or a workbook, whose templates are meant.
        workbook: the definition that the file belongs to, where its name does not say so.

    Raises:
        TemplateError: where there is no such template, or it does not fit the definition.
        DefinitionError: where there is no such definition.
    """
    path = Path(template)
    if path.is_file():
        files = {_format_of(path): path}
        definition = named(workbook) if workbook else _by_name(path)
    elif path.suffix.casefold() in (".docx", ".xlsx") or path.exists():
        raise TemplateError(f"There is no file {template}.")
    else:
        definition = named(template)
        files = {f: p for f in FORMATS if (p := template_path(definition, f)).is_file()}
        if not files:
            raise TemplateError(
                f"{definition.workbook_id} has no templates in {template_folder(definition)}. "
                f"Make them: workbook-docs template build {template}"
            )
    try:
        problems = list(misfits(definition, tuple(files.values())))
    except NotReadable as problem:
        raise TemplateError(f"{path.name} is no template: {problem}") from problem
    if problems:
        raise TemplateError("\n".join(problems))
    return definition, files


def _format_of(path: Path) -> Format:
    for format in FORMATS:
        if path.suffix.casefold() == f".{format}":
            return format
    raise TemplateError(f"{path.name} is no template: .docx and .xlsx files are.")


def _by_name(path: Path) -> type[Workbook]:
    """The workbook that a file is named after."""
    known = known_workbooks()
    if path.stem in known:
        return known[path.stem]
    raise DefinitionError(
        f"Which workbook is {path.name} a template of? Say --workbook "
        f"{', --workbook '.join(sorted(known))} or --workbook package.module:Class."
    )


@contextmanager
def folder_of(workbook: type[Workbook], files: Mapping[Format, Path]) -> Iterator[Path]:
    """A folder for a while, in which the files are the templates of the workbook.

    Its kept editions come along: a return may look more like one of them.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for format, path in files.items():
            shutil.copyfile(path, folder / f"{workbook.workbook_id}.{format}")
        editions = template_folder(workbook) / "editions"
        if editions.is_dir():
            shutil.copytree(editions, folder / "editions")
        yield folder


@cache
def laid_out(workbook: type[Workbook], folder: Path) -> type[Workbook]:
    """The same workbook, its templates lying in a folder."""

    keywords = {
        "id": workbook.workbook_id,
        "version": workbook.workbook_version,
        "title": title_of(workbook),
        "day_first": workbook.day_first,
        "rules": workbook.rules,
        "templates": folder,
    }
    module = {"__module__": workbook.__module__}
    found = new_class(workbook.__name__, (workbook,), keywords, lambda body: body.update(module))
    assert issubclass(found, Workbook)
    return found
