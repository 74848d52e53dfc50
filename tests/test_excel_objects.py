"""What lies over the cells of a sheet, and what else of a workbook file is no cell."""

from __future__ import annotations

import pytest

from test_excel_outline import DRAWING, MAIN, OFFICE, relation, xlsx
from workbook_docs.excel.outline import outline

XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
SPACES = (
    f'xmlns:xdr="{XDR}" xmlns:a="{DRAWING}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex" xmlns:x="urn:unknown"'
)


def words(text: str) -> str:
    return f"<xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody>"


def anchored(inner: str) -> str:
    spot = "<xdr:from><xdr:col>1</xdr:col><xdr:row>4</xdr:row></xdr:from>"
    return f"<xdr:twoCellAnchor>{spot}{inner}</xdr:twoCellAnchor>"


def shape(id: int, text: str = "") -> str:
    return f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{id}"/></xdr:nvSpPr>{words(text) if text else ""}</xdr:sp>'


def either(requires: str, choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def drawn(drawing: str, after: str = "", rels: str = "", **parts: str) -> bytes:
    return xlsx(
        after=after,
        sheet_rels=relation("drawing", "../drawings/drawing1.xml") + rels,
        xl__drawings__drawing1=f"<xdr:wsDr {SPACES}>{drawing}</xdr:wsDr>",
        **parts,
    )


ALTERNATES = [
    (either("a14", anchored(shape(2, "new")), anchored(shape(2, "old"))), ["new"]),
    (either("x", anchored(shape(2, "new")), anchored(shape(2, "old"))), ["old"]),
    (anchored(either("cx1", "<xdr:graphicFrame/>", shape(2, "This chart isn't available"))), []),
    (anchored(either("a14", either("x", shape(2, "a"), shape(2, "b")), shape(2, "c"))), ["b"]),
]


@pytest.mark.parametrize(("drawing", "texts"), ALTERNATES)
def test_of_alternate_drawings_one_is_read(drawing, texts):
    assert [b.text for b in outline(drawn(drawing)).blocks] == texts


def control(kind: str, more: str) -> str:
    return f'<formControlPr xmlns="{MAIN}" objectType="{kind}" {more}/>'


CONTROLS = [
    # the control                                boxes      what is told of
    (control("CheckBox", 'checked="Checked"'), (True,), ""),
    (control("CheckBox", ""), (False,), ""),
    (control("Drop", 'sel="2"'), None, "a drop-down list with a choice made in it"),
    (control("Drop", 'sel="0"'), None, ""),
    (control("Drop", 'sel="2" fmlaLink="$A$1"'), None, ""),  # the cell says what was chosen
    (control("Radio", 'checked="Checked"'), None, "an option button with a choice made in it"),
    (control("Button", ""), None, ""),
]


@pytest.mark.parametrize(("properties", "boxes", "told"), CONTROLS)
def test_a_control_over_a_cell_is_read_or_told_of(properties, boxes, told):
    one = '<control shapeId="1025" r:id="rId2" name="x"/>'
    inner = f"<controls>{either('x14', one, '')}</controls>"
    data = drawn(
        either("a14", anchored(shape(1025)), ""),
        after=either("x14", inner, "").replace("<mc:AlternateContent>", f"<mc:AlternateContent {SPACES}>", 1),
        rels=relation("ctrlProp", "/xl/ctrl.xml", "rId2"),
        xl__ctrl=properties,
    )  # fmt: skip
    found = outline(data).blocks

    assert [b.boxes for b in found if b.boxes] == ([boxes] if boxes else [])
    assert [b.embedded for b in found if b.picture] == ([told] if told else [])


def test_a_file_put_into_a_sheet_is_told_of_where_it_lies():
    anchor = (
        f'<objectPr><anchor><from xmlns:xdr="{XDR}"><xdr:col>1</xdr:col><xdr:row>4</xdr:row></from>'
        "</anchor></objectPr>"
    )
    thing = f'<oleObject progId="Word.Document.12" shapeId="1025" r:id="rId3">{anchor}</oleObject>'
    (block,) = outline(xlsx(after=f"<oleObjects>{thing}</oleObjects>")).blocks

    assert (block.address, block.picture, block.embedded) == (
        "My sheet!B5",
        True,
        "a Word document",
    )


SHEETS = [
    # the relationship   what is told   what is read
    ("chartsheet", [], ["Reach"]),
    ("xlMacrosheet", ["sheet-not-read"], []),
    ("dialogsheet", ["sheet-not-read"], []),
]


@pytest.mark.parametrize(("kind", "told", "read"), SHEETS)
def test_sheets_of_other_kinds_are_read_or_told_of(kind, told, read):
    data = drawn(
        anchored(shape(2, "Reach")),
        replace=(f"{OFFICE}/worksheet", f"{OFFICE}/{kind}"),
    )
    found = outline(data)

    assert [n.code for n in found.notices if n.code != "part-missing"] == told
    assert [b.text for b in found.blocks] == read


def test_a_macro_is_told_of_and_never_run():
    from word_files import packed, unpacked

    data = packed(unpacked(xlsx("<row><c><v>1</v></c></row>")) | {"xl/vbaProject.bin": b"\xd0\xcf"})

    assert [n.code for n in outline(data).notices if n.code != "part-missing"] == ["macros"]


def test_what_a_file_says_of_its_size_is_not_believed():
    # WPS writes A1 for any sheet.
    data = xlsx("<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>")

    assert [b.address for b in outline(data).blocks] == ["My sheet!A1", "My sheet!B2"]
