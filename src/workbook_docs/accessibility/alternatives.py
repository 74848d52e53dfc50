"""Words that stand for a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from workbook_docs.accessibility.faults import quoted

LONGEST = 250
"""Characters of an alternative text; more belongs into the text beside the picture."""
_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|svg|bmp|tiff?|emf|wmf|webp|heic)(?P<last>$)?", re.IGNORECASE
)
_UNENDED = re.compile(
    r"[\w.-]*_[\w.-]*|(?:img|dsc[nf]?|pict?|pxl|image|scan|screen ?shot|photo)[ _-]?"
    r"[\d _.:-]*\d(?: at)?[\d _.:-]*(?:[ap]m)?",
    re.IGNORECASE,
)
"""The name of a file without its ending, as cameras and screens give it."""
_BY_PROGRAM = re.compile(
    r"description automatically generated|ai-generated content may be incorrect", re.IGNORECASE
)
_NOTHING = re.compile(
    r"(?:a |an |the )?(?:picture|image|photo|graphic|figure|diagram|chart|shape|object|logo|icon|"
    r"text box|screenshot|alt text|description)(?: ?\d+| of)?\.?|\W+|\d+",
    re.IGNORECASE,
)


def poor_alternative(text: str | None, files: Iterable[str] = ()) -> str | None:
    """What is wrong with the words that stand for a picture; None where they may do.

    Args:
        text: the words.
        files: names of files that the picture is known to come from.

    >>> poor_alternative("image1.png")
    'is described by the name of a file, “image1.png”'
    >>> poor_alternative("Ladder", ["ladder.png"])
    'is described by the name of a file, “Ladder”'
    """
    words = " ".join((text or "").split())
    if not words:
        return "has no description (alt text)"
    if len(words) > LONGEST:
        return f"has a description of {len(words)} characters; {LONGEST} are the most"
    stems = {PurePath(file).stem.casefold() for file in files if _FILE.fullmatch(file)}
    file = _FILE.search(words)
    named = file is not None and (file["last"] is not None or len(words.split()) <= 3)
    if named or words.casefold() in stems or _UNENDED.fullmatch(words):
        return f"is described by the name of a file, “{words}”"
    if _NOTHING.fullmatch(words):
        return f"has a description that says nothing, “{words}”"
    if _BY_PROGRAM.search(words):
        return f"has a description that a program made and nobody checked, {quoted(words)}"
    return None
