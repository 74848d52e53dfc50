"""Reading + definition + rules -> findings, in the form's own words and gently.

Blank is a legal answer. Only `final` lists what is still to do.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from workbook_docs import anchors
from workbook_docs.definition import (
    DeclaredField,
    Problem,
    Rule,
    Section,
    Workbook,
    field_at,
    fields_of,
    tables_of,
)
from workbook_docs.errors import DefinitionError
from workbook_docs.records import Answer, Finding, Reading, Severity
from workbook_docs.values import show

_EMAIL = re.compile(r"[^\s@,;:<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")
EARLIEST = date(1990, 1, 1)
"""Days before this are taken for typing mistakes."""
YEARS_AHEAD = 20
"""Days further ahead than this are taken for typing mistakes."""


def check(
    reading: Reading, final: bool = False, *, today: date | None = None
) -> tuple[Finding, ...]:
    """Everything a person should look at in one return.

    Args:
        reading: what `read` gave.
        final: list also what is still to do.
        today: the day that dates are judged by.

    Returns:
        The findings of reading, then those of the kinds and of the definition's rules,
        in the order of the form. For a file that was not read, its one finding.
    """
    if reading.record is None or reading.definition is None:
        return reading.findings
    today = today or date.today()
    found = [*_by_kind(reading, today), *_by_rules(reading.record, reading, today)]
    told = {finding.path for finding in found}
    found += [f for f in _still_to_do(reading) if final and f.path not in told]
    order = {f.path: n for n, f in enumerate(fields_of(reading.definition))}
    order |= {t.path: order[t.columns[0].path] for t in tables_of(reading.definition)}
    found.sort(key=lambda finding: order.get(anchors.bare(finding.path or ""), len(order)))
    return reading.findings + tuple(found)


def _by_kind(reading: Reading, today: date) -> Iterator[Finding]:
    assert reading.definition is not None
    for answer in reading.answers:
        if answer.state != "answered":
            continue
        try:
            declared = field_at(reading.definition, answer.path)
        except DefinitionError:
            continue  # the entry of a whole table
        if declared.kind == "email" and not _EMAIL.fullmatch(str(answer.value)):
            yield _finding(
                answer,
                "warning",
                "email-shape",
                f"“{answer.value}” does not look like one e-mail address. Please check it.",
            )
        if declared.kind == "day":
            yield from _sensible_day(answer, today)


def _sensible_day(answer: Answer, today: date) -> Iterator[Finding]:
    day = date.fromisoformat(answer.value)
    if day < EARLIEST or day.year > today.year + YEARS_AHEAD:
        yield _finding(
            answer,
            "warning",
            "date-unlikely",
            f"{show('day', day)} is a long way off. Please check the year.",
        )


def _finding(answer: Answer, severity: Any, code: str, message: str) -> Finding:
    return Finding(severity, code, message, answer.path, answer.place)


# Rules ---------------------------------------------------------------------------------


def _by_rules(record: Workbook, reading: Reading, today: date) -> Iterator[Finding]:
    places = {answer.path: answer.place for answer in reading.answers}
    for rule in type(record).rules:
        wanted = _section_of(rule)
        for prefix, section in _sections(record, ""):
            if not isinstance(section, wanted):
                continue
            for problem in _run(rule, section, today, prefix):
                path = problem.path if problem.code == "rule-failed" else f"{prefix}{problem.path}"
                yield Finding(
                    problem.severity, problem.code, problem.message, path or None, places.get(path)
                )


def _run(rule: Rule, section: Section, today: date, prefix: str) -> list[Problem]:
    """What one rule says of one section; a rule that fails says so, and the others go on."""
    name = getattr(rule, "__name__", repr(rule))
    # A rule that judges by the calendar asks for `today`.
    words = {"today": today} if "today" in inspect.signature(rule).parameters else {}
    try:
        said: object = rule(section, **words)
        problems = [said] if isinstance(said, Problem) else list(said or ())  # type: ignore[call-overload]
        if not all(isinstance(problem, Problem) for problem in problems):
            raise TypeError("a rule yields Problems")
        for problem in problems:
            _judge(problem, section)
    except DefinitionError as wrong:
        return [Problem(prefix.rstrip("."), f"The rule {name} {wrong}", "error", "rule-failed")]
    except Exception as wrong:
        # The rule is the author's own code: what it raises must not stop a batch.
        message = f"The rule {name} could not be applied ({type(wrong).__name__}). Please mend it."
        return [Problem(prefix.rstrip("."), message, "error", "rule-failed")]
    return problems


def _judge(problem: Problem, section: Section) -> None:
    """Raises `DefinitionError` where a problem has a severity or path that there is not."""
    if problem.severity not in get_args(Severity):
        raise DefinitionError(
            f"gives the severity “{problem.severity}”: use error, warning or note."
        )
    if problem.path.startswith("copy."):
        return
    here: Any = section
    for name in re.findall(r"[^.\[\]]+", problem.path.partition("=")[0].partition("[]")[0]):
        if name.isdigit() and isinstance(here, list):
            if int(name) >= len(here):
                return  # a row that is not there has no fields to judge by
            here = here[int(name)]
        elif isinstance(here, Section) and name in type(here).model_fields:
            here = getattr(here, name)
        else:
            raise DefinitionError(
                f"names “{problem.path}”, which is no field of {type(section).__name__}."
            )


def _section_of(rule: Rule) -> type[Section]:
    first = next(iter(inspect.signature(rule).parameters))
    try:
        wanted = typing.get_type_hints(rule).get(first)
    except NameError as problem:
        name = getattr(rule, "__name__", repr(rule))
        raise DefinitionError(
            f"The rule {name} names a section that is not known: {problem}"
        ) from None
    if not (isinstance(wanted, type) and issubclass(wanted, Section)):
        name = getattr(rule, "__name__", repr(rule))
        raise DefinitionError(f"The rule {name} does not say which section it judges.")
    return wanted


def _sections(section: Section, prefix: str) -> Iterator[tuple[str, Section]]:
    yield prefix, section
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, Section):
            yield from _sections(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, Section):
                    yield from _sections(row, f"{prefix}{name}[{number}].")


# What is still to do -------------------------------------------------------------------


def _still_to_do(reading: Reading) -> Iterator[Finding]:
    assert reading.definition is not None
    tables = {table.path: table for table in tables_of(reading.definition)}
    for answer in reading.answers:
        if answer.state not in ("blank", "prompt"):
            continue
        if answer.path in tables:
            label = tables[answer.path].label
            yield _finding(
                answer, "warning", "still-to-do",
                f"The table “{label}” has no rows yet. If none is needed, write n/a in the first "
                "cell below its headings.",
            )  # fmt: skip
            continue
        declared = field_at(reading.definition, answer.path)
        if declared.table is None and not declared.optional:
            yield _finding(answer, "warning", "still-to-do", _gently(declared))


def _gently(declared: DeclaredField) -> str:
    if declared.kind == "tick":
        return f"“{declared.label}” is not ticked yet."
    blank = f"“{declared.label}” is still blank."
    if declared.kind in ("text", "long-text", "names"):
        return f"{blank} If there is nothing to say yet, write “not yet” or n/a."
    return blank
