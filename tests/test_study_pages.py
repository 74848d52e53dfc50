"""A page for each study is one page, however much a study says and whatever a workbook asks."""

from __future__ import annotations

import subprocess
import types
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import create_model

from hub_readings import Shelf, reading_of
from programs import converted, program
from workbook_docs import Day, Field, Hub, LongText, Names, Section, Text, Workbook
from workbook_docs.definition import fields_of
from workbook_docs.records import Copy
from workbook_docs.report.page import page
from workbook_docs.report.studies import study_pages
from workbook_docs.word.report import write_report
from workbook_docs.workbooks.module_2 import Module2

TODAY = date(2026, 12, 11)
ROUNDS = {f"2026 {season} {'r' * 80}": number for number, season in enumerate(("a", "b"))}


def broad() -> type[Workbook]:
    """A workbook of forty sections with long labels: texts, lists and days in each."""
    section = create_model(
        "Part",
        __base__=Section,
        **{name: (kind, Field(title=f"{name} {'Label ' * 30}"))
           for name, kind in (("said", LongText), ("open", Text), ("one", Names), ("two", Names),
                              ("on", Day))},
    )  # type: ignore[call-overload]  # fmt: skip

    def fill(body: dict[str, Any]) -> None:
        names = [f"part_{n}" for n in range(40)]
        body["__module__"] = __name__
        body["__annotations__"] = dict.fromkeys(names, section)
        body |= {name: Field(title=f"{name} of many, {'and more ' * 20}") for name in names}

    words = {"id": "broad", "version": "1", "title": f"Broad {'and wide ' * 20}"}
    return types.new_class("Broad", (Workbook,), words, fill)


Broad = broad()


def longest(workbook: type[Workbook], number: int, word: str) -> dict[str, Any]:
    """As much as a file can carry in every field; another in each round."""
    long = f"{number} " + (word * 40_000)[:15_000]
    kinds = {
        "text": long, "longtext": long, "names": [f"{n} {long[:200]}" for n in range(40)],
        "day": date(2026, 3 + number, 30), "tick": bool(number), "email": f"{'a' * 60}@example.org",
    }  # fmt: skip
    values: dict[str, Any] = {}
    for declared in fields_of(workbook):
        for row in range(3) if declared.table else (0,):
            kind = declared.kind.replace("-", "").replace("_", "")
            values[declared.path.replace("[]", f"[{row}]")] = kinds[kind]
    # Something left open in each section, so that each is told of in a row.
    return {path: v for path, v in values.items() if not path.endswith((".open", "point_4"))}


WORDS = ["W", "ab cd ", "长", "😀 ", "مرحبا "]


def taken_in(folder: Path, workbook: type[Workbook]) -> Hub:
    hub = Hub(folder / "hub")
    for round, number in ROUNDS.items():
        shelf = Shelf(folder / str(number))
        for study, word in enumerate(WORDS):
            name = f"S{study} {(word * 300)[:300]}"
            reading = reading_of(
                workbook,
                longest(workbook, number, word),
                copy=Copy(f"C{study}-{number}", name, round),
                modified=datetime(2026, 5 + number, 1, tzinfo=UTC),
            )
            shelf.put(f"{study}.docx", reading, f"{study} {number}".encode())
        received = datetime(2026, 6 + number, 1, tzinfo=UTC)
        hub.ingest(shelf.folder, workbook, read=shelf.read, received=received)
    return hub


def pages_of(pdf: Path) -> list[str]:
    """The words on each page of a PDF."""
    done = subprocess.run(
        [program("pdftotext"), "-enc", "UTF-8", str(pdf), "-"], check=True, capture_output=True,
    )  # fmt: skip
    return done.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize("workbook", [Module2, Broad])
def test_the_longest_records_have_a_page_each_in_word_and_in_print(
    tmp_path: Path, workbook: type[Workbook]
) -> None:
    with taken_in(tmp_path, workbook) as hub:
        samples = hub.samples(TODAY)
    assert [len(sample.sheets) for sample in samples] == [len(WORDS)]
    document, html = tmp_path / "studies.docx", tmp_path / "studies.html"
    document.write_bytes(write_report(study_pages(samples, drawn_as="png")))
    html.write_text(page(study_pages(samples)), "utf-8")
    [of_word] = converted([document], "pdf", tmp_path)
    of_page = tmp_path / "print.pdf"
    subprocess.run(
        [program("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
         "--no-pdf-header-footer", f"--print-to-pdf={of_page}", html.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    front, *in_word = pages_of(of_word)
    assert "One page for each study" in front
    for pages in (in_word, pages_of(of_page)):
        assert len(pages) == len(WORDS)
        for study, words in enumerate(pages):
            assert f"S{study}" in words
            assert "Changes since" in words
            assert "see the report of" in words  # what was left out is counted
