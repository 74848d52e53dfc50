"""What stops us, as opposed to what a sender did wrong (that is a `Finding`)."""

from __future__ import annotations

from collections.abc import Iterable


class WorkbookDocsError(Exception):
    """Something stopped the work; the message says what and what to do."""


class DefinitionError(WorkbookDocsError):
    """A workbook is declared, or named, in a way that cannot be used."""


class TemplateError(WorkbookDocsError):
    """A text or template and its definition do not fit each other."""


class FillError(WorkbookDocsError):
    """A record holds what no file can carry; `problems` has one line for each path."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class RegisterError(WorkbookDocsError):
    """A register cannot be used; `problems` has one line for each row and column."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class HubError(WorkbookDocsError):
    """The hub's folder cannot be used as it is."""


class DecisionError(HubError):
    """A decision about a return cannot be taken as it was given."""


class NotReadable(WorkbookDocsError):
    """A file could not be read; `outcome` is the reason from the closed list."""

    def __init__(self, outcome: str, message: str) -> None:
        self.outcome = outcome
        super().__init__(message)
