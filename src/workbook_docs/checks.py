"""Reading + definition + rules -> findings, in the form's own words and gently.

Blank is a legal answer. Only `final` lists what is still to do.
"""

from __future__ import annotations

import inspect
import re
import typing
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from workbook_docs import anchors
from workbook_docs.addresses import addresses_in, is_address
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
from workbook_docs.understanding.remarks import Remark, quoted
from workbook_docs.understanding.ticks import is_cross, is_tick
from workbook_docs.values import show

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
    found = [*_by_kind(reading, today), *_mixed_marks(reading)]
    found += _by_rules(reading.record, reading, today)
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
        for remark in judge(declared, answer.value, today):
            yield _finding(answer, remark.severity, remark.code, remark.message)


def judge(declared: DeclaredField, value: Any, today: date) -> Iterator[Remark]:
    """What a value of its kind makes one doubt: an odd e-mail address, an unlikely date.

    Args:
        declared: the field.
        value: its answer, as JSON holds it.
        today: the day that dates are judged by.
    """
    if declared.kind == "email" and not is_address(value):
        yield Remark("warning", "email-shape", _about_address(value))
    if declared.kind == "day":
        day = date.fromisoformat(value)
        if day < EARLIEST or day.year > today.year + YEARS_AHEAD:
            far = "is long past" if day < today else "is far ahead"
            message = f"{show('day', day)} {far}. Please check the year."
            yield Remark("warning", "date-unlikely", message)


def _about_address(text: str) -> str:
    found = addresses_in(text)
    if len(found) > 1:
        return f"{quoted(text)} names {len(found)} e-mail addresses. Please keep one."
    if found:
        return f"{quoted(text)} says more than an e-mail address. Please keep the address alone."
    return f"{quoted(text)} does not look like an e-mail address. Please check it."


def _mixed_marks(reading: Reading) -> Iterator[Finding]:
    """Crosses where other boxes of the same list hold ticks: some people mean no by them."""
    assert reading.definition is not None
    lists: dict[str, list[Answer]] = defaultdict(list)
    for answer in reading.answers:
        if answer.raw and answer.value is True:
            lists[re.sub(r"\[\d+\]", "[]", answer.path).rpartition(".")[0]].append(answer)
    for answers in lists.values():
        if not any(is_tick(answer.raw or "") for answer in answers):
            continue
        for answer in answers:
            if is_cross(answer.raw or ""):
                message = (
                    f"Other boxes hold a tick, this one {quoted(answer.raw or '')}. It was read as "
                    "ticked; if it means no, please write No."
                )
                yield _finding(answer, "warning", "cross-among-ticks", message)


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
            cell = re.search(r"\(?([^()]+![A-Z]+[0-9]+)\)?$", answer.place or "")
            headings = f"headings ({cell[1]})" if cell else "headings"
            yield _finding(
                answer, "warning", "still-to-do",
                f"The table “{label}” has no rows yet. If none is needed, write n/a in the first "
                f"cell below its {headings}.",
            )  # fmt: skip
            continue
        declared = field_at(reading.definition, answer.path)
        if declared.table is None and not declared.optional:
            yield _finding(answer, "warning", "still-to-do", _gently(declared))


def _gently(declared: DeclaredField) -> str:
    label = f"“{declared.label}”"
    if declared.kind == "tick":
        return f"{label} is not ticked yet. Please tick it when it is done."
    if declared.kind in ("text", "long-text", "names"):
        return f"{label} is still blank. If there is nothing to say yet, write “not yet” or n/a."
    if declared.kind in ("choice", "choices"):
        return f"{label} is still blank. Please choose what fits."
    return f"{label} is still blank. Please fill it in when you know it."
