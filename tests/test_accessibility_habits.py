"""What people and programs do to files that a rule is easily blind to; each breaks one rule."""

from __future__ import annotations

import pytest

import test_accessibility_excel as excel
import test_accessibility_word as word
from office_parts import Edit, Parts, S, W, before, edited, element, find, paragraph, restyle, say
from test_accessibility_excel import BOOK, HEADER, ROUNDS, STYLES
from test_accessibility_word import AT_INTRO, HERE, INTRO, SITE, WHOLE
from workbook_docs.accessibility.alternatives import poor_alternative
from workbook_docs.accessibility.colours import Theme
from workbook_docs.accessibility.core import is_file_name
from workbook_docs.accessibility.excel.table_styles import built_in
from workbook_docs.accessibility.faults import told_once
from workbook_docs.contrast import contrast

# Word --------------------------------------------------------------------------------------

TOP = "“Site readiness visit”"


def together(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(parts: Parts) -> None:
        for each in edits:
            each(parts)

    return edit


def line(text: str, manner: str = "") -> Edit:
    """A paragraph of some words; `|` in them is a line break."""
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in text.split("|"))
    return word.insert(f"<w:p><w:r><w:rPr>{manner}</w:rPr>{words}</w:r></w:p>")


def box(words: str, fill: str = "<a:noFill/>") -> Edit:
    """A text box with a fill, anchored at the beginning."""
    return word.insert(
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="9" name="Box" descr="A hint in a box"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>"
        f"{words}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p>", INTRO,
    )  # fmt: skip


def older_box(shape: str) -> Edit:
    """A text box in the older markup, with white words."""
    return word.insert(
        f"<w:p><w:r><w:pict><v:shape {shape}><v:textbox><w:txbxContent>{WHITE}</w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>", INTRO,
    )  # fmt: skip


WHITE = '<w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>A hint.</w:t></w:r></w:p>'
NAVY = '<a:solidFill><a:srgbClr val="193E72"/></a:solidFill>'
INNER = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"
    f"<w:tc>{WHITE}</w:tc></w:tr></w:tbl>"
)


def in_dark_cell(parts: Parts) -> None:
    """A table within a cell that is dark, and white words in both."""
    word.cell('<w:shd w:val="clear" w:fill="193E72"/>')(parts)
    word.manner("Site code", '<w:color w:val="FFFFFF"/>')(parts)
    next(paragraph(parts, "Site code").iterancestors(f"{W}tc")).insert(1, element(INNER))


def fewer_cells(parts: Parts) -> None:
    cell = next(paragraph(parts, "Site code").iterancestors(f"{W}tc"))
    cell.getparent().remove(cell)


def merged_header(parts: Parts) -> None:
    first, second = word.table(parts, "About the site").find(f"{W}tr").findall(f"{W}tc")
    second.getparent().remove(second)
    word.cell('<w:gridSpan w:val="2"/>', "About the site")(parts)
    assert first.find(f"{W}tcPr/{W}gridSpan") is not None


def no_lines_of_contents(parts: Parts) -> None:
    gallery = next(parts[word.DOCUMENT].iter(f"{W}docPartGallery"))
    for held in list(next(gallery.iterancestors(f"{W}sdt")).iter(f"{W}p")):
        held.getparent().remove(held)


def blanks(count: int) -> Edit:
    """Paragraphs with an empty one behind each."""
    each = [(line(f"These are words, number {n}."), word.insert("<w:p/>")) for n in range(count)]
    return together(*(edit for pair in each for edit in pair))


def link_in_box(parts: Parts) -> None:
    word.links("our guide")(parts)
    box('<w:p><w:hyperlink r:id="rIdNew0"><w:r><w:t>the plan</w:t></w:r></w:hyperlink></w:p>')(
        parts
    )


def deleted_link(parts: Parts) -> None:
    word.links("our guide")(parts)
    link = find(paragraph(parts, INTRO), "w:hyperlink")
    link.remove(link[0])
    link.append(element("<w:del><w:r><w:delText>our guide</w:delText></w:r></w:del>"))


COLOURED = (
    "<w:tc><w:p><w:r><w:t>State</w:t></w:r></w:p></w:tc>"
    '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="{}"/></w:tcPr><w:p/></w:tc>'
)
TEXT_FILL = "<w14:textFill><w14:solidFill><w14:{}/></w14:solidFill></w14:textFill>"
IN_BOX = '<w:p><w:pPr><w:pStyle w:val="Heading4"/></w:pPr><w:r><w:t>A hint</w:t></w:r></w:p>'

