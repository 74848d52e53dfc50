"""How far an answer is: in words, as a formula that any spreadsheet program works out,
and as the same judged here, for the results that a new copy holds.

Formulas use functions of Excel 2010 and before, none that is volatile, no array entry;
every result is text of ours, whatever the language of the program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workbook_docs.definition import DeclaredField
from workbook_docs.trimming import DECLARED_EMPTY
from workbook_docs.understanding.ticks import NO_WORDS, YES_WORDS

ANSWERED = "Answered"
NOTHING = "Nothing to say"
EMPTY, UNTICKED, NO_ROWS = "Still empty", "Not ticked yet", "No rows yet"
OPEN = (EMPTY, UNTICKED, NO_ROWS)
"""The states of what is still to do."""
OPTIONAL = "Optional, "
"""Before the state of what is never counted as still to do."""
CHECK = "Please check"
"""With this begins the state of an answer that cannot be right as it stands."""
_ROWS = "Rows filled: "
_AN_ERROR = f"{CHECK}: a cell shows an error"
_CHECKS = {
    "email": f"{CHECK} the e-mail address",
    "year": f"{CHECK} the year",
    "day": f"{CHECK} the day: write it like 3 September 2026",
    "number": f"{CHECK} the number: digits only",
    "bounds": f"{CHECK} the number: it is too small or too large",
    "choice": f"{CHECK}: choose from the list",
    "tick": f"{CHECK}: choose Yes or No",
}
_PLURALS = {"day": "days", "whole": "numbers", "decimal": "numbers", "email": "e-mail addresses"}
_FIRST_DAY, _LAST_DAY = 32_874, 73_050  # 1 January 1990, 31 December 2099
_NOT_IN_ADDRESS = " ,;:<>()"

_FIXED = (ANSWERED, NOTHING, *OPEN, _AN_ERROR, *_CHECKS.values())
STATE = re.compile(
    rf"(?:{OPTIONAL})?(?:{'|'.join(map(re.escape, _FIXED))}|{_ROWS}\d+"
    rf"|{CHECK} \d+ of the [a-z, -]+)",
    re.IGNORECASE,
)
"""The shape of every state."""


@dataclass(frozen=True)
class Held:
    """What one cell holds: a text, or a number as Excel counts it; nothing for a blank."""

    text: str = ""
    number: float | None = None

    @cached_property
    def words(self) -> str:
        """The text as it is compared: small letters, single spaces."""
        spaced = self.text.lower().replace("\n", " ").replace("\u00a0", " ")
        return " ".join(word for word in spaced.split(" ") if word)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is held."""
        return self.number is None and not self.words


# The words of a list within a formula ----------------------------------------------------


