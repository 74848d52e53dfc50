"""What one return says, laid out as statistics and reports look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """What one return says in one place; `received` is the day it came in.

    `sent` is what stood there when the copy was sent, None where nothing did or the hub
    does not know.
    """

    state: str
    value: Any
    received: date
    sent: Any = None

    @property
    def lost(self) -> bool:
        """Whether the place was not found, or what stands there was not understood."""
        return self.state in ("not-found", "unreadable")

    @property
    def as_sent(self) -> bool:
        """Whether it is an answer that nobody changed since the copy was sent."""
        return self.state == "answered" and self.sent is not None and self.own.value is None

    @property
    def own(self) -> Said:
        """What the team added to what was sent: blank where it added nothing."""
        if self.state != "answered" or self.sent is None:
            return self
        if isinstance(self.value, list):
            sent = self.sent if isinstance(self.sent, list) else [self.sent]
            added = [entry for entry in self.value if entry not in sent]
            return replace(self, value=added) if added else replace(self, state="blank", value=None)
        return replace(self, state="blank", value=None) if self.value == self.sent else self


NOT_ASKED = Said("not-asked", None, date.min)
"""What is said where an edition has no such place."""


@dataclass
class Sheet:
    """The latest counting return of one study, in one round or in all.

    `study` is the study as studies are compared, `name` as people write it.
    """

    study: str
    name: str
    round: str | None
    received: date
    single: dict[str, Said] = field(default_factory=dict)
    tables: dict[str, dict[int, dict[str, Said]]] = field(default_factory=dict)

    def say(self, path: str, row: int | None, said: Said) -> None:
        """Take in one answer."""
        if row is None:
            self.single[path] = said
        else:
            table = path.partition("[]")[0]
            self.tables.setdefault(table, {}).setdefault(row, {})[path] = said

    def at(self, path: str) -> Said:
        """What is said to a single field; what its edition does not know is not asked."""
        return self.single.get(path, NOT_ASKED)

    def table(self, path: str) -> tuple[str, list[dict[str, Said]]]:
        """Whether a table is `found`, `not-found` or `not-asked`, and its rows."""
        rows = self.tables.get(path, {})
        if rows:
            return "found", [rows[number] for number in sorted(rows)]
        state = self.at(path).state
        return (state if state in ("not-found", "not-asked") else "found"), []

    @property
    def holds_sent(self) -> bool:
        """Whether anything of it stands as it was sent, a single entry of a list included."""
        return any(said.own is not said for said in self._all())

    def _all(self) -> Iterator[Said]:
        yield from self.single.values()
        for rows in self.tables.values():
            for row in rows.values():
                yield from row.values()

    def own(self) -> Sheet:
        """The sheet without what stands as it was sent; rows of which nothing is left go."""
        found = Sheet(self.study, self.name, self.round, self.received)
        found.single = {path: said.own for path, said in self.single.items()}
        for table, rows in self.tables.items():
            for number, row in rows.items():
                own = {path: said.own for path, said in row.items()}
                if any(s.state not in ("blank", "not-asked") for s in own.values()):
                    found.tables.setdefault(table, {})[number] = own
            found.single.setdefault(table, Said("blank", [], self.received))
        return found

    def column(self, path: str) -> list[str]:
        """The answers in one column of a table (`engagement[].frequency`), as text."""
        _, rows = self.table(path.partition("[]")[0])
        said = [row[path] for row in rows if path in row]
        return [str(s.value) for s in said if s.state == "answered" and s.value is not None]
