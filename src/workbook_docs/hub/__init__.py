"""The hub: register, store, status and statistics."""

from workbook_docs.hub.hub import Hub
from workbook_docs.hub.ingest import IngestResult
from workbook_docs.hub.issued import IssuedCopy, issued
from workbook_docs.hub.register import Register, RegisterRow, load

__all__ = ["Hub", "IngestResult", "IssuedCopy", "Register", "RegisterRow", "issued", "load"]
