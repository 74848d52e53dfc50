"""Programs that open a file and save it again: each a chain of conversions, in batches."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workbook_docs.errors import WorkbookDocsError
from workbook_docs.excel import resave as excel
from workbook_docs.templates import Format
from workbook_docs.word import resave as word

TIMEOUT = 300
"""Seconds for one conversion of one batch."""
_FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "odt": "odt:writer8",
    "rtf": "rtf:Rich Text Format",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
}


class NotInstalled(WorkbookDocsError):
    """The program of a route is not there."""


Step = Callable[[Sequence[Path], Path], None]
"""Makes files of a folder anew in another folder, under the same names."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way through programs: its name, the format it takes and gives, and its steps.

    `title` is what people call it, `program` what they would have to install for it.
    """

    name: str
    format: Format
    program: str
    title: str
    steps: tuple[Step, ...]

    def send(self, files: Sequence[bytes]) -> list[bytes | None]:
        """The files as they come back; None where the program made none of it.

        Raises `NotInstalled` where the program is not there.
        """
        with tempfile.TemporaryDirectory() as folder:
            at = Path(folder, "0")
            at.mkdir()
            for number, data in enumerate(files):
                (at / f"{number}.{self.format}").write_bytes(data)
            for turn, step in enumerate(self.steps, 1):
                to = Path(folder, str(turn))
                to.mkdir()
                step(sorted(at.iterdir(), key=lambda path: int(path.stem)), to)
                at = to
            paths = [at / f"{number}.{self.format}" for number in range(len(files))]
            return [path.read_bytes() if path.exists() else None for path in paths]


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise NotInstalled(f"{names[0]} is not installed.")


def _call(*command: str) -> None:
    # A session of its own: Ctrl-C is for us, and LibreOffice hangs where it gets one.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        # What a program does not finish it made nothing of, as where it fails.
        with suppress(subprocess.TimeoutExpired):
            process.wait(TIMEOUT)
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _office(suffix: str) -> Step:
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program("soffice", "libreoffice")
        profile = to.parent / "profile"
        _call(
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--convert-to", _FILTERS[suffix], "--outdir", str(to), *map(str, paths),
        )  # fmt: skip

    return convert


def _abiword(suffix: str) -> Step:
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program("abiword")
        for path in paths:
            _call(program, f"--to={suffix}", f"--to-name={to / path.stem}.{suffix}", str(path))

    return convert


def _pandoc(suffix: str) -> Step:
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program("pandoc")
        for path in paths:
            _call(program, str(path), "-o", f"{to / path.stem}.{suffix}")

    return convert


def _gnumeric(suffix: str) -> Step:
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program("ssconvert")
        for path in paths:
            _call(program, str(path), f"{to / path.stem}.{suffix}")

    return convert


def _library(resaved: Callable[[bytes], bytes]) -> Step:
    def convert(paths: Sequence[Path], to: Path) -> None:
        for path in paths:
            # What a library refuses (python-docx: Strict files) it makes nothing of.
            with suppress(Exception):
                (to / path.name).write_bytes(resaved(path.read_bytes()))

    return convert


_OFFICE = "LibreOffice"
ROUTES: dict[str, Route] = {
    route.name: route
    for route in (
        Route("python-docx", "docx", "python-docx", "python-docx", (_library(word.resaved),)),
        Route("libreoffice-docx", "docx", _OFFICE, "LibreOffice", (_office("docx"),)),
        Route("libreoffice-docx-twice", "docx", _OFFICE, "LibreOffice, saved twice",
              (_office("docx"), _office("docx"))),
        Route("libreoffice-odt", "docx", _OFFICE, "LibreOffice, .odt",
              (_office("odt"), _office("docx"))),
        Route("libreoffice-doc", "docx", _OFFICE, "LibreOffice, .doc",
              (_office("doc"), _office("docx"))),
        Route("libreoffice-rtf", "docx", _OFFICE, "LibreOffice, .rtf",
              (_office("rtf"), _office("docx"))),
        Route("abiword", "docx", "AbiWord", "AbiWord", (_abiword("docx"),)),
        Route("abiword-abw", "docx", "AbiWord", "AbiWord, .abw",
              (_abiword("abw"), _abiword("docx"))),
        Route("abiword-rtf", "docx", "AbiWord", "AbiWord, .rtf",
              (_abiword("rtf"), _abiword("docx"))),
        Route("pandoc", "docx", "pandoc", "pandoc", (_pandoc("docx"),)),
        Route("pandoc-html", "docx", "pandoc", "pandoc, .html",
              (_pandoc("html"), _pandoc("docx"))),
        Route("openpyxl", "xlsx", "openpyxl", "openpyxl", (_library(excel.resaved),)),
        Route("libreoffice-xlsx", "xlsx", _OFFICE, "LibreOffice", (_office("xlsx"),)),
        Route("libreoffice-ods", "xlsx", _OFFICE, "LibreOffice, .ods",
              (_office("ods"), _office("xlsx"))),
        Route("libreoffice-xls", "xlsx", _OFFICE, "LibreOffice, .xls",
              (_office("xls"), _office("xlsx"))),
        Route("gnumeric", "xlsx", "Gnumeric", "Gnumeric", (_gnumeric("xlsx"),)),
        Route("gnumeric-own", "xlsx", "Gnumeric", "Gnumeric, .gnumeric",
              (_gnumeric("gnumeric"), _gnumeric("xlsx"))),
        Route("gnumeric-xls", "xlsx", "Gnumeric", "Gnumeric, .xls",
              (_gnumeric("xls"), _gnumeric("xlsx"))),
    )
}  # fmt: skip
