"""Words that stand for a picture."""

from __future__ import annotations

import re

LONGEST = 250
"""Characters of an alternative text; more belongs into the text beside the picture."""
_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|bmp|tiff?|emf|wmf|webp|heic)", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:a |an |the )?(?:picture|image|photo|graphic|figure|diagram|chart|shape|object|logo|icon|"
    r"text box|screenshot|alt text|description)(?: ?\d+)?\.?",
    re.IGNORECASE,
)


def poor_alternative(text: str | None) -> str | None:
    """What is wrong with the words that stand for a picture; None where they may do.

    >>> poor_alternative("image1.png")
    'is described by the name of a file, “image1.png”'
    """
    words = " ".join((text or "").split())
    if not words:
        return "has no description (alt text)"
    if _FILE.search(words) and len(words.split()) <= 3:
        return f"is described by the name of a file, “{words}”"
    if _NOTHING.fullmatch(words):
        return f"has a description that says nothing, “{words}”"
    if len(words) > LONGEST:
        return f"has a description of {len(words)} characters; {LONGEST} are the most"
    return None
