"""The hub: taking returns in, telling how the collecting stands, and looking after the store."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import (
    DOCUMENT,
    FORCE,
    HUB,
    JSON,
    WORKBOOK,
    Stopped,
    is_new_hub,
    main,
    print_json,
    say_new_hub,
    writing,
)
from workbook_docs.definition import Workbook
from workbook_docs.wording import quantity

if TYPE_CHECKING:
    from workbook_docs.hub import Hub, IngestResult, Register

MOST_FILES_SHOWN = 60
"""Files up to which a batch is listed one by one; of more, only those to look at."""


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
    """Take returned files, folders and .zip archives into the hub.

    Files that are in the hub already are passed quickly, so that a batch that was stopped
    goes on where it was.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.hub.ingest import left_where_it_is
    from workbook_docs.hub.sources import NotTaken, find_sources
    from workbook_docs.report import terminal

    if not any(path.exists() for path in paths):
        raise Stopped(f"There is nothing to take in: {', '.join(map(str, paths))} does not exist.")
    definition = named(workbook) if workbook else None
    taken: list[IngestResult] = []

    def tell(result: IngestResult) -> None:
        taken.append(result)
        if as_json:
            print_json(result.to_json())
        elif result.message:
            click.echo(f"{result.file}: {result.message}", err=True)

    total, left = 0, []
    for source in find_sources(paths, apart_from=folder):
        total += 1
        if isinstance(source, NotTaken):
            left.append(source)
    new = is_new_hub(folder)
    try:
        if new and total == len(left):
            for nothing in left:
                tell(left_where_it_is(nothing))
            raise Stopped("There is nothing to take in, and no hub was made.")
        with Hub(folder) as hub, terminal.batch(total, "Taking in") as step:
            if new:
                say_new_hub(folder)

            def tell_and_step(result: IngestResult) -> None:
                step()
                tell(result)

            hub.ingest(paths, definition, workers=workers, progress=tell_and_step)
    except KeyboardInterrupt:
        so_far = (
            f" after {len(taken)} of {quantity(total, 'file')}; each of them is in the hub whole"
        )
        click.echo(
            f"Stopped{so_far if taken else ''}. Run the same command again for the rest.", err=True
        )
        raise click.exceptions.Exit(1 if taken else 2) from None
    if not as_json:
        _print_taken(taken)
    kept = [r for r in taken if r.status != "passed over"]
    if not any(r.outcome == "read" for r in kept):
        raise click.exceptions.Exit(2)
    if any(r.findings or r.outcome != "read" for r in kept):
        raise click.exceptions.Exit(1)


def _print_taken(taken: Sequence[IngestResult]) -> None:
    from workbook_docs.hub.outcomes import closing
    from workbook_docs.report import terminal

    rows = [(r.file, r.study or "", r.status, r.findings or "") for r in taken]
    if len(rows) > MOST_FILES_SHOWN:
        rows = [
            row
            for row, r in zip(rows, taken, strict=True)
            if r.findings or r.outcome != "read" or r.status == "as sent"
        ]
    if rows:
        terminal.print_table("Taken in", ("File", "Study", "What became of it", "To look at"), rows)
    terminal.print_table("In all", ("What became of them", "Files"), closing(taken))


@main.command()
@HUB
@click.option("--register", type=click.Path(path_type=Path), help="Who was to return one.")
@WORKBOOK
@DOCUMENT
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="A .json, .csv (a line a copy) or .xlsx file.")  # fmt: skip
@click.option("--chase", type=click.Path(dir_okay=False, path_type=Path),
              help="Write whom to ask for what, with addresses, as .csv or .xlsx.")  # fmt: skip
@click.option("--round", "round_", help="Of this round only.")
@FORCE
def status(
    folder: Path, register: Path | None, workbook: str | None, as_json: bool,
    output: Path | None, chase: Path | None, round_: str | None, force: bool,
) -> None:  # fmt: skip
    """Tell who has returned, who has not, and what could not be read."""
    from workbook_docs.hub import Hub
    from workbook_docs.hub.status import write_chase_list, write_status
    from workbook_docs.report import terminal

    with ExitStack() as files:
        for file in (output, chase):
            files.enter_context(writing(folder, file, force))
        with Hub(folder, create=False) as hub:
            rows = register_of(hub, register, workbook)
            found = hub.status(rows, round=round_)
        if output is not None:
            write_status(found, output)
            click.echo(str(output), err=as_json)
        if chase is not None:
            count = write_chase_list(found, chase)
            asked = quantity(count, "copy", "copies")
            click.echo(f"{chase}: {asked} to ask for.", err=as_json)
    if as_json:
        print_json(found.to_json())
        return
    if output is not None or chase is not None:
        return
    tables = found.tables()
    for title, header, lines in tables:
        terminal.print_table(title, header, lines)
    if not tables:
        click.echo("The hub holds no copies and no returns yet.")


def register_of(hub: Hub, path: Path | None, workbook: str | None) -> Register | None:
    """The register of a file, if one is given, with what is odd about it said aloud."""
    from workbook_docs.sending import load_register, tell_of_erased

    if path is None:
        return None
    found = load_register(path, register_workbook(hub, workbook))
    tell_of_erased(found, hub)
    return found


def register_workbook(hub: Hub, name: str | None) -> type[Workbook]:
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
@FORCE
def stats(
    folder: Path, output: Path | None, round_: str | None, by: str | None, force: bool
) -> None:
    """Count what the returns say: exact figures for inside the hub, not for release."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    if output is not None:
        from workbook_docs.report.statistics import writer_for

        writer_for(output)  # said before anything is counted
    with writing(folder, output, force):
        with Hub(folder, create=False) as hub:
            found = hub.statistics(round=round_, by=by)
        if output is None:
            for title, header, lines in found.tables():
                terminal.print_table(title, header, lines)
            if found.parts:
                click.echo(found.parts)
            click.echo("Not for release: exact figures for use inside the hub.")
            return
        from workbook_docs.report.statistics import write_statistics

        drawn = partial(terminal.tracked, what="Statistics")
        click.echo(str(write_statistics(found, output, drawn)))
