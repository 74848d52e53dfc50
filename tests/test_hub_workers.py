"""Several workers read side by side; what a hub says does not depend on how many there are."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from hub_readings import contents
from workbook_docs import Field, Hub, Text, Workbook, fill
from workbook_docs.errors import HubError
from workbook_docs.records import Copy, Reading
from workbook_docs.workbooks.module_2 import Module2


def returned(folder: Path) -> Path:
    folder.mkdir()
    for number in range(7):
        format = "docx" if number % 2 else "xlsx"
        fill(
            Module2,
            {"study.reference": f"S{number:02}", "participant.name": f"Person {number}"},
            folder / f"S{number:02}.{format}",
            copy=Copy(id=f"AAAA-000{number}", study=f"S{number:02}"),
        )
    (folder / "S07 again.xlsx").write_bytes((folder / "S00.xlsx").read_bytes())
    (folder / "photo.docx").write_bytes(b"\xff\xd8\xff no document")
    return folder


def test_three_workers_say_what_one_says_in_the_same_order(tmp_path: Path) -> None:
    folder = returned(tmp_path / "returned")
    received = datetime(2026, 11, 1)
    with Hub(tmp_path / "one") as one, Hub(tmp_path / "three") as three:
        alone = one.ingest(folder, received=received)
        together = three.ingest(folder, workers=3, received=received)

        assert together == alone
        assert [r.status for r in alone].count("new") == 7
        assert {r.status for r in alone if "again" in r.file} == {"duplicate"}
        assert contents(three.folder) == contents(one.folder)
        assert three.doctor() == ()


def end_the_process(path: Path, workbook: object, *, name: str) -> Reading:
    os._exit(9)


def test_a_worker_that_is_ended_loses_nothing(tmp_path: Path) -> None:
    folder = returned(tmp_path / "returned")
    with Hub(tmp_path / "hub") as hub:
        with pytest.raises(HubError, match="run the command again"):
            hub.ingest(folder, workers=2, read=end_the_process)
        again = hub.ingest(folder, workers=2)

        assert [r.status for r in again].count("new") == 7
        assert hub.doctor() == ()


def test_a_definition_that_other_processes_cannot_find_is_named(tmp_path: Path) -> None:
    class Hidden(Workbook, id="hidden", version="1", title="Hidden"):
        name: Text = Field(title="Name")

    with Hub(tmp_path / "hub") as hub, pytest.raises(HubError, match="Hidden is declared where"):
        hub.ingest(returned(tmp_path / "returned"), Hidden, workers=2)
