"""Each rule for Word documents finds its fault at its place, and nothing else."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

import pytest
from lxml import etree
from site_readiness import SiteReadiness

from office_parts import W14, Edit, Parts, W, control, edited, element, find, paragraph, properties
from workbook_docs import accessibility_faults, fill
from workbook_docs.accessibility.checking import rules
from workbook_docs.records import Copy

DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
WHOLE = "the document as a whole"
INTRO, SITE, STAFF = "Save this file", "“Your site”", "“Who will run the study”"
AT_INTRO = "“Site readiness visit”, “Save this file, fill in what you can, and send it…”"
ANSWERS = {
    "site.name": "North", "site.visited_on": date(2026, 9, 3), "capacity.beds": 12,
    "staff[0].role": "Nurse", "staff[0].ready_by": date(2026, 10, 1),
}  # fmt: skip


@cache
def sound() -> bytes:
    """A copy of ours in which every kind of place stands."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = fill(SiteReadiness, ANSWERS, Path(folder) / "visit.docx", Copy("7KQ2-M9XD", "S07"))
        return path.read_bytes()


def found(data: bytes) -> list[tuple[str, str]]:
    """The rules that a file breaks, each with its place."""
    return [(fault.rule, fault.place) for fault in accessibility_faults(data, "visit_2.docx")]


# What breaks a rule ----------------------------------------------------------------------


def title(text: str) -> Edit:
    def edit(parts: Parts) -> None:
        find(parts["docProps/core.xml"], "dc:title").text = text

    return edit


def language(tag: str | None) -> Edit:
    def edit(parts: Parts) -> None:
        held = find(parts[STYLES], "w:docDefaults/w:rPrDefault/w:rPr")
        lang = find(held, "w:lang")
        if tag is None:
            held.remove(lang)
        else:
            lang.set(f"{W}val", tag)

    return edit


def run_language(parts: Parts) -> None:
    run = find(paragraph(parts, INTRO), "w:r")
    properties(run, "rPr").append(element('<w:lang w:val="x-none"/>'))


def style(beginning: str, name: str) -> Edit:
    def edit(parts: Parts) -> None:
        held = properties(paragraph(parts, beginning), "pPr")
        for old in held.findall(f"{W}pStyle"):
            held.remove(old)
        held.insert(0, element(f'<w:pStyle w:val="{name}"/>'))

    return edit


def no_headings(parts: Parts) -> None:
    """Every heading and the title become paragraphs that end like a sentence."""
    for found in list(parts[DOCUMENT].iter(f"{W}p")):
        held = found.find(f"{W}pPr/{W}pStyle")
        if held is not None and held.get(f"{W}val", "").startswith(("Heading", "Title")):
            held.set(f"{W}val", "Normal")


def empty_heading(parts: Parts) -> None:
    heading = paragraph(parts, "What would help you?")
    for run in heading.findall(f"{W}r"):
        heading.remove(run)


def insert(xml: str, before: str = "Numbers as they are today") -> Edit:
    """Put an element before the paragraph that begins with some words."""

    def edit(parts: Parts) -> None:
        paragraph(parts, before).addprevious(element(xml))

    return edit


def text(beginning: str, new: str, part: str = DOCUMENT) -> Edit:
    """Let the first run of a paragraph say something else."""

    def edit(parts: Parts) -> None:
        runs = [run for run in paragraph(parts, beginning, part).iter(f"{W}t") if run.text]
        runs[0].text = new

    return edit


def manner(beginning: str, xml: str) -> Edit:
    """Format the first run of a paragraph by hand."""

    def edit(parts: Parts) -> None:
        run = next(
            r for r in paragraph(parts, beginning).iter(f"{W}r") if r.find(f"{W}t") is not None
        )
        held = properties(run, "rPr")
        for child in element(f"<w:rPr>{xml}</w:rPr>"):
            held.append(child)

    return edit


