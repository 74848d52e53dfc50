"""The command `workbook-docs`: arguments in, one library call, text out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from workbook_docs import __version__
from workbook_docs.definition import Workbook, named
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.records import Finding, Reading

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["docx", "xlsx", "both"]), default="both",
    show_default=True, help="Word, Excel or both.",
)  # fmt: skip
WORKBOOK = click.option(
    "--workbook", metavar="WORKBOOK", help="An id, or package.module:Class, of the definition."
)
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a file on stdout.")


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
def main() -> None:
    """Send planning workbooks out in Word and Excel, and read back whatever returns.

    WORKBOOK is an id (module-2, nine-cs) or package.module:Class. Exit code 0: done, nothing
    to look at; 1: done, with warnings or errors found; 2: nothing could be done.
    """
    # A definition of one's own is found beside one's work, as `python -m` finds it.
    if "" not in sys.path:
        sys.path.insert(0, "")


def _definition(name: str | None) -> type[Workbook] | None:
    return named(name) if name else None


def _formats(choice: str) -> tuple[str, ...]:
    return ("docx", "xlsx") if choice == "both" else (choice,)


# Sending out ---------------------------------------------------------------------------


@main.command()
@click.argument("workbook")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A folder.")
@FORMAT
def blank(workbook: str, output: Path, format_: str) -> None:
    """Write a blank WORKBOOK that anyone can fill in."""
    from workbook_docs.copies import fill

    definition = named(workbook)
    for suffix in _formats(format_):
        path = fill(definition, None, output / f"{definition.workbook_id}.{suffix}")
        click.echo(str(path))


@main.command()
@click.argument("workbook")
@click.option("--from", "register", required=True, type=click.Path(path_type=Path),
              help="The register: .csv, .xlsx or .json, a row a copy.")  # fmt: skip
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="A folder.")
@FORMAT
@click.option("--hub", type=click.Path(path_type=Path), help="Record the copies in this hub.")
def prefill(workbook: str, register: Path, output: Path, format_: str, hub: Path | None) -> None:
    """Write a copy of WORKBOOK for each row of a register, with what is known filled in."""
    from workbook_docs.sending import send

    sent = send(named(workbook), register, output, _formats(format_), hub)
    click.echo(f"{len(sent)} files in {output}")


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
    from workbook_docs.reading import read as read_file
    from workbook_docs.sources import files_in

    definition = _definition(workbook)
    worth_a_look = unread = done = 0
    for name, path in _expanded(files_in, files):
        reading = read_file(path, definition, name=name)
        findings = show(reading)
        done += reading.outcome == "read"
        unread += reading.outcome != "read"
        worth_a_look += any(finding.severity != "note" for finding in findings)
    if not done:
        raise click.exceptions.Exit(2)
    if worth_a_look or unread:
        raise click.exceptions.Exit(1)


def _expanded(
    files_in: Callable[[Path], Sequence[Path]], files: Sequence[Path]
) -> Iterator[tuple[str, Path]]:
    for path in files:
        if path.is_dir():
            inside = files_in(path)
            if not inside:
                click.echo(f"{path}: the folder holds no files.", err=True)
            yield from ((str(found.relative_to(path)), found) for found in inside)
        else:
            yield path.name, path


def _print_json(document: Any) -> None:
    # Lone surrogates of a damaged file must not stop the line.
    text = json.dumps(document, ensure_ascii=False)
    click.echo(text.encode("utf-8", "replace").decode("utf-8"))


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


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with its name and docstring, for click."""
    return wraps(function)(function)


if __name__ == "__main__":
    main()
