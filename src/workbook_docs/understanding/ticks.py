"""Marks and words by which people tick a box, or say that they do not."""

from __future__ import annotations

import re
from collections.abc import Collection

from workbook_docs.trimming import is_declared_empty, plain, tidy
from workbook_docs.understanding.remarks import (
    Remark,
    Understood,
    answered,
    note,
    quoted,
    unreadable,
)

_CROSSES = frozenset("✗✘☓✕✖")
"""Crosses drawn by hand: a box is marked by them, but some people mean no."""

YES_WORDS = frozenset(
    {"x", "yes", "y", "true", "1", "done", "ok", "okay", "tick", "ticked", "complete",
     "completed", "☑", "☒", "✓", "✔", "√", "✅", "🗹", "🗷", "🗵", "🗸", "⊠", "þ", "ý", "ü",
     "=true()", "[x]", "(x)", "[y]", "[✓]", "[✔]", "(✓)", "v", "\uf0fe", "\uf0fc", "\uf052",
     *_CROSSES}
)  # fmt: skip
_LEFT = frozenset(
    {"☐", "□", "○", "❏", "❑", "▢", "⬜", "[ ]", "[]", "( )", "()", "\uf0a8", "\uf06f"}
)
"""A drawn box that nobody ticked."""

NO_WORDS = _LEFT | {"no", "n", "false", "0", "not yet", "not done", "not ticked", "=false()"}

_SEPARATOR = r" ?(?:[,;:(/]|-|–|\. (?!\d)|\s(?=see\b|as\b)) ?"
_WITH_WORDS = re.compile(
    rf"(?P<word>yes|no|done|not yet|not done|[yn](?!/)|[✓✔√]){_SEPARATOR}(?P<rest>.*)"
)
# Words behind a yes that take some of it back, and behind a no that are none.
_HEDGES = re.compile(
    r"\b(?:no|not|but|part|partly|partially|some|mostly|nearly|almost|except|apart|only|will|"
    r"would|should|plan|planned|planning|soon|later|by|once|when|if|until|pending|tbc|or|maybe|"
    r"hope|hopefully|draft|progress|started|yes|done|n|n't|n/a)\b|\?|n't"
)
_TAKES_BACK_NO = re.compile(r"\b(?:yes|y|done|completed|or|maybe|if|part|partly|some)\b|\?")
_LONGEST = 120


def understand_tick(text: str) -> bool | None:
    """Whether a mark or word means ticked or not; None where it says neither."""
    folded = plain(text).rstrip(".!,;")
    meant = _word(folded)
    if meant is not None or not folded:
        return bool(meant)
    parts = {_word(part) for part in folded.split()}
    if len(parts) == 1 and None not in parts:
        return parts.pop()  # “x yes”
    return _with_words(folded)


def _word(folded: str) -> bool | None:
    if folded in YES_WORDS:
        return True
    if folded in NO_WORDS or (is_declared_empty(folded) and "?" not in folded):
        return False
    return None


def _with_words(folded: str) -> bool | None:
    """What a yes or no with words behind it means; None where they may take it back."""
    match = _WITH_WORDS.fullmatch(folded)
    if match is None or len(folded) > _LONGEST:
        return None
    yes = match["word"] in YES_WORDS
    doubt = _HEDGES if yes else _TAKES_BACK_NO
    return None if doubt.search(match["rest"]) else yes


def understood_tick(
    typed: str,
    boxes: Collection[bool | None] = (),
    *,
    native: object = None,
    room: bool = True,
    said_no: bool = False,
) -> Understood:
    """What the boxes and the text at one question come to.

    Args:
        typed: the text that is no box.
        boxes: the states of its boxes; None for one whose parts contradict each other.
        native: the typed content of an Excel cell.
        room: whether there is a box or a cell for a mark at all.
        said_no: whether a box for No is ticked.

    Returns:
        True ticked; False there and not ticked; None, `unreadable`, where it contradicts
        itself, cannot be understood, or is gone.
    """
    text = tidy(typed).strip(" -–—") or tidy(typed)
    states = set(boxes)
    meant = understand_tick(text) if text else None
    if isinstance(native, bool | int | float) and native in (0, 1):
        meant = bool(native)
    if len(states) > 1 or None in states or (states == {True} and meant is False):
        message = "The box contradicts itself: it is ticked and not ticked. Please set it anew."
        return unreadable("tick-contradiction", message)
    if states == {False} and meant and _says_more(text):
        message = (
            f"{quoted(text)} stands beside a box that is not ticked. Please tick the box if that "
            "is what you mean."
        )
        return unreadable("tick-not-understood", message)
    if text and meant is None:
        return _not_understood(text, states)
    if meant or states == {True}:
        return answered(True, *_remarks(text, ticked=True))
    if text and plain(text) not in _LEFT:
        # A person who writes No has answered; one who writes n/a has said so.
        state = "declared-empty" if is_declared_empty(text) else "answered"
        return Understood(False, state, _remarks(text, ticked=False))  # type: ignore[arg-type]
    if states or text or room:
        return Understood(False, "answered" if said_no else "blank")
    message = (
        "The box is gone, so nobody can tell whether it was ticked. Please say yes or no beside "
        "its question."
    )
    return unreadable("tick-not-found", message)


def is_cross(text: str) -> bool:
    """Whether what was typed is a cross: some people mark a box by it, others mean no."""
    folded = plain(text).strip(" .[]()")
    return folded == "x" or folded in _CROSSES


def is_tick(text: str) -> bool:
    """Whether what was typed is a tick, which nobody writes for no."""
    return plain(text).strip(" .[]()") in frozenset("✓✔√✅☑")


def _says_more(text: str) -> bool:
    """Whether a yes or no has words behind it."""
    folded = plain(text).rstrip(".!,;")
    return _word(folded) is None and _WITH_WORDS.fullmatch(folded) is not None


def _remarks(text: str, *, ticked: bool) -> tuple[Remark, ...]:
    meaning = "ticked" if ticked else "not ticked"
    if plain(text) in _CROSSES:
        message = f"{quoted(text)} was read as ticked. If it means no, please write No."
        return (note("cross-read-as-tick", message),)
    if _says_more(text):
        return (note("tick-with-words", f"{quoted(text)} was read as {meaning}."),)
    return ()


def _not_understood(text: str, states: Collection[bool | None]) -> Understood:
    if {_word(part) for part in plain(text).split()} == {True, False}:
        message = f"{quoted(text)} says both yes and no. Please keep one of them."
        return unreadable("tick-contradiction", message)
    message = (
        f"{quoted(text)} is neither a tick nor yes or no. Please tick the box, or write Yes or No."
    )
    found = unreadable("tick-not-understood", message)
    if not states or re.search("[✓✔√✅✗✘]", text):
        return found  # a mark among words is no box beside them
    ticked = True in states
    return Understood(ticked, "answered" if ticked else "blank", found.remarks)
