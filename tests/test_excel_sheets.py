"""Registers that we read and statistics that we write."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from excel_copies import is_valid
from workbook_docs.excel.sheets import Sheet, rows, write_tables


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_of_a_register_keep_their_types_and_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["study", "due", "n", "share", "open"])
    sheet.append(["S07", date(2026, 12, 1), 3, 2.5, True])
    sheet["C4"] = "007"
    sheet["A5"] = datetime(2026, 1, 2, 3, 4)
    book.create_sheet("other")["A1"] = "not read"

    assert rows(saved(book)) == (
        ("study", "due", "n", "share", "open"),
        ("S07", date(2026, 12, 1), 3, 2.5, True),
        (),
        (None, None, "007"),
        (datetime(2026, 1, 2, 3, 4),),
    )


def test_an_empty_sheet_has_no_rows() -> None:
    assert rows(saved(openpyxl.Workbook())) == ()


TABLES = (
    Sheet("Counts: by/round", "Counts", "Not for release.", ("What", "n", "n", ""),
          (("=1+1", 3, 2.5, None), ("#N/A", None, 0, "_x0041_"), ("short",))),
    Sheet("counts by round", "Nothing yet", "", ("One",), ()),
)  # fmt: skip


def test_tables_are_written_and_read_back() -> None:
    data = write_tables(TABLES)

    assert rows(data) == (
        ("Counts",), ("Not for release.",), (), ("What", "n", "n (2)", "Column 4"),
        ("=1+1", 3, 2.5), ("#N/A", None, 0, "_x0041_"), ("short",),
    )  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["Counts by round", "counts by round (2)"]
    assert [sheet.tables["table_1"].ref for sheet in book.worksheets[:1]] == ["A4:D7"]
    assert book.worksheets[0]["A5"].data_type == "s"
    assert book.worksheets[0]["A1"].style == "Heading 1"


def test_tables_are_valid_and_the_same_each_time() -> None:
    assert is_valid(write_tables(TABLES))
    assert write_tables(TABLES) == write_tables(TABLES)


def test_no_table_is_no_file() -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_tables(())
