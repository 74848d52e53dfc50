"""LibreOffice prints every label and every value of a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from test_word_build import AllKinds, Meal, shipped, template
from workbook_docs.catalogue import known_workbooks
from workbook_docs.definition import Workbook, fields_of
from workbook_docs.prompts import PROMPTS
from workbook_docs.records import Copy
from workbook_docs.word.fill import fill
from workbook_docs.word.prepare import prepare

MISSING = [name for name in ("soffice", "pdftotext") if shutil.which(name) is None]
COPY = Copy("7KQ2-M9XD", "S07", "2026-1", date(2026, 12, 1))

if MISSING and not os.environ.get("CI"):
    pytest.skip(
        f"Whether editors print a copy is not tested here: {', '.join(MISSING)} is not installed.",
        allow_module_level=True,
    )


def letters(text: str) -> str:
    """Letters and digits: a page breaks lines where it likes, also within words."""
    return "".join(c for c in text.casefold() if c.isalnum())


def printed(data: bytes, folder: Path) -> str:
    """What LibreOffice prints of a Word file."""
    assert MISSING == [], f"{MISSING} must be installed where the tests count"
    file = folder / "copy.docx"
    file.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(file)], check=True, capture_output=True, timeout=120
    )
    pdf = folder / "copy.pdf"
    # The order of the file, not of the page: words of narrow cells then stay together.
    output = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return output.stdout.decode()


def values_of(workbook: type[Workbook]) -> dict[str, Any]:
    """A value for every field, each with words of its own."""
    found: dict[str, Any] = {}
    for number, declared in enumerate(fields_of(workbook), 1):
        word = f"q{number}z"
        of_kind: Mapping[str, Any] = {
            "names": [f"{word}a", f"{word} & b"],
            "day": date(2027, 1, 1 + number % 28),
            "tick": True,
            "whole": 1000 + number,
            "decimal": Decimal(f"{number}.25"),
            "choice": declared.options[-1] if declared.options else None,
            "choices": [Meal.PLAIN],
            "long-text": f"{word}\n<{word}> second",
        }
        value = of_kind.get(declared.kind, word)
        found[declared.path.replace("[]", "[1]")] = value
    return found


def texts(value: Any) -> list[str]:
    """The words in which a value is printed."""
    if isinstance(value, list):
        return [str(getattr(entry, "value", entry)) for entry in value]
    if isinstance(value, date):
        return [value.strftime("%-d %B %Y")]
    return ["\u2612"] if value is True else [str(value)]


@pytest.mark.parametrize("workbook", [AllKinds, known_workbooks()["module-2"]])
def test_every_label_and_value_is_printed(workbook: type[Workbook], tmp_path: Path) -> None:
    source = template() if workbook is AllKinds else shipped(workbook.workbook_id)
    values = values_of(workbook)
    text = printed(fill(prepare(source, workbook), workbook, values, COPY), tmp_path)
    page = letters(text)
    for declared in fields_of(workbook):
        assert letters(declared.label) in page
    for value in values.values():
        for words in texts(value):
            assert words == "\u2612" or letters(words) in page
    ticks = [value for value in values.values() if value is True or value == [Meal.PLAIN]]
    assert text.count("\u2612") >= len(ticks) - 1
    assert letters(PROMPTS["text"]) in page, "spare rows show their prompts"
    assert "copy 7KQ2-M9XD" in text
    assert "Page 1 of" in text
    assert "{{" not in text.replace(Meal.BRACES.value, "")


def test_a_row_longer_than_a_page_is_printed_to_its_end(tmp_path: Path) -> None:
    long = "\n".join(f"line{n}end" for n in range(120))
    data = fill(prepare(template(), AllKinds), AllKinds, {"one.names": long}, COPY)
    page = letters(printed(data, tmp_path))
    assert [n for n in range(120) if f"line{n}end" not in page] == []
