"""Planning workbooks in Word and Excel: declared once, sent out, read back, counted.

from workbook_docs import fill, read, check
from workbook_docs.workbooks.module_2 import Module2

fill(Module2, {"participant.name": "Ann Reed"}, "S07.docx")
reading = read("S07.docx")
reading.record.participant.name
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook_docs.definition import (
    Day,
    Decimal,
    Email,
    Field,
    LongText,
    Names,
    Personal,
    Problem,
    Row,
    Section,
    Text,
    Tick,
    Whole,
    Workbook,
    schema,
)
from workbook_docs.errors import WorkbookDocsError
from workbook_docs.records import Copy, Finding, Reading
from workbook_docs.values import normal

if TYPE_CHECKING:
    from workbook_docs.accessibility.checking import accessibility_faults
    from workbook_docs.checks import check
    from workbook_docs.copies import fill
    from workbook_docs.hub import Hub
    from workbook_docs.reading import read
    from workbook_docs.report.statistics import write_statistics
    from workbook_docs.templates import use_templates

__version__ = "0.1.0"

# Word, Excel and the store are imported when they are first asked for.
_LATER = {
    "accessibility_faults": "workbook_docs.accessibility.checking",
    "check": "workbook_docs.checks",
    "fill": "workbook_docs.copies",
    "Hub": "workbook_docs.hub",
    "read": "workbook_docs.reading",
    "use_templates": "workbook_docs.templates",
    "write_statistics": "workbook_docs.report.statistics",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_LATER[name]), name)


__all__ = [
    "Copy", "Day", "Decimal", "Email", "Field", "Finding", "Hub", "LongText", "Names", "Personal",
    "Problem", "Reading", "Row", "Section", "Text", "Tick", "Whole", "Workbook",
    "WorkbookDocsError", "accessibility_faults", "check", "fill", "normal", "read", "schema",
    "use_templates", "write_statistics",
]  # fmt: skip
