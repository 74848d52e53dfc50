"""Programs that open a file and save it again: each a chain of conversions, in batches."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workbook_docs.excel import resave as excel
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


class NotInstalled(Exception):
    """The program of a route is not there."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way through programs: its name, the format it takes and gives, and its steps."""

    name: str
    format: str
    steps: tuple[Callable[[Sequence[Path], Path], None], ...]

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
        found = shutil.which(name)
        if found:
            return found
    raise NotInstalled(names[0])


def _call(*command: str) -> None:
    subprocess.run(
        command, check=False, capture_output=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL
    )


def _office(suffix: str) -> Callable[[Sequence[Path], Path], None]:
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program("soffice", "libreoffice")
        profile = to.parent / "profile"
        _call(
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--convert-to", _FILTERS[suffix], "--outdir", str(to), *map(str, paths),
        )  # fmt: skip

    return convert


def _each(*names: str, command: Callable[[str, str, str], tuple[str, ...]], suffix: str) -> (
    Callable[[Sequence[Path], Path], None]
):  # fmt: skip
    def convert(paths: Sequence[Path], to: Path) -> None:
        program = _program(*names)
        for path in paths:
            _call(*command(program, str(path), str(to / f"{path.stem}.{suffix}")))

    return convert


def _abiword(paths: Sequence[Path], to: Path) -> None:
    _each("abiword", command=lambda p, a, b: (p, "--to=docx", f"--to-name={b}", a), suffix="docx")(
        paths, to
    )


def _pandoc(paths: Sequence[Path], to: Path) -> None:
    _each("pandoc", command=lambda p, a, b: (p, a, "-o", b), suffix="docx")(paths, to)


def _gnumeric(paths: Sequence[Path], to: Path) -> None:
    _each("ssconvert", command=lambda p, a, b: (p, a, b), suffix="xlsx")(paths, to)


def _library(resaved: Callable[[bytes], bytes]) -> Callable[[Sequence[Path], Path], None]:
    def convert(paths: Sequence[Path], to: Path) -> None:
        for path in paths:
            # What a library refuses (python-docx: Strict files) it makes nothing of.
            with suppress(Exception):
                (to / path.name).write_bytes(resaved(path.read_bytes()))

    return convert


ROUTES: dict[str, Route] = {
    route.name: route
    for route in (
        Route("python-docx", "docx", (_library(word.resaved),)),
        Route("libreoffice-docx", "docx", (_office("docx"),)),
        Route("libreoffice-docx-twice", "docx", (_office("docx"), _office("docx"))),
        Route("libreoffice-odt", "docx", (_office("odt"), _office("docx"))),
        Route("libreoffice-doc", "docx", (_office("doc"), _office("docx"))),
        Route("libreoffice-rtf", "docx", (_office("rtf"), _office("docx"))),
        Route("abiword", "docx", (_abiword,)),
        Route("pandoc", "docx", (_pandoc,)),
        Route("openpyxl", "xlsx", (_library(excel.resaved),)),
        Route("libreoffice-xlsx", "xlsx", (_office("xlsx"),)),
        Route("libreoffice-ods", "xlsx", (_office("ods"), _office("xlsx"))),
        Route("libreoffice-xls", "xlsx", (_office("xls"), _office("xlsx"))),
        Route("gnumeric", "xlsx", (_gnumeric,)),
    )
}


def must_be_installed() -> bool:
    """Whether a missing program is a failure: on the machine that checks every change."""
    return bool(os.environ.get("CI"))