def quoted(text: str) -> str:
    """A text as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def _listed(words: Sequence[str]) -> str:
    return "{" + ",".join(quoted(word) for word in words) + "}"


_SIGNS = ("-", "--", "---", "–", "—", ".", "..", "...", "…", "/", "_", "?", "??")
"""Signs alone that say nothing, of the many that reading knows."""
_EMPTY_WORDS = tuple(sorted({*DECLARED_EMPTY, *_SIGNS}))
_YES = tuple(sorted(YES_WORDS))
_SAID = tuple(
    sorted({*YES_WORDS, *NO_WORDS, *DECLARED_EMPTY, *_SIGNS} - {"?", "??"})
)  # a No is an answer
_LINK = "mailto:"
"""What mail programs write before an address, and reading takes away."""
_AFTER_EMPTY, _AFTER_TICK = ".", ".!"
"""Signs that may stand behind such a word."""


def _folded(place: str) -> str:
    spaced = f'SUBSTITUTE(SUBSTITUTE({place},CHAR(10)," "),"\u00a0"," ")'
    return f"LOWER(TRIM({spaced}))"


def _is_one_of(text: str, words: Sequence[str], endings: str = "") -> str:
    """A formula for: the text is one of these words, a last sign perhaps behind it."""
    found = [f"({text}={_listed(words)})"]
    found += [f"({text}={_listed(words)}&{quoted(sign)})" for sign in endings]
    return f"SUMPRODUCT({'+'.join(found)}+0)>0"


def _with_endings(words: Sequence[str], endings: str) -> frozenset[str]:
    return frozenset(word + sign for word in words for sign in ("", *endings))


_YES_SET = frozenset(_YES)
_EMPTY_SET = frozenset(_EMPTY_WORDS)
_SAY_NOTHING = _with_endings(_EMPTY_WORDS, _AFTER_EMPTY)
_SAY_EITHER = _with_endings(_SAID, _AFTER_TICK)


def _says(held: Held, words: frozenset[str]) -> bool:
    return held.number is None and held.words in words


def _worded(state: str, optional: bool) -> str:
    return OPTIONAL + state[0].lower() + state[1:] if optional else state


# One answer ------------------------------------------------------------------------------


def formula_of(declared: DeclaredField, places: Sequence[str], options: str) -> str:
    """The formula for the state of one answer.

    Args:
        declared: its field.
        places: the address of its cell; of a choice of several, those of its boxes.
        options: where the choices of a choice stand, as a range or name; empty for a
            list short enough for a formula.
    """
    if declared.kind == "choices":
        return _boxes_formula(places, declared.optional)
    (place,) = places

    def said(state: str) -> str:
        return quoted(_worded(state, declared.optional))

    text = _folded(place)
    blank, nothing = f'{text}=""', _is_one_of(text, _EMPTY_WORDS, _AFTER_EMPTY)
    if declared.kind == "tick":
        known = _is_one_of(text, _SAID, _AFTER_TICK)
        typed = f"IF({blank},{said(UNTICKED)},IF({known},{said(ANSWERED)},{said(_CHECKS['tick'])}))"
        judged = f"IF(ISLOGICAL({place}),{said(ANSWERED)},{typed})"
    elif declared.kind == "choice":
        found = f"SUMPRODUCT(--({_options(declared, options)}={text}))>0"
        judged = (
            f"IF({blank},{said(EMPTY)},IF({found},{said(ANSWERED)},"
            f"IF({nothing},{said(NOTHING)},{said(_CHECKS['choice'])})))"
        )
    else:
        judged = (
            f"IF({blank},{said(EMPTY)},IF({nothing},{said(NOTHING)},"
            f"{_kind_formula(declared, place, text)}))"
        )
    return f"IF(ISERROR({place}),{said(_AN_ERROR)},{judged})"


def state_of(declared: DeclaredField, held: Held) -> str:
    """The state of one answer, as its formula says it."""
    return _worded(_state(declared, held), declared.optional)


def _state(declared: DeclaredField, held: Held) -> str:
    if declared.kind == "tick":
        if held.is_blank:
            return UNTICKED
        return ANSWERED if _says(held, _SAY_EITHER) else _CHECKS["tick"]
    if held.is_blank:
        return EMPTY
    if declared.kind == "choice" and held.words in _options_folded(declared):
        return ANSWERED
    if _says(held, _SAY_NOTHING):
        return NOTHING
    if declared.kind == "choice":
        return _CHECKS["choice"]
    return _kind_state(declared, held)


def _kind_formula(declared: DeclaredField, place: str, text: str) -> str:
    def said(state: str) -> str:
        return quoted(_worded(state, declared.optional))

    if declared.kind == "email":
        text = f'SUBSTITUTE({text},{quoted(_LINK)},"")'
        fits = (
            f'AND(LEN({text})-LEN(SUBSTITUTE({text},"@",""))=1,FIND("@",{text})>1,'
            f'FIND(".",{text},FIND("@",{text})+2)>0,LEFT(RIGHT({text},2),1)<>".",'
            f'RIGHT({text},1)<>".",'
            f"SUMPRODUCT(LEN({text})-LEN(SUBSTITUTE({text},{_listed(_NOT_IN_ADDRESS)},"
            '"")))=0)'
        )
        return f"IF(IFERROR({fits},FALSE),{said(ANSWERED)},{said(_CHECKS['email'])})"
    if declared.kind == "day":
        near = f"AND({place}>={_FIRST_DAY},{place}<{_LAST_DAY + 1})"
        return (
            f"IF(ISNUMBER({place}),IF({near},{said(ANSWERED)},{said(_CHECKS['year'])}),"
            f"{said(_CHECKS['day'])})"
        )
    if declared.kind in ("whole", "decimal"):
        bounds = [f"{place}>={declared.ge!r}"] if declared.ge is not None else []
        bounds += [f"{place}<={declared.le!r}"] if declared.le is not None else []
        within = f"AND({','.join(bounds)})" if bounds else "TRUE"
        number = f"IF({within},{said(ANSWERED)},{said(_CHECKS['bounds'])})"
        if declared.kind == "whole":
            number = f"IF({place}=INT({place}),{number},{said(_CHECKS['number'])})"
        return f"IF(ISNUMBER({place}),{number},{said(_CHECKS['number'])})"
    return said(ANSWERED)


def _kind_state(declared: DeclaredField, held: Held) -> str:
    number = held.number
    if declared.kind == "email":
        return ANSWERED if number is None and _is_address(held.words) else _CHECKS["email"]
    if declared.kind == "day":
        if number is None:
            return _CHECKS["day"]
        return ANSWERED if _FIRST_DAY <= number < _LAST_DAY + 1 else _CHECKS["year"]
    if declared.kind in ("whole", "decimal"):
        if number is None or (declared.kind == "whole" and number != int(number)):
            return _CHECKS["number"]
        low = declared.ge is None or number >= declared.ge
        high = declared.le is None or number <= declared.le
        return ANSWERED if low and high else _CHECKS["bounds"]
    return ANSWERED


def _is_address(text: str) -> bool:
    text = text.replace(_LINK, "")
    name, at, home = text.partition("@")
    return (
        bool(name and at)
        and not set(text) & set(_NOT_IN_ADDRESS)
        and "@" not in home
        and "." in home[1:]
        and "." not in text[-2:]
    )


def _options(declared: DeclaredField, options: str) -> str:
    return options or _listed(_options_folded(declared))


def _options_folded(declared: DeclaredField) -> tuple[str, ...]:
    return tuple(Held(option).words for option in declared.options)


# Boxes of a choice of several ------------------------------------------------------------


def _boxes_formula(places: Sequence[str], optional: bool) -> str:
    # A column of boxes against a row of words: each with each.
    ticked = "+".join(
        f"SUMPRODUCT(--({boxes}={_listed(_YES)}))+SUMPRODUCT(--({boxes}=TRUE))" for boxes in places
    )
    answered, empty = (quoted(_worded(state, optional)) for state in (ANSWERED, EMPTY))
    said = f"IF({ticked}>0,{answered},{empty})"
    return f"IFERROR({said},{quoted(_worded(_AN_ERROR, optional))})"


def boxes_state(declared: DeclaredField, boxes: Sequence[Held]) -> str:
    """The state of a choice of several, by what its boxes hold."""
    ticked = any(_says(box, _YES_SET) for box in boxes)
    return _worded(ANSWERED if ticked else EMPTY, declared.optional)


# Repeating tables ------------------------------------------------------------------------
#
# Of a range only comparisons are taken: Gnumeric gives LEN or TRIM of a range for one of its
# cells. Comparing pays no heed to capitals in any program.


def rows_formula(columns: Sequence[tuple[DeclaredField, str]]) -> str:
    """The formula for the state of a repeating table, by the ranges of its columns."""
    held = [_holds(declared, place) for declared, place in columns]
    rows = f"SUMPRODUCT(--({'+'.join(held)}>0))"
    first = columns[0][1]
    others = f"*(({'+'.join(held[1:])})=0)" if held[1:] else ""
    nothing = f"SUMPRODUCT(({first}={_listed(_EMPTY_WORDS)}){others})"
    filled = f"{quoted(_ROWS)}&({rows}-{nothing})"
    odd = [_odd(declared, place) for declared, place in columns if declared.kind in _PLURALS]
    if odd:
        count = "+".join(odd)
        filled = (
            f"IF({count}>0,{quoted(CHECK + ' ')}&({count})&{quoted(_of_the(columns))},{filled})"
        )
    state = f"IF({rows}=0,{quoted(NO_ROWS)},IF({rows}={nothing},{quoted(NOTHING)},{filled}))"
    return f"IFERROR({state},{quoted(_AN_ERROR)})"


def rows_state(columns: Sequence[DeclaredField], rows: Sequence[Sequence[Held]]) -> str:
    """The state of a repeating table, by what the cells of its rows hold."""
    filled = [
        row for row in rows
        if any(_is_held(d, held) for d, held in zip(columns, row, strict=True))
    ]  # fmt: skip
    nothing = [
        row for row in filled
        if _says(row[0], _EMPTY_SET)
        and not any(_is_held(d, h) for d, h in zip(columns[1:], row[1:], strict=True))
    ]  # fmt: skip
    if not filled:
        return NO_ROWS
    if len(filled) == len(nothing):
        return NOTHING
    odd = sum(_is_odd(d, h) for row in rows for d, h in zip(columns, row, strict=True))
    if odd:
        return f"{CHECK} {odd}{_of_the([(d, '') for d in columns])}"
    return f"{_ROWS}{len(filled) - len(nothing)}"


def _of_the(columns: Sequence[tuple[DeclaredField, str]]) -> str:
    kinds = dict.fromkeys(_PLURALS[d.kind] for d, _ in columns if d.kind in _PLURALS)
    return f" of the {', '.join(kinds)}"


def _holds(declared: DeclaredField, place: str) -> str:
    held = f'({place}<>"")*({place}<>" ")'
    if declared.kind == "tick":  # an unticked tick says nothing
        held += f'*({place}<>"no")*({place}<>FALSE)'
    return held


def _is_held(declared: DeclaredField, held: Held) -> bool:
    return not held.is_blank and not (declared.kind == "tick" and held.words == "no")


def _odd(declared: DeclaredField, place: str) -> str:
    """A formula for how many cells of a column cannot be right."""
    held = f'({place}<>"")*({place}<>" ")'
    if declared.kind == "email":
        odd = f'SUMPRODUCT({held})-COUNTIF({place},"*@*")'
    else:
        odd = f'SUMPRODUCT({held}*({place}>=""))'  # numbers come before all text
    return f"{odd}-SUMPRODUCT(--({place}={_listed(_EMPTY_WORDS)}))"


def _is_odd(declared: DeclaredField, held: Held) -> bool:
    if declared.kind not in _PLURALS or held.is_blank:
        return False
    if _says(held, _EMPTY_SET):
        return False
    return "@" not in held.text if declared.kind == "email" else held.number is None


# Counting --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some questions are answered, still empty, and to check; all or some optional."""

    answered: int
    empty: int
    odd: int

    @property
    def all(self) -> int:
        """How many there are."""
        return self.answered + self.empty + self.odd


def counted(states: Sequence[str]) -> Count:
    """The count of what is not optional."""
    asked = [state for state in states if not state.startswith(OPTIONAL)]
    empty = sum(state in OPEN for state in asked)
    odd = sum(state.startswith(CHECK) for state in asked)
    return Count(len(asked) - empty - odd, empty, odd)


def empty_formula(states: str) -> str:
    """A formula for how many of a range of states are still to do."""
    return "SUMPRODUCT(" + "+".join(f"({states}={quoted(state)})" for state in OPEN) + ")"


def odd_formula(states: str) -> str:
    """A formula for how many of a range of states are to be checked."""
    # Gnumeric takes LEFT of a range for LEFT of one of its cells; comparing it does not.
    after = CHECK[:-1] + chr(ord(CHECK[-1]) + 1)
    return f"SUMPRODUCT(({states}>={quoted(CHECK)})*({states}<{quoted(after)}))"
