"""The trial of a template."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from workbook_docs.cli.base import WORKBOOK, main, print_json


@main.command()
@click.argument("template_", metavar="TEMPLATE")
@WORKBOOK
@click.option("--records", type=click.IntRange(1, 1000), default=3, show_default=True,
              help="Invented records that are filled in.")  # fmt: skip
@click.option("--rounds", type=click.IntRange(0, 1000), default=6, show_default=True,
              help="Times that each is damaged by several habits at once.")  # fmt: skip
@click.option("--hands", type=click.IntRange(2, 20), default=5, show_default=True,
              help="Habits at once.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True,
              help="Another one invents other records and other damage.")  # fmt: skip
@click.option("--hand", "only", multiple=True, metavar="HABIT",
              help="This habit only; several are done one after the other.")  # fmt: skip
@click.option("--routes/--no-routes", default=True, show_default=True,
              help="Send the files through the programs that are installed.")  # fmt: skip
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Keep the files that were not read right in this folder.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), default=lambda: min(4, os.cpu_count() or 1),
              help="Processes side by side; by default one a processor, at most 4.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def conformance(
    template_: str, workbook: str | None, records: int, rounds: int, hands: int, seed: int,
    only: Sequence[str], routes: bool, keep: Path | None, workers: int, as_json: bool,
) -> None:  # fmt: skip
    """Try a TEMPLATE before you send it: what comes back right, and what does not.

    TEMPLATE is a .docx or .xlsx template of yours, or a WORKBOOK whose templates are meant. It
    is filled with invented records, damaged by every habit of people and editors that we know
    of, saved again by each program found here, and read. Exit code 0: it can be sent; 1: look
    at what was not read right.
    """
    from workbook_docs.conformance import template, trial, words
    from workbook_docs.report import terminal

    definition, files = template.chosen(template_, workbook)
    with stopped_as_by_hand(), terminal.steps(f"Trying {template_}") as tell:
        found = trial.conform(
            definition, files, records=records, rounds=rounds, seed=seed, hands=hands, only=only,
            routes=routes, keep=keep, workers=workers, progress=tell,
        )  # fmt: skip
    if as_json:
        print_json(found.to_json())
    else:
        for title, header, lines in words.tables(found):
            terminal.print_table(title, header, lines)
    if not as_json or found.stopped:
        named_with = f" --workbook {workbook}" if workbook else ""
        for line in words.advice(found, f"workbook-docs conformance {template_}{named_with}"):
            terminal.say(line, error=found.stopped)
    if not found.met:
        raise click.exceptions.Exit(1 if found.tried else 2)


@contextmanager
def stopped_as_by_hand() -> Iterator[None]:
    """A program that ends this one (`timeout`, a shutdown) is answered as Ctrl-C is."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
