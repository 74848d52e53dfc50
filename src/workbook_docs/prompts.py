"""What stands in an empty place in Word, and what is left of it when people type over it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbook_docs.definition import KindName

PROMPTS: Mapping[KindName, str] = {
    "text": "[Click here to type]",
    "long-text": "[Click here to write]",
    "email": "[Click here to type an e-mail address]",
    "day": "[Click here to choose or type a date, such as 3 September 2026]",
    "tick": "",
    "whole": "[Click here to type a whole number]",
    "decimal": "[Click here to type a number]",
    "choice": "[Click here to choose one]",
    "choices": "[Click here to type, one on each line]",
    "names": "[Click here to type, one on each line]",
}
"""What stands in an empty place in Word; never an answer.

The brackets tell a prompt that was half typed over from what was typed.
"""

FOREIGN_PROMPTS = frozenset(
    {
        # Word
        "click or tap here to enter text", "click here to enter text", "click to enter text",
        "click or tap to enter a date", "click here to enter a date", "click to enter a date",
        "click or tap here to enter a date", "choose an item", "choose a building block",
        "type here", "type text here", "enter text here", "enter a date",
        # LibreOffice, Google Docs, forms of other people
        "click to insert a date", "select a date", "choose a date", "select an option",
        "select an item", "select from list", "please select", "please choose", "pick a date",
        "type your answer here", "enter your answer here", "enter your answer",
        "write your answer here", "your answer here", "your text here", "insert text here",
        "insert text", "click here and type", "add text here", "add your answer here",
        "please complete", "please complete here", "please fill in", "please fill in here",
        "please enter", "please enter here", "please type here", "please write here",
        "please specify", "please insert", "please answer", "please answer here", "please add",
        "complete here", "fill in here", "write here", "insert here", "answer here",
    }
)  # fmt: skip
"""What other programs and forms put into an empty place, casefolded, without outer brackets
and full stops: never an answer where it stands alone."""

_AROUND = " \t\n\u00a0.…[]<>()‹›«»{}"


def is_foreign_prompt(text: str) -> bool:
    """Whether a whole text is the prompt that another program or form shows in an empty place."""
    return len(text) < 80 and " ".join(text.casefold().strip(_AROUND).split()) in FOREIGN_PROMPTS


_SHORTEST = len("[Click h")
"""Letters of a prompt's beginning by which what is left of one is known."""


def _beginnings() -> Iterator[str]:
    """Every beginning of a prompt by which it is known, as a pattern.

    One that ends within a word is no part of a word that was typed behind it.
    """
    for prompt in set(PROMPTS.values()) - {""}:
        for end in range(_SHORTEST, len(prompt) - 1):
            if not prompt[end - 1].isspace():
                cut = r"(?![a-z])" if prompt[end - 1 : end + 1].isalpha() else ""
                yield _spaced(prompt[:end]) + cut


def _ends() -> Iterator[str]:
    """Every end of a prompt by which it is known, as a pattern: two words, or so many letters."""
    for prompt in set(PROMPTS.values()) - {""}:
        last_two = len(prompt) - len(" ".join(prompt.split()[-2:]))
        for start in range(2, last_two + 1):
            if not prompt[start].isspace():
                yield _spaced(prompt[start:])


def _spaced(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split()))


def _longest_first(patterns: set[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


_WHOLE = re.compile(_longest_first({re.escape(p) for p in PROMPTS.values() if p}))
# Brackets that open and close are somebody's own: see [Click here to register], [a number].
_BEGINNING = re.compile(rf"(?:{_longest_first(set(_beginnings()))})(?![^\n]*\])")
_END = re.compile(rf"^[^\[\n]*?(?<!\w)({_longest_first(set(_ends()))})[ \t]*$", re.MULTILINE)


def _is_remnant(line: str) -> bool:
    """Whether a whole line is the beginning of a prompt, cut anywhere in its words."""
    text = " ".join(line.split())
    return len(text) >= _SHORTEST and any(prompt.startswith(text) for prompt in PROMPTS.values())


def prompt_spans(text: str) -> list[tuple[int, int]]:
    """Where in a text a prompt stands, or what is left of one: begin and end of each."""
    spans = [match.span() for match in _WHOLE.finditer(text)]
    rest = _WHOLE.sub(lambda match: "\x00" * len(match[0]), text)
    if "[" in rest:
        spans += [match.span() for match in _BEGINNING.finditer(rest)]
    if "]" in rest:
        spans += [match.span(1) for match in _END.finditer(rest)]
    start = 0
    for line in text.split("\n"):
        if line.strip() and _is_remnant(line):
            spans = [span for span in spans if not start <= span[0] <= start + len(line)]
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return sorted(spans)
