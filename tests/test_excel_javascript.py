"""Copies that exceljs and SheetJS opened and saved again still give the same record."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from site_readiness import SiteReadiness

from programs import program
from test_valid import prefilled
from workbook_docs import fill, read
from workbook_docs.definition import Workbook
from workbook_docs.values import as_json, assemble, flatten, normal
from workbook_docs.workbooks.module_2 import Module2
from workbook_docs.workbooks.nine_cs import NineCsList

ROOT = Path(__file__).parent.parent
SCRIPT = Path(__file__).parent / "resave.cjs"
LIBRARIES = {"exceljs": "exceljs", "sheetjs": "xlsx"}
EDITORS = {"exceljs": "exceljs", "sheetjs": "SheetJS"}

# Not among them: text such as _x0041_, which Excel would show as A once they have saved it.
RECORDS: list[tuple[str, type[Workbook], dict[str, Any]]] = [
    ("blank", Module2, {}),
    ("module-2", Module2, {
        "participant.name": "Ann Reed", "participant.email": "ann@example.org",
        "study.title": "=1+1", "study.reference": "007",
        "nine_cs.consumers": ["Patients", "Carers & <friends>"],
        "initial_matrix[0].stakeholder": "GPs", "initial_matrix[0].interests": "Workload\nTime",
        "initial_matrix[1].stakeholder": "TRUE", "engagement[9].organisation": "last row",
        "co_production.point_3": "first\n\nthird 🙂", "next_review_date": date(2027, 1, 31),
        "last_stakeholder_review_date": date(1999, 12, 31), "checklist.stakeholder_list": True,
    }),
    ("every kind of field", SiteReadiness, prefilled(SiteReadiness)),
    ("every field of module-2", Module2, prefilled(Module2)),
    ("nine-cs", NineCsList, {"participant.name": "Ann", "nine_cs.channels": ["#N/A", "1.5"]}),
]  # fmt: skip


def modules() -> Path:
    """Where the JavaScript libraries are installed."""
    found = os.environ.get("NODE_PATH")
    return Path(found) if found else ROOT / ".venv-node" / "node_modules"


def resaved(library: str, path: Path) -> Path:
    """The file as a library saves it; fails under CI, else skips, where it is not installed."""
    node = program("node")
    package = modules() / LIBRARIES[library] / "package.json"
    program(LIBRARIES[library], str(package) if package.is_file() else None)
    folder = path.parent / library
    folder.mkdir()
    done = subprocess.run(
        [node, str(SCRIPT), library, str(folder), str(path)],
        env={**os.environ, "NODE_PATH": str(modules())},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / path.name


def record_of(workbook: type[Workbook], values: dict[str, Any]) -> dict[str, Any]:
    """A record as JSON by path, as it must come back."""
    return {p: as_json(v) for p, v in flatten(normal(assemble(workbook, values))).items()}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(("name", "workbook", "values"), RECORDS, ids=[row[0] for row in RECORDS])
def test_a_copy_saved_in_javascript_gives_the_same_record(
    tmp_path, library, name, workbook, values
):
    path = resaved(library, fill(workbook, values, tmp_path / "S07.xlsx"))
    reading = read(path, workbook)

    assert reading.outcome == "read", reading.findings
    assert reading.account is not None
    assert reading.account.adds_up
    assert reading.record is not None
    assert {p: as_json(v) for p, v in flatten(reading.record).items()} == record_of(
        workbook, values
    )
    assert reading.unplaced == ()
    assert [f.code for f in reading.findings if f.severity != "note"] == []
    assert reading.editor == EDITORS[library]
