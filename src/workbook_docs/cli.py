"""The command `workbook-docs`: arguments in, one library call, text out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook_docs import __version__
from workbook_docs.catalogue import OWN_TEMPLATES, named
from workbook_docs.definition import Workbook
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.records import Finding, Reading
from workbook_docs.templates import FORMATS, Format

if TYPE_CHECKING:
    from workbook_docs.hub import Hub

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["docx", "xlsx", "both"]), default="both",
    show_default=True, help="Word, Excel or both.",
)  # fmt: skip
WORKBOOK = click.option(
    "--workbook", metavar="WORKBOOK", help="An id, or package.module:Class, of the definition."
)
LARGE_PRINT = click.option(
    "--large-print", is_flag=True, help="Word with letters of 16 points and more."
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a file on stdout.")

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HUB_TEMPLATES = "templates"
"""The folder of a hub that holds templates of its own."""


class _Command(click.Group):
    """One place where the library's errors become a line for a person and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookDocsError as problem:
            raise _Stopped(str(problem)) from problem
        except BrokenPipeError:
            # The reader of our output went away; there is nobody to tell.
            sys.stderr.close()
            raise click.exceptions.Exit(2) from None
        except OSError as problem:
            name = f"{problem.filename}: " if problem.filename else ""
            raise _Stopped(f"{name}{problem.strerror or problem}") from problem


class _Stopped(click.ClickException):
    exit_code = 2


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workbook-docs")
@click.option("--templates", type=click.Path(path_type=Path), envvar=OWN_TEMPLATES,
              help="The folder of your own templates, to send and to read by.")  # fmt: skip
def main(templates: Path | None) -> None:
    """Send planning workbooks out in Word and Excel, and read back whatever returns.

    WORKBOOK is an id (module-2, nine-cs) or package.module:Class. Exit code 0: done, nothing
    to look at; 1: done, with warnings or errors found; 2: nothing could be done.
    """
    # A definition of one's own is found beside one's work, as `python -m` finds it.
    # Last, so that no file there can take the place of a library.
    if "" not in sys.path:
        sys.path.append("")
    if templates is not None:
        from workbook_docs.templates import use_templates

        use_templates(templates)


def _formats(choice: str) -> tuple[Format, ...]:
    if choice == "both":
        return FORMATS
    return ("docx",) if choice == "docx" else ("xlsx",)


def _by_its_templates(
    context: click.Context, option: click.Parameter, folder: Path | None
) -> Path | None:
    """A hub's folder; templates that were built for the hub are used from now on."""
    given = context.find_root().params.get("templates")
    if folder is not None and given is None and (folder / HUB_TEMPLATES).is_dir():
        from workbook_docs.templates import use_templates

        use_templates(folder / HUB_TEMPLATES)
    return folder


# Sending out ---------------------------------------------------------------------------


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
        large = "-large-print" if large_print and suffix == "docx" else ""
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
@click.option("--hub", type=click.Path(path_type=Path), callback=_by_its_templates,
              help="Record the copies in this hub.")  # fmt: skip
def prefill(
    workbook: str,
    register: Path,
    output: Path,
    format_: str,
    large_print: bool,
    hub: Path | None,
) -> None:
    """Write a copy of WORKBOOK for each row of a register, with what is known filled in."""
    from workbook_docs.sending import load_register, send

    rows = load_register(register, named(workbook))
    sent = send(rows, output, _formats(format_), hub, large_print=large_print)
    click.echo(f"{len(sent)} files for {len(rows.rows)} copies in {output}.")


# Taking back ---------------------------------------------------------------------------


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@WORKBOOK
@JSON
def read(files: Sequence[Path], workbook: str | None, as_json: bool) -> None:
    """Show what each returned FILE says, where it stood and how it was found."""
    from workbook_docs.report import terminal

    def show(reading: Reading) -> Sequence[Finding]:
        if as_json:
            _print_json(reading.to_json())
        else:
            terminal.print_reading(reading)
            if reading.outcome == "read" and reading.findings:
                terminal.print_findings(reading, reading.findings)
        return reading.findings

    _each(files, workbook, show)


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
            _print_json(document)
        elif reading.outcome != "read":
            terminal.say(f"{reading.file}: {findings[0].message}")
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


