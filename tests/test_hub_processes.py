"""Several processes at once say what one would have said."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub_readings import RECEIVED, AllKinds, Shelf, ann, contents, reading_of, rows
from workbook_docs import Copy, Hub, fill
from workbook_docs.workbooks.nine_cs import NineCsList

COMMAND = [sys.executable, "-m", "workbook_docs"]


def folders_that_overlap(tmp_path: Path) -> list[Path]:
    """Four folders with nine returns among them, each in two of the folders or more."""
    whole = tmp_path / "whole"
    for number in range(9):
        suffix = "docx" if number % 2 else "xlsx"
        study = f"S{number // 2:02}"
        fill(
            NineCsList,
            {"study.reference": study, "participant.email": "ann@example.org",
             "nine_cs.channels": [f"Channel {number}"]},
            whole / f"{number}.{suffix}",
            copy=Copy(f"AAAA-00{number:02}", study, "r1"),
        )  # fmt: skip
    shutil.copy(whole / "0.xlsx", whole / "again.xlsx")
    (whole / "broken.docx").write_bytes(b"no document")
    folders = []
    for number in range(4):
        folder = tmp_path / f"part{number}"
        folder.mkdir()
        for place, path in enumerate(sorted(whole.iterdir())):
            if (place + number) % 4 < 2:
                shutil.copy(path, folder / path.name)
        folders.append(folder)
    return folders


def test_four_commands_at_once_on_overlapping_folders_give_what_one_gives(tmp_path: Path) -> None:
    folders = folders_that_overlap(tmp_path)
    together, alone = tmp_path / "together", tmp_path / "alone"
    processes = [
        subprocess.Popen(
            [*COMMAND, "ingest", str(folder), "--hub", str(together)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for folder in folders
    ]  # fmt: skip
    for process in processes:
        out, err = process.communicate()
        assert process.returncode in (0, 1), err
        assert "Traceback" not in err
        assert "In all" in out
    with Hub(alone) as one:
        one.ingest(folders)
    # The folder a file came from is in its name, and in the place of what could not be read:
    # of two that came at once either is right.
    said = [contents(hub) for hub in (together, alone)]
    for found in said:
        found["personal"] = [row for row in found["personal"] if row[1] == "answer"]
    assert said[0] == said[1]
    sequences = rows(together, "SELECT sequence FROM returns ORDER BY sequence")
    assert sequences == [(number,) for number in range(1, 11)]
    with Hub(together) as hub:
        assert hub.doctor() == ()


@pytest.mark.skipif(os.name == "nt", reason="forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_four_writers_of_250_files_each(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "returns")
    for number in range(400):
        values = ann(str(number)) | {"study.reference": f"S{number}"}
        shelf.put(f"{number:03}.docx", reading_of(AllKinds, values))
    paths = sorted(shelf.folder.iterdir())
    Hub(tmp_path / "hub").close()
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            with Hub(tmp_path / "hub") as hub:
                part = [paths[(number * 50 + place) % 400] for place in range(250)]
                told = hub.ingest(part, read=shelf.read, received=RECEIVED)
            os._exit(0 if len(told) == 250 and {r.outcome for r in told} == {"read"} else 1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    with Hub(tmp_path / "hub") as hub:
        assert len(hub.returns()) == 400
        assert hub.doctor() == ()
        assert len(list((hub.folder / "originals").iterdir())) == 400


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(
    ("workers", "kept"), [(1, 12), (2, 12), (2, 1)], ids=["one", "two", "two that are starting"]
)
def test_ctrl_c_is_one_message_and_the_rest_comes_with_the_next_run(
    tmp_path: Path, workers: int, kept: int
) -> None:
    folder, hub = tmp_path / "returned", tmp_path / "hub"
    fill(NineCsList, {"study.reference": "S0"}, folder / "0.docx")
    data = (folder / "0.docx").read_bytes()
    for number in range(1, 60):  # bytes after the end of a .zip are a comment nobody reads
        (folder / f"{number}.docx").write_bytes(data[:-2] + bytes([1, 0, number]))
    command = [*COMMAND, "ingest", str(folder), "--hub", str(hub), "--workers", str(workers)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (hub / "originals").is_dir() or len(list((hub / "originals").glob("*.docx"))) < kept:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode in (1, 2), err
    assert "Traceback" not in err
    [line] = [line for line in err.splitlines() if "Stopped" in line]
    assert ("of 60 files" in line) == (process.returncode == 1)
    assert out == ""
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "here already" in again.stdout or process.returncode == 2
    with Hub(hub) as opened:
        assert len(opened.returns()) == 60
        assert opened.doctor() == ()
