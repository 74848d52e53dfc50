"""What a rule is and what it finds: the words that both formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

Severity = Literal["error", "warning"]
Spot: TypeAlias = "tuple[str, str]"
"""A place in words, and what is wrong there."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps people from reading or filling in a file: where, what, what to do.

    `rule` is the rule's number (`D5`, `X13`); an `error` must be mended, a `warning` should be.
    """

    rule: str
    severity: Severity
    place: str
    message: str
    remedy: str

    def to_json(self) -> dict[str, str]:
        """The fault as JSON prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "place": self.place,
            "message": self.message,
            "remedy": self.remedy,
        }


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One rule: what must hold, how to mend it, and the function that finds where it does not.

    `reading` says how the rule is understood where its words alone leave that open.
    """

    id: str
    severity: Severity
    says: str
    remedy: str
    find: Callable[[T], Iterable[Spot]]
    reading: str = ""

    def faults(self, subject: T) -> Iterator[Fault]:
        """The faults of one file against this rule, in the order of the file."""
        seen: set[Spot] = set()
        for place, message in self.find(subject):
            if (place, message) not in seen:
                seen.add((place, message))
                yield Fault(self.id, self.severity, place, message, self.remedy)


AnyRule: TypeAlias = "Rule[Any]"


def told_once(spots: Iterable[Spot]) -> Iterator[Spot]:
    """What one style or setting breaks in many places: the first of them, and how many follow.

    >>> list(told_once([("A", "small"), ("B", "small"), ("C", "faint"), ("B", "small")]))
    [('A', 'small; 1 more place is alike'), ('C', 'faint')]
    """
    by_message: dict[str, dict[str, None]] = {}
    for place, message in spots:
        by_message.setdefault(message, {})[place] = None
    for message, places in by_message.items():
        first, more = next(iter(places)), len(places) - 1
        alike = f"; {more} more {'place is' if more == 1 else 'places are'} alike"
        yield first, f"{message}{alike if more else ''}"


def number(text: str | None, default: int = 0) -> int:
    """A whole number that an attribute should hold; the default for anything else."""
    try:
        found = int(float(text or ""))
    except (ValueError, OverflowError):
        return default
    return found if abs(found) < 2**40 else default


def real(text: str | None, default: float = 0.0) -> float:
    """A number that an attribute should hold; the default for anything else."""
    try:
        found = float(text or "")
    except ValueError:
        return default
    return found if abs(found) < 1e9 else default


def truth(text: str | None, default: bool = False) -> bool:
    """Whether an attribute of the type xsd:boolean, or Word's on and off, is on."""
    if text is None:
        return default
    return text.strip().casefold() in ("1", "true", "on")


def quoted(text: str, length: int = 50) -> str:
    """The first words of a text in quotation marks, for a place."""
    folded = " ".join(text.split())
    return f"“{folded if len(folded) <= length else folded[: length - 1].rstrip() + '…'}”"
