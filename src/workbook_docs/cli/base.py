"""What every command shares: the root command, its options, and how errors are told."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from workbook_docs import __version__
from workbook_docs.catalogue import OWN_TEMPLATES
from workbook_docs.errors import WorkbookDocsError

FORMAT = click.option(
    "--format", "format_", type=click.Choice(["docx", "xlsx", "both"]), default="both",
    show_default=True, help="Word, Excel or both.",
)  # fmt: skip
WORKBOOK = click.option(
    "--workbook", metavar="WORKBOOK", help="An id, or package.module:Class, of the definition."
)
LARGE_PRINT = click.option("--large-print", is_flag=True, help="Letters of 16 points and more.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object a file on stdout.")
DOCUMENT = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
FORCE = click.option(
    "--force", is_flag=True, help="Overwrite also what was not written here, or changed since."
)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HUB_TEMPLATES = "templates"
"""The folder of a hub that holds templates of its own: `hub.store.TEMPLATES`, not imported."""


def by_its_templates(
    context: click.Context, option: click.Parameter, folder: Path | None
) -> Path | None:
    """A hub's folder; templates that were built for the hub are used from now on."""
    given = context.find_root().params.get("templates")
    if folder is not None and given is None and (folder / HUB_TEMPLATES).is_dir():
        from workbook_docs.templates import use_templates

        use_templates(folder / HUB_TEMPLATES)
    return folder


HUB = click.option(
    "--hub", "folder", required=True, type=click.Path(path_type=Path), callback=by_its_templates,
    help="The hub's folder.",
)  # fmt: skip


class _Command(click.Group):
    """One place where the library's errors become a line for a person and exit code 2."""

    def main(self, *args: Any, **extra: Any) -> Any:
        # A console, or a pipe on Windows, may know fewer letters than people type.
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookDocsError as problem:
            raise Stopped(str(problem)) from problem
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            raise click.exceptions.Exit(2) from None
        except BrokenPipeError:
            # The reader of our output went away; there is nobody to tell.
            sys.stderr.close()
            raise click.exceptions.Exit(2) from None
        except OSError as problem:
            name = f"{problem.filename}: " if problem.filename else ""
            raise Stopped(f"{name}{problem.strerror or problem}") from problem


class Stopped(click.ClickException):
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


def is_new_hub(folder: Path | None) -> bool:
    """Whether a hub would be made by opening it: for one that was meant, its name is mistyped."""
    from workbook_docs.hub.store import HUB as DATABASE

    return folder is not None and not (folder / DATABASE).is_file()


def say_new_hub(folder: Path | None) -> None:
    """Say that a hub was made, in case another was meant."""
    click.echo(f"A new hub was made: {folder}", err=True)


@contextmanager
def writing(folder: Path, output: Path | None, force: bool) -> Iterator[None]:
    """Write one file beside a hub: refused before any work where it would take another's place.

    Args:
        folder: the hub's: it remembers what it wrote.
        output: the file; None where none is asked for.
        force: overwrite whatever is there.
    """
    from workbook_docs.hub.outputs import refuse_foreign, remember

    if output is not None and not force:
        refuse_foreign(folder, [output])
    yield
    if output is not None:
        remember(folder, output)


def print_json(document: Any, indent: int | None = None) -> None:
    """Print one JSON document on stdout: in UTF-8, whatever the letters of the console."""
    text = json.dumps(document, ensure_ascii=False, indent=indent)
    # Lone surrogates of a damaged file must not stop the line.
    click.echo(text.encode("utf-8", "replace"))
