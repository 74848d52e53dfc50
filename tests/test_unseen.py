"""Text that a reader of the page does not see is read like the rest, and told of."""

from __future__ import annotations

import pytest

from test_excel_outline import xlsx
from word_files import answers_of, blank, changed, paragraph, reading_of, run, seen, written
from workbook_docs.contrast import is_lost
from workbook_docs.excel.outline import outline as excel_outline
from workbook_docs.excel.styles import shows_nothing

CONTRASTS = [
    # text      ground    lost
    ("FFFFFF", "FFFFFF", True),
    ("FEFEFE", "FFFFFF", True),
    ("F2F2F2", "FFFFFF", True),
    ("D9D9D9", "FFFFFF", False),  # a pale hint is seen
    ("FFFFFF", "1F3864", False),
    ("000000", "000000", True),
    ("FFFF00", "FFFF00", True),
    ("auto", "000000", False),
    (None, "000000", False),
    ("FFFFFF", "?", False),
]


@pytest.mark.parametrize(("colour", "ground", "lost"), CONTRASTS)
def test_text_is_lost_where_there_is_no_contrast(colour, ground, lost):
    assert is_lost(colour, ground) is lost


# Word ------------------------------------------------------------------------------------

WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
PAGE, HIDDEN, TINY = "in the colour of the page", "hidden", "too small to read"
RUNS = [
    # the run's properties                                             why it is not seen
    ("", None),
    (WHITE, PAGE),
    ('<w:color w:val="FDFDFD"/>', PAGE),
    ('<w:color w:val="auto"/>', None),
    ('<w:color w:themeColor="background1"/>', PAGE),
    ('<w:color w:val="1F497D" w:themeColor="text2"/>', None),
    (WHITE + DARK, None),
    (WHITE + '<w:shd w:val="clear" w:fill="auto"/>', PAGE),
    (WHITE + '<w:shd w:val="pct25" w:color="000000" w:fill="auto"/>', None),
    (WHITE + '<w:shd w:val="solid" w:color="1F3864" w:fill="auto"/>', None),
    (WHITE + '<w:highlight w:val="darkBlue"/>', None),
    ('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', PAGE),
    (WHITE + '<w14:textOutline w14:w="9525"/>', None),
    ("<w:vanish/>", HIDDEN),
    ('<w:vanish w:val="0"/>', None),
    ("<w:webHidden/>", HIDDEN),
    ("<w:specVanish/>", HIDDEN),
    ('<w:sz w:val="2"/>', TINY),
    ('<w:sz w:val="1pt"/>', TINY),  # as Strict files may say it
    ('<w:sz w:val="12"/>', None),
    ('<w:rStyle w:val="Secret"/>', HIDDEN),
    ('<w:rStyle w:val="Secret"/><w:vanish w:val="0"/>', None),
    ('<w:rStyle w:val="Faint"/>', PAGE),
    ('<w:rStyle w:val="Faint"/><w:color w:val="000000"/>', None),
]
STYLES = (
    '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Base"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Faint"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Banner"><w:pPr><w:shd w:val="clear" w:fill="1F3864"/></w:pPr>'
    '<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="Grid"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="Plain"><w:tblPr/></w:style>'
)  # fmt: skip


def whys(body: str, styles: str = STYLES) -> list[str]:
    return [why for b in seen(written(body, styles=styles)).blocks for _, _, why in b.unseen]


@pytest.mark.parametrize(("properties", "why"), RUNS)
def test_a_run_that_nobody_sees_says_why(properties, why):
    assert whys(paragraph(run("a", properties))) == ([why] if why else [])


def in_table(cell: str, properties: str = "", table: str = "") -> str:
    return f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr>{properties}<w:tc>{cell}</w:tc></w:tr></w:tbl>"


WHITE_RUN = paragraph(run("a", WHITE))
GROUNDS = [
    # where the white words stand                                                       why
    (WHITE_RUN, [PAGE]),
    (f"<w:p><w:pPr>{DARK}</w:pPr>{run('a', WHITE)}</w:p>", []),
    (paragraph(run("a"), style="Banner"), []),
    (paragraph(run("a"), style="Hidden"), [HIDDEN]),
    (paragraph(run("a", '<w:rStyle w:val="Secret"/>'), style="Hidden"), []),  # a toggle, twice
    (in_table(WHITE_RUN), [PAGE]),
    (in_table(f"<w:tcPr>{DARK}</w:tcPr>{WHITE_RUN}"), []),
    (in_table(WHITE_RUN, table=DARK), []),
    (in_table(WHITE_RUN, table='<w:tblStyle w:val="Grid"/>'), []),
    (in_table(WHITE_RUN, table='<w:tblStyle w:val="Plain"/>'), [PAGE]),
    (in_table(paragraph(run("a")), "<w:trPr><w:hidden/></w:trPr>"), [HIDDEN]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "found"), GROUNDS)
def test_white_words_are_seen_on_a_coloured_ground(body, found):
    assert whys(body) == found


