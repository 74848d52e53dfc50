"""Real programs that tests need: missing, they fail where tests count and skip elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def program(name: str, path: str | None = None) -> str:
    """The path of a program; fails under CI, else skips, where it is not installed."""
    found = path or shutil.which(name)
    if found is None:
        sentence = f"{name} is not installed, so this was not tried."
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return found


def converted(files: list[Path], to: str, folder: Path) -> list[Path]:
    """The files as LibreOffice converts them, in one run with a profile of its own."""
    command = [
        program("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", to, "--outdir", str(folder), *map(str, files),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{file.stem}.{to}" for file in files]


def text_of_pdf(path: Path) -> str:
    """The words of a PDF, in the order of the file."""
    done = subprocess.run(
        [program("pdftotext"), "-raw", "-enc", "UTF-8", str(path), "-"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return done.stdout.decode()
