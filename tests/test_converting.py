"""Other formats are read as LibreOffice converts them, and nothing in them is followed."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from programs import converted, program
from workbook_docs import converting, fill, normal, read
from workbook_docs.errors import NotReadable
from workbook_docs.values import assemble
from workbook_docs.workbooks.module_2 import Module2

RECORD = assemble(
    Module2,
    {
        "participant.name": "Ann Reed",
        "nine_cs.consumers": ["Patients", "Carers & families"],
        "initial_matrix[0].stakeholder": "Patients",
        "initial_matrix[0].interests": "Shorter waits\nFewer visits",
        "initial_matrix[8].stakeholder": "Planning",
        "co_production.point_4": "We ask them each quarter.",
        "next_review_date": "2027-01-31",
        "checklist.stakeholder_list": True,
    },
)


@pytest.mark.parametrize(("format", "older"), [
    ("docx", "odt"), ("docx", "doc"), ("docx", "rtf"), ("docx", "fodt"),
    ("xlsx", "ods"), ("xlsx", "xls"), ("xlsx", "fods"),
])  # fmt: skip
def test_the_record_is_the_same_through_every_older_format(
    tmp_path: Path, format: str, older: str
) -> None:
    [path] = converted([fill(Module2, RECORD, tmp_path / f"S07.{format}")], older, tmp_path)

    reading = read(path)

    assert reading.outcome == "read"
    assert reading.format == older
    assert reading.record == normal(RECORD)
    assert reading.unplaced == ()
    assert reading.account is not None
    assert reading.account.adds_up
    assert [f.code for f in reading.findings if f.code == "converted"] == ["converted"]
    assert [f for f in reading.findings if f.severity != "note"] == []


@pytest.mark.parametrize(("older", "stream"), [("doc", "WordDocument"), ("xls", "Workbook")])
def test_a_broken_older_file_is_not_read(tmp_path: Path, older: str, stream: str) -> None:
    program("soffice")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")
    path = tmp_path / f"S07.{older}"
    path.write_bytes(head)

    reading = read(path)

    # LibreOffice opens some rubbish as if it were text; then it is none of our workbooks.
    assert reading.outcome in ("damaged", "not-ours")
    assert reading.format == older
    assert [finding.severity for finding in reading.findings] == ["error"]


def test_a_conversion_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "SECONDS", 0.2)

    with pytest.raises(NotReadable, match="LibreOffice took more than") as stopped:
        converting._run(["sleep", "30"])
    assert stopped.value.outcome == "time"


FAR_PICTURE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:body><office:text><text:p>Dear Ann<draw:frame><draw:image
 xlink:href="http://127.0.0.1:{port}/picture.png" xlink:type="simple"/></draw:frame></text:p>
</office:text></office:body></office:document>"""


@pytest.mark.parametrize("network", ["taken away", "left"])
def test_no_picture_is_fetched_while_converting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network: str
) -> None:
    program("soffice")
    if network == "left":
        monkeypatch.setattr(converting, "_without_network", lambda: ())
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(2)
                    calls.append(connection.recv(100))

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            path = tmp_path / "letter.fodt"
            path.write_text(FAR_PICTURE.format(port=server.getsockname()[1]))
            made = converting.convert(path.read_bytes(), "fodt")
        finally:
            over.set()
            listener.join()

    assert made.format == "docx"
    assert calls == []
