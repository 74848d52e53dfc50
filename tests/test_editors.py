"""Which program saved a file: what it says of itself, and traces that only it leaves."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest

from programs import converted, program
from word_files import answered, blank, packed, paragraph, run, unpacked, written
from workbook_docs.editors import NAMED, TRACES, editor_of, named
from workbook_docs.ooxml import Package

APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
TEMPLATES = Path(__file__).parent.parent / "templates"

SAYS = [
    # Application                                                  AppVersion   the editor
    ("LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2", "15.0000", "LibreOffice 7.4"),
    ("LibreOffice/25.2.3.2$Windows_X86_64 LibreOffice_project/bbb0", "15.0000", "LibreOffice 25.2"),
    ("LibreOfficeDev/24.8.0.0.alpha0$Linux_X86_64", "15.0000", "LibreOffice 24.8"),
    ("OpenOffice/4.1.7$Win32 OpenOffice.org_project/417m1", "", "OpenOffice 4.1"),
    ("ONLYOFFICE/8.1.0.169", "", "ONLYOFFICE 8.1"),
    ("ONLYOFFICE Online Editor", "", "ONLYOFFICE"),
    ("WPS Office_11.2.0.11537_F1E327BC-269C-435d-A152-05C5408002CA", "", "WPS Office 11.2"),
    ("WPS Office", "12.0000", "WPS Office"),
    ("gnumeric", "1.1255", "Gnumeric 1.12"),
    ("SheetJS", "", "SheetJS"),
    ("Apache POI", "", "Apache POI"),
    ("docx4j", "", "docx4j"),
    ("Microsoft Excel Compatible / Openpyxl 3.1.5", "3.1", "openpyxl"),
    ("Microsoft Excel Online", "16.0300", "Excel for the web"),
    ("Microsoft Word for the web", "16.0000", "Word for the web"),
    ("Microsoft Macintosh Word", "16.0000", "Microsoft Word 16 for Mac"),
    ("Microsoft Macintosh Excel", "16.0300", "Microsoft Excel 16 for Mac"),
    ("Microsoft Office Word", "16.0000", "Microsoft Word 16"),
    ("Microsoft Excel", "16.0300", "Microsoft Excel 16"),
    ("Microsoft Office", "12.0000", "Microsoft 12"),
    ("Some Editor", "2.0", "Some Editor 2.0"),
    ("", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("application", "version", "editor"), SAYS)
def test_a_program_is_known_by_the_name_it_gives_itself(application, version, editor):
    assert named(application, version) == editor


def told(application: str, version: str = "", **parts: object) -> bytes:
    app = (
        f'<Properties xmlns="{APP}"><Application>{application}</Application>'
        f"<AppVersion>{version}</AppVersion></Properties>"
    )
    return packed(unpacked(blank()) | {"docProps/app.xml": app} | parts)


def editor(data: bytes) -> str | None:
    return editor_of(Package(data))


def without(data: bytes, *beginnings: str) -> dict[str, bytes]:
    return {n: d for n, d in unpacked(data).items() if not n.startswith(beginnings)}


def google_docs(text: bytes = b'"goog_rdk_0"') -> bytes:
    parts = without(blank(), "docProps/")
    document = parts["word/document.xml"].replace(b'"study.title"', text)
    return packed(parts | {"word/document.xml": document})


GOOGLE_ITEM = '<go:gDocsCustomXmlDataStorage xmlns:go="http://customooxmlschemas.google.com/"/>'
GOOGLE_SHEETS = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    'xmlns:mv="urn:schemas-microsoft-com:mac:vml"/>'
)
GOOGLE_DATA = (
    '<workbook><extLst><ext uri="GoogleSheetsCustomDataVersion2"><go:sheetsCustomData '
    'xmlns:go="http://customooxmlschemas.google.com/"/></ext></extLst></workbook>'
)
LEAVES = [
    # what is in the file                                                   the editor
    (google_docs(), "Google Docs"),
    (packed(unpacked(google_docs(b'"x"')) | {"customXml/item2.xml": GOOGLE_ITEM}), "Google Docs"),
    (google_docs(b'"x"'), None),
    # Word keeps what Google left: its own name counts.
    (told("Microsoft Office Word", "16.0000", **{"customXml/item2.xml": GOOGLE_ITEM}), "Microsoft Word 16"),
    (packed({"xl/workbook.xml": GOOGLE_SHEETS}), "Google Sheets"),
    (packed({"xl/workbook.xml": GOOGLE_DATA}), "Google Sheets"),
    (packed({"xl/workbook.xml": "<workbook/>"}), None),
    (told("Microsoft Excel", "3.1"), "openpyxl"),
    (told("Microsoft Macintosh Word", "14.0000"), "Microsoft Word 14 for Mac"),
    (packed(unpacked(blank()) | {"docProps/app.xml": "<broken"}), None),
    (written(paragraph(run("a"))), None),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name"), LEAVES)
def test_a_program_that_does_not_say_its_name_is_known_by_its_traces(data, name):
    assert editor(data) == name


def by_python_docx(folder: Path) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def by_openpyxl(folder: Path) -> bytes:
    path = folder / "saved.xlsx"
    openpyxl.load_workbook(TEMPLATES / "module-2.xlsx").save(path)
    return path.read_bytes()


def by_libreoffice(folder: Path) -> bytes:
    source = folder / "copy.docx"
    source.write_bytes(blank())
    (folder / "out").mkdir()
    return converted([source], "docx", folder / "out")[0].read_bytes()


def by_command(folder: Path, suffix: str, *command: str) -> bytes:
    (folder / f"copy.{suffix}").write_bytes((TEMPLATES / f"module-2.{suffix}").read_bytes())
    program(command[0])
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    return (folder / f"saved.{suffix}").read_bytes()


REAL = [
    (by_python_docx, "python-docx"),
    (by_openpyxl, "openpyxl"),
    (by_libreoffice, "LibreOffice "),
    (lambda f: by_command(f, "docx", "abiword", "--to=docx", "--to-name=saved.docx", "copy.docx"), "AbiWord"),
    (lambda f: by_command(f, "docx", "pandoc", "copy.docx", "-o", "saved.docx"), "pandoc"),
    (lambda f: by_command(f, "xlsx", "ssconvert", "copy.xlsx", "saved.xlsx"), "Gnumeric 1."),
]  # fmt: skip


@pytest.mark.parametrize(("save", "name"), REAL, ids=[name.strip(" .1") for _, name in REAL])
def test_a_program_that_runs_here_is_named(tmp_path, save, name):
    assert (editor(save(tmp_path)) or "").startswith(name)


def test_our_own_files_name_us():
    assert editor(answered({})) == "workbook-docs"


def test_every_program_that_can_be_named_is_in_the_docs():
    page = " ".join((TEMPLATES.parent / "docs" / "reading.md").read_text("utf-8").split())
    names = [name.split(" {")[0] for _, name in NAMED] + [name for name, _ in TRACES]

    assert [name for name in names if not name.startswith("{") and name not in page] == []
