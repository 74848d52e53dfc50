"""Sending out: blank and prefilled copies."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import FORMAT, LARGE_PRINT, by_its_templates, main
from workbook_docs.templates import FORMATS, Format


def _formats(choice: str) -> tuple[Format, ...]:
    if choice == "both":
        return FORMATS
    return ("docx",) if choice == "docx" else ("xlsx",)


@main.command()
@click.argument("workbook")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A folder.")
@FORMAT
@LARGE_PRINT
def blank(workbook: str, output: Path, format_: str, large_print: bool) -> None:
    """Write a blank WORKBOOK that anyone can fill in."""
    from workbook_docs.copies import fill

    definition = named(workbook)
    for suffix in _formats(format_):
        large = "-large-print" if large_print else ""
        path = output / f"{definition.workbook_id}{large}.{suffix}"
        fill(definition, None, path, large_print=large_print)
        click.echo(str(path))


@main.command()
@click.argument("workbook")
@click.option("--from", "register", required=True, type=click.Path(path_type=Path),
              help="The register: .csv, .xlsx or .json, a row a copy.")  # fmt: skip
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A folder.")
@FORMAT
@LARGE_PRINT
@click.option("--hub", type=click.Path(path_type=Path), callback=by_its_templates,
              help="Record the copies in this hub.")  # fmt: skip
def prefill(
    workbook: str,
    register: Path,
    output: Path,
    format_: str,
    large_print: bool,
    hub: Path | None,
) -> None:
    """Write a copy of WORKBOOK for each row of a register, filled with what is known."""
    from workbook_docs.sending import load_register, send

    rows = load_register(register, named(workbook))
    sent = send(rows, output, _formats(format_), hub, large_print=large_print)
    files = "1 file" if len(sent) == 1 else f"{len(sent)} files"
    copies = "1 copy" if len(rows.rows) == 1 else f"{len(rows.rows)} copies"
    click.echo(f"{files} for {copies} in {output}.")