LOOK = '<w:tblStyle w:val="{}"/><w:tblLook w:val="{}"/>'
SHADED = (
    '<w:style w:type="table" w:styleId="Whole"><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:style>'
    '<w:style w:type="table" w:styleId="Bands"><w:basedOn w:val="Plain"/><w:tblStylePr w:type="band1Horz">'
    '<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
    '<w:style w:type="table" w:styleId="Side"><w:tblStylePr w:type="firstCol"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)  # fmt: skip
TABLE_STYLES = [
    # style    what the table shows of it   the white cells that nobody sees, of a1 b1 a2 b2
    ("Grid", "0020", ["a2", "b2"]),
    ("Grid", "0000", ["a1", "b1", "a2", "b2"]),
    ("Whole", "0000", []),
    ("Bands", "0000", ["a2", "b2"]),
    ("Bands", "0020", ["a1", "b1"]),  # the first row is no band
    ("Bands", "0200", ["a1", "b1", "a2", "b2"]),
    ("Side", "0080", ["b1", "b2"]),
]


@pytest.mark.parametrize(("style", "shown", "unseen"), TABLE_STYLES)
def test_a_table_style_shades_the_parts_that_a_table_shows(style, shown, unseen):
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(run(letter + number, WHITE))}</w:tc>' for letter in 'ab')}</w:tr>"
        for number in "12"
    )
    body = f"<w:tbl><w:tblPr>{LOOK.format(style, shown)}</w:tblPr>{rows}</w:tbl>"
    found = seen(written(body, styles=STYLES + SHADED)).blocks

    assert [block.text for block in found if block.unseen] == unseen


def test_the_defaults_of_a_document_count():
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val='FFFFFF'/></w:rPr></w:rPrDefault>"
        "</w:docDefaults>"
    )

    assert whys(paragraph(run("a")), defaults) == [PAGE]


def test_an_answer_that_nobody_sees_is_an_answer_with_a_note():
    runs = run("Ann ") + run("Re", WHITE) + run("ed", WHITE)
    reading = reading_of(changed(blank(), "participant.name", runs))
    (finding,) = reading.findings

    assert answers_of(reading) == {"participant.name": "Ann Reed"}
    assert (finding.severity, finding.code) == ("note", "hidden-text")
    assert "“Reed” stands here in the colour of what it stands on" in finding.message
    assert "Planning your Implementation Journey" in str(finding.place)


def test_of_very_many_only_some_are_told_one_by_one():
    lines = "".join(f"{run(f'line {n}', WHITE)}<w:r><w:br/></w:r>" for n in range(40))
    reading = reading_of(changed(blank(), "co_production.point_3", lines))

    assert [f.code for f in reading.findings] == ["hidden-text"] * 21
    assert "20 more pieces" in reading.findings[-1].message


def test_what_the_form_itself_hides_is_not_told():
    from lxml import etree

    from word_files import W, packed, unpacked

    parts = unpacked(blank())
    root = etree.fromstring(parts["word/document.xml"])
    for found in root.iter(W + "r"):
        if "9Cs" in "".join(t.text or "" for t in found.iter(W + "t")):
            properties = found.find(W + "rPr")
            if properties is None:
                properties = etree.Element(W + "rPr")
                found.insert(0, properties)
            etree.SubElement(properties, W + "color").set(W + "val", "FFFFFF")
    parts["word/document.xml"] = etree.tostring(root)
    data = packed(parts)

    assert any(block.unseen for block in seen(data).blocks)
    assert reading_of(data).findings == ()


# Excel -----------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode=";;;"/>'
    '<numFmt numFmtId="165" formatCode=";;"/><numFmt numFmtId="166" formatCode="0;-0;;@"/></numFmts>'
    '<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color theme="0"/></font>'
    '<font><color theme="0" tint="-0.5"/></font><font><color indexed="9"/></font><font><sz val="1"/></font>'
    "<font><strike/></font></fonts>"
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF1F3864"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="4"/></patternFill></fill>'
    "<fill><gradientFill/></fill></fills><cellXfs>"
    + "".join(
        f'<xf numFmtId="{n}" fontId="{font}" fillId="{fill}"/>'
        for n, font, fill in [
            (0, 0, 0), (0, 1, 0), (0, 2, 0), (0, 3, 0), (0, 4, 0), (0, 5, 0), (0, 6, 0), (0, 1, 2),
            (0, 1, 3), (0, 1, 4), (164, 0, 0), (165, 0, 0), (166, 0, 0),
        ]
    )
    + "</cellXfs></styleSheet>"
)  # fmt: skip
FORMAT = "hidden by its number format"
CELLS = [
    # style   what stands in the cell   why nobody sees it
    (0, "<v>1</v>", None),
    (1, "<v>1</v>", PAGE),
    (2, "<v>1</v>", PAGE),
    (3, "<v>1</v>", None),  # white, darkened to grey
    (4, "<v>1</v>", PAGE),
    (5, "<v>1</v>", TINY),
    (6, "<v>1</v>", None),
    (7, "<v>1</v>", None),  # white on dark blue
    (8, "<v>1</v>", None),  # on a colour of the theme
    (9, "<v>1</v>", None),
    (10, "<v>1</v>", FORMAT),
    (10, "<v>0</v>", FORMAT),
    (11, "<v>-1</v>", FORMAT),
    (12, "<v>1</v>", None),
    (12, "<v>0</v>", FORMAT),
]


