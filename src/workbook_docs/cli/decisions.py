"""What a person decides about returns, and what is done for those that are missing."""

from __future__ import annotations

from pathlib import Path

import click

from workbook_docs.catalogue import named
from workbook_docs.cli.base import DOCUMENT, FORCE, HUB, WORKBOOK, print_json, writing
from workbook_docs.cli.care import REASON, WHO, hub_group
from workbook_docs.cli.hub import register_of
from workbook_docs.wording import quantity

RETURN = click.argument("return_", metavar="RETURN")


@hub_group.command("returns")
@HUB
@click.option("--study", metavar="REF", help="Of this study only.")
@click.option("--round", "round_", help="Of this round only.")
@DOCUMENT
def hub_returns(folder: Path, study: str | None, round_: str | None, as_json: bool) -> None:
    """List the returns of a hub: study, standing, file and hash of each."""
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub:
        found = hub.returns(study=study, round=round_)
    if as_json:
        print_json([one.to_json() for one in found])
        return
    rows = [
        (
            r.sha256[:12],
            r.study,
            r.round,
            r.standing + (", as it was sent" if r.as_sent else ""),
            "yes" if r.counted else "",
            r.file,
        )
        for r in found
    ]
    header = ("Return", "Study", "Round", "Standing", "Counted", "File")
    terminal.print_table("Returns", header, rows)


@hub_group.command("show")
@RETURN
@HUB
@DOCUMENT
def hub_show(return_: str, folder: Path, as_json: bool) -> None:
    """Show what RETURN says today, corrections beside what was read.

    RETURN is a file, or the first characters of a return's hash.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub:
        found = hub.find(return_)
        if as_json:
            print_json(hub.document(found))
            return
        answers = hub.answers(found)
        decisions = hub.decisions(found)
    rows = [
        (
            answer.path,
            terminal.short(answer.raw or ""),
            terminal.STATES[answer.state],
            "" if answer.corrected is None else terminal.short(str(answer.value)),
            "" if answer.corrected is None else answer.corrected["by"],
        )
        for answer in answers
        if answer.state not in ("blank", "prompt", "not-asked") or answer.corrected
    ]
    facts = ", ".join(filter(None, (found.study, found.round, found.standing)))
    header = ("Field", "Typed", "State", "Corrected to", "By")
    terminal.print_table(f"{found.file} ({facts})", header, rows)
    if decisions:
        terminal.print_table(
            "Decisions", ("On", "What", "About", "By", "Why"),
            [(d["at"][:10], d["what"], d["about"], d["by"], d["why"]) for d in decisions],
        )  # fmt: skip


@hub_group.command("assign")
@RETURN
@HUB
@click.option("--study", required=True, metavar="REF", help="The study it belongs to.")
@click.option("--round", "round_", metavar="ROUND",
              help="The round it belongs to, where its copy code does not tell.")  # fmt: skip
@REASON
@WHO
def hub_assign(
    return_: str, folder: Path, study: str, round_: str | None, reason: str | None, who: str | None
) -> None:
    """Say to which study RETURN belongs, and to which round.

    RETURN is a file, or the first characters of a return's hash.
    """
    from workbook_docs.hub import Hub

    with Hub(folder, create=False) as hub:
        given = hub.assign(return_, study, round=round_, reason=reason, who=who)
        found = hub.find(return_)
        issued = any(copy.study == given for copy in hub.copies())
    of_round = f", round {found.round}" if round_ else ""
    click.echo(f"{found.file} belongs to study {given}{of_round}.")
    if not issued:
        click.echo(f"Note: no copy was issued to a study {given}.", err=True)


@hub_group.command("correct")
@RETURN
@click.argument("path")
@click.argument("value")
@HUB
@WORKBOOK
@REASON
@WHO
def hub_correct(
    return_: str, path: str, value: str, folder: Path, workbook: str | None,
    reason: str | None, who: str | None,
) -> None:  # fmt: skip
    """Put VALUE in the place of what RETURN says at PATH; what was read stays beside it.

    PATH is such as next_review_date or initial_matrix[0].impact (rows from 0; the one after
    the last adds a row), or a printed label; “schema WORKBOOK --paths” lists all. VALUE is what
    one would type; "" makes a blank. Entries of a list stand one a line.
    """
    from workbook_docs.hub import Hub

    with Hub(folder, create=False) as hub:
        if workbook:
            hub.remember(named(workbook))
        hub.correct(return_, path, value, reason=reason, who=who)
        found = hub.find(return_)
    click.echo(f"{found.file}: {path} is corrected.")
    if not found.counted:
        why = {
            "superseded": "another return of its copy counts",
            "conflict": "it contradicts another return of its copy",
        }.get(found.standing, "another return of its study and round counts")
        if found.study is None:
            why = "its study is not known"
        click.echo(f"Note: this return does not count: {why}.", err=True)


@hub_group.command("prefer")
@RETURN
@HUB
@REASON
@WHO
def hub_prefer(return_: str, folder: Path, reason: str | None, who: str | None) -> None:
    """Say that RETURN counts, and not the others of its copy, or of its study and round.

    RETURN is a file, or the first characters of a return's hash.
    """
    from workbook_docs.hub import Hub

    with Hub(folder, create=False) as hub:
        over = hub.prefer(return_, reason=reason, who=who)
        found = hub.find(return_)
    others = ", ".join(digest[:12] for digest in over)
    click.echo(f"{found.file} counts before {others}.")


# Those that are missing --------------------------------------------------------------------


@hub_group.command("remind")
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="A folder for the drafts.")  # fmt: skip
@HUB
@click.option("--register", type=click.Path(path_type=Path), help="Who was to return one.")
@click.option("--round", "round_", help="Of this round only.")
@WORKBOOK
@FORCE
def hub_remind(
    output: Path, folder: Path, register: Path | None, round_: str | None, workbook: str | None,
    force: bool,
) -> None:  # fmt: skip
    """Write a reminder for each copy that is missing: an .eml draft with a fresh copy.

    Nothing is sent: each opens in a mail program, to be read and sent by you. A draft that
    you changed is left as it is.
    """
    from workbook_docs.hub import Hub
    from workbook_docs.report import terminal

    with Hub(folder, create=False) as hub:
        rows = register_of(hub, register, workbook)
        with terminal.counted("Writing") as step:
            drafts = hub.remind(output, rows, step=step, round=round_, force=force)
    written = [draft for draft in drafts if draft.path is not None]
    for draft in drafts:
        if draft.path is None:
            about = draft.missing.study or draft.missing.copy or "a copy"
            of_round = f" in round {draft.missing.round}" if draft.missing.round else ""
            click.echo(f"No draft for {about}{of_round}: {draft.why}.", err=True)
    click.echo(f"{quantity(len(written), 'draft')} in {output}.")
    if len(written) < len(drafts):
        raise click.exceptions.Exit(1)


@hub_group.command("calendar")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="An .ics file.")  # fmt: skip
@HUB
@click.option("--round", "round_", help="Of this round only.")
@FORCE
def hub_calendar(output: Path, folder: Path, round_: str | None, force: bool) -> None:
    """Write the days on which copies are due, and those that teams planned, as a calendar."""
    from workbook_docs.hub import Hub

    with writing(folder, output, force), Hub(folder, create=False) as hub:
        count = hub.calendar(output, round=round_)
    click.echo(f"{output}: {quantity(count, 'day')}.")
