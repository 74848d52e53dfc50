"""A workbook's text -> both templates, and the check that holds them to the definition."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbook_docs import anchors
from workbook_docs.catalogue import shipped_templates, template_folder
from workbook_docs.content import Content
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.errors import TemplateError
from workbook_docs.templates import keep_present
from workbook_docs.text.check import fit
from workbook_docs.text.markdown import parse
from workbook_docs.text.pictures import icons


def text_path(workbook: type[Workbook]) -> Path:
    """Where the text of a workbook lies."""
    return template_folder(workbook) / f"{workbook.workbook_id}.md"


def content_of(workbook: type[Workbook], data_statement: Path | None = None) -> Content:
    """The text of a workbook as neutral blocks.

    Args:
        workbook: the definition.
        data_statement: Markdown that takes the place of the data protection statement.

    Raises:
        TemplateError: where the text is missing or wrong, with file and line.
    """
    path = text_path(workbook)
    try:
        source = path.read_text("utf-8")
    except OSError as problem:
        raise TemplateError(
            f"{workbook.workbook_id} has no text: {path} is missing. See docs/authors.md."
        ) from problem
    replace = {"data-statement": data_statement.read_text("utf-8")} if data_statement else None
    content = parse(source, path.name, replace=replace, folder=path.parent)
    found = icons(shipped_templates() / "figures", path.parent / "figures")
    return dataclasses.replace(content, icons=found)


def build(
    workbook: type[Workbook], output: Path | None = None, data_statement: Path | None = None
) -> tuple[Path, ...]:
    """Write the .docx and .xlsx template that a workbook's text makes; give their paths.

    Built in its own folder, the version is kept as an edition too: its copies are read as
    such when the workbook has a newer version.

    Raises:
        TemplateError: where the text is wrong or does not fit the definition.
    """
    from workbook_docs.copies import write
    from workbook_docs.excel.build import build as build_excel
    from workbook_docs.word.build import build as build_word

    content = content_of(workbook, data_statement)
    problems = fit(content, workbook)
    if problems:
        raise TemplateError("\n".join(problems))
    folder = output or template_folder(workbook)
    built = {"docx": build_word(content, workbook), "xlsx": build_excel(content, workbook)}
    paths = []
    for suffix, data in built.items():
        path = folder / f"{workbook.workbook_id}.{suffix}"
        write(path, data)
        paths.append(path)
    if output is None and data_statement is None:
        paths += keep_present(workbook)
    return tuple(paths)


def misfits(workbook: type[Workbook], files: Sequence[Path] = ()) -> Iterator[str]:
    """A line for each place with no field, each field with no place, each label that differs.

    Looks at the files given, else at the workbook's text and templates.
    """
    paths = list(files) or checked_files(workbook)
    for path in paths:
        for problem in _misfits_of(path, workbook):
            yield problem if problem.startswith(path.name) else f"{path.name}: {problem}"


def checked_files(workbook: type[Workbook]) -> tuple[Path, ...]:
    """The text and templates of a workbook that are there.

    Raises `TemplateError` where there are none.
    """
    folder = template_folder(workbook)
    found = tuple(
        path
        for suffix in ("md", "docx", "xlsx")
        if (path := folder / f"{workbook.workbook_id}.{suffix}").exists()
    )
    if not found:
        raise TemplateError(f"{workbook.workbook_id} has no text and no templates in {folder}.")
    return found


def _misfits_of(path: Path, workbook: type[Workbook]) -> Sequence[str]:
    suffix = path.suffix.casefold()
    if suffix == ".md":
        return fit(parse(path.read_text("utf-8"), path.name, folder=path.parent), workbook)
    if suffix == ".docx":
        from workbook_docs.word.prepare import check

        return check(path.read_bytes(), workbook)
    if suffix == ".xlsx":
        return tuple(_excel_misfits(path, workbook))
    raise TemplateError(f"{path.name} is no template: .docx, .xlsx and .md are.")


def _excel_misfits(path: Path, workbook: type[Workbook]) -> Iterator[str]:
    from workbook_docs.excel.outline import outline

    found = outline(path.read_bytes())
    names = anchors.names_of(workbook)
    marks = [
        (anchor, block)
        for block in found.blocks
        for anchor in block.anchors
        if anchor.rung == "name"
    ]
    resolved = anchors.resolve(found, names)
    placed = [
        anchor.path
        for block in resolved.blocks
        for anchor in block.anchors
        if anchor.rung == "name" and (anchor.role == "answer" or "[]." in anchor.path)
    ]
    known = names.labels.keys() | names.cells.keys()
    for anchor, block in marks:
        if anchor.path.casefold() not in known:
            yield f"the name {anchor.path} at {block.address} belongs to no field"
    for declared in fields_of(workbook):
        wanted = (
            [anchors.option_path(declared.path, option) for option in declared.options]
            if declared.kind == "choices" and declared.table is None
            else [declared.path]
        )
        for mark in wanted:
            if mark not in placed:
                yield f"{mark} has no place: define the name {_name_for(mark)}"
            elif placed.count(mark) > 1:
                yield f"{mark} has {placed.count(mark)} places; one is right"


def _name_for(path: str) -> str:
    return anchors.label_bookmark(path) if "[]." in path else anchors.cell_name(path)