def cell_of(style: int, held: str, kind: str = "", **more: str):
    (block,) = excel_outline(
        xlsx(f'<row><c s="{style}"{kind}>{held}</c></row>', xl__styles=SHEET_STYLES, **more)
    ).blocks
    return block


@pytest.mark.parametrize(("style", "held", "why"), CELLS)
def test_a_cell_that_nobody_sees_says_why(style, held, why):
    block = cell_of(style, held)

    assert block.unseen == (((0, len(block.text), why),) if why else ())


@pytest.mark.parametrize(("style", "why"), [(10, FORMAT), (11, None), (12, None), (1, PAGE)])
def test_words_are_hidden_by_the_fourth_part_of_a_format_only(style, why):
    block = cell_of(style, "<is><t>word</t></is>", ' t="inlineStr"')

    assert block.unseen == (((0, 4, why),) if why else ())


def test_part_of_a_cell_may_be_white():
    white = '<r><rPr><color rgb="FFFFFFFF"/></rPr><t>b</t></r>'
    rich = f"<is><r><t>a</t></r>{white}<r><rPr><b/></rPr><t>c</t></r></is>"
    block = cell_of(0, rich, ' t="inlineStr"')

    assert (block.text, block.unseen) == ("abc", ((1, 2, PAGE),))


COLOURED = [
    {"after": '<conditionalFormatting sqref="A1:B2"><cfRule type="expression"/></conditionalFormatting>'},
    {
        "sheet_rels": '<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/table" Target="../tables/table1.xml"/>',
        "xl__tables__table1": f'<table xmlns="{MAIN}" ref="A1:B2"><tableStyleInfo name="TableStyleMedium2"/></table>',
    },
]  # fmt: skip


@pytest.mark.parametrize("more", COLOURED)
def test_white_words_in_what_colours_cells_by_rule_are_not_told(more):
    assert cell_of(1, "<v>1</v>", **more).unseen == ()


BY_FORMAT = "in the colour a conditional format gives it"
WHITE_FONT, RED_FONT = '<color rgb="FFFFFFFF"/>', '<color rgb="FFFF0000"/>'
FORMATS = [
    # style   what the conditional format says   where   why nobody sees the cell
    (0, f"<font>{WHITE_FONT}</font>", "A1:B2", BY_FORMAT),
    (0, f"<font>{RED_FONT}</font>", "A1:B2", None),
    (0, f"<font>{WHITE_FONT}</font>", "B2:C3", None),
    (0, f"<font>{WHITE_FONT}</font><fill><patternFill><bgColor rgb=\"FF1F3864\"/></patternFill></fill>", "A1", None),
    (0, f"<font>{RED_FONT}</font><fill><patternFill><bgColor rgb=\"FFFF0000\"/></patternFill></fill>", "A1", BY_FORMAT),
    (0, "<font><b/></font>", "A1", None),
    (7, f"<font>{WHITE_FONT}</font>", "A1", None),  # the cell itself is dark
]  # fmt: skip


@pytest.mark.parametrize(("style", "format", "where", "why"), FORMATS)
def test_words_that_a_conditional_format_may_hide_are_told(style, format, where, why):
    dxfs = f"<dxfs><dxf>{format}</dxf></dxfs></styleSheet>"
    rule = f'<conditionalFormatting sqref="{where}"><cfRule type="expression" dxfId="0"/></conditionalFormatting>'
    (block,) = excel_outline(
        xlsx(
            f'<row><c s="{style}"><v>1</v></c></row>',
            xl__styles=SHEET_STYLES.replace("</styleSheet>", dxfs),
            after=rule,
        )
    ).blocks

    assert block.unseen == (((0, 1, why),) if why else ())


FORMATS = [
    # code                 shows nothing of
    ("General", set()),
    ("0.00", set()),
    (";;;", {"positive", "negative", "zero", "text"}),
    (";;", {"positive", "negative", "zero"}),
    ('"";"";"";""', {"positive", "negative", "zero", "text"}),
    ("0;-0;;@", {"zero"}),
    ("0;;", {"negative", "zero"}),
    ('0" ; "', set()),
    ("[Red];[Blue];;", {"positive", "negative", "zero", "text"}),
    ("[>5]0;", set()),
    ('"shown"', set()),
]


@pytest.mark.parametrize(("code", "nothing"), FORMATS)
def test_a_number_format_may_show_nothing(code, nothing):
    assert shows_nothing(code) == nothing


def test_struck_cells_are_told_of():
    found = excel_outline(xlsx('<row><c s="6"><v>1</v></c></row>', xl__styles=SHEET_STYLES))

    assert [(n.severity, n.code) for n in found.notices if n.code != "part-missing"] == [
        ("warning", "struck-text")
    ]
