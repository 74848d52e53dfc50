"""The templates of a workbook, and the editions that its returns are compared with."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from workbook_docs import anchors, edition
from workbook_docs.catalogue import (
    OWN_TEMPLATES,
    known_workbooks,
    template_folder,
    text_folder,
)
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.edition import Edition
from workbook_docs.errors import TemplateError
from workbook_docs.marked import of_marked
from workbook_docs.records import Copy, Outline

Format = Literal["docx", "xlsx"]
FORMATS: tuple[Format, ...] = ("docx", "xlsx")
NO_COPY = Copy(id="")
"""For the blank that an edition is made of: data of a copy is not issued text."""


def use_templates(folder: str | Path | None) -> None:
    """Send and read by a hub's own templates from now on; None goes back to the usual ones.

    The folder is one that `build` wrote with a cover, logo or data statement of the hub's.
    Copies of the usual templates are still read.

    Raises `TemplateError` where the folder holds no templates.
    """
    if folder is None:
        os.environ.pop(OWN_TEMPLATES, None)
    else:
        if not any(path for suffix in FORMATS for path in Path(folder).glob(f"*.{suffix}")):
            raise TemplateError(
                f"{folder} holds no templates. Build them: workbook-docs template build WORKBOOK "
                f"-o {folder} --cover FILE"
            )
        os.environ[OWN_TEMPLATES] = str(Path(folder).absolute())
    current_edition.cache_clear()
    editions_of.cache_clear()


def template_path(workbook: type[Workbook], format: Format) -> Path:
    """Where the template of a workbook lies."""
    return template_folder(workbook) / f"{workbook.workbook_id}.{format}"


def template(workbook: type[Workbook], format: Format, large_print: bool = False) -> bytes:
    """The template of a workbook, ready to be filled; in large print where that is asked.

    Raises `TemplateError` where it has none in that format.
    """
    return _ready(template_path(workbook, format), workbook, format, large_print)


def _ready(path: Path, workbook: type[Workbook], format: Format, large_print: bool) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise TemplateError(
            f"{workbook.workbook_id} has no {format} template: {path} is missing. "
            f"Write {path.stem}.md beside it and run: workbook-docs template build "
            f"{workbook.__module__}:{workbook.__name__}"
        ) from problem
    if format == "docx":
        from workbook_docs.word.large_print import enlarged
        from workbook_docs.word.prepare import prepare

        return prepare(enlarged(data) if large_print else data, workbook)
    from workbook_docs.excel.prepare import prepare as prepare_excel

    if large_print:
        from workbook_docs.excel.large_print import enlarged as enlarged_sheets

        data = enlarged_sheets(data)
    return prepare_excel(data, workbook)


def rendered(
    workbook: type[Workbook],
    typed: Mapping[str, Any],
    format: Format,
    copy: Copy,
    large_print: bool = False,
) -> bytes:
    """The bytes of a copy with these values in its places, by flat path."""
    return _filled(template(workbook, format, large_print), workbook, typed, format, copy)


def _filled(
    ready: bytes, workbook: type[Workbook], typed: Mapping[str, Any], format: Format, copy: Copy
) -> bytes:
    if format == "docx":
        from workbook_docs.word.fill import fill as fill_word

        return fill_word(ready, workbook, typed, copy)
    from workbook_docs.excel.fill import fill as fill_excel

    return fill_excel(ready, workbook, typed, copy)


def outline(data: bytes, format: Format) -> Outline:
    """The outline of a file of either format."""
    if format == "docx":
        from workbook_docs.word.outline import outline as read_word

        return read_word(data)
    from workbook_docs.excel.outline import outline as read_excel

    return read_excel(data)


@lru_cache(maxsize=32)
def current_edition(workbook: type[Workbook], format: Format) -> Edition:
    """The edition that the present template makes."""
    return _edition_in(template_folder(workbook), workbook, format)


def _edition_in(folder: Path, workbook: type[Workbook], format: Format) -> Edition:
    path = folder / f"{workbook.workbook_id}.{format}"
    ready = _ready(path, workbook, format, False)
    if format == "docx":
        from workbook_docs.word.fill import fill as fill_word

        blank = fill_word(ready, workbook, {}, NO_COPY, for_edition=True)
    else:
        blank = _filled(ready, workbook, {}, format, NO_COPY)
    found = anchors.resolve(outline(blank, format), anchors.names_of(workbook))
    return edition.of_blank(found, workbook)


@lru_cache(maxsize=32)
def editions_of(workbook: type[Workbook]) -> tuple[Edition, ...]:
    """Every edition of a workbook: the present ones, then those kept as files.

    A hub that has templates of its own may still get copies of the usual ones back.
    """
    found = [
        current_edition(workbook, format)
        for format in FORMATS
        if template_path(workbook, format).exists()
    ]
    found += _kept_in(template_folder(workbook), workbook, {(e.name, e.format) for e in found})
    if template_folder(workbook) != text_folder(workbook):
        found += _kept_in(text_folder(workbook), workbook, frozenset())
    return tuple(found)


def _kept_in(
    folder: Path, workbook: type[Workbook], present: Set[tuple[str, str]]
) -> list[Edition]:
    """The editions in a folder: former builds, older versions and foreign forms.

    The file that keeps the present build says nothing new, not even where it is stale.
    """
    own = {f"{workbook.workbook_id}@{name}.{format}.json" for name, format in present}
    files = sorted((folder / "editions").glob(f"{workbook.workbook_id}@*.json"))
    kept = (edition.load(path) for path in files if path.name not in own)
    return [edition.with_present_paths(found, workbook) for found in kept]


def editions_beside(workbook: type[Workbook], folder: Path | None = None) -> frozenset[Path]:
    """The files of the editions of builds that are no more, older versions and foreign forms.

    Args:
        folder: of templates; by default the workbook's.
    """
    held = folder or template_folder(workbook)
    present = f"{workbook.workbook_id}@{workbook.workbook_version}"
    own = {f"{present}.{format}.json" for format in FORMATS}
    found = (held / "editions").glob(f"{workbook.workbook_id}@*.json")
    return frozenset(path for path in found if path.name not in own)


def keep_present(
    workbook: type[Workbook], folder: Path | None = None, *, draft: bool = False
) -> tuple[Path, ...]:
    """Keep the editions that the present templates make, for the time when they are old.

    Copies of a version go on coming back after the workbook has a newer one, or was built
    anew in the same. So the edition of a former build is kept beside that of the present one.

    Args:
        folder: a hub's own templates; None: those of the workbook.
        draft: that no copy of this version was sent yet, so that nothing former is to be kept.
    """
    current_edition.cache_clear()
    editions_of.cache_clear()
    written = []
    for format in FORMATS:
        found = _edition_in(folder or template_folder(workbook), workbook, format)
        name = f"{workbook.workbook_id}@{found.name}.{format}.json"
        path = (folder or template_folder(workbook)) / "editions" / name
        if not draft and path.is_file():
            former = edition.load(path)
            if former != found:
                build = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
                path.rename(path.with_name(f"{path.name[: -len('.json')]}.{build}.json"))
        edition.save(found, path)
        written.append(path)
    return tuple(written)


def all_editions(only: type[Workbook] | None) -> tuple[tuple[type[Workbook], Edition], ...]:
    """Every edition of one workbook, or of every workbook that is known."""
    workbooks = [only] if only is not None else list(known_workbooks().values())
    return tuple((workbook, found) for workbook in workbooks for found in editions_of(workbook))


def keep_edition(
    workbook: type[Workbook], blank: Path, name: str, output: Path | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Keep somebody's own blank, its places marked, as an edition.

    Returns:
        The file written, and the fields that the edition does not ask.
    """
    from workbook_docs.intake import judge

    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name, re.ASCII):
        raise TemplateError(
            f"“{name}” is no name for an edition: letters, digits, dots and hyphens."
        )
    data = blank.read_bytes()
    format = judge(data)
    if format != "docx" and format != "xlsx":
        raise TemplateError(f"{blank.name} is a .{format} file. Save it as .docx or .xlsx first.")
    found = anchors.resolve(outline(data, format), anchors.names_of(workbook))
    kept = of_marked(found, workbook, name)
    if not kept.fields:
        raise TemplateError(f"{blank.name} has no places: type {{{{ path }}}} where answers go.")
    path = output or template_folder(workbook) / "editions" / f"{workbook.workbook_id}@{name}.json"
    if path.exists():
        raise TemplateError(f"{path} exists already. Choose another --name, or take it away first.")
    path.parent.mkdir(parents=True, exist_ok=True)
    edition.save(kept, path)
    missing = tuple(f.path for f in fields_of(workbook) if f.path not in kept.fields)
    return path, missing
