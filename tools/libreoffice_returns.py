"""Make the returned files of tests/returned again, by typing into LibreOffice.

    python tools/libreoffice_returns.py [NAME…] [--into DIR]

Blank and prefilled copies are opened in a headless LibreOffice that has a profile of its
own, thrown away afterwards, and a British locale; a person's keys, clicks and menus fill
them in (libreoffice_typing.py), and they are saved. What each file must be read as stands
beside it, written by hand, and is never made by a script. A file is worth making again
when the templates have changed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "examples" / "site_readiness")]

from site_readiness import SiteReadiness  # noqa: E402

from workbook_docs import anchors, fill  # noqa: E402
from workbook_docs.definition import Workbook, fields_of  # noqa: E402
from workbook_docs.records import Copy  # noqa: E402
from workbook_docs.workbooks.module_2 import Module2  # noqa: E402

RETURNED = ROOT / "tests" / "returned"
TYPING = Path(__file__).parent / "libreoffice_typing.py"
PATIENCE = 240
"""Seconds for one file."""


@dataclass(frozen=True)
class Return:
    """One returned file: what is sent, what is done to it, and by way of which format."""

    does: str
    workbook: type[Workbook] = Module2
    given: Mapping[str, Any] = field(default_factory=dict)
    by_way_of: str | None = None


LAST_ROUND: Mapping[str, Any] = {
    "study.title": "Walking after stroke",
    "study.reference": "S07",
    "participant.name": "Ada Brown",
    "participant.email": "ada.brown@example.org",
    "nine_cs.commissioners": ["NHS England", "Local council"],
    "involvement[0].stakeholder": "Carers",
    "involvement[0].role": "Advisers\nInterviewers",
    "involvement[1].stakeholder": "Patients",
    "involvement[1].role": "Testers",
    "co_production.point_1": "We meet each month",
    "co_production.point_5": "To be cleared.",
    "next_review_date": "2027-05-14",
    "checklist.stakeholder_list": True,
    "checklist.engagement_strategy": True,
}
MATRIX: Mapping[str, Any] = {
    "participant.name": "Ada Brown",
    "initial_matrix[0].stakeholder": "Carers",
    "initial_matrix[0].interests": "Respite",
    "initial_matrix[0].communication": "A monthly letter and by phone",
    "initial_matrix[1].stakeholder": "Bus drivers",
    "initial_matrix[1].interests": "Timetables",
    "initial_matrix[2].stakeholder": "Patients",
    "initial_matrix[2].impact": "High",
    "engagement[0].organisation": "Age UK",
}

RETURNS: Mapping[str, Return] = {
    "lo74-fields.docx": Return("fields"),
    "lo74-typed-matrix.docx": Return("matrix"),
    "lo74-beside-prompts.docx": Return("beside"),
    "lo74-parts-of-prompts.docx": Return("partly"),
    "lo74-retyped-lines.docx": Return("retyped"),
    "lo74-pasted.docx": Return("pasted"),
    "lo74-reviewed.docx": Return("reviewed", given=MATRIX),
    "lo74-recorded.docx": Return("recorded"),
    "lo74-rows.docx": Return("rows", given=MATRIX),
    "lo74-next-round.docx": Return("next_round", given=LAST_ROUND),
    "lo74-notes.docx": Return("notes"),
    "lo74-edited-labels.docx": Return("labels"),
    "lo74-via-odt.docx": Return("short", by_way_of=".odt"),
    "lo74-via-doc.docx": Return("short", by_way_of=".doc"),
    "lo74-via-rtf.docx": Return("short", by_way_of=".rtf"),
    "lo74-saved-twice.docx": Return("short", by_way_of=".docx"),
    "lo74-site-readiness.docx": Return("site", SiteReadiness),
    "lo74-cells.xlsx": Return("fields"),
    "lo74-grown.xlsx": Return("grown"),
    "lo74-rearranged.xlsx": Return("rearranged"),
    "lo74-next-round-sheets.xlsx": Return("next_round", given=LAST_ROUND),
    "lo74-notes-in-cells.xlsx": Return("notes"),
    "lo74-via-ods.xlsx": Return("short", by_way_of=".ods"),
    "lo74-via-xls.xlsx": Return("short", by_way_of=".xls"),
    "lo74-site-readiness-sheets.xlsx": Return("site", SiteReadiness),
}

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>en-GB</value></prop></item>
<item oor:path="/org.openoffice.UserProfile/Data"><prop oor:name="givenname" oor:op="fuse">
<value>Ada</value></prop></item>
</oor:items>
"""


def make(names: list[str], folder: Path) -> None:
    """Make some of the returned files, or all."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, office(Path(scratch)) as pipe:
        for number, name in enumerate(names):
            print(name, file=sys.stderr)
            status = type_into(name, Path(scratch, str(number)), folder, pipe)
            if status < 0:
                # LibreOffice's bridge to Python crashes now and then: once more, in a new office.
                print(f"{name}: the bridge crashed (signal {-status}); once more", file=sys.stderr)
                again = Path(scratch, f"{number}-again")
                with office(again / "office") as fresh:
                    status = type_into(name, again, folder, fresh)
            if status:
                raise SystemExit(f"{name}: typing ended with {status}.")


def type_into(name: str, job: Path, folder: Path, pipe: str) -> int:
    """Have one file typed; how the typing process ended, below 0 where a signal ended it."""
    known = RETURNS[name]
    job.mkdir(parents=True, exist_ok=True)
    code = f"LIBR-{list(RETURNS).index(name):04}"
    sent = fill(known.workbook, known.given, job / name, Copy(code))
    order = {
        "pipe": pipe,
        "sent": str(sent),
        "does": known.does,
        "by_way_of": known.by_way_of,
        "names": anchor_names(known.workbook, sent.suffix),
        "target": str((folder / name).resolve()),
    }
    return subprocess.run(
        [uno_python(), str(TYPING)], input=json.dumps(order), text=True, timeout=PATIENCE
    ).returncode


def anchor_names(workbook: type[Workbook], suffix: str) -> dict[str, str]:
    """The bookmark or defined name of every field, by which a script finds what a person sees."""
    name = anchors.label_bookmark if suffix == ".docx" else anchors.cell_name
    paths = [f.path for f in fields_of(workbook)]
    paths += [anchors.option_path(f.path, o) for f in fields_of(workbook) for o in f.options]
    return {path: name(path) for path in paths}


def uno_python() -> str:
    """A Python that has LibreOffice's module `uno`."""
    for command in ("/usr/bin/python3", "python3", sys.executable):
        path = shutil.which(command)
        if path and not subprocess.run([path, "-c", "import uno"], capture_output=True).returncode:
            return path
    raise SystemExit("No Python here has the module uno: install python3-uno.")


@contextlib.contextmanager
def office(scratch: Path) -> Iterator[str]:
    """A LibreOffice of our own, in its own process group; gives the name of its pipe."""
    profile = scratch / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    pipe = f"returns-{uuid.uuid4().hex}"
    command = [
        "soffice", "--headless", "--nologo", "--norestore", "--nodefault",
        "--nofirststartwizard", f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "LANG": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"},
    )  # fmt: skip
    try:
        yield pipe
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RETURNS))
    parser.add_argument("--into", type=Path, default=RETURNED, metavar="DIR")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.names if name not in RETURNS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    make(chosen.names or list(RETURNS), chosen.into)


if __name__ == "__main__":
    main()