def layout(beginning: str, xml: str) -> Edit:
    """Format a paragraph by hand."""

    def edit(parts: Parts) -> None:
        properties(paragraph(parts, beginning), "pPr").append(element(xml))

    return edit


def table(parts: Parts, header: str) -> Any:
    """The table whose first cell begins with some words."""
    return next(paragraph(parts, header).iterancestors(f"{W}tbl"))


def without(header: str, path: str) -> Edit:
    """Take an element of a table away."""

    def edit(parts: Parts) -> None:
        held = find(table(parts, header), path)
        held.getparent().remove(held)

    return edit


def no_first_row(parts: Parts) -> None:
    look = find(table(parts, "About the site"), "w:tblPr/w:tblLook")
    look.set(f"{W}firstRow", "0")


def cell(xml: str, words: str = "Site code") -> Edit:
    """Add a property to the cell of a paragraph."""

    def edit(parts: Parts) -> None:
        held = next(paragraph(parts, words).iterancestors(f"{W}tc"))
        properties(held, "tcPr").append(element(xml))

    return edit


def row(xml: str) -> Edit:
    """Add a row to the table of the site."""

    def edit(parts: Parts) -> None:
        table(parts, "About the site").append(element(xml))

    return edit


def nested(parts: Parts) -> None:
    held = next(paragraph(parts, "Site code").iterancestors(f"{W}tc"))
    inner = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"
    )
    inner += "<w:tc><w:p><w:r><w:t>inside</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    held.insert(1, element(inner))
    held.append(element("<w:p/>"))


def picture(description: str, holder: str = "inline", before: str = INTRO) -> Edit:
    """Draw something in a paragraph of its own."""
    xml = (
        f'<w:p><w:r><w:drawing><wp:{holder}><wp:docPr id="9" name="Ladder"{description}/>'
        f"<a:graphic/></wp:{holder}></w:drawing></w:r></w:p>"
    )
    return insert(xml, before)


def text_box(parts: Parts) -> None:
    xml = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="9" name="Box" descr="A hint in a box"/>'
        "<a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>A hint"
        "</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    paragraph(parts, INTRO).addprevious(element(xml))


LINK = '<w:hyperlink r:id="rIdNew{}"><w:r><w:t>{}</w:t></w:r></w:hyperlink>'


def links(*said: str) -> Edit:
    """Put links to different addresses into a paragraph."""

    def edit(parts: Parts) -> None:
        rels = parts["word/_rels/document.xml.rels"]
        for number, words in enumerate(said):
            rels.append(
                element(
                    f'<rel:Relationship Id="rIdNew{number}" TargetMode="External" '
                    f'Target="https://example.org/{number}" '
                    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
                )
            )
            paragraph(parts, INTRO).append(element(LINK.format(number, words)))

    return edit


def controlled(name: str, path: str) -> Edit:
    """Take a property of a control away."""

    def edit(parts: Parts) -> None:
        held = find(control(parts, name), f"w:sdtPr/{path}")
        held.getparent().remove(held)

    return edit


def valued(name: str, path: str, new: str) -> Edit:
    """Give a property of a control another value."""

    def edit(parts: Parts) -> None:
        find(control(parts, name), f"w:sdtPr/{path}").set(f"{W}val", new)

    return edit


def protect(xml: str) -> Edit:
    def edit(parts: Parts) -> None:
        parts[SETTINGS].insert(0, element(xml))

    return edit


def loose_core(parts: Parts) -> None:
    root = parts["_rels/.rels"]
    held = next(r for r in root if r.get("Type", "").endswith("core-properties"))
    root.remove(held)


def language_on_words_only(parts: Parts) -> None:
    language(None)(parts)
    for name in (DOCUMENT, "word/footer1.xml"):
        for run in parts[name].iter(f"{W}r"):
            properties(run, "rPr").append(element('<w:lang w:val="en-GB"/>'))


