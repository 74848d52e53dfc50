"""A document as python-docx saves it again: one of the programs that files go through."""

from __future__ import annotations

import io

import docx


def resaved(data: bytes) -> bytes:
    """The document as python-docx opens it and saves it again.

    Raises whatever python-docx does where it cannot open a document, such as a Strict one.
    """
    out = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(out)
    return out.getvalue()


def new_document() -> bytes:
    """An empty document on a template of another house than ours."""
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()
