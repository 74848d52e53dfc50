"""Definitions and templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import main


@main.command()
@click.argument("workbook")
def schema(workbook: str) -> None:
    """Print the JSON Schema of a WORKBOOK's records."""
    from workbook_docs.definition import schema as schema_of

    click.echo(json.dumps(schema_of(named(workbook)), ensure_ascii=False, indent=2))


@main.group()
def template() -> None:
    """Build a workbook's templates from its text, and hold them to its definition."""


@template.command("build")
@click.argument("workbook")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="A folder; by default that of the text.")  # fmt: skip
@click.option("--data-statement", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Markdown that takes the place of the data protection statement.")  # fmt: skip
def template_build(workbook: str, output: Path | None, data_statement: Path | None) -> None:
    """Build the Word and Excel templates of WORKBOOK from its Markdown text."""
    from workbook_docs.templates import kept_editions
    from workbook_docs.text.build import build

    definition = named(workbook)
    kept = {path: path.read_bytes() for path in kept_editions(definition)}
    for path in build(definition, output, data_statement):
        click.echo(str(path))
    changed = [path.name for path, data in kept.items() if path.read_bytes() != data]
    if changed:
        click.echo(
            f"{', '.join(changed)} changed. If copies of version {definition.workbook_version} "
            "were sent out already, give the class a new version and build again: they are "
            "compared with these.", err=True,
        )  # fmt: skip


@template.command("check")
@click.argument("workbook")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def template_check(workbook: str, files: Sequence[Path]) -> None:
    """Tell of each place with no field and each field with no place.

    Checks the templates of WORKBOOK, or the FILES given (.docx, .xlsx, .md).
    """
    from workbook_docs.text.build import checked_files, misfits

    definition = named(workbook)
    checked = tuple(files) or checked_files(definition)
    problems = list(misfits(definition, checked))
    for problem in problems:
        click.echo(problem)
    names = ", ".join(path.name for path in checked)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"Every field has its place, and every place its field: {names}.")


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
