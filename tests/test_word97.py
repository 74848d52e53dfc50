"""Word 97 files that end in a table come through LibreOffice with every cell."""

from __future__ import annotations

import io
from collections.abc import Iterable

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printed_shapes import as_typed, laid_out
from programs import converted, program
from workbook_docs.conformance.records import records
from workbook_docs.conformance.scoring import score
from workbook_docs.conformance.word_file import W
from workbook_docs.parsing import parse
from workbook_docs.reading import read_bytes
from workbook_docs.word97 import with_last_paragraph
from workbook_docs.workbooks.module_2 import Module2

ROWS = {
    # its last table                         the blocks that LibreOffice makes of it
    "one row": ([["a", "b"]], ["a\tb", ""]),
    "one cell": ([["a"]], ["a", ""]),
    "two rows": ([["a", "b"], ["c", "d"]], ["a", "b", "c\td", ""]),
    "a blank cell": ([["a", "b"], ["", "d"]], ["a", "b", "\td", ""]),
    "a blank row": ([["a", "b"], ["", ""]], ["a", "b", "\t", ""]),
    "two lines in a cell": ([["a", "b"], ["c\nd", "e"]], ["a", "b", "c", "d\te", ""]),
    "letters of other scripts": ([["α", "β"], ["γ", "中"]], ["α", "β", "γ\t中", ""]),
}


def ending_in(*tables: list[list[str]], footer: str = "", last: str | None = None) -> bytes:
    """A Word file that ends in a table, as programs write it and Word does not."""
    made = docx.Document()
    made.sections[0].footer.paragraphs[0].text = footer
    for number, rows in enumerate(tables):
        if number:
            made.add_paragraph("between")
        table = made.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                first, *more = text.split("\n")
                cell.text = first
                for line in more:
                    cell.add_paragraph(line)
    if last is not None:
        made.add_paragraph(last)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def form_that_ends_in_a_table(truth: Module2) -> bytes:
    made = docx.Document(io.BytesIO(laid_out(truth, {"checklist": "yes or no"})))
    last = made.tables[-1]._tbl
    for paragraph in last.itersiblings(f"{W}p"):
        last.getparent().remove(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


TRUTH = as_typed(records(Module2, 1, seed=11)[0], {})
BETWEEN = ending_in([["a", "b"]], [["c", "d"]] * 3)
CLOSED = ending_in([["a", "b"]], last="the end")
FILES = {
    **{rows: ending_in(table) for rows, (table, _) in ROWS.items()},
    **{f"{rows}, with a footer": ending_in(table, footer="1") for rows, (table, _) in ROWS.items()},
    "form": form_that_ends_in_a_table(TRUTH),
    "another table": BETWEEN, "closed": CLOSED, "many rows": ending_in([["a", "b"]] * 30),
}  # fmt: skip
EXPECTED = {
    **{rows: texts for rows, (_, texts) in ROWS.items()},
    **{f"{rows}, with a footer": texts for rows, (_, texts) in ROWS.items()},
    "another table": ["a", "b", "between", "c", "d", "c", "d", "c\td", ""],
    "closed": ["a", "b", "the end"],
}


@pytest.fixture(scope="module")
def word_97(tmp_path_factory) -> dict[str, bytes]:
    """The files as LibreOffice saves them as .doc."""
    program("soffice")
    return dict(zip(FILES, batch(FILES.values(), "docx", "doc", tmp_path_factory), strict=True))


@pytest.fixture(scope="module")
def bodies(word_97, tmp_path_factory) -> dict[str, list[str]]:
    """The texts of the mended files as LibreOffice opens them."""
    mended = [with_last_paragraph(data) for data in word_97.values()]
    opened = batch(mended, "doc", "docx", tmp_path_factory)
    return {
        name: [block.text for block in parse(data, "docx").blocks if block.part == "body"]
        for name, data in zip(word_97, opened, strict=True)
    }


def batch(files: Iterable[bytes], of: str, to: str, folders) -> list[bytes]:
    folder = folders.mktemp(to)
    sources = []
    for number, data in enumerate(files):
        sources.append(folder / f"{number}.{of}")
        sources[-1].write_bytes(data)
    return [made.read_bytes() for made in converted(sources, to, folder)]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_cell_of_a_last_table_is_kept(name, bodies):
    assert bodies[name] == EXPECTED[name]


def test_a_file_that_ends_in_a_paragraph_stays_as_it_is(word_97):
    assert with_last_paragraph(word_97["closed"]) == word_97["closed"]


def test_a_form_that_ends_in_a_table_is_read(word_97):
    reading = read_bytes(word_97["form"], name="old.doc")

    assert score(TRUTH, reading).misread == []
    assert reading.account.adds_up


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_damaged_file_stops_nothing(word_97, data):
    held = bytearray(word_97["many rows"])
    for _ in range(data.draw(st.integers(1, 8))):
        held[data.draw(st.integers(0, len(held) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(held)))

    assert len(with_last_paragraph(bytes(held[:end]))) == end
