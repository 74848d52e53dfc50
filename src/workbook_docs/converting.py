"""Older and other formats -> Word or Excel, by LibreOffice where it is installed.

A returned file is a stranger's: LibreOffice runs on a profile that is thrown away, with
macros off and links to other places blocked, with no network where the system lets us take
it away, under limits of time and memory, and only on bytes that `intake` has judged.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from workbook_docs.errors import NotReadable
from workbook_docs.intake import OlderFormat
from workbook_docs.opendocument import with_lines
from workbook_docs.word97 import with_last_paragraph

SECONDS = 60.0
"""Wall time for one conversion; the first one of a process also makes the profile."""
MEMORY = 4 * 1024**3
"""Address space of LibreOffice in bytes, where the system can limit it."""

_FILTERS: dict[str, str] = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
_TO_EXCEL = frozenset({"xls", "xlsb", "ods", "fods"})
_NAMES: dict[OlderFormat, str] = {
    "doc": "an old Word file (.doc)",
    "rtf": "a rich text file (.rtf)",
    "odt": "an OpenDocument text (.odt)",
    "fodt": "a flat OpenDocument text (.fodt)",
    "xls": "an old Excel file (.xls)",
    "xlsb": "a binary Excel file (.xlsb)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "fods": "a flat OpenDocument spreadsheet (.fods)",
}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
</item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Converted:
    """A file as LibreOffice saved it: its bytes and format, and a sentence that says so."""

    data: bytes
    format: Literal["docx", "xlsx"]
    remark: str


def convert(data: bytes, format: OlderFormat) -> Converted:
    """The Word or Excel file that LibreOffice makes of another format.

    Raises `NotReadable`: `needs-converter` where LibreOffice is not installed, `time` where
    it takes too long, `damaged` where it cannot open the file.
    """
    soffice = _soffice()
    if soffice is None:
        raise NotReadable(
            "needs-converter",
            f"This is {_NAMES[format]}. Install LibreOffice (libreoffice.org), and it is read like "
            "the others; or open it, choose Save As, take Word document (.docx) or Excel workbook "
            "(.xlsx), and read that file.",
        )
    target: Literal["docx", "xlsx"] = "xlsx" if format in _TO_EXCEL else "docx"
    with tempfile.TemporaryDirectory(prefix="workbook-docs-") as name, _ONE_AT_A_TIME:
        folder = Path(name)
        source = folder / f"returned.{format}"
        source.write_bytes(_mended(data, format))
        command = [
            soffice, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--convert-to", _FILTERS[target], "--outdir", str(folder / "out"),
            str(source),
        ]  # fmt: skip
        _run(command)
        made = folder / "out" / f"returned.{target}"
        if not made.is_file():
            raise NotReadable(
                "damaged",
                f"This is {_NAMES[format]} that LibreOffice cannot open: it is damaged, or has a "
                "password. Please send it again as .docx or .xlsx.",
            )
        remark = f"This is {_NAMES[format]}; it was read as {_version(soffice)} converts it."
        return Converted(made.read_bytes(), target, remark)


def _mended(data: bytes, format: OlderFormat) -> bytes:
    """The file with what LibreOffice would lose of it put so that it keeps it."""
    if format == "ods" or format == "fods":
        return with_lines(data, format)
    return with_last_paragraph(data) if format == "doc" else data


_ONE_AT_A_TIME = threading.Lock()  # two runs cannot share a profile


@cache
def _soffice() -> str | None:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return found
    usual = (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    )
    return next((path for path in usual if Path(path).is_file()), None)


@cache
def _version(soffice: str) -> str:
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        said = subprocess.run([soffice, "--version"], capture_output=True, timeout=30, text=True)
        if match := re.match(r"LibreOffice \d+\.\d+", said.stdout):
            return match[0]
    return "LibreOffice"


@cache
def _profile() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="workbook-docs-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir()
    settings.write_text(_SETTINGS, "utf-8")
    return folder


@cache
def _without_network() -> tuple[str, ...]:
    """What to put before a command so that it reaches no network, where the system lets us."""
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None:
        return ()
    command = (unshare, "--map-root-user", "--net")
    tried = subprocess.run([*command, "true"], capture_output=True)
    return command if tried.returncode == 0 else ()


def _run(command: list[str]) -> None:
    # Where the network cannot be taken away, a proxy that is not there stands in its way.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    process = subprocess.Popen(
        [*_without_network(), *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, **nowhere}, start_new_session=True,
        preexec_fn=_limit_memory if os.name == "posix" else None,
    )  # fmt: skip
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise NotReadable(
            "time", f"LibreOffice took more than {SECONDS:.0f} seconds to open the file."
        ) from None
    finally:
        _end(process)


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all that it started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
