"""Reminders as drafts: a message for each copy that has not come back, the copy attached.

Nothing is sent. A draft opens in a mail program ready to be read, changed and sent by a
person (`X-Unsent`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from workbook_docs.copies import filled_bytes, write
from workbook_docs.definition import Workbook, fields_of, title_of
from workbook_docs.hub.issued import IssuedCopy
from workbook_docs.hub.register import people_of, safe_name
from workbook_docs.hub.status import CAME_AS_SENT, MissingCopy
from workbook_docs.records import Copy
from workbook_docs.templates import FORMATS, Format
from workbook_docs.values import show

_TYPES = {
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """A draft that was written; `path` is None, and `why` says why, where none could be."""

    missing: MissingCopy
    path: Path | None
    why: str = ""


def write_reminders(
    missing: Iterable[MissingCopy],
    copies: Iterable[IssuedCopy],
    definition: Callable[[str], type[Workbook]],
    folder: Path,
    own: Callable[[Path], bool],
) -> Iterator[Reminder]:
    """Write a draft for each copy that has not come back.

    Args:
        missing: as the status lists them.
        copies: as they were issued: the attached copy has the same code and content.
        definition: gives the definition of a workbook by its id.
        folder: where the drafts go, one .eml file each.
        own: whether a draft that is there already may be written anew.
    """
    issued = {copy.id: copy for copy in copies}
    taken: set[str] = set()
    for one in missing:
        copy = issued.get(one.copy or "")
        if not _is_address(one.email):
            why = "its e-mail address is none" if one.email else "no e-mail address is known"
            yield Reminder(one, None, why)
        elif copy is None:
            yield Reminder(one, None, "no copy was issued by this hub: use “prefill” first")
        else:
            name = _free(f"{one.study or copy.id} {copy.id}", taken)
            path = folder / f"{name}.eml"
            if path.exists() and not own(path):
                why = f"{path} is there already, and was changed since it was written"
                yield Reminder(one, None, f"{why}; take it away, or say --force")
                continue
            write(path, _draft(one, copy, definition(copy.workbook)).as_bytes(policy=SMTP))
            yield Reminder(one, path)


def _is_address(text: str | None) -> bool:
    address = parseaddr(text or "")[1]
    name, at, domain = address.rpartition("@")
    plain = address == (text or "").strip() and address.isascii() and address.isprintable()
    return bool(name and at and domain and plain and " " not in address)


def _free(name: str, taken: set[str]) -> str:
    stem, number = safe_name(name), 1
    while stem.casefold() in taken:
        number += 1
        stem = f"{safe_name(name)}-{number}"
    taken.add(stem.casefold())
    return stem


def _draft(missing: MissingCopy, copy: IssuedCopy, workbook: type[Workbook]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    name, _, domain = str(missing.email).strip().rpartition("@")
    # Of a text that is taken apart again, a name with marks of its own could be an address.
    message["To"] = Address(_one_line(missing.name or ""), name, domain)
    title, study = title_of(workbook), _one_line(missing.study or "")
    about = f"{title} for {study}" if study else title
    of_round = f", round {_one_line(missing.round)}" if missing.round else ""
    message["Subject"] = f"Reminder: {about}{of_round}"
    message.set_content(_words(missing, about))
    for format in _formats(copy):
        stem = safe_name("-".join(filter(None, (study, workbook.workbook_id, copy.round))))
        message.add_attachment(
            _copy_again(copy, workbook, format),
            maintype="application",
            subtype=_TYPES[format],
            filename=f"{stem}.{format}",
        )
    return message


def _words(missing: MissingCopy, about: str) -> str:
    name = _one_line(missing.name or "")
    due = ""
    if missing.due is not None:
        was = "was" if missing.overdue_days else "is"
        due = f" It {was} due on {show('day', missing.due)}."
    why = f"We have not yet had {about} back from you.{due}"
    if missing.reason == CAME_AS_SENT:
        why = f"{about} came back to us as it was sent, with nothing filled in.{due}"
    return (
        f"Dear {name or 'colleague'},\n\n"
        f"{why} If you have sent it, please forgive "
        "this message; it may have crossed with yours.\n\n"
        "A fresh copy is attached, in case the first is not at hand. If you have begun one, "
        "please go on with that: nothing is lost. Blank answers are welcome; “not yet” is an "
        "answer too.\n\n"
        "Thank you.\n"
    )


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _formats(copy: IssuedCopy) -> tuple[Format, ...]:
    wanted = (copy.format or "").split("+")
    return tuple(format for format in FORMATS if format in wanted) or FORMATS


def _copy_again(copy: IssuedCopy, workbook: type[Workbook], format: Format) -> bytes:
    """The bytes of a copy as it was issued: the same code, the same content."""
    whom = Copy(copy.id, copy.study, copy.round, copy.due)
    return filled_bytes(workbook, _content(copy, workbook), format, whom)


def _content(copy: IssuedCopy, workbook: type[Workbook]) -> dict[str, Any]:
    if copy.prefilled:
        return dict(copy.prefilled)
    # Hubs of the first schema did not keep what stood in a copy; this much they know.
    people = people_of(workbook)
    known = {"study.reference": copy.reference, people.name: copy.name, people.email: copy.email}
    paths = {declared.path for declared in fields_of(workbook)}
    return {path: _one_line(value) for path, value in known.items() if path in paths and value}
