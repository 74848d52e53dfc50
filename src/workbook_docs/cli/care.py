"""Looking after a hub: rebuild, doctor, export, backup and restore, erase and readmit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workbook_docs.cli.base import DOCUMENT, FORCE, HUB, Stopped, main, print_json
from workbook_docs.wording import quantity

if TYPE_CHECKING:
    from workbook_docs.hub import Erasure

WHO = click.option("--who", help="Who does it; by default the user of this computer.")
REASON = click.option("--reason", help="Why; kept with the decision.")
PERSON = click.option("--person", metavar="EMAIL", help="A person, by e-mail address.")
STUDY = click.option("--study", metavar="REF", help="A study, by its reference.")


@main.group("hub")
def hub_group() -> None:
    """Look after a hub."""


@hub_group.command("rebuild")
@HUB
def hub_rebuild(folder: Path) -> None:
    """Read every original again and make the hub's tables anew, decisions included."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub:
        total = len(hub.returns())
        with terminal.batch(total, "Reading again") as step:
            results = hub.rebuild(progress=lambda result: step())
    for result in results:
        if result.message:
            click.echo(f"{result.file}: {result.message}", err=True)
    again = sum(result.status != "refused" for result in results)
    click.echo(f"{again} of {quantity(len(results), 'return')} read again.")
    if again < len(results):
        raise click.exceptions.Exit(1)


@hub_group.command("doctor")
@HUB
@click.option("--mend", is_flag=True, help="Mend what loses nothing by it, and say what was done.")
def hub_doctor(folder: Path, mend: bool) -> None:
    """Look for anything wrong in a hub; without --mend nothing is changed."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub:
        if mend:
            for done in hub.mend():
                click.echo(done)
        with terminal.counted("Looking") as step:
            problems = hub.doctor(step)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo("Nothing is wrong with this hub.")


@hub_group.command("export")
@click.argument("folder_out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@HUB
@click.option("--format", "format_", type=click.Choice(["csv", "parquet", "both"]), default="both",
              show_default=True, help="CSV, Parquet or both.")  # fmt: skip
@click.option("--group", "groups", multiple=True, metavar="NAME",
              help="A group.NAME column of the register that may go out; repeat it.")  # fmt: skip
@FORCE
def hub_export(
    folder_out: Path, folder: Path, format_: str, groups: Sequence[str], force: bool
) -> None:
    """Write the hub's tables into DIR for analysis elsewhere.

    Names, addresses, free text and file names are left out. Small numbers are not: what is
    written is not for release.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.hub.export import Format
    from workbook_docs.report import terminal

    formats: dict[str, tuple[Format, ...]] = {
        "csv": ("csv",), "parquet": ("parquet",), "both": ("csv", "parquet"),
    }  # fmt: skip
    with Hub(folder, create=False) as hub, terminal.counted("Writing") as step:
        written = hub.export(folder_out, formats[format_], groups, step, force=force)
    for path in written:
        click.echo(str(path))


@hub_group.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@HUB
def hub_backup(file: Path, folder: Path) -> None:
    """Write the whole hub into FILE, a .zip; returns may come in meanwhile.

    A file that is there is never overwritten.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    if file.exists():
        raise Stopped(f"{file} is there already. A backup takes no file's place: name another.")

    with Hub(folder, create=False) as hub, terminal.counted("Writing") as step:
        count = hub.backup(file, step)
    held = quantity(count, "original")
    click.echo(f"{file}: the hub with {held}. It holds people's answers: keep it safe.")


@hub_group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@HUB
@click.option("--erased-in", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="The hub as it was last: what was erased from it is erased again.")  # fmt: skip
@WHO
def hub_restore(file: Path, folder: Path, erased_in: Path | None, who: str | None) -> None:
    """Make a hub of the backup FILE, in a new folder; it is proved before it is put there."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with terminal.counted("Unpacking") as step:
        again = Hub.restore(file, folder, erased_in=erased_in, who=who, step=step)
    click.echo(f"{folder}: restored, and nothing is wrong with it.")
    if erased_in is not None:
        click.echo(f"Erased again, for it was erased since: {quantity(again, 'return')}.")
    else:
        click.echo(
            "What was erased after the backup was made is back. If the last hub is still there, "
            "restore once more with --erased-in.",
            err=True,
        )


@hub_group.command("erase")
@HUB
@PERSON
@STUDY
@click.option("--yes", is_flag=True, help="Do it without asking.")
@REASON
@WHO
@DOCUMENT
def hub_erase(
    folder: Path, person: str | None, study: str | None, yes: bool, reason: str | None,
    who: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Erase a person or a study from every file of the hub.

    Tells what would go, and where else a person is mentioned, for somebody to look at; then
    asks whether to erase it. Where nobody can be asked (in a script, with --json) nothing is
    erased without --yes. Exit code 1: nothing was erased yet, or there is a mention to look at.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    _one_of(person, study)
    with Hub(folder, create=False) as hub:

        def erase(do_it: bool) -> Erasure:
            with terminal.counted("Looking") as step:
                found = hub.erase(
                    person=person, study=study, yes=do_it, reason=reason, who=who, step=step
                )
            if not as_json:
                _print_erasure(found)
            return found

        erasure = erase(yes)
        if not (erasure.done or as_json):
            if terminal.can_ask() and click.confirm("Erase it? It cannot be taken back", err=True):
                erasure = erase(True)
            else:
                click.echo("Nothing was erased: say --yes to do it.")
    if as_json:
        print_json(erasure.to_json())
    if erasure.mentions or not erasure.done:
        raise click.exceptions.Exit(1)


def _print_erasure(erasure: Erasure) -> None:
    from workbook_docs.report import terminal

    title = "Erased" if erasure.done else "What would go"
    rows = [(r.file, r.study, r.sha256[:12], r.received.date()) for r in erasure.returns]
    if rows:
        terminal.print_table(title, ("File", "Study", "Return", "Received"), rows)
    returns = quantity(len(erasure.returns), "return")
    copies = quantity(len(erasure.copies), "issued copy", "issued copies")
    click.echo(f"{title}: {returns}, {copies}.")
    if erasure.mentions:
        terminal.print_table(
            "Mentioned elsewhere: please look",
            ("File", "Study", "Return", "Place"),
            [(m.file, m.study, (m.sha256 or "")[:12], m.place) for m in erasure.mentions],
        )
    if erasure.done:
        click.echo("Backups and exports made before today still hold it.")


@hub_group.command("readmit")
@HUB
@PERSON
@STUDY
@REASON
@WHO
def hub_readmit(
    folder: Path, person: str | None, study: str | None, reason: str | None, who: str | None
) -> None:
    """Let an erased person or study come back; the returns that were erased stay erased."""
    from workbook_docs.hub import Hub

    _one_of(person, study)
    with Hub(folder, create=False) as hub:
        hub.readmit(person=person, study=study, reason=reason, who=who)
    click.echo("New returns and copies are taken again.")


def _one_of(person: str | None, study: str | None) -> None:
    if (person is None) == (study is None):
        raise click.UsageError("Say either --person EMAIL or --study REF.")
