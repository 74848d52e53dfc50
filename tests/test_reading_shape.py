"""The JSON of a reading has the same shape for every file, whatever became of it."""

from __future__ import annotations

import json
import re
import zipfile
from random import Random
from typing import Annotated, Any, Literal

import pytest
from click.testing import CliRunner
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from test_intake import CONTENT_TYPES, archive
from workbook_docs import fill
from workbook_docs.cli import main
from workbook_docs.conformance.run import damaged, filled, random_hands
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Shape(BaseModel):
    """An object with all of its keys and no others, of these very types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CopyShape(Shape):
    id: str
    study: str | None
    round: str | None
    due: Day | None


class AnswerShape(Shape):
    path: str
    state: Literal[
        "answered", "blank", "declared-empty", "prompt", "not-found", "not-asked", "unreadable"
    ]
    raw: str | None
    value: Any
    rung: Literal["tag", "alias", "bookmark", "name", "key", "table", "label", "position"] | None
    place: str | None


class UnplacedShape(Shape):
    text: str
    place: str


class AccountShape(Shape):
    total: int
    answer: int
    issued: int
    unplaced: int


class FindingShape(Shape):
    severity: Literal["error", "warning", "note"]
    code: str
    path: str | None
    place: str | None
    message: str


class ReadingShape(Shape):
    file: str
    sha256: Digest | None
    format: str | None
    outcome: Literal[
        "read", "not-ours", "not-office", "damaged", "encrypted", "needs-converter", "pdf",
        "too-large", "unsafe", "time", "memory",
    ]  # fmt: skip
    workbook: str | None
    version: str | None
    edition: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+@\S+$")] | None
    copied: CopyShape | None = Field(alias="copy")  # pydantic has a `copy` of its own
    editor: str | None
    modified: Moment | None
    record: dict[str, Any] | None
    answers: list[AnswerShape]
    unplaced: list[UnplacedShape]
    account: AccountShape | None
    findings: list[FindingShape]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Copies blank, filled, and damaged by people and editors; and files that are none."""
    folder = tmp_path_factory.mktemp("files")
    for workbook in (Module2, NineCsList):
        for format in ("docx", "xlsx"):
            fill(workbook, None, folder / f"{workbook.workbook_id}-blank.{format}")
            for number, case in enumerate(filled(workbook, format, 3, 11)):
                dice = Random(number)
                changed = damaged(case, format, random_hands(format, 4, dice), dice) or case
                name = f"{workbook.workbook_id}-{number}.{format}"
                (folder / name).write_bytes(changed.data)
    whole = (folder / "module-2-0.docx").read_bytes()
    wrong = {
        "empty.docx": b"",
        "half.docx": whole[: len(whole) // 2],
        "photo.docx": b"\xff\xd8\xff\xe0\x00\x10JFIF",
        "scan.pdf": b"%PDF-1.7",
        "twice.xlsx": archive(CONTENT_TYPES, ("xl/workbook.xml", b""), ("XL/workbook.xml", b"")),
        "bomb.docx": archive(CONTENT_TYPES, ("word/document.xml", bytes(30_000_000))),
        "outside.docx": archive(("../word/document.xml", b"")),
    }
    for name, data in wrong.items():
        (folder / name).write_bytes(data)
    return sorted(folder.iterdir())


@pytest.mark.parametrize("command", [["read"], ["check"], ["check", "--final"]])
def test_every_file_is_one_object_of_the_shape_that_was_promised(files, command):
    result = CliRunner().invoke(main, [*command, "--json", *map(str, files)])
    lines = result.stdout.splitlines()

    assert result.exit_code == 1
    assert len(lines) == len(files)
    for path, line in zip(files, lines, strict=True):
        reading = ReadingShape.model_validate_json(line)
        assert reading.file == path.name
        if reading.outcome != "read":
            assert (reading.record, reading.account, reading.answers) == (None, None, [])
            assert any(finding.severity == "error" for finding in reading.findings)
            continue
        assert reading.account is not None
        assert reading.account.total == (
            reading.account.answer + reading.account.issued + reading.account.unplaced
        )
        for answer in reading.answers:
            assert (answer.rung is None) == (answer.place is None)
            assert answer.rung is not None or answer.state in ("not-found", "not-asked")


@pytest.mark.parametrize("files_of", [("half.docx",), ("half.docx", "empty.docx", "scan.pdf")])
def test_nothing_that_could_be_read_is_exit_2(files, files_of):
    chosen = [str(path) for path in files if path.name in files_of]
    result = CliRunner().invoke(main, ["read", "--json", *chosen])

    assert result.exit_code == 2
    assert {json.loads(line)["outcome"] for line in result.stdout.splitlines()} <= {
        "damaged", "not-office", "pdf",
    }  # fmt: skip


def test_an_archive_of_copies_is_read_from_within(files, tmp_path):
    packed = tmp_path / "returns.zip"
    with zipfile.ZipFile(packed, "w") as target:
        for path in files:
            if re.fullmatch(r"nine-cs-\d\.docx", path.name):
                target.write(path, path.name)
    result = CliRunner().invoke(main, ["read", "--json", str(packed)])

    assert [ReadingShape.model_validate_json(line).outcome for line in result.stdout.splitlines()]
    assert result.exit_code in (0, 1)
