"""A workbook as openpyxl saves it again: one of the programs that files go through."""

from __future__ import annotations

import io

import openpyxl


def resaved(data: bytes) -> bytes:
    """The workbook as openpyxl opens it and saves it again.

    Raises whatever openpyxl does where it cannot open a workbook.
    """
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(data)).save(out)
    return out.getvalue()
