"""What is read from workbook files that other programs wrote, or broke."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest

from excel_copies import filled
from workbook_docs.errors import NotReadable
from workbook_docs.excel.outline import outline
from workbook_docs.records import Anchor, Block, Notice

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
STYLES = f"""<styleSheet xmlns="{MAIN}">
<numFmts><numFmt numFmtId="164" formatCode="[$-809]d mmmm yyyy;@"/>
<numFmt numFmtId="165" formatCode="0.00 &quot;days&quot;"/>
<numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="0.0%"/>
<numFmt numFmtId="168" formatCode="yyyy-mm-dd hh:mm"/>
<numFmt numFmtId="169" formatCode="000"/></numFmts>
<fonts><font/><font><b/></font></fonts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>
<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="9"/>
<xf numFmtId="0" fontId="1"/><xf numFmtId="0" xfId="1"/><xf numFmtId="20"/><xf numFmtId="169"/></cellXfs>
<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/>
<cellStyle name="Heading 2" xfId="1"/></cellStyles></styleSheet>"""
STRINGS = f"""<sst xmlns="{MAIN}"><si><t>plain</t></si>
<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space="preserve">runs</t></r></si>
<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>_x005F_x0041__x000D_B</t></si>
<si><r><rPr><b/></rPr><t>all bold</t></r></si></sst>"""


def xlsx(
    rows: str = "",
    *,
    names: str = "",
    after: str = "",
    before: str = "",
    book: str = "",
    state: str = "",
    sheet_rels: str = "",
    target: str = "worksheets/sheet1.xml",
    replace: tuple[str, str] = ("", ""),
    **parts: str,
) -> bytes:
    """A small file of one sheet called “My sheet”; further parts by name, / written as __."""
    all_parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>'
        f'<sheet name="My sheet" sheetId="1" r:id="rId1" {state}/>'
        f'<sheet name="Gone" sheetId="2" r:id="rId9"/></sheets>'
        f"<definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{target}"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": STRINGS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f'<dimension ref="A1"/>{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{RELS}">{sheet_rels}'
        "</Relationships>",
    }
    all_parts |= {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in all_parts.items():
            if text:
                file.writestr(name, text.replace(*replace) if replace[0] else text)
    return out.getvalue()


def one(cell: str, **more: Any) -> Block:
    (block,) = outline(xlsx(f"<row>{cell}</row>", **more)).blocks
    return block


ENTITY = '<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'

CELLS = [
    # cell                                              text            value        because
    ('<c t="s"><v>0</v></c>', "plain", None),
    ('<c t="s"><v>1</v></c>', "rich runs", None),
    ('<c t="s"><v>2</v></c>', "東京", None),  # how it is spoken is not text
    ('<c t="s"><v>3</v></c>', "_x0041_\rB", None),
    ('<c t="inlineStr"><is><t> in </t></is></c>', " in ", None),
    ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab", None),
    ('<c t="str"><v>made</v></c>', "made", None),
    ('<c t="str"><v>_xD83D__xDE00__x0001_</v></c>', "😀\ufffd", None),
    ('<c t="b"><v>1</v></c>', "TRUE", True),
    ('<c t="b"><v>0</v></c>', "FALSE", False),
    ('<c t="e"><v>#REF!</v></c>', "#REF!", None),
    ('<c t="d"><v>2026-09-03T00:00:00Z</v></c>', "2026-09-03", date(2026, 9, 3)),
    ("<c><v>5.0</v></c>", "5", 5),
    ("<c><v>0.30000000000000004</v></c>", "0.30000000000000004", 0.30000000000000004),
    ("<c><v>25.600000000000001</v></c>", "25.6", 25.6),
    ("<c><v>1E-7</v></c>", "0.0000001", 1e-7),
    ("<c><v>1E+300</v></c>", "1E+300", 1e300),
    ("<c><v>-0</v></c>", "0", 0),
    ("<c><v>wrong</v></c>", "wrong", None),
    ('<c s="1"><v>45448</v></c>', "2024-06-05", date(2024, 6, 5)),
    ('<c s="2"><v>45448</v></c>', "2024-06-05", date(2024, 6, 5)),
    ('<c s="2"><v>1</v></c>', "1900-01-01", date(1900, 1, 1)),
    ('<c s="2"><v>61</v></c>', "1900-03-01", date(1900, 3, 1)),
    ('<c s="2"><v>60</v></c>', "60", 60),  # a day that never was
    ('<c s="2"><v>-3</v></c>', "-3", -3),
    ('<c s="2"><v>99999999</v></c>', "99999999", 99999999),
    ('<c s="6"><v>45448.5</v></c>', "2024-06-05 12:00", datetime(2024, 6, 5, 12)),
    ('<c s="10"><v>0.75</v></c>', "18:00", None),
    ('<c s="3"><v>4</v></c>', "4", 4),  # 0.00 "days" is no day
    ('<c s="4"><v>1.5</v></c>', "36:00", None),  # [h]:mm is a duration
    ('<c s="11"><v>7</v></c>', "007", 7),
    ('<c s="5"><v>0.25</v></c>', "25%", 0.25),
    ('<c s="7"><v>0.29</v></c>', "29%", 0.29),
    ('<c s="99"><v>7</v></c>', "7", 7),  # a style that is not there
]


@pytest.mark.parametrize(("cell", "text", "value"), CELLS)
def test_a_cell_is_read_as_it_shows(cell: str, text: str, value: Any) -> None:
    block = one(cell)

    assert (block.text, block.value, type(block.value)) == (text, value, type(value))


@pytest.mark.parametrize("cell", ["<c/>", '<c s="1"/>', "<c><v/></c>", '<c t="s"><v/></c>'])
def test_a_cell_that_holds_nothing_is_no_block(cell: str) -> None:
    assert outline(xlsx(f"<row>{cell}</row>")).blocks == ()


def test_days_may_count_from_1904() -> None:
    block = one('<c s="1"><v>0.0</v></c><c/>', book='<workbookPr date1904="1"/>')
    later = one('<c s="1"><v>43986</v></c>', book='<workbookPr date1904="true"/>')

    assert block.text == "00:00"
    assert later.value == date(2024, 6, 5)


def test_places_are_told_even_where_the_file_leaves_them_out() -> None:
    cells = '<c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c>'
    rows = f'<row>{cells}</row><row r="9"><c><v>1</v></c></row><row><c><v>4</v></c></row>'
    found = outline(xlsx(rows))

    assert [b.address for b in found.blocks] == [
        "My sheet!A1", "My sheet!D1", "My sheet!E1", "My sheet!A9", "My sheet!A10",
    ]  # fmt: skip


def test_a_cell_in_the_last_corner_costs_one_block() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    rows = far + '<row r="1"><c r="A1"><v>2</v></c></row>'
    found = outline(xlsx(rows, after='<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'))

    assert [(b.row, b.column) for b in found.blocks] == [(0, 0), (1_048_575, 16_383)]


FORMULAS = [
    # cell                                     text      remarks
    ("<c><f>1+1</f><v>2</v></c>", "2", 1),
    ("<c><f>1+1</f></c>", "=1+1", 0),  # without a result it is no answer: a finding of its own
    ("<c><f>1+1</f><v/></c>", "=1+1", 0),
    ("<c><f>TRUE()</f></c>", "TRUE", 0),
    ('<c t="str"><f>"a"</f><v>a</v></c>', "a", 1),
    ('<c t="b"><f>TRUE()</f><v>1</v></c>', "TRUE", 0),
    ('<c t="b"><f>FALSE()</f><v>0</v></c>', "FALSE", 0),
    ('<c><f t="shared" si="0"/><v>3</v></c>', "3", 1),
    ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", 2),
    ('<c t="e"><v>#REF!</v></c>', "#REF!", 1),
]


@pytest.mark.parametrize(("cell", "text", "remarks"), FORMULAS)
def test_a_formula_or_error_is_read_and_remarked(cell: str, text: str, remarks: int) -> None:
    found = outline(xlsx(f"<row>{cell}</row>"))

    assert found.blocks[0].text == text
    assert len([n for n in found.notices if n.code in ("formula", "cell-error")]) == remarks
    assert all("My sheet!A1" in n.message for n in found.notices if n.code == "formula")


def test_a_formula_whose_result_is_no_text_is_blank() -> None:
    found = outline(xlsx('<row><c t="str"><f>IF(B1="","",B1)</f><v></v></c></row>'))

    assert found.blocks == ()


@pytest.mark.parametrize(
    ("cell", "broken"),
    [
        ("<c><f>1+1</f></c>", True),
        ('<c t="e"><v>#REF!</v></c>', True),
        ("<c><f>1+1</f><v>2</v></c>", False),
        ('<c t="inlineStr"><is><t>#REF!</t></is></c>', False),
    ],
)
def test_what_has_no_result_is_no_answer(cell: str, broken: bool) -> None:
    assert outline(xlsx(f"<row>{cell}</row>")).blocks[0].broken is broken


def test_names_of_single_cells_become_anchors_as_they_stand() -> None:
    names = "".join(
        f'<definedName name="{name}"{scope}>{ref}</definedName>'
        for name, scope, ref in [
            ("wd_a", "", "'My sheet'!$B$1"),
            ("WD_B", ' localSheetId="0"', "'my sheet'!B1:B1"),
            ("wd_q_c", ' hidden="1"', "'My sheet'!$A$1"),
            ("wd_far", "", "'My sheet'!$C$7"),
            ("wd_two", "", "'My sheet'!$A$1:$B$1"),
            ("wd_gone", "", "#REF!"),
            ("wd_gone2", "", "'My sheet'!#REF!"),
            ("wd_word", "", '"form-123"'),
            ("wd_other", "", "[1]Sheet1!$A$1"),
            ("other", "", "'My sheet'!$A$1"),
        ]
    )
    found = outline(xlsx('<row><c t="s"><v>0</v></c><c><v>12</v></c></row>', names=names))

    assert [(b.text, b.address, b.anchors) for b in found.blocks] == [
        ("plain", "My sheet!A1", (Anchor("name", "label", "wd_q_c", 0, 5),)),
        ("12", "My sheet!B1", (Anchor("name", "answer", "wd_a", 0, 2),
                               Anchor("name", "answer", "WD_B", 0, 2))),
        ("", "My sheet!C7", (Anchor("name", "answer", "wd_far", 0, 0),)),
    ]  # fmt: skip


def text_row(*texts: str) -> str:
    return "<row>" + "".join(
        f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in texts
    ) + "</row>"  # fmt: skip


def test_a_key_marks_the_label_of_its_row() -> None:
    rows = (
        text_row("", "", "Key (please leave)")
        + text_row("Name", "Ann", "wd:participant.name")
        + text_row("", "", "wd:rooms")
        + text_row("wd:typed", "", "")
    )
    found = outline(xlsx(rows))

    assert [(b.text, b.computed, [a.path for a in b.anchors]) for b in found.blocks] == [
        ("Key (please leave)", True, []),
        ("Name", False, ["participant.name"]),
        ("Ann", False, []),
        ("wd:participant.name", True, []),
        ("wd:rooms", True, []),
        ("wd:typed", False, []),
    ]
    assert found.blocks[1].anchors == (Anchor("key", "label", "participant.name", 0, 4),)


def test_what_looks_like_a_key_in_an_answer_is_an_answer() -> None:
    from excel_copies import answers

    found = answers(filled({"visitor.name": "wd:visitor.mail", "closing": "Key (please leave)"}))

    assert not found["visitor.name"].computed
    assert not found["closing"].computed


def test_bold_and_heading_styles_are_told() -> None:
    found = outline(
        xlsx('<row><c s="8" t="s"><v>0</v></c><c s="9" t="s"><v>0</v></c>'
             '<c t="s"><v>4</v></c><c t="s"><v>1</v></c></row>')
    )  # fmt: skip

    assert [(b.strong, b.level) for b in found.blocks] == [
        (True, 0), (False, 2), (True, 0), (False, 0),
    ]  # fmt: skip


ONE = "<row><c><v>1</v></c></row>"
HIDDEN = [
    # the sheet                                                     its rows       why
    ({"state": 'state="hidden"'}, ONE, "on a hidden sheet"),
    ({"state": 'state="veryHidden"'}, ONE, "on a hidden sheet"),
    ({}, '<row hidden="1"><c><v>1</v></c></row>', "in a hidden row"),
    ({}, '<row ht="0" customHeight="1"><c><v>1</v></c></row>', "in a hidden row"),
    ({"before": '<cols><col min="1" max="16384" hidden="1"/></cols>'}, ONE, "in a hidden column"),
    ({"before": '<cols><col min="1" max="1" width="0"/></cols>'}, ONE, "in a hidden column"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "rows", "why"), HIDDEN)
def test_text_out_of_sight_is_read_and_says_why(more: dict[str, str], rows: str, why: str) -> None:
    found = outline(xlsx(rows, **more))

    assert [(b.text, b.unseen) for b in found.blocks] == [("1", ((0, 1, why),))]


def test_our_own_hidden_parts_are_not_remarked() -> None:
    found = outline(filled({"visitor.name": "Ann"}))

    assert found.notices == ()
    assert [block.text for block in found.blocks if block.unseen] == []


def relation(kind: str, target: str, id: str = "rId1") -> str:
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def test_notes_and_comments_are_read_once() -> None:
    notes = (
        f'<comments xmlns="{MAIN}"><authors><author>Ann</author><author>tc={{1}}</author></authors>'
        '<commentList><comment ref="B2" authorId="0"><text><r><t>Ann:\n</t></r><r><t>note</t></r>'
        '</text></comment><comment ref="C3" authorId="1"><text><t>[Threaded comment] …</t></text>'
        "</comment></commentList></comments>"
    )
    threads = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="C3"><text>thread</text></threadedComment>'
        "</ThreadedComments>"
    )
    found = outline(
        xlsx(sheet_rels=relation("comments", "../comments1.xml")
             + relation("threadedComment", "../threads.xml", "rId2"),
             xl__comments1=notes, xl__threads=threads)
    )  # fmt: skip

    assert [(b.part, b.address, b.text) for b in found.blocks] == [
        ("comment", "My sheet!C3", "thread"),
        ("comment", "My sheet!B2", "Ann:\nnote"),
    ]


FOOTERS = [
    ("&amp;Lours@1 · copy AAAA-BBBB&amp;RPage &amp;P of &amp;N",
     [("ours@1 · copy AAAA-BBBB", False), ("Page  of", True)]),
    ('&amp;C&amp;"Times New Roman,Regular"&amp;12&amp;A', []),
    ("&amp;C&amp;KFF0000Tom &amp;&amp; Co", [("Tom & Co", False)]),
    ("no code", [("no code", False)]),
    ("&amp;P", []),
    ("&amp;LAnn Reed S07 &amp;D", [("Ann Reed S07", False)]),
    ("&amp;LSeen &amp;D by Ann, who wrote this", [("Seen  by Ann, who wrote this", False)]),
]  # fmt: skip


@pytest.mark.parametrize(("footer", "parts"), FOOTERS)
def test_footers_are_read_without_their_codes(footer: str, parts: list[tuple[str, bool]]) -> None:
    both = f"<oddHeader>&amp;CTop</oddHeader><oddFooter>{footer}</oddFooter>"
    found = outline(xlsx(after=f"<headerFooter>{both}</headerFooter>"))

    assert found.blocks[0] == Block("Top", part="header", address="My sheet")
    assert [(b.text, b.computed) for b in found.blocks[1:]] == parts


def test_boxes_of_text_and_check_boxes_are_read() -> None:
    xdr = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"

    def shape(id: int, text: str) -> str:
        return (
            f"<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>4</xdr:row></xdr:from>"
            f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{id}"/></xdr:nvSpPr><xdr:txBody>{text}'
            f"</xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
        )

    run = "<a:p><a:r><a:t>{}</a:t></a:r></a:p>"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{xdr}" xmlns:a="{DRAWING}">'
        + shape(2, run.format("first") + "<a:p><a:r><a:t>a</a:t></a:r><a:br/><a:t>b</a:t></a:p>")
        + shape(1025, run.format("I agree"))
        + "</xdr:wsDr>"
    )
    control = f'<formControlPr xmlns="{MAIN}" objectType="CheckBox" checked="Checked"/>'
    found = outline(
        xlsx(after='<controls><control shapeId="1025" r:id="rId2" name="x"/></controls>',
             sheet_rels=relation("drawing", "../drawings/drawing1.xml")
             + relation("ctrlProp", "/xl/ctrl.xml", "rId2"),
             xl__drawings__drawing1=drawing, xl__ctrl=control)
    )  # fmt: skip

    assert [(b.part, b.address, b.text, b.boxes) for b in found.blocks] == [
        ("textbox", "My sheet!B5", "first", ()),
        ("textbox", "My sheet!B5", "a\nb", ()),
        ("body", "My sheet!B5", "", (True,)),
        ("textbox", "My sheet!B5", "I agree", ()),
    ]


def test_strict_files_and_other_targets_are_read() -> None:
    strict = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main",
              "http://purl.oclc.org/ooxml/spreadsheetml/main")  # fmt: skip

    assert one("<c><v>1</v></c>", replace=strict).text == "1"
    assert one("<c><v>1</v></c>", target="/xl/worksheets/sheet1.xml").text == "1"
    assert one('<c t="s"><v>1</v></c>', xl__styles="").text == "rich runs"


def test_a_missing_sheet_is_remarked() -> None:
    data = xlsx("<row><c><v>1</v></c></row>", target="worksheets/none.xml")

    assert outline(data).notices == tuple(
        Notice("note", "part-missing", f"The file names a sheet “{name}” but does not hold it.")
        for name in ("My sheet", "Gone")
    )


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (b"no zip", "damaged"),
        (b"", "damaged"),
        (xlsx(xl__workbook="<html/>"), "not-office"),
        (xlsx(xl__workbook=""), "not-office"),
        (xlsx("<row>", xl__styles=""), "damaged"),
        (xlsx('<row><c t="s"><v>0</v></c></row>', xl__sharedStrings=ENTITY), "unsafe"),
        # Read as empty cells these would be answers lost in silence.
        (xlsx('<row><c t="s"><v>99</v></c></row>'), "damaged"),
        (xlsx('<row><c t="s"><v>-1</v></c></row>'), "damaged"),
        (xlsx('<row><c t="s"><v>0</v></c></row>', xl__sharedStrings=""), "damaged"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, outcome: str) -> None:
    with pytest.raises(NotReadable) as refused:
        outline(data)

    assert refused.value.outcome == outcome


EDITORS = [
    ("LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2", "", "LibreOffice 7.4"),
    ("Microsoft Excel", "16.0300", "Microsoft Excel 16"),
    ("Microsoft Macintosh Excel", "16.0300", "Microsoft Excel 16 for Mac"),
    ("Microsoft Excel", "3.1", "openpyxl"),
    ("Microsoft Excel Compatible / Openpyxl 3.1.5", "3.1", "openpyxl"),
    ("Gnumeric", "", "Gnumeric"),
]


@pytest.mark.parametrize(("application", "version", "editor"), EDITORS)
def test_the_program_is_told(application: str, version: str, editor: str) -> None:
    ns = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    app = (
        f'<Properties xmlns="{ns}"><Application>{application}</Application>'
        f"<AppVersion>{version}</AppVersion></Properties>"
    )

    assert outline(xlsx(docProps__app=app)).editor == editor


def test_the_time_of_saving_is_told_in_utc() -> None:
    found = outline(filled({}))

    assert found.modified is None  # no editor has saved it yet