def no_contents(parts: Parts) -> None:
    gallery = next(parts[DOCUMENT].iter(f"{W}docPartGallery"))
    held = next(gallery.iterancestors(f"{W}sdt"))
    held.getparent().remove(held)


def footer(words: str) -> Edit:
    def edit(parts: Parts) -> None:
        parts["word/footer1.xml"].append(element(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"))

    return edit


def prompt_without_words(parts: Parts) -> None:
    """The building block that a filled place would take its prompt from is gone."""
    held = find(control(parts, "Hospital"), "w:sdtPr/w:placeholder/w:docPart")
    held.set(f"{W}val", "nothing")


ROW = "<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>"
CELLS = "<w:tc><w:p/></w:tc><w:tc><w:p/></w:tc>"
PLACE = f"{SITE}, table 1, row 2, column 2, the place “Hospital [site.name]”"
HERE = "“What you can do”"
ITALICS = "We ask " + "very much " * 10 + "for your help."

MUTANTS = [
    # rule, what is done, how, where
    ("D1", "no title", title(""), WHOLE),
    ("D1", "the title is a file", title("visit.docx"), WHOLE),
    ("D1", "the title is the file's name", title("visit_2"), WHOLE),
    ("D1", "the title is a program's word", title("Word Document"), WHOLE),
    ("D2", "no language", language(None), WHOLE),
    ("D2", "another language than the properties say", language("en-US"), WHOLE),
    ("D2", "a language that is none", language("x-none"), WHOLE),
    ("D2", "words without a language", run_language, AT_INTRO),
    ("D3", "a level is skipped", style("Your site", "Heading4"), f"“Site readiness visit”, {SITE}"),
    ("D3", "an empty heading", empty_heading, HERE),
    ("D3", "a second title", style("Your site", "Title"), f"“Site readiness visit”, {SITE}"),
    ("D4", "a bold line", insert("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Next part</w:t></w:r></w:p>"),
     f"{HERE}, “Next part”"),
    ("D4", "a large line", insert('<w:p><w:r><w:rPr><w:sz w:val="36"/></w:rPr><w:t>Next part</w:t></w:r></w:p>'),
     f"{HERE}, “Next part”"),
    ("D5", "the header row is not marked", without("About the site", ".//w:tblHeader"), f"{SITE}, table 1"),
    ("D5", "the first row is like the others", no_first_row, f"{SITE}, table 1"),
    ("D5", "a header without words", text("Your answer", ""), f"{SITE}, table 1, row 1, column 2"),
    ("D5", "no title of the table", without("About the site", "w:tblPr/w:tblCaption"), f"{SITE}, table 1"),
    ("D6", "a cell over two columns", cell('<w:gridSpan w:val="2"/>'), f"{SITE}, table 1, row 3, column 1"),
    ("D6", "a cell over two rows", cell('<w:vMerge w:val="restart"/>'), f"{SITE}, table 1, row 3, column 1"),
    ("D6", "a table in a table", nested, f"{SITE}, table 2"),
    ("D6", "a blank row", row(ROW.format(CELLS)), f"{SITE}, table 1, row 5"),
    ("D6", "a row that may break", without("About the site", ".//w:cantSplit"), f"{SITE}, table 1, row 1"),
    ("D6", "a row with fewer cells",
     row('<w:tr><w:trPr><w:gridAfter w:val="1"/><w:cantSplit/></w:trPr><w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p></w:tc></w:tr>'),
     f"{SITE}, table 1, row 5"),
    ("D7", "a picture without a description", picture(""), "“Site readiness visit”"),
    ("D7", "a picture described by its file", picture(' descr="ladder.png"'), "“Site readiness visit”"),
    ("D7", "a description that says nothing", picture(' descr="Picture 3"'), "“Site readiness visit”"),
    ("D7", "a description without an end", picture(f' descr="{"very long " * 30}"'), "“Site readiness visit”"),
    ("D8", "a picture that floats", picture(' descr="A ladder of eight rungs"', "anchor"), "“Site readiness visit”"),
    ("D8", "a text box", text_box, "“Site readiness visit”"),
    ("D8", "a frame", layout(INTRO, '<w:framePr w:w="3000" w:wrap="around"/>'), AT_INTRO),
    ("D9", "grey words", manner(INTRO, '<w:color w:val="999999"/>'), AT_INTRO),
    ("D9", "words on a dark cell", cell('<w:shd w:val="clear" w:fill="404040"/>', "About the site"),
     f"{SITE}, table 1, row 1, column 1, “About the site”"),
    ("D9", "a faint colour of the theme", manner(INTRO, '<w:color w:themeColor="background1" w:themeShade="A6"/>'),
     AT_INTRO),
    ("D9", "marked words", manner("How to fill it in", '<w:highlight w:val="darkBlue"/>'),
     "“Site readiness visit”, “How to fill it in”"),
    ("D10", "a bare address", links("https://example.org/long"),
     "“Site readiness visit”, “Save this file, fill in what you can, and send it…”"),
    ("D10", "click here", links("Click here"), AT_INTRO),
    ("D10", "the same words to two pages", links("our guide", "our guide"), AT_INTRO),
    ("D11", "a place without a title", controlled("Hospital", "w:alias"),
     f"{SITE}, table 1, row 2, column 2, a place without a title"),
    ("D11", "a place without a tag", controlled("Hospital", "w:tag"), PLACE),
    ("D11", "a tag that another place has", valued("Site code", "w:tag", "site.name"),
     f"{SITE}, table 1, row 3, column 2, the place “Site code [site.code]”"),
    ("D11", "a place that can be deleted", controlled("Hospital", "w:lock"), PLACE),
    ("D11", "a place without a prompt", prompt_without_words, PLACE),
    ("D11", "a date in figures", valued("Date of the visit", "w:date/w:dateFormat", "dd/MM/yyyy"),
     f"{SITE}, table 1, row 4, column 2, the place “Date of the visit [site.visited_on]”"),
    ("D11", "a row without a label", text("Hospital", ""), PLACE),
    ("D12", "a typed bullet", insert("<w:p><w:r><w:t>• a point</w:t></w:r></w:p>"), f"{HERE}, “• a point”"),
    ("D12", "typed numbers", insert("<w:p><w:r><w:t>1. one</w:t><w:br/><w:t>2. two</w:t></w:r></w:p>"),
     f"{HERE}, “1. one 2. two”"),
    ("D12", "typed dashes", insert("<w:p><w:r><w:t>- one</w:t><w:br/><w:t>- two</w:t></w:r></w:p>"),
     f"{HERE}, “- one - two”"),
    ("D13", "two empty paragraphs", lambda p: (insert("<w:p/>")(p), insert("<w:p/>")(p)), HERE),
    ("D13", "spaces for a gap", text(INTRO, "Save     this file."),
     "“Site readiness visit”, “Save this file.”"),
    ("D13", "tabs for a gap", insert("<w:p><w:r><w:t>Ward</w:t><w:tab/><w:tab/><w:t>beds.</w:t></w:r></w:p>"),
     f"{HERE}, “Ward beds.”"),
    ("D14", "small words", manner(INTRO, '<w:sz w:val="20"/>'), AT_INTRO),
    ("D14", "small words in a table", manner("Site code", '<w:sz w:val="18"/>'),
     f"{SITE}, table 1, row 3, column 1, “Site code”"),
    ("D14", "serifs", manner(INTRO, '<w:rFonts w:ascii="Times New Roman"/>'), AT_INTRO),
    ("D14", "both margins", layout(INTRO, '<w:jc w:val="both"/>'), AT_INTRO),
    ("D14", "italics", insert(f"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{ITALICS}</w:t></w:r></w:p>"),
     f"{HERE}, “We ask very much very much very much very much ve…”"),
    ("D14", "capitals", insert("<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Please send it back to the hub.</w:t></w:r></w:p>"),
     f"{HERE}, “Please send it back to the hub.”"),
    ("D15", "a protected document", protect('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'), WHOLE),
    ("D15", "for reading only", protect('<w:writeProtection w:recommended="1"/>'), WHOLE),
    ("D15", "a place that takes nothing", valued("Hospital", "w:lock", "sdtContentLocked"),
     f"{SITE}, table 1, row 2, column 2, “North”"),
    ("D15", "a table that floats",
     lambda p: find(table(p, "About the site"), "w:tblPr").insert(1, element('<w:tblpPr w:tblpX="1"/>')),
     f"{SITE}, table 1"),
    ("D16", "a date in figures", text(INTRO, "Send it back by 03/09/2026."),
     "“Site readiness visit”, “Send it back by 03/09/2026.”"),
    ("D16", "a field that shows figures",
     insert('<w:p><w:fldSimple w:instr=" DATE \\@ &quot;dd/MM/yy&quot; "><w:r><w:t>today</w:t></w:r></w:fldSimple></w:p>'),
     f"{HERE}, “today”"),
    ("D16", "a day in figures in its place", text("3 September", "2026-09-03"),
     f"{SITE}, table 1, row 4, column 2, “2026-09-03”"),
    ("D17", "the title is tied to nothing", loose_core, WHOLE),
    ("D17", "the language is on single words", language_on_words_only, WHOLE),
    ("D18", "no list of contents", no_contents, "the beginning"),
    ("D19", "a star", text("Site code", "Site code *"), f"{SITE}, table 1, row 3, column 1, “Site code *”"),
    ("D19", "red letters", manner("Site code", '<w:color w:val="C00000"/><w:b w:val="0"/>'),
     f"{SITE}, table 1, row 3, column 1, “Site code”"),
    ("D20", "an address in the footer", footer("Return to Ann Reed"), "page footer, “Return to Ann Reed”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "edit", "place"),
    [(rule, edit, place) for rule, _, edit, place in MUTANTS],
    ids=[f"{rule} {what}" for rule, what, _, _ in MUTANTS],
)
def test_one_broken_rule_is_named_with_its_place_and_nothing_else(
    rule: str, edit: Edit, place: str
) -> None:
    assert found(edited(sound(), edit)) == [(rule, place)]


def test_the_sound_file_breaks_no_rule() -> None:
    assert found(sound()) == []
    assert found(edited(sound(), lambda parts: parts[DOCUMENT])) == []


def test_every_rule_has_a_mutant() -> None:
    assert {rule for rule, *_ in MUTANTS} == {rule.id for rule in rules("docx")}


def test_a_document_without_any_heading_is_told_of() -> None:
    faults = found(edited(sound(), no_headings))

    assert ("D3", WHOLE) in faults


# What breaks no rule ---------------------------------------------------------------------

SOUND = [
    # what is done, how
    ("words in another language", manner(INTRO, '<w:lang w:val="cy-GB"/>')),
    ("a picture that decorates",
     lambda p: (picture("")(p), find(p[DOCUMENT], ".//wp:docPr").append(element(
         '<a:extLst><a:ext><ad:decorative xmlns:ad="http://schemas.microsoft.com/office/drawing/2017/decorative" '
         'val="1"/></a:ext></a:extLst>')))),
    ("a picture that is described", picture(' descr="A ladder of eight rungs, from telling to sharing power."')),
    ("grey that is dark enough", manner(INTRO, '<w:color w:val="595959"/>')),
    ("large grey words that are no heading", manner(INTRO, '<w:color w:val="8C8C8C"/><w:sz w:val="36"/>')),
    ("automatic colour on a dark cell",
     lambda p: (cell('<w:shd w:val="clear" w:fill="202020"/>')(p), manner("Site code", '<w:color w:val="auto"/>')(p))),
    ("hidden words", manner(INTRO, '<w:vanish/><w:color w:val="FFFFFF"/>')),
    ("deleted words", insert('<w:p><w:del><w:r><w:delText>• old</w:delText></w:r></w:del><w:r><w:t>New.</w:t></w:r></w:p>')),
    ("a page break between empty paragraphs",
     lambda p: (insert("<w:p/>")(p), insert('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')(p))),
    ("a range of pages, a version, a time", text(INTRO, "See pages 3-9 of version 1.2.10, at 10:30, in 2026-27.")),
    ("one line with a dash", insert("<w:p><w:r><w:t>– Ann Reed, lead nurse.</w:t></w:r></w:p>")),
    ("a star that is explained",
     lambda p: (text("Site code", "Site code *")(p), text(INTRO, "* must be filled in.")(p))),
    ("red words that say what they mean",
     lambda p: (text(INTRO, "This is required.")(p), manner("This is required", '<w:color w:val="C00000"/>')(p))),
    ("numbers in cells below one another", lambda p: (text("Hospital", "1. Hospital")(p), text("Site code", "2. Site code")(p))),
    ("numbers before headings", lambda p: (text("Your site", "1. Your site")(p), text("Who to ask", "2. Who to ask")(p))),
    ("a language without its country",
     lambda p: setattr(find(p["docProps/core.xml"], "dc:language"), "text", "en")),
    ("links with words of their own", links("our guide", "our glossary")),
    ("a row added by hand",
     lambda p: row(ROW.format(2 * "<w:tc><w:p><w:r><w:t>One more</w:t></w:r></w:p></w:tc>"))(p)),
    ("what a sender typed into a place",
     text("North", "- one\n- two  by 03/09/2026    • and   https://example.org")),
    ("a date in the page's head by the editor",
     insert('<w:p><w:fldSimple w:instr=" DATE \\@ &quot;d MMMM yyyy&quot; "><w:r><w:t>3 May 2026.</w:t></w:r></w:fldSimple></w:p>')),
]  # fmt: skip


@pytest.mark.parametrize("edit", [edit for _, edit in SOUND], ids=[what for what, _ in SOUND])
def test_what_is_sound_is_not_named(edit: Edit) -> None:
    assert found(edited(sound(), edit)) == []


def test_in_large_print_large_words_are_no_headings() -> None:
    def edit(parts: Parts) -> None:
        for size in parts[STYLES].iter(f"{W}sz"):
            size.set(f"{W}val", str(int(int(size.get(f"{W}val", "24")) * 1.5)))
        paragraph(parts, INTRO).addprevious(element("<w:p><w:r><w:t>A few tips:</w:t></w:r></w:p>"))

    assert found(edited(sound(), edit)) == []


def test_a_row_that_repeats_may_be_copied_with_its_tags() -> None:
    def edit(parts: Parts) -> None:
        item = next(
            box for box in parts[DOCUMENT].iter(f"{W}sdt")
            if any(child.tag.endswith("repeatingSectionItem") for child in box.find(f"{W}sdtPr"))
        )  # fmt: skip
        item.addnext(deepcopy(item))

    assert found(edited(sound(), edit)) == []


def test_check_boxes_need_no_prompt() -> None:
    boxes = list(Parts(sound())[DOCUMENT].iter(f"{W14}checkbox"))

    assert len(boxes) > 3
    assert all(box.getparent().find(f"{W}placeholder") is None for box in boxes)


def test_places_tell_where_a_table_is_below_its_heading() -> None:
    def edit(parts: Parts) -> None:
        held = table(parts, "About the site")
        copy = deepcopy(held)
        for box in copy.iter(f"{W}sdt"):
            box.getparent().remove(box)
        copy.find(f"{W}tblPr").remove(copy.find(f"{W}tblPr/{W}tblCaption"))
        held.addnext(copy)
        held.addnext(etree.Element(f"{W}p"))

    assert ("D5", f"{SITE}, table 2") in found(edited(sound(), edit))
