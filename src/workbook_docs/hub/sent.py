"""What stood in a copy when it was sent: which answers of its return stand as they were."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Saying = tuple[str, int | None, str, Any]
"""The path of an answer, its row, its state and its value."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The values that a copy was filled with, by path; those of a table by column."""

    single: Mapping[str, Any]
    columns: Mapping[str, Mapping[int, Any]]

    def __len__(self) -> int:
        return len(self.single) + sum(map(len, self.columns.values()))

    def at(self, path: str, row: int | None) -> Any:
        """What was sent in one place; None where it was nothing."""
        return self.single.get(path) if row is None else self.columns.get(path, {}).get(row)

    def beside(self, answers: Iterable[Saying]) -> Iterator[tuple[Saying, Any]]:
        """Each answer with the value that was sent in its place; None where there was none.

        A row may have moved: a cell whose place was sent with something else is held against
        what was sent in the rows that are not accounted for.
        """
        answers = list(answers)
        open_: dict[str, dict[int, Any]] = {
            path: dict(column) for path, column in self.columns.items()
        }
        found: dict[int, Any] = {}
        for moved in (False, True):
            for number, (path, row, _, value) in enumerate(answers):
                rest = open_.get(path)
                if row is None or not rest or number in found:
                    continue
                places = rest if moved else [row]
                here = next((n for n in places if n in rest and rest[n] == value), None)
                if here is not None:
                    found[number] = rest.pop(here)
        for number, answer in enumerate(answers):
            path, row, _, _ = answer
            yield answer, self.single.get(path) if row is None else found.get(number)


NOTHING_SENT = Sent({}, {})


def sent_with(prefilled: str | None) -> Sent:
    """What a copy was filled with, from the JSON that the hub keeps of it."""
    if not prefilled:
        return NOTHING_SENT
    single: dict[str, Any] = {}
    columns: dict[str, dict[int, Any]] = {}
    for path, value in json.loads(prefilled, parse_float=Decimal).items():
        row = re.search(r"\[(\d+)\]", path)
        if row is None:
            single[path] = value
        else:
            column = f"{path[: row.start()]}[]{path[row.end() :]}"
            columns.setdefault(column, {})[int(row[1])] = value
    return Sent(single, columns)
