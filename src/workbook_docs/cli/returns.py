"""Taking back: what returned files say, and what to look at in them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import JSON, WORKBOOK, main, print_json
from workbook_docs.records import Finding, Reading


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@WORKBOOK
@JSON
@click.option("--full", is_flag=True, help="Every answer, also of several files.")
def read(files: Sequence[Path], workbook: str | None, as_json: bool, full: bool) -> None:
    """Show what each returned FILE says, where it stood and how it was found.

    Of several files it tells a line each: how many answers, and how many things to look at.
    """
    from workbook_docs.hub.sources import find_sources
    from workbook_docs.report import terminal

    several = len(list(itertools.islice(find_sources(files), 2))) > 1
    readings: list[Reading] = []

    def show(reading: Reading) -> Sequence[Finding]:
        if as_json:
            print_json(reading.to_json())
        elif several and not full:
            readings.append(reading)
        else:
            terminal.print_reading(reading)
            if reading.outcome == "read" and reading.findings:
                terminal.print_findings(reading, reading.findings)
        return reading.findings

    try:
        _each(files, workbook, show)
    finally:
        if readings:
            terminal.print_readings(readings)
            terminal.say("Every answer: read one file, or say --full. For a program: --json.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@WORKBOOK
@JSON
@click.option("--final", is_flag=True, help="List also what is still to do.")
def check(files: Sequence[Path], workbook: str | None, as_json: bool, final: bool) -> None:
    """Check each returned FILE in the form's own words."""
    from workbook_docs.checks import check as check_reading
    from workbook_docs.report import terminal

    def show(reading: Reading) -> Sequence[Finding]:
        findings = check_reading(reading, final)
        if as_json:
            document = reading.to_json()
            document["findings"] = [finding.to_json() for finding in findings]
            print_json(document)
        elif reading.outcome != "read":
            terminal.say(f"{reading.file}: {findings[0].message}\n")
        else:
            terminal.print_findings(reading, findings)
        return findings

    _each(files, workbook, show)


def _each(
    files: Sequence[Path], workbook: str | None, show: Callable[[Reading], Sequence[Finding]]
) -> None:
    """Read each file, show it, and leave with the exit code that fits them all."""
    from workbook_docs.hub.sources import NotTaken, find_sources, opened
    from workbook_docs.reading import read_bytes, unreadable

    definition = named(workbook) if workbook else None
    worth_a_look = unread = done = 0
    for source in find_sources(files):
        if isinstance(source, NotTaken):
            if source.usual:
                click.echo(f"{source.name}: passed over. {source.reason}", err=True)
                continue
            reading = unreadable(source.name, source.outcome or "not-office", source.reason)
        else:
            with opened(source) as file:
                reading = read_bytes(file.read(), definition, name=source.name)
        findings = show(reading)
        done += reading.outcome == "read"
        unread += reading.outcome != "read"
        worth_a_look += any(finding.severity != "note" for finding in findings)
    if not done:
        if not unread:
            click.echo("There is no file here to read.", err=True)
        raise click.exceptions.Exit(2)
    if worth_a_look or unread:
        raise click.exceptions.Exit(1)
