"""A workbook's text -> both templates, and the check that holds them to the definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbook_docs import anchors
from workbook_docs.catalogue import shipped_templates, template_folder, text_folder
from workbook_docs.content import Content, Figure
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.editors import OURSELVES, editor_of
from workbook_docs.errors import NotReadable, TemplateError
from workbook_docs.ooxml import Package
from workbook_docs.templates import keep_present
from workbook_docs.text.check import fit
from workbook_docs.text.markdown import TextMistakes, parse
from workbook_docs.text.pictures import icons, load
from workbook_docs.text.source import Own


@dataclass(frozen=True, slots=True)
class OwnParts:
    """A hub's own parts of a workbook's text, each a file of the hub's.

    `cover` and `data_statement` are Markdown in place of the sections of these names;
    `logo` is an .svg or .png, above the title in Word and beside it in Excel.
    """

    cover: Path | None = None
    logo: Path | None = None
    data_statement: Path | None = None

    def sections(self) -> dict[str, Own]:
        """The sections that are replaced.

        Raises `TemplateError` for a file that cannot be read.
        """
        given = {"cover": self.cover, "data-statement": self.data_statement}
        return {name: _section(path) for name, path in given.items() if path is not None}

    def figure(self) -> Figure | None:
        """The logo, with its own title as its words.

        Raises `TemplateError` for a file that is no picture.
        """
        if self.logo is None:
            return None
        try:
            picture = load(self.logo)
        except TemplateError as problem:
            raise TemplateError(f"The logo: {problem}.") from problem
        words = picture.title or "Logo of those who send this workbook"
        return Figure(words, self.logo.name, picture)


def _section(path: Path) -> Own:
    try:
        return Own(path.read_text("utf-8"), path.name, path.parent)
    except OSError as problem:
        raise TemplateError(f"{path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise TemplateError(f"{path.name} is no text in UTF-8. Save it as such.") from problem


def text_path(workbook: type[Workbook]) -> Path:
    """Where the text of a workbook lies."""
    return text_folder(workbook) / f"{workbook.workbook_id}.md"


def content_of(workbook: type[Workbook], own: OwnParts | None = None) -> Content:
    """The text of a workbook as neutral blocks, with a hub's own parts in it.

    Raises:
        TemplateError: where a text is missing or wrong, with file and line.
    """
    own = own or OwnParts()
    path = text_path(workbook)
    content = parse(_source_of(workbook), path.name, replace=own.sections(), folder=path.parent)
    found = icons(shipped_templates() / "figures", path.parent / "figures")
    return replace(content, icons=found, logo=own.figure())


def _source_of(workbook: type[Workbook]) -> str:
    path = text_path(workbook)
    try:
        return path.read_text("utf-8")
    except OSError as problem:
        raise TemplateError(
            f"{workbook.workbook_id} has no text: {path} is missing. See docs/authors.md."
        ) from problem


def _with_misfits(mistakes: TextMistakes, workbook: type[Workbook], source: str) -> tuple[str, ...]:
    """The mistakes in a text, and the misfits with its definition that do not follow from them."""
    told = {line.partition(": ")[0] for line in mistakes.lines}
    misfits = fit(mistakes.content, workbook, source)
    return (*mistakes.lines, *(m for m in misfits if m.partition(": ")[0] not in told))


def build(
    workbook: type[Workbook],
    output: Path | None = None,
    data_statement: Path | None = None,
    *,
    cover: Path | None = None,
    logo: Path | None = None,
    draft: bool = False,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the .docx and .xlsx template that a workbook's text makes; give their paths.

    Built in its own folder, the version is kept as an edition too: its copies are read as
    such when the workbook has a newer version. So is each build that differed from it, but
    with `draft`. With parts of a hub's own, the editions are kept in the folder that they are
    built into: see `use_templates`.

    Args:
        workbook: the definition.
        output: a folder; by default that of the text.
        data_statement: a hub's own data protection statement, Markdown.
        cover: a hub's own words for the cover, Markdown.
        logo: a hub's logo, .svg or .png.
        draft: that no copy of this version was sent yet.
        force: overwrite templates that somebody restyled, too.

    Raises:
        TemplateError: where a text is wrong or does not fit the definition, or where parts
            of a hub's own would take the place of everybody's templates; or where a template
            is there that an editor has saved: nothing is written then.
    """
    from workbook_docs.copies import write
    from workbook_docs.excel.build import build as build_excel
    from workbook_docs.word.build import build as build_word

    own = OwnParts(cover, logo, data_statement)
    folder = output or text_folder(workbook)
    if own != OwnParts() and folder.absolute() == text_folder(workbook).absolute():
        raise TemplateError(
            f"Templates with a cover, logo or data statement of your own need a folder of their "
            f"own: {folder} holds everybody's."
        )
    try:
        content = content_of(workbook, own)
    except TextMistakes as mistakes:
        lines = _with_misfits(mistakes, workbook, _source_of(workbook))
        raise TemplateError("\n".join(lines)) from mistakes
    problems = fit(content, workbook)
    if problems:
        raise TemplateError("\n".join(problems))
    there = [folder / f"{workbook.workbook_id}.{suffix}" for suffix in ("docx", "xlsx")]
    if not force and (styled := [path.name for path in there if _was_saved(path)]):
        one = len(styled) == 1
        raise TemplateError(
            f"{' and '.join(styled)} {'was' if one else 'were'} saved in an editor since "
            f"{'it was' if one else 'they were'} built, and nothing was written: what was restyled "
            f"would be lost. Change the words there too, or move {'it' if one else 'them'} away "
            "and build again; --force builds over it."
        )
    built = {"docx": build_word(content, workbook), "xlsx": build_excel(content, workbook)}
    paths = []
    for suffix, data in built.items():
        path = folder / f"{workbook.workbook_id}.{suffix}"
        write(path, data)
        paths.append(path)
    if own != OwnParts():
        paths += keep_present(workbook, folder)
    elif output is None:
        paths += keep_present(workbook, draft=draft)
    return tuple(paths)


def _was_saved(path: Path) -> bool:
    """Whether a template is there to which somebody has done something since it was built."""
    if not path.exists():
        return False
    try:
        package = Package(path.read_bytes())
        return not (package.never_saved and editor_of(package) == OURSELVES)
    except NotReadable:
        return True


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
        source = path.read_text("utf-8")
        try:
            return fit(parse(source, path.name, folder=path.parent), workbook)
        except TextMistakes as mistakes:
            return _with_misfits(mistakes, workbook, source)
    if suffix == ".docx":
        from workbook_docs.word.prepare import check

        return check(path.read_bytes(), workbook)
    if suffix == ".xlsx":
        return tuple(_excel_misfits(path, workbook))
    raise TemplateError(f"{path.name} is no template: .docx, .xlsx and .md are.")


def _excel_misfits(path: Path, workbook: type[Workbook]) -> Iterator[str]:
    from workbook_docs.excel.outline import outline
    from workbook_docs.excel.prepare import prepare

    found = outline(prepare(path.read_bytes(), workbook))
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
