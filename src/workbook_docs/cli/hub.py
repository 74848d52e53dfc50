"""The hub: taking returns in, telling how the collecting stands, and looking after the store."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import HUB, JSON, WORKBOOK, Stopped, main, print_json
from workbook_docs.definition import Workbook

if TYPE_CHECKING:
    from workbook_docs.hub import Hub


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@HUB
@WORKBOOK
@JSON
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True,
              help="Processes that read side by side.")  # fmt: skip
def ingest(
    paths: Sequence[Path], folder: Path, workbook: str | None, as_json: bool, workers: int
) -> None:
    """Take returned files, folders and .zip archives into the hub."""
    from workbook_docs.hub import Hub
    from workbook_docs.hub.ingest import IngestResult
    from workbook_docs.report import terminal

    if not any(path.exists() for path in paths):
        raise Stopped(f"There is nothing to take in: {', '.join(map(str, paths))} does not exist.")
    with Hub(folder) as hub, terminal.counted("Taking in") as step:

        def tell(result: IngestResult) -> None:
            step()
            if as_json:
                print_json(result.to_json())
            elif result.message:
                click.echo(f"{result.file}: {result.message}", err=True)

        definition = named(workbook) if workbook else None
        taken = hub.ingest(paths, definition, workers=workers, progress=tell)
    if not as_json:
        rows = [(r.file, r.study or "", r.status, r.findings or "") for r in taken]
        terminal.print_table("Taken in", ("File", "Study", "What became of it", "To look at"), rows)
    kept = [r for r in taken if r.status != "passed over"]
    if not any(r.outcome == "read" for r in kept):
        raise click.exceptions.Exit(2)
    if any(r.findings or r.outcome != "read" for r in kept):
        raise click.exceptions.Exit(1)


@main.command()
@HUB
@click.option("--register", type=click.Path(path_type=Path), help="Who was to return one.")
@WORKBOOK
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def status(folder: Path, register: Path | None, workbook: str | None, as_json: bool) -> None:
    """Tell who has returned, who has not, and what could not be read."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal
    from workbook_docs.sending import load_register

    with Hub(folder, create=False) as hub:
        rows = load_register(register, _register_workbook(hub, workbook)) if register else None
        found = hub.status(rows)
    if as_json:
        print_json(found.to_json())
        return
    tables = found.tables()
    for title, header, lines in tables:
        terminal.print_table(title, header, lines)
    if not tables:
        click.echo("The hub holds no copies and no returns yet.")


def _register_workbook(hub: Hub, name: str | None) -> type[Workbook]:
    """The workbook that a register's columns belong to: the one named, or the hub's only one."""
    if name:
        return named(name)
    held = sorted(hub.definitions()) or ["module-2"]
    if len(held) > 1:
        raise click.UsageError(f"The hub holds {', '.join(held)}: say which with --workbook.")
    return hub.definition(held[0])


@main.command()
@HUB
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="A .html, .docx, .xlsx, .csv or .json file; without it text.")  # fmt: skip
@click.option("--round", "round_", help="Of this round only.")
@click.option("--by", metavar="SPLIT",
              help="Each figure also by round, or by a group: group.theme.")  # fmt: skip
def stats(folder: Path, output: Path | None, round_: str | None, by: str | None) -> None:
    """Count what the returns say: exact figures for inside the hub, not for release."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    if output is not None:
        from workbook_docs.report.statistics import writer_for

        writer_for(output)  # said before anything is counted
    with Hub(folder, create=False) as hub:
        found = hub.statistics(round=round_, by=by)
    if output is None:
        for title, header, lines in found.tables():
            terminal.print_table(title, header, lines)
        click.echo("Not for release: exact figures for use inside the hub.")
        return
    from workbook_docs.report.statistics import write_statistics

    drawn = partial(terminal.tracked, what="Statistics")
    click.echo(str(write_statistics(found, output, drawn)))


@main.group("hub")
def hub_group() -> None:
    """Look after a hub."""


@hub_group.command("rebuild")
@HUB
def hub_rebuild(folder: Path) -> None:
    """Read every original again and make the hub's tables anew."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub, terminal.counted("Reading again") as step:
        results = hub.rebuild(progress=lambda result: step())
    for result in results:
        if result.message:
            click.echo(f"{result.file}: {result.message}", err=True)
    again = sum(result.status != "refused" for result in results)
    click.echo(f"{again} of {len(results)} returns were read again.")
    if again < len(results):
        raise click.exceptions.Exit(1)


@hub_group.command("doctor")
@HUB
def hub_doctor(folder: Path) -> None:
    """Look for anything wrong in a hub; nothing is changed."""
    from workbook_docs.hub import Hub

    with Hub(folder, create=False) as hub:
        problems = hub.doctor()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("Nothing is wrong with this hub.")
