"""What people send in the place of the form, and the kind words they get."""

from __future__ import annotations

import email.message
import io
import subprocess
from pathlib import Path

import docx
import pytest

from programs import program
from test_intake import archive, wide
from word_files import answered, reading_of
from workbook_docs.reading import read_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def mail(*attached: str, sender: bool = True) -> bytes:
    made = email.message.EmailMessage()
    if sender:
        made["From"] = "Ann Reed <ann@example.org>"
        made["Subject"] = "Our form"
    made.set_content("Please find our form attached.")
    for name in attached:
        made.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename=name)
    return made.as_bytes()


SENT = [
    # what was sent                            its bytes                            outcome       what is said
    ("a picture", PNG, "not-office", "This is a picture"),
    ("a photograph", b"\xff\xd8\xff\xe0" + bytes(20), "not-office", "This is a picture"),
    ("a picture of a telephone", b"\x00\x00\x00\x18ftypheic" + bytes(20), "not-office", "This is a picture"),
    ("a picture of Windows", b"BM\x3a\x00\x00\x00\x00\x00\x00\x00" + bytes(20), "not-office", "This is a picture"),
    ("a text", b"BMI was 25 in most of them", "not-office", "no Word or Excel file"),
    ("a fax", b"II*\x00" + bytes(20), "not-office", "This is a picture"),
    ("a web picture", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "not-office", "This is a picture"),
    ("a PDF", b"%PDF-1.7\n", "pdf", "that it was made from"),
    ("an e-mail", mail("S07 form.docx"), "not-office", "an e-mail with “S07 form.docx” attached"),
    ("an e-mail that was forwarded", b"Received: from x\r\n by y\r\n" + mail("S07.xlsx"), "not-office", "“S07.xlsx”"),
    ("an e-mail with nothing", mail(), "not-office", "an e-mail with no form attached"),
    ("an e-mail with much", mail(*[f"{n}.docx" for n in range(9)]), "not-office", "“4.docx” attached"),
    ("an Outlook e-mail", OLE + wide("__properties_version1.0"), "not-office", "(.msg)"),
    ("slides of old", OLE + wide("PowerPoint Document"), "not-office", "PowerPoint"),
    ("slides", archive(("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<x/>")), "not-office", "PowerPoint"),
    ("a Pages file", archive(("Index/Document.iwa", b"x")), "not-office", "Export To"),
    ("a zip of forms", archive(("S07.docx", b"x")), "not-office", ".zip archive"),
    ("another zip", archive(("a.txt", b"x")), "not-office", "no Word or Excel file"),
    ("a web page", b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "not-office", "a web page"),
    ("a web page in one file", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--", "not-office", "a web page"),
    ("Word's XML", b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "not-office", "in XML"),
    ("a link to Google", b'{"url": "https://docs.google.com/open?id=1"}', "not-office", "only a link"),
    ("notes", b"Name: Ann\nE-mail: ann@example.org\n", "not-office", "no Word or Excel file"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "data", "outcome", "said"), SENT, ids=[row[0] for row in SENT])
def test_a_wrong_file_is_named_and_the_sender_told_what_to_send(what, data, outcome, said):
    reading = read_bytes(data, name="S07.docx")
    (finding,) = reading.findings

    assert reading.outcome == outcome
    assert said in finding.message
    assert finding.message.endswith(".")
    assert "\n" not in finding.message


def test_a_name_that_is_not_english_is_said_as_it_is():
    reading = read_bytes(mail("Formulář č. 7.docx"), name="x.eml")

    assert "“Formulář č. 7.docx”" in reading.findings[0].message


def test_the_name_of_an_attachment_does_no_harm():
    reading = read_bytes(mail("a" * 300 + "\u202e.docx"), name="x.eml")

    assert len(reading.findings[0].message) < 250
    assert reading.findings[0].message.isprintable()


@pytest.mark.parametrize(
    "headers", [b"Content-Disposition: attachment; " + b"a=b;" * 2_000_000, b"X: y\n" * 500_000]
)
def test_headers_of_an_e_mail_made_to_be_slow_are_passed_over(headers):
    data = b"From: a\nMIME-Version: 1.0\n" + headers + b"\n\nx"

    assert "no form attached" in read_bytes(data, name="x.eml").findings[0].message


def test_a_scan_in_a_word_file_is_told(tmp_path: Path):
    made = docx.Document()
    made.add_paragraph("Our form")
    for _ in range(3):
        made.add_picture(io.BytesIO(PNG))
    out = io.BytesIO()
    made.save(out)
    reading = read_bytes(out.getvalue(), name="scan.docx")

    assert reading.outcome == "not-ours"
    assert "pictures of pages" in reading.findings[0].message


def test_a_form_with_pictures_is_no_scan():
    made = docx.Document(io.BytesIO(answered({"participant.name": "Ann"})))
    made.add_picture(io.BytesIO(PNG))
    out = io.BytesIO()
    made.save(out)

    assert [f.code for f in reading_of(out.getvalue()).findings] == ["picture"]


def test_a_real_pdf_is_told(tmp_path: Path):
    source = tmp_path / "S07.docx"
    source.write_bytes(answered({"participant.name": "Ann"}))
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
         "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    reading = read_bytes((tmp_path / "S07.pdf").read_bytes(), name="S07.pdf")

    assert reading.outcome == "pdf"
