"""Lines of a control that LibreOffice 7 joined, their breaks put in front of all of them.

Saved as .doc, .odt or .rtf, a control round a cell becomes a field for text: `a⏎b⏎c` comes back
as two line breaks and a field with `abc`. Where exactly as many words end in a small letter
or a stop with a capital right behind it as breaks stand in front, the lines are known.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from workbook_docs.word.inline import Line

_STOPS = ".,;:!?)]}”’\"'…"
PARTED = (
    "LibreOffice joined the lines of this answer. They were parted again where a capital stands "
    "right behind a word."
)
JOINED = (
    "LibreOffice joined the lines of this answer, and nobody can tell where each began. Please "
    "part them, or read the file that was saved before."
)


def parted(line: Line) -> str:
    """Part a line that holds nothing but breaks and, behind them, the field of a control.

    Returns:
        What to say of it: `PARTED`, or `JOINED` where nobody can tell; "" for any other line.
    """
    breaks, text = line.breaks_before_field, "".join(line.text)
    joined = text[breaks:]
    if not breaks or not joined.strip() or "\n" in joined:
        return ""
    seams = [n for n in range(breaks + 1, len(text)) if _is_seam(text[n - 1], text[n])]
    if len(seams) != breaks:
        return JOINED
    bounds = pairwise([0, *seams, len(text)])
    line.text[:] = ["\n".join(text[start:end] for start, end in bounds)]
    line.length += breaks

    def moved(at: int, *, end: bool = False) -> int:
        return at + sum(seam < at or (seam == at and not end) for seam in seams)

    line.anchors[:] = [
        replace(one, start=moved(one.start), end=moved(one.end, end=True)) for one in line.anchors
    ]
    line.unseen[:] = [(moved(a), moved(b, end=True), why) for a, b, why in line.unseen]
    line.open_marks.update({id: (name, moved(at)) for id, (name, at) in line.open_marks.items()})
    return PARTED


def _is_seam(before: str, behind: str) -> bool:
    return (before.islower() or before in _STOPS) and behind.isupper()