IN_WORD = [
    # rule, what is done, how, where
    ("D1", "the title of a new file", word.title("New Microsoft Word Document (2)"), WHOLE),
    ("D4", "an underlined line", line("Next part", '<w:u w:val="single"/>'), f"{HERE}, “Next part”"),
    ("D4", "a line in capitals", line("NEXT STEPS"), f"{HERE}, “NEXT STEPS”"),
    ("D4", "a bold line above a line break",
     word.insert("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Next part</w:t><w:br/></w:r><w:r><w:t>And this is it.</w:t></w:r></w:p>"),
     f"{HERE}, “Next part And this is it.”"),
    ("D6", "a row with fewer cells and no mark of it", fewer_cells, f"{SITE}, table 1, row 3"),
    ("D6", "a header over two columns", merged_header, f"{SITE}, table 1, row 1, column 1"),
    ("D7", "a description by a camera", word.picture(' descr="IMG_2031"'), TOP),
    ("D7", "a description by a program",
     word.picture(' descr="A group of people sitting. AI-generated content may be incorrect."'), TOP),
    ("D7", "a description of dots", word.picture(' descr="..."'), TOP),
    ("D8", "white words on a dark box", box(WHITE, NAVY), TOP),
    ("D8", "white words on a box of the theme", box(WHITE, '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'), TOP),
    ("D8", "white words on a picture in a box", box(WHITE, "<a:blipFill/>"), TOP),
    ("D8", "white words on a dark older box", older_box('fillcolor="#193e72 [3215]"'), TOP),
    ("D8", "a link in a text box", link_in_box, TOP),
    ("D6", "a table in a dark cell", in_dark_cell, f"{SITE}, table 2"),
    ("D9", "faint by a text effect", word.manner(INTRO, TEXT_FILL.format('srgbClr w14:val="DDDDDD"')), AT_INTRO),
    ("D9", "a colour of the theme, made pale",
     word.manner(INTRO, '<w:color w:val="AAAAAA" w:themeColor="accent1" w:themeTint="66"/>'), AT_INTRO),
    *(("D10", f"a link “{said}”", word.links(said), AT_INTRO)
      for said in ("Find out more", "Click here to read it", "this document", "nihr.ac.uk/plans", "Read more…",
                   "See: https://example.org/a", "»")),
    ("D12", "a sign of Wingdings",
     word.insert('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:tab/><w:t>a point</w:t></w:r></w:p>'),
     f"{HERE}, “• a point”"),
    ("D12", "typed arrows", line("→ one|→ two"), f"{HERE}, “→ one → two”"),
    ("D13", "line breaks for a gap", line("These are words.|||And more of them."),
     f"{HERE}, “These are words. And more of them.”"),
    ("D13", "no-break spaces for a gap", word.text(INTRO, "Save\u00a0\u00a0\u00a0\u00a0this file."),
     f"{TOP}, “Save this file.”"),
    ("D13", "an empty paragraph behind each", blanks(6), HERE),
    ("D18", "a list of contents without lines", no_lines_of_contents, "the beginning"),
    ("D19", "a star in brackets", word.text("Site code", "Site code (*)"),
     f"{SITE}, table 1, row 3, column 1, “Site code (*)”"),
    ("D19", "a colour for what is required", word.text(INTRO, "Questions in red must be answered."),
     f"{TOP}, “Questions in red must be answered.”"),
    ("D19", "a cell of colour without words", word.row(word.ROW.format(COLOURED.format("FF0000"))),
     f"{SITE}, table 1, row 5, column 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "edit", "place"),
    [(rule, edit, place) for rule, _, edit, place in IN_WORD],
    ids=[f"{rule} {what}" for rule, what, _, _ in IN_WORD],
)
def test_a_habit_in_word_is_named_with_its_place_and_nothing_else(rule, edit, place):
    assert word.found(edited(word.sound(), edit)) == [(rule, place)]


NO_FAULT_IN_WORD = [
    ("initials of names", line("NIHR ARC EM")),
    ("a line in capitals that is a sentence", line("PLEASE READ THIS.")),
    ("four single blanks", blanks(4)),
    ("a bold line that goes on in the next",
     word.insert("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Note.</w:t><w:br/></w:r><w:r><w:t>And this is it.</w:t></w:r></w:p>")),
    ("one line break", line("First line.|Second line.")),
    ("a link to an address by its name", word.links("NHS.uk: how to take part")),
    ("an e-mail address as a link", word.links("ann.reed@example.org")),
    ("a link with vague words among others", word.links("Read the guide for carers")),
    ("a pale cell without words", word.row(word.ROW.format(COLOURED.format("FFF3D1")))),
    ("a colour that needs nothing", word.text(INTRO, "The boxes in blue are filled in.")),
    ("a text effect dark enough", word.manner(INTRO, TEXT_FILL.format('schemeClr w14:val="tx1"'))),
    ("a box to tick as a sign",
     word.insert('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t xml:space="preserve"> Yes</w:t></w:r></w:p>')),
    ("a title shown from the file's properties",
     word.insert('<w:p><w:sdt><w:sdtPr><w:alias w:val="Title"/><w:dataBinding w:xpath="/x" '
                 'w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/><w:text/></w:sdtPr><w:sdtContent>'
                 "<w:r><w:t>A visit.</w:t></w:r></w:sdtContent></w:sdt></w:p>")),
    ("a link whose words were deleted", deleted_link),
]  # fmt: skip


@pytest.mark.parametrize(
    "edit", [edit for _, edit in NO_FAULT_IN_WORD], ids=[what for what, _ in NO_FAULT_IN_WORD]
)
def test_a_sound_habit_in_word_is_not_named(edit):
    assert word.found(edited(word.sound(), edit)) == []


# Excel -------------------------------------------------------------------------------------


def number(reference: str, value: str) -> Edit:
    """Write a number into a cell of the published table."""

    def edit(parts: Parts) -> None:
        held = excel.cell(parts, ROUNDS, reference)
        for child in list(held):
            held.remove(child)
        held.attrib.pop("t", None)
        held.append(element(f"<s:v>{value}</s:v>"))

    return edit


def width(sheet: str, column: int, characters: float) -> Edit:
    def edit(parts: Parts) -> None:
        list(parts[parts.named(sheet)].iter(f"{S}col"))[column].set("width", str(characters))

    return edit


def styled(name: str) -> Edit:
    """Give the published table a style of Excel's own, and take its headers' own format away."""

    def plain(format, styles) -> None:
        for attribute in ("xfId", "fontId", "fillId"):
            format.set(attribute, "0")

    def edit(parts: Parts) -> None:
        find(parts["xl/tables/table1.xml"], "s:tableStyleInfo").set("name", name)
        for column in "ABC":
            restyle(parts, ROUNDS, f"{column}{HEADER}", plain)

    return edit


def named_block(parts: Parts) -> None:
    """A name for the whole block of data, which is no table."""
    excel.no_table(ROUNDS)(parts)
    place = f"'{ROUNDS}'!$A${HEADER}:$C${HEADER + 3}"
    held = parts[BOOK].find(f"{S}definedNames")
    if held is None:
        held = element("<s:definedNames/>")
        before(parts[BOOK], held, "calcPr")
    held.append(element(f'<s:definedName name="data">{place}</s:definedName>'))


def shrunk(format, styles) -> None:
    alignment = find(format, "s:alignment")
    alignment.set("wrapText", "0")
    alignment.set("shrinkToFit", "1")


def coloured_cell(parts: Parts) -> None:
    """A cell that says by its red alone what is so, in the table to fill in."""
    place = f"A{HEADER + 2}"
    say(parts, ROUNDS, place, "")
    excel.formatted(ROUNDS, place, excel.filled('rgb="FFFF0000"'))(parts)


def unprotected(parts: Parts) -> None:
    """No sheet is protected, and no cell unlocked: a form as most people make one."""
    for sheet in ("Your site", "Staff"):
        root = parts[parts.named(sheet)]
        for held in root.findall(f"{S}sheetProtection"):
            root.remove(held)
    for held in parts[STYLES].iter(f"{S}protection"):
        held.set("locked", "1")


def scrolled(parts: Parts) -> None:
    next(parts[parts.named("Guidance")].iter(f"{S}sheetView")).set("topLeftCell", "A9")


def frozen_far(parts: Parts) -> None:
    find(parts[parts.named("Staff")], ".//s:pane").set("ySplit", "40")


def locked_book(parts: Parts) -> None:
    find(parts[BOOK], "s:workbookProtection").set("workbookPassword", "CC1A")


def picture_at(row: int, column: int, wide: int, high: int) -> Edit:
    """A picture over the guidance from a cell on, both from 0; its size in points."""
    where = (
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f'<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="{wide * 12700}" cy="{high * 12700}"/>'
    )
    drawn = excel.drawn(excel.PICTURE.format(' descr="A ladder of eight rungs."'), "Your site")

    def edit(parts: Parts) -> None:
        drawn(parts)
        anchor = parts["xl/drawings/drawing9.xml"][0]
        anchor.remove(anchor[0])
        for held in reversed(element(f"<xdr:a>{where}</xdr:a>")):
            anchor.insert(0, held)

    return edit


HELP = "C<Two letters and three digits, such as DE014.>"
ROW_AND_CELL = (
    '<s:cfRule type="expression" dxfId="0" priority="1">'
    "<s:formula>AND(B5&lt;10,ROW()&gt;1)</s:formula></s:cfRule>"
)
NEGATIVES = "0;[Red]0"
DARK_RED = '<s:fill><s:patternFill><s:bgColor rgb="FFFFC7CE"/></s:patternFill></s:fill>'

IN_EXCEL = [
    # rules, file, what is done, how, where
    (["X1"], "form", "the title of a new file", excel.title("New Microsoft Excel Worksheet"), excel.WHOLE),
    *((["X2"], "form", f"a sheet called {name}", excel.rename("Your site", name), name)
      for name in ("Sheet1 (2)", "Copy of Sheet1", "New sheet", "Untitled", "Лист1", "--")),
    (["X5"], "figures", "a name for a whole block", named_block, f"{ROUNDS}!A{HEADER}"),
    (["X6"], "figures", "merged cells in the data",
     excel.on_sheet(ROUNDS, f'<s:mergeCells><s:mergeCell ref="A{HEADER + 1}:A{HEADER + 2}"/></s:mergeCells>',
                    *excel.AFTER_MERGES, "pageSetup", "headerFooter", "tableParts"),
     f"{ROUNDS}!A{HEADER + 1}:A{HEADER + 2}"),
    (["X8"], "figures", "a number wider than its column", number(f"C{HEADER + 1}", "1" * 25), f"{ROUNDS}!C{HEADER + 1}"),
    (["X8"], "form", "words made small to fit",
     together(excel.formatted("Your site", HELP, shrunk), excel.words("Your site", HELP, excel.LONG)), "Your site!C<Site code>"),
    (["X8"], "form", "a picture over words", picture_at(4, 0, 60, 20), "Your site!A<Hospital>"),
    (["X8"], "form", "a picture over a title that runs on",
     together(excel.words("Your site", "A1", "What we would like to know of your site"), picture_at(0, 1, 300, 20)),
     "Your site!A1"),
    (["X9"], "figures", "white on a pale style of Excel's", styled("TableStyleLight11"), f"{ROUNDS}!A{HEADER}"),
    (["X9"], "figures", "white on a medium style of Excel's", styled("TableStyleMedium4"), f"{ROUNDS}!A{HEADER}"),
    (["X9"], "figures", "a colour of a number format",
     excel.formatted(ROUNDS, f"B{HEADER + 1}", excel.shown_as("[Yellow]0")), f"{ROUNDS}!B{HEADER + 1}"),
    (["X9", "X10"], "figures", "red for less than nought",
     excel.formatted(ROUNDS, f"B{HEADER + 1}", excel.shown_as(NEGATIVES)), f"{ROUNDS}!B{HEADER + 1}"),
    (["X10"], "form", "a condition that also asks for a row", excel.condition(ROW_AND_CELL, DARK_RED), "Your site!B<Hospital>"),
    (["X10", "X17"], "figures", "a cell of colour without words", coloured_cell, f"{ROUNDS}!A{HEADER + 2}"),
    (["X12"], "form", "a row of no height", excel.row_set("Your site", "A<Site code>", ht="0"), "Your site, row <Site code>"),
    (["X12"], "form", "a format that shows nothing", excel.formatted("Your site", "A<Hospital>", excel.shown_as(";;;")),
     "Your site!A<Hospital>"),
    (["X14"], "form", "a sheet that opens further down", scrolled, "Guidance"),
    (["X14"], "form", "too many rows in sight", frozen_far, "Staff"),
    (["X15"], "form", "a description that is the file's name",
     excel.drawn(excel.PICTURE.replace("Ladder", "ladder.png").format(' descr="ladder"')), "Guidance!C3"),
    (["X18"], "form", "a password of the workbook", locked_book, excel.WHOLE),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "source", "edit", "place"),
    [(rules, source, edit, place) for rules, source, _, edit, place in IN_EXCEL],
    ids=[f"{' '.join(rules)} {what}" for rules, _, what, _, _ in IN_EXCEL],
)
def test_a_habit_in_excel_is_named_with_its_place_and_nothing_else(rules, source, edit, place):
    where = excel.resolved(place, source)

    assert excel.found(edited(excel.SOURCES[source](), edit)) == [(rule, where) for rule in rules]


