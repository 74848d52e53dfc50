"""The hub: register, store, status and statistics."""

from workbook_docs.hub.erase import Erasure
from workbook_docs.hub.hub import Hub
from workbook_docs.hub.issued import IssuedCopy, issued
from workbook_docs.hub.outcomes import IngestResult
from workbook_docs.hub.register import Register, RegisterRow, load
from workbook_docs.hub.returns import HeldAnswer, Return

__all__ = [
    "Erasure", "HeldAnswer", "Hub", "IngestResult", "IssuedCopy", "Register", "RegisterRow",
    "Return", "issued", "load",
]  # fmt: skip
