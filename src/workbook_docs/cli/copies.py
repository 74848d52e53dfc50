"""Sending out: blank and prefilled copies."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import (
    FORCE,
    FORMAT,
    LARGE_PRINT,
    Stopped,
    by_its_templates,
    is_new_hub,
    main,
    say_new_hub,
)
from workbook_docs.templates import FORMATS, Format
from workbook_docs.wording import quantity


def _formats(choice: str) -> tuple[Format, ...]:
    if choice == "both":
        return FORMATS
    return ("docx",) if choice == "docx" else ("xlsx",)


@main.command()
@click.argument("workbook")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A folder.")
@FORMAT
@LARGE_PRINT
@FORCE
def blank(workbook: str, output: Path, format_: str, large_print: bool, force: bool) -> None:
    """Write a blank WORKBOOK that anyone can fill in.

    A file of that name is written anew only where it is such a blank still.
    """
    from workbook_docs.copies import fill, is_as_filled
    from workbook_docs.hub.outputs import told

    definition = named(workbook)
    large = "-large-print" if large_print else ""
    paths = [output / f"{definition.workbook_id}{large}.{suffix}" for suffix in _formats(format_)]
    _a_folder(output)
    there = [
        path
        for path in paths
        if path.exists() and not is_as_filled(definition, None, path, large_print=large_print)
    ]
    if there and not force:
        raise Stopped(told(there))
    for path in paths:
        fill(definition, None, path, large_print=large_print)
        click.echo(str(path))


def _a_folder(output: Path) -> None:
    if output.exists() and not output.is_dir():
        raise Stopped(f"{output} is a file; -o names a folder.")


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

    _a_folder(output)
    rows = load_register(register, named(workbook))
    new = is_new_hub(hub)
    try:
        sent = send(rows, output, _formats(format_), hub, large_print=large_print)
    except KeyboardInterrupt:
        raise Stopped("Stopped. No copy was written: run the same command again.") from None
    if new:
        say_new_hub(hub)
    copies = quantity(len(rows.rows), "copy", "copies")
    click.echo(f"{quantity(len(sent), 'file')} for {copies} in {output}.")