def test_a_column_of_no_width_is_hidden():
    found = excel.found(edited(excel.form(), width("Your site", 0, 0)))

    assert ("X12", "Your site, column A") in found


def test_a_rule_on_a_sheet_that_locks_nothing_must_explain_itself():
    edit = together(unprotected, excel.rule("Your site", "B<Hospital>", prompt=None))
    place = excel.resolved("Your site!B<Hospital>", "form")

    found = excel.found(edited(excel.form(), edit))

    assert [where for rule, where in found if rule == "X13"] == [place]


NO_FAULT_IN_EXCEL = [
    ("figures", "a dark style of Excel's", styled("TableStyleMedium5")),
    ("figures", "a plain style of Excel's", styled("TableStyleLight15")),
    ("figures", "dark red for less than nought, and a sign",
     excel.formatted(ROUNDS, f"B{HEADER + 1}", excel.shown_as("0;[Blue]-0"))),
    ("figures", "a wide number in a wide column", number(f"B{HEADER + 1}", "12345678")),
    ("form", "a picture beside the words", picture_at(30, 0, 60, 20)),
    ("form", "a copy of a sheet with a name", excel.rename("Your site", "Your site (2)")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "edit"),
    [(source, edit) for source, _, edit in NO_FAULT_IN_EXCEL],
    ids=[what for _, what, _ in NO_FAULT_IN_EXCEL],
)
def test_a_sound_habit_in_excel_is_not_named(source, edit):
    assert excel.found(edited(excel.SOURCES[source](), edit)) == []


