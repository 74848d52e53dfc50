"""Sending out: a register and a workbook become a folder of copies, recorded in the hub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbook_docs import anchors
from workbook_docs.copies import fill
from workbook_docs.definition import Workbook
from workbook_docs.errors import HubError, WorkbookDocsError
from workbook_docs.records import Copy
from workbook_docs.report import terminal
from workbook_docs.templates import Format

if TYPE_CHECKING:
    from workbook_docs.hub import Hub, IssuedCopy
    from workbook_docs.hub.held import Held
    from workbook_docs.hub.register import Register, RegisterRow


@dataclass(frozen=True, slots=True)
class Sent:
    """One file that was written: for which row of the register, and the copy it is."""

    row: RegisterRow
    copy: Copy
    format: Format
    path: Path


def send(
    register: Register,
    output: Path,
    formats: tuple[Format, ...],
    hub: Path | None = None,
    codes: tuple[str | None, ...] | None = None,
    today: date | None = None,
    *,
    large_print: bool = False,
) -> list[Sent]:
    """Write a copy for each row of a register and format, and record them in a hub.

    Args:
        register: as `hub.register.load` gives it: every problem was reported before.
        output: the folder; file names are what a person recognises.
        formats: which files each row gets. Both files of a row are one copy.
        hub: the folder of the hub that remembers the copies.
        codes: the codes of the copies, a row one, where they must not be fresh.
        today: the day of issue.
        large_print: letters of 16 points and more; the names of the files say so.

    Returns:
        What was written, in order of the register.

    Raises:
        HubError: where the hub cannot be used, or cannot take a copy; nothing is written then.
        WorkbookDocsError: naming files that are there already; nothing is written then.
    """
    names = [file_name(row, format, large_print) for row in register.rows for format in formats]
    there = [name for name in names if (output / name).exists()]
    if there:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        raise WorkbookDocsError(
            f"{output} holds {', '.join(there[:3])}{more} already. Nothing was written: take "
            f"{'it' if len(there) == 1 else 'them'} away, or choose another folder."
        )
    held = _codes_held(register, hub) if hub is not None else None
    codes = codes or held or (None,) * len(register.rows)
    sent = [
        Sent(row, copy, format, output / file_name(row, format, large_print))
        for row, copy in [(row, _copy(row, codes[n])) for n, row in enumerate(register.rows)]
        for format in formats
    ]
    copies = _issued(sent, today or date.today()) if hub is not None else []
    if hub is not None:
        with _hub(hub) as store:
            store.check_copies(copies)
    try:
        for one in terminal.tracked(sent, "Writing copies"):
            record = one.row.record
            fill(register.workbook, record, one.path, one.copy, large_print=large_print)
        if hub is not None:
            with _hub(hub) as store:
                store.record_copies(copies, register.workbook)
    except BaseException:
        # A copy that the hub does not know must not be sent.
        for one in sent:
            one.path.unlink(missing_ok=True)
        raise
    return sent


def file_name(row: RegisterRow, format: Format, large_print: bool) -> str:
    """The name of a copy's file."""
    large = "-large-print" if large_print else ""
    return f"{row.file_stem}{large}.{format}"


def _hub(folder: Path) -> Hub:
    from workbook_docs.hub import Hub

    return Hub(folder)


def _issued(sent: list[Sent], today: date) -> list[IssuedCopy]:
    from workbook_docs.hub.issued import issued

    formats: dict[str, list[str]] = {}
    for one in sent:
        formats.setdefault(one.copy.id, []).append(one.format)
    copies = {
        one.copy.id: issued(one.row, one.copy.id, "+".join(formats[one.copy.id]), today)
        for one in sent
    }
    return list(copies.values())


def _codes_held(register: Register, hub: Path) -> tuple[str | None, ...]:
    """The code by which a hub knows the copy of each row already: made again, it is the same."""
    from workbook_docs.hub.collecting import codes_of, row_key

    with _hub(hub) as store:
        held = store.copies()
        erased = store.erased_rows(register)
    if erased:
        raise HubError(
            f"{_rows(erased)} {'is' if len(erased) == 1 else 'are'} for a person or study that was "
            "erased. Nothing was written: take what was erased out of the register; or, if they "
            "have come back, say so with “hub readmit”."
        )
    _tell_of_rounds(register, {copy.round for copy in held if copy.round})
    workbook, codes = register.workbook.workbook_id, codes_of(held)
    found = [
        # Without an e-mail address nobody can tell whether it is the same person's copy.
        codes.get(row_key(row.copy_study, row.round, row.email, workbook))
        if row.copy_study and row.email
        else None
        for row in register.rows
    ]
    # Two rows that fit one copy are two copies, and which is which nobody can tell.
    fitting = Counter(found)
    return tuple(code if code and fitting[code] == 1 else None for code in found)


def _rows(numbers: Sequence[int], most: int = 5) -> str:
    """Rows of a register by their numbers, as a message begins with them."""
    more = f" and {len(numbers) - most} more" if len(numbers) > most else ""
    shown = ", ".join(map(str, numbers[:most]))
    return f"{'Row' if len(numbers) == 1 else 'Rows'} {shown}{more}"


def _tell_of_rounds(register: Register, known: set[str]) -> None:
    """Say where a round is nearly one that the hub knows."""
    from workbook_docs.hub.register import round_key

    spelt = {round_key(round): round for round in sorted(known)}
    for round in sorted({row.round for row in register.rows if row.round} - known):
        if near := spelt.get(round_key(round)):
            terminal.say(
                f"The round is new to the hub: “{round}”. It knows “{near}”; if that is meant, "
                "spell it so.", error=True,
            )  # fmt: skip


def tell_of_erased(register: Register, hub: Held) -> None:
    """Say on stderr which rows of a register are for whom was erased, and so are left out."""
    if numbers := hub.erased_rows(register):
        are = "is" if len(numbers) == 1 else "are"
        terminal.say(
            f"{_rows(numbers)} {are} for a person or study that was erased, and left out.",
            error=True,
        )


def _copy(row: RegisterRow, code: str | None) -> Copy:
    fresh = anchors.new_copy(row.copy_study, row.round, row.due)
    known = row.copy or code
    return Copy(known, fresh.study, fresh.round, fresh.due) if known else fresh


def load_register(path: Path, workbook: type[Workbook]) -> Register:
    """The register of a file, its ignored columns and notes said aloud on stderr."""
    from workbook_docs.hub.register import load

    register = load(path, workbook, partial(terminal.tracked, what="Reading the register"))
    if register.ignored:
        columns = ", ".join(f"“{name}”" for name in register.ignored)
        name = workbook.workbook_id
        terminal.say(
            f"Ignored, for they are no fields of {name}: the columns {columns}. To keep one for "
            "statistics, call it group.… (such as group.theme).", error=True,
        )  # fmt: skip
    for note in register.notes:
        terminal.say(note, error=True)
    return register
