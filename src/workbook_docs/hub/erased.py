"""What must not come back: keyed hashes of erased returns, persons and studies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from workbook_docs.errors import HubError
from workbook_docs.hub.store import Store, moment_text, now, person_key
from workbook_docs.hub.studies import study_key

What = Literal["return", "person", "study"]


class Refused(HubError):
    """Something that was erased would come back."""


def key_of(store: Store, what: What, text: str | None) -> str | None:
    """The keyed hash by which an erased thing is known again; None for nothing.

    `text` is a return's hash, an e-mail address or a study.
    """
    normal = {"return": lambda t: t, "person": person_key, "study": study_key}[what](text)
    return store.keyed("erased", f"{what}:{normal}") if normal else None


def remember(store: Store, what: What, text: str) -> None:
    """Note that something was erased, in an open transaction."""
    store.hub.execute(
        "INSERT INTO erased VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (key_of(store, what, text), what, moment_text(now())),
    )


def day_of(store: Store, what: What, text: str | None) -> str | None:
    """The day on which something was erased; None where it was not."""
    if store.hub.execute("SELECT 1 FROM erased LIMIT 1").fetchone() is None:
        return None
    found = store.hub.execute(
        "SELECT at FROM erased WHERE key = ?", (key_of(store, what, text),)
    ).fetchone()
    return str(found[0])[:10] if found else None


def refuse_return(store: Store, digest: str) -> None:
    """Raise `Refused` where a return was erased."""
    if day := day_of(store, "return", digest):
        raise Refused(f"This very file was erased on {day}; it is not taken in again.")


def refuse_people(store: Store, digest: str) -> None:
    """Raise `Refused` where a return that is being written is of an erased person or study."""
    person, study = store.hub.execute(
        "SELECT person, study FROM returns WHERE hash = ?", (digest,)
    ).fetchone()
    email = None
    if person is not None:
        [(email,)] = store.people.execute("SELECT email FROM people WHERE id = ?", (person,))
    for what, text, whose in (("person", email, "person"), ("study", study, "study")):
        if day := day_of(store, what, text):  # type: ignore[arg-type]
            raise Refused(
                f"The {whose} of this return was erased on {day}; it is not taken in. If they "
                "have come back, say so with “hub readmit”."
            )


def is_erased(store: Store, email: str | None, study: str | None) -> bool:
    """Whether a person, by e-mail address, or a study was erased."""
    return bool(day_of(store, "person", email) or day_of(store, "study", study))


def refuse_copies(store: Store, whom: Iterable[tuple[str | None, str | None]]) -> None:
    """Raise `Refused` where copies, by e-mail address and study, are for whom was erased."""
    told = {study or "no study" for email, study in whom if is_erased(store, email, study)}
    if told:
        raise Refused(
            f"Copies are for a person or study that was erased ({', '.join(sorted(told))}). Take "
            "the rows out of the register; or, if they have come back, say so with “hub readmit”."
        )
