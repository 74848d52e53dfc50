"""The command `workbook-docs`: arguments in, one library call, text out."""

from workbook_docs.cli import (
    care,
    conformance,
    copies,
    decisions,
    definitions,
    demo,
    hub,
    reports,
    returns,
)
from workbook_docs.cli.base import main

__all__ = [
    "care", "conformance", "copies", "decisions", "definitions", "demo", "hub", "main",
    "reports", "returns",
]  # fmt: skip
