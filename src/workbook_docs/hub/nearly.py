"""What a heading of a register that is nearly right probably means."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbook_docs.definition import Workbook, fields_of

NEAR = 85
"""Per cent of likeness from which an unknown heading is taken for a misspelt path."""

GROUPED = re.compile(r"(?:groups?)\s*[\s_:/-]\s*(?P<name>\S.*)", re.IGNORECASE)
"""A group's column that people wrote with another sign than the dot."""


def slips_allowed(length: int) -> int:
    """How many letters may be wrong in a word of so many, for it to be that word still."""
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 10 else 3


def near_path(heading: str, workbook: type[Workbook]) -> str | None:
    """The path that a misspelt heading probably means, or None where it means none."""
    from rapidfuzz import fuzz, process

    paths = [declared.path for declared in fields_of(workbook)]
    known = {path.replace("[]", ""): path for path in paths}
    first, dot, _ = re.sub(r"\[\d*\]", "", heading).partition(".")
    sections = {path.partition(".")[0].casefold() for path in known if "." in path}
    plain = re.sub(r"\[\d*\]", "", heading)
    best = process.extractOne(plain, list(known), scorer=fuzz.ratio, processor=str.casefold)
    if best is None:
        return None
    path, likeness, _ = best
    if likeness >= NEAR or (dot and first in sections):
        if likeness < NEAR:
            within = [p for p in known if p.casefold().startswith(f"{first}.")]
            path = process.extractOne(plain, within, scorer=fuzz.ratio, processor=str.casefold)[0]
        number = re.search(r"\[(\d+)\]", heading)
        return known[path].replace("[]", f"[{number[1] if number else 0}]")
    return None


def near_label(folded: str, labels: Mapping[str, tuple[str, ...]]) -> str | None:
    """The label, folded, that a misspelt one probably is, or None where it is none."""
    from rapidfuzz.distance import OSA

    found = [
        (OSA.distance(folded, label), label)
        for label in labels
        if abs(len(label) - len(folded)) <= 3
    ]
    slips, label = min(found, default=(99, ""))
    shorter = min(len(label), len(folded))
    # A number that differs is no slip: “Title 2” is not “Title 1”, and means something else.
    same_numbers = re.sub(r"\D", "", label) == re.sub(r"\D", "", folded)
    return label if slips <= slips_allowed(shorter) and same_numbers else None
