"""The defined names of a workbook's places, each of one place only."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from workbook_docs import anchors
from workbook_docs.definition import Workbook, fields_of


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The defined name of each path's answer cell, and of each column's header cell."""

    cells: Mapping[str, str]
    headers: Mapping[str, str]


@cache
def place_names(workbook: type[Workbook]) -> PlaceNames:
    """The names of a workbook's places, the usual ones of `anchors`.

    A name that two paths would share (`a.b_c` and `a_b.c`) leads a reader to the wrong
    one: each gets a name of its own instead, by which only filling finds it.
    """
    single = list(_single_paths(workbook))
    columns = [declared.path for declared in fields_of(workbook) if declared.table is not None]
    every = [*single, *columns]
    usual = [anchors.cell_name(p) for p in every] + [anchors.label_bookmark(p) for p in every]
    shared = {name for name, n in Counter(map(str.casefold, usual)).items() if n > 1}
    return PlaceNames(
        cells={path: _own(anchors.cell_name(path), path, shared) for path in single},
        headers={path: _own(anchors.label_bookmark(path), path, shared) for path in columns},
    )


def _single_paths(workbook: type[Workbook]) -> Iterator[str]:
    """The paths of all places outside of repeating tables, boxes of choices among them."""
    yield from anchors.COPY_FIELDS
    for declared in fields_of(workbook):
        if declared.table is None:
            yield declared.path
            for option in declared.options if declared.kind == "choices" else ():
                yield anchors.option_path(declared.path, option)


def _own(name: str, path: str, shared: set[str]) -> str:
    if name.casefold() not in shared:
        return name
    return f"wdx_{hashlib.sha256(path.encode()).hexdigest()[:16]}"