def _print_json(document: Any) -> None:
    # Lone surrogates of a damaged file must not stop the line.
    text = json.dumps(document, ensure_ascii=False)
    click.echo(text.encode("utf-8", "replace").decode("utf-8"))


# The hub -------------------------------------------------------------------------------

HUB = click.option(
    "--hub", "folder", required=True, type=click.Path(path_type=Path), callback=_by_its_templates,
    help="The hub's folder.",
)  # fmt: skip


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
        raise _Stopped(f"There is nothing to take in: {', '.join(map(str, paths))} does not exist.")
    with Hub(folder) as hub, terminal.counted("Taking in") as step:

        def tell(result: IngestResult) -> None:
            step()
            if as_json:
                _print_json(result.to_json())
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
        _print_json(found.to_json())
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
              help="A .csv, .json or .xlsx file; without it a text on stdout.")  # fmt: skip
@click.option("--round", "round_", help="Of this round only.")
def stats(folder: Path, output: Path | None, round_: str | None) -> None:
    """Count what the returns say: exact figures for inside the hub, not for release."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    suffix = output.suffix.casefold() if output else ""
    if output and suffix not in (".csv", ".json", ".xlsx"):
        raise click.UsageError(f"{output.name}: statistics are written as .csv, .json or .xlsx.")
    with Hub(folder, create=False) as hub:
        found = hub.statistics(round=round_)
    if output is None:
        for title, header, lines in found.tables():
            terminal.print_table(title, header, lines)
        click.echo("Not for release: exact figures for use inside the hub.")
    elif suffix == ".csv":
        found.write_csv(output)
    elif suffix == ".xlsx":
        found.write_xlsx(output)
    else:
        from workbook_docs.copies import write

        write(output, json.dumps(found.to_json(), ensure_ascii=False, indent=2).encode())
    if output is not None:
        click.echo(str(output))


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


# The demo ------------------------------------------------------------------------------


@main.command()
@click.option("-o", "--output", default=Path("demo"), show_default=True,
              type=click.Path(path_type=Path), help="A new folder.")  # fmt: skip
def demo(output: Path) -> None:
    """Play an invented round of Module 2, from the register to the statistics."""
    from workbook_docs.demo.round import play

    play(output, click.echo)


# Definitions and templates ---------------------------------------------------------------


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
@click.option("--hub", "folder", type=click.Path(path_type=Path),
              help="Build your own templates for this hub, in its folder.")  # fmt: skip
@click.option("--cover", type=_FILE, help="Your own words for the cover, in Markdown.")
@click.option("--logo", type=_FILE, help="Your logo, .svg or .png.")
@click.option("--data-statement", type=_FILE,
              help="Your own data protection statement, in Markdown.")  # fmt: skip
def template_build(
    workbook: str,
    output: Path | None,
    folder: Path | None,
    cover: Path | None,
    logo: Path | None,
    data_statement: Path | None,
) -> None:
    """Build the Word and Excel templates of WORKBOOK from its Markdown text.

    With --cover, --logo or --data-statement they are your own: say where with -o or --hub,
    and give that folder to later commands as --templates (a hub's are found by --hub).
    """
    from workbook_docs.templates import kept_editions
    from workbook_docs.text.build import build

    if output and folder:
        raise click.UsageError("Say -o or --hub, not both.")
    if (cover or logo or data_statement) and not (output or folder):
        raise click.UsageError("Templates of your own need a folder of their own: say -o or --hub.")
    definition = named(workbook)
    kept = {path: path.read_bytes() for path in kept_editions(definition)}
    if folder:
        from workbook_docs.hub import Hub

        Hub(folder).close()
    into = output or (folder / HUB_TEMPLATES if folder else None)
    for path in build(definition, into, data_statement, cover=cover, logo=logo):
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


if __name__ == "__main__":
    main()
