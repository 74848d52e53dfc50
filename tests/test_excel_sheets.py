"""Registers that we read and statistics that we write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from excel_copies import is_valid
from workbook_docs import accessibility_faults
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
        ("Counts",), ("This sheet has one table.",),
        ("Not for release. [z] means that nothing applies here.",), (),
        ("What", "n", "n (2)", "Column 4"),
        ("=1+1", 3, 2.5, "[z]"), ("#N/A", "[z]", 0, "_x0041_"), ("short", "[z]", "[z]", "[z]"),
    )  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["Counts by round", "counts by round (2)"]
    first = book.worksheets[0]
    assert dict(first.tables.items()) == {"counts_by_round_1": "A5:D8"}
    assert first["A6"].data_type == "s"
    assert first["A1"].style == "Heading 1"


def test_a_column_without_any_entry_is_left_out() -> None:
    table = Sheet("Counts", "Counts", "", ("What", "n", "Note"), (("a", 1, ""), ("b", 2, None)))

    assert rows(write_tables([table]))[-3:] == (("What", "n"), ("a", 1), ("b", 2))


def test_tables_are_accessible() -> None:
    assert (
        accessibility_faults(
            write_tables([replace(TABLES[0], header=("What", "n", "of", "Why")), TABLES[1]])
        )
        == []
    )


def test_tables_are_valid_and_the_same_each_time() -> None:
    assert is_valid(write_tables(TABLES))
    assert write_tables(TABLES) == write_tables(TABLES)


def test_no_table_is_no_file() -> None:
    with pytest.raises(ValueError, match="at least one"):
        write_tables(())
