"""Definitions and templates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import FILE, HUB_TEMPLATES, JSON, main, print_json


@main.command()
@click.argument("workbook")
@click.option("--paths", is_flag=True, help="List the paths with their labels, for people.")
def schema(workbook: str, paths: bool) -> None:
    """Print the JSON Schema of a WORKBOOK's records."""
    from workbook_docs.definition import fields_of
    from workbook_docs.definition import schema as schema_of

    if paths:
        from workbook_docs.report import terminal

        fields = fields_of(named(workbook))
        terminal.print_table(
            "", ("Path", "Kind", "Label"), [(f.path, f.kind, f.label) for f in fields]
        )
        return
    print_json(schema_of(named(workbook)), indent=2)


@main.group()
def template() -> None:
    """Build a workbook's templates from its text, and hold them to its definition."""


@template.command("build")
@click.argument("workbook")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="A folder; by default that of the text.")  # fmt: skip
@click.option("--hub", "folder", type=click.Path(path_type=Path),
              help="Build your own templates for this hub, in its folder.")  # fmt: skip
@click.option("--cover", type=FILE, help="Your own words for the cover, in Markdown.")
@click.option("--logo", type=FILE, help="Your logo, .svg or .png.")
@click.option("--data-statement", type=FILE,
              help="Your own data protection statement, in Markdown.")  # fmt: skip
@click.option("--draft", is_flag=True,
              help="No copy of this version was sent yet: keep no former build.")  # fmt: skip
@click.option("--force", is_flag=True, help="Build over templates that somebody restyled, too.")
def template_build(
    workbook: str,
    output: Path | None,
    folder: Path | None,
    cover: Path | None,
    logo: Path | None,
    data_statement: Path | None,
    draft: bool,
    force: bool,
) -> None:
    """Build the Word and Excel templates of WORKBOOK from its Markdown text.

    With --cover, --logo or --data-statement they are your own: say where with -o or --hub,
    and give that folder to later commands as --templates (a hub's are found by --hub).
    """
    from workbook_docs.templates import editions_beside
    from workbook_docs.text.build import build

    if output and folder:
        raise click.UsageError("Say -o or --hub, not both.")
    if (cover or logo or data_statement) and not (output or folder):
        raise click.UsageError("Templates of your own need a folder of their own: say -o or --hub.")
    definition = named(workbook)
    if folder:
        from workbook_docs.hub import Hub

        Hub(folder).close()
    into = output or (folder / HUB_TEMPLATES if folder else None)
    before = editions_beside(definition, into)
    for path in build(
        definition, into, data_statement, cover=cover, logo=logo, draft=draft, force=force
    ):
        click.echo(str(path))
    if former := sorted(editions_beside(definition, into) - before):
        click.echo(
            f"Version {definition.workbook_version} was built before, and otherwise. That build is "
            f"kept, so that its copies are read still: {', '.join(path.name for path in former)}. "
            "If none of them was sent, take it away, and say --draft while you are at work.",
            err=True,
        )


@template.command("check")
@click.argument("subjects", nargs=-1, required=True, metavar="WORKBOOK [FILES]...")
@click.option("--accessibility", is_flag=True,
              help="Tell what keeps people from reading or filling in each FILE.")  # fmt: skip
@JSON
def template_check(subjects: Sequence[str], accessibility: bool, as_json: bool) -> None:
    """Tell of each place with no field and each field with no place.

    Checks the templates of WORKBOOK, or the FILES given (.docx, .xlsx, .md).
    With --accessibility it looks at any .docx or .xlsx FILES instead, templates or copies,
    or at the templates of WORKBOOK.
    """
    from workbook_docs.text.build import checked_files, misfits

    if accessibility:
        _check_accessibility(subjects, as_json)
        return
    if as_json:
        raise click.UsageError("--json goes with --accessibility.")
    definition = named(subjects[0])
    files = tuple(_file(name) for name in subjects[1:])
    checked = files or checked_files(definition)
    problems = list(misfits(definition, checked))
    for problem in problems:
        click.echo(problem)
    names = ", ".join(path.name for path in checked)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"Every field has its place, and every place its field: {names}.")


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise click.UsageError(f"{name} is no file.")
    return path


def _check_accessibility(subjects: Sequence[str], as_json: bool) -> None:
    """Check each file, show what was found, and leave with the exit code that fits them all."""
    from workbook_docs.accessibility.checking import accessibility_faults
    from workbook_docs.errors import NotReadable
    from workbook_docs.report import terminal
    from workbook_docs.text.build import checked_files

    files: list[Path] = []
    for name in subjects:
        if Path(name).exists() or (Path(name).suffix and ":" not in name):
            files.append(_file(name))
        else:
            found = checked_files(named(name))
            files += [path for path in found if path.suffix in (".docx", ".xlsx")]
    checked = faulty = 0
    for path in terminal.tracked(files, "Checking"):
        document: dict[str, Any] = {"file": path.name, "outcome": "read", "faults": []}
        try:
            faults = accessibility_faults(path)
        except NotReadable as problem:
            document |= {"outcome": problem.outcome, "message": str(problem)}
            if not as_json:
                click.echo(f"{path.name}: {problem}", err=True)
        else:
            checked += 1
            faulty += bool(faults)
            document["faults"] = [fault.to_json() for fault in faults]
            if not as_json:
                terminal.print_faults(path.name, faults)
        if as_json:
            print_json(document)
    if not checked:
        raise click.exceptions.Exit(2)
    if faulty or checked < len(files):
        raise click.exceptions.Exit(1)


@template.command("edition")
@click.argument("workbook")
@click.argument("blank", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", required=True, help="What to call the edition, such as 2021.")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="The .json file; by default among the workbook's editions.")  # fmt: skip
def template_edition(workbook: str, blank: Path, name: str, output: Path | None) -> None:
    """Keep an older form as an edition of WORKBOOK that returns are compared with.

    BLANK is an empty copy of the form into which you typed {{ path }} at each answer place.
    Only its labels are kept in clear; all other text is kept as hashes.
    """
    from workbook_docs.templates import keep_edition

    path, missing = keep_edition(named(workbook), blank, name, output)
    click.echo(str(path))
    if missing:
        click.echo("Not asked in this edition: " + ", ".join(missing), err=True)
