"""Reports on studies, for reading inside the hub."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from workbook_docs.cli.base import FORCE, HUB, main, writing
from workbook_docs.errors import HubError

if TYPE_CHECKING:
    from workbook_docs.chapters import Report
    from workbook_docs.hub.sample import Sample

STUDIES = click.option("--study", "studies", multiple=True, metavar="REF",
                       help="Of this study only; may be given several times.")  # fmt: skip
ROUND = click.option("--round", "round_", help="Of this round only.")


def _output(endings: str) -> Callable[..., Any]:
    return click.option("-o", "--output", required=True, help=f"A {endings} file.",
                        type=click.Path(dir_okay=False, path_type=Path))  # fmt: skip


@main.group()
def report() -> None:
    """Write what teams said as reports, for use inside the hub and not for release."""


@report.command()
@HUB
@_output(".xlsx")
@ROUND
@FORCE
def answers(folder: Path, output: Path, round_: str | None, force: bool) -> None:
    """Studies by fields, and a sheet for each question with all answers side by side."""
    from workbook_docs.report.answers import answers_side_by_side

    _ending(output, (".xlsx",))
    with writing(folder, output, force):
        _write(output, answers_side_by_side(_samples(folder, round_)))


@report.command()
@HUB
@_output(".html or .docx")
@STUDIES
@ROUND
@FORCE
def studies(
    folder: Path, output: Path, studies: Sequence[str], round_: str | None, force: bool
) -> None:
    """One A4 page for each study, for a steering group or a team meeting."""
    from workbook_docs.report.studies import study_pages

    ending = _ending(output, (".html", ".docx"))
    with writing(folder, output, force):
        found = _samples(folder, round_)
        keys = _keys(found, studies)
        _write_report(output, study_pages(found, keys, "png" if ending == ".docx" else "svg"))


@report.command()
@HUB
@_output(".docx or .html")
@STUDIES
@ROUND
@FORCE
def biannual(
    folder: Path, output: Path, studies: Sequence[str], round_: str | None, force: bool
) -> None:
    """A draft under the four headings of the Biannual Progress Report, in teams' own words."""
    from workbook_docs.report.biannual import biannual_draft

    _ending(output, (".docx", ".html"))
    with writing(folder, output, force):
        found = _samples(folder, round_)
        _write_report(output, biannual_draft(found, _keys(found, studies)))


@report.command()
@HUB
@_output(".docx or .html")
@STUDIES
@FORCE
def changes(folder: Path, output: Path, studies: Sequence[str], force: bool) -> None:
    """What changed in each study since the round before."""
    from workbook_docs.report.changes import report_of_changes

    _ending(output, (".docx", ".html"))
    with writing(folder, output, force):
        found = _samples(folder, None)
        written = report_of_changes(found, _keys(found, studies))
        if not written.chapters:
            raise HubError("No study has returned in two rounds yet, so nothing can be compared.")
        _write_report(output, written)


def _samples(folder: Path, round: str | None) -> list[Sample]:
    from workbook_docs.hub import Hub

    with Hub(folder, create=False) as hub:
        found = hub.samples(date.today(), round)
    if not any(sample.sheets for sample in found):
        raise HubError("No return counts there yet: take some in with ingest.")
    return found


def _keys(samples: Sequence[Sample], studies: Sequence[str]) -> tuple[str, ...]:
    from workbook_docs.hub.studies import study_key

    known = {sheet.study for sample in samples for sheet in sample.sheets}
    keys = tuple(study_key(study) or "" for study in studies)
    for study, key in zip(studies, keys, strict=True):
        if key not in known:
            raise HubError(f"No return of the study “{study}” counts there.")
    return keys


def _ending(output: Path, endings: Sequence[str]) -> str:
    suffix = output.suffix.casefold()
    if suffix not in endings:
        raise click.UsageError(f"{output.name}: this is written as {' or '.join(endings)}.")
    return suffix


def _write_report(output: Path, written: Report) -> None:
    if not written.chapters:
        raise HubError("No form in this hub has the fields that this report is made of.")
    if output.suffix.casefold() == ".docx":
        from workbook_docs.word.report import write_report

        _write(output, write_report(written))
        return
    from workbook_docs.report.page import page

    _write(output, page(written).encode())


def _write(output: Path, data: bytes) -> None:
    from workbook_docs.copies import write

    write(output, data)
    click.echo(str(output))