# The words they share ------------------------------------------------------------------------

DESCRIPTIONS = [
    # words, whether they may stand for a picture
    ("logo_final_v2", False), ("Screenshot 2024-05-01 at 10.20.30", False), ("DSC0012", False),
    ("photo 2", False), ("Image of", False), ("7", False), ("Chart 1", False),
    ("C:\\Pictures\\ladder of steps.png", False), ("NHS logo", True), ("COVID-19", True),
    ("Co-Production", True), ("Figure 3: how many people come", True), ("2026-27", True),
    ("The ladder, drawn in node.js style.", True),
]  # fmt: skip


@pytest.mark.parametrize(("words", "may_stand"), DESCRIPTIONS)
def test_words_that_stand_for_a_picture(words, may_stand):
    assert (poor_alternative(words) is None) is may_stand


TITLES = [
    ("Document2", True), ("Presentation1", True), ("[Document title]", True), ("Template", True),
    ("plan_v2.docx", True), ("2026", False), ("Files", False), ("Workbook for Module 2", False),
]  # fmt: skip


@pytest.mark.parametrize(("title", "is_name"), TITLES)
def test_titles_that_a_program_gave(title, is_name):
    assert is_file_name(title, "") is is_name


def test_what_one_style_breaks_is_told_once():
    small = word.edited(word.sound(), lambda parts: [
        word.properties(style, "rPr").append(element('<w:sz w:val="18"/>'))
        for style in parts[word.STYLES].iter(f"{W}style")
        if style.get(f"{W}default") and style.get(f"{W}type") == "paragraph"
    ])  # fmt: skip

    faults = [fault for fault in word.accessibility_faults(small) if fault.rule == "D14"]

    assert len(faults) == 2  # in the running text, and in tables
    assert all("more places are alike" in fault.message for fault in faults)
    assert list(told_once([("A", "small"), ("B", "small"), ("B", "small")])) == [
        ("A", "small; 1 more place is alike")
    ]


@pytest.mark.parametrize("kind", ["Light1", "Light15", "Medium22", "Medium28", "Dark12", "None"])
def test_styles_of_excel_with_dark_words_are_left_alone(kind):
    assert built_in(f"TableStyle{kind}", Theme(None)) == {}


def test_styles_of_excel_have_the_colours_of_the_theme():
    header = built_in("TableStyleMedium2", Theme(None))["headerRow"]

    assert header.colour is not None
    assert contrast(header.colour, header.grounds[0]) < 4.5
    assert built_in("TableStyleMedium1", Theme(None))["headerRow"].grounds == ((0, 0, 0),)
