"""Each rule for Excel workbooks finds its fault at its place, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import pytest
from site_readiness import SiteReadiness

from office_parts import Edit, Parts, S, before, cell, edited, element, find, restyle, say
from workbook_docs import accessibility_faults, fill
from workbook_docs.accessibility.checking import rules
from workbook_docs.excel.sheets import Sheet, write_tables
from workbook_docs.records import Copy

BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
WHOLE = "the workbook as a whole"
ANSWERS = {
    "site.name": "North", "site.visited_on": date(2026, 9, 3), "capacity.beds": 12,
    "staff[0].role": "Nurse", "staff[0].ready_by": date(2026, 10, 1),
}  # fmt: skip
PUBLISHED = (
    Sheet("Returns by round", "Returns by round", "Figures of an invented hub.",
          ("Round", "Sent", "Returned"), (("One", 12, 8), ("Two", 15, 15), ("Three", 20, 0))),
)  # fmt: skip
HEADER = 5
"""Row of the published table's header: title, what is here, note, blank."""


@cache
def form() -> bytes:
    """A copy of ours in which every kind of place stands."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = fill(SiteReadiness, ANSWERS, Path(folder) / "visit.xlsx", Copy("7KQ2-M9XD", "S07"))
        return path.read_bytes()


@cache
def figures() -> bytes:
    """A published table of ours."""
    return write_tables(PUBLISHED)


SOURCES = {"form": form, "figures": figures}


def found(data: bytes) -> list[tuple[str, str]]:
    """The rules that a file breaks, each with its place."""
    return [(fault.rule, fault.place) for fault in accessibility_faults(data, "visit_2.xlsx")]


def at(parts: Parts, sheet: str, reference: str) -> str:
    """A reference such as `B<Hospital>`: the column, and the row whose first cell says that."""
    match = re.fullmatch(r"([A-Z]+)<(.+)>", reference)
    if match is None:
        return reference
    strings = ["".join(t.text or "" for t in si.iter(f"{S}t"))
               for si in parts["xl/sharedStrings.xml"].iter(f"{S}si")]  # fmt: skip
    for held in parts[parts.named(sheet)].iter(f"{S}c"):
        value = held.find(f"{S}v")
        if held.get("t") == "s" and value is not None and strings[int(value.text)] == match[2]:
            return match[1] + re.sub(r"\D", "", held.get("r", ""))
    raise KeyError(reference)


# What breaks a rule ----------------------------------------------------------------------


def title(text: str) -> Edit:
    def edit(parts: Parts) -> None:
        find(parts["docProps/core.xml"], "dc:title").text = text

    return edit


def rename(old: str, new: str) -> Edit:
    """Rename a sheet, in the names of cells too."""

    def edit(parts: Parts) -> None:
        for sheet in parts[BOOK].iter(f"{S}sheet"):
            if sheet.get("name") == old:
                sheet.set("name", new)
        for name in parts[BOOK].iter(f"{S}definedName"):
            name.text = (name.text or "").replace(f"'{old}'!", f"'{new}'!")

    return edit


def emptied(sheet: str) -> Edit:
    """Take all cells of a sheet away."""

    def edit(parts: Parts) -> None:
        data = find(parts[parts.named(sheet)], "s:sheetData")
        for row in list(data):
            data.remove(row)

    return edit


def words(sheet: str, reference: str, text: str) -> Edit:
    def edit(parts: Parts) -> None:
        say(parts, sheet, at(parts, sheet, reference), text)

    return edit


def plain(sheet: str, reference: str) -> Edit:
    """Take the named style of a cell away; its looks stay."""

    def change(format: Any, styles: Any) -> None:
        format.set("xfId", "0")

    return formatted(sheet, reference, change)


def formatted(sheet: str, reference: str, change: Any) -> Edit:
    def edit(parts: Parts) -> None:
        restyle(parts, sheet, at(parts, sheet, reference), change)

    return edit


def font(xml: str) -> Any:
    """A change of format: another font."""

    def change(format: Any, styles: Any) -> None:
        fonts = find(styles, "s:fonts")
        fonts.append(element(f"<s:font>{xml}</s:font>"))
        format.set("fontId", str(len(fonts) - 1))

    return change


def filled(colour: str) -> Any:
    """A change of format: another background."""

    def change(format: Any, styles: Any) -> None:
        fills = find(styles, "s:fills")
        solid = f'<s:patternFill patternType="solid"><s:fgColor {colour}/></s:patternFill>'
        fills.append(element(f"<s:fill>{solid}</s:fill>"))
        format.set("fillId", str(len(fills) - 1))

    return change


def shown_as(code: str) -> Any:
    """A change of format: another number format."""

    def change(format: Any, styles: Any) -> None:
        formats = find(styles, "s:numFmts")
        formats.append(element(f'<s:numFmt numFmtId="199" formatCode="{code}"/>'))
        format.set("numFmtId", "199")

    return change


def unwrapped(format: Any, styles: Any) -> None:
    find(format, "s:alignment").set("wrapText", "0")


def table(change: Any) -> Edit:
    """Change the part of the table to fill in, or of the first."""

    def edit(parts: Parts) -> None:
        change(parts[to_fill_in(parts)])

    return edit


def to_fill_in(parts: Parts) -> str:
    """The part of the table to fill in; the first where there is none."""
    numbers = [n for n in range(1, 9) if f"xl/tables/table{n}.xml" in parts.data]
    return next(
        (
            part
            for part in (f"xl/tables/table{n}.xml" for n in numbers)
            if parts[part].get("displayName", "").startswith("wd_")
        ),
        "xl/tables/table1.xml",
    )


def set_to(**attributes: str) -> Any:
    def change(root: Any) -> None:
        for name, value in attributes.items():
            root.set(name, value)

    return change


def on_sheet(sheet: str, xml: str, *following: str) -> Edit:
    """Put an element into a sheet, before those that must follow it."""

    def edit(parts: Parts) -> None:
        before(parts[parts.named(sheet)], element(xml), *following)

    return edit


AFTER_MERGES = ("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
                "printOptions", "pageMargins")  # fmt: skip


def condition(xml: str, *looks: str) -> Edit:
    """Give the answers about the site a conditional format whose look is number 0, 1 …"""

    def edit(parts: Parts) -> None:
        root = parts[STYLES]
        held = root.find(f"{S}dxfs")
        if held is None:
            held = element("<s:dxfs/>")
            before(root, held, "tableStyles", "colors", "extLst")
        numbered = re.sub(r'dxfId="(\d)"', lambda m: f'dxfId="{len(held) + int(m[1])}"', xml)
        for look in looks:
            held.append(element(f"<s:dxf>{look}</s:dxf>"))
        place = (
            f'<s:conditionalFormatting sqref="{at(parts, "Your site", "B<Hospital>")}">{numbered}'
        )
        on_sheet("Your site", place + "</s:conditionalFormatting>", *AFTER_MERGES[2:])(parts)

    return edit


RED = '<s:fill><s:patternFill><s:bgColor rgb="FFFFC7CE"/></s:patternFill></s:fill>'
FAINT = '<s:font><s:color rgb="FFFF9999"/></s:font>' + RED
BLANK = '<s:cfRule type="expression" dxfId="0" priority="1"><s:formula>ISBLANK(B5)</s:formula></s:cfRule>'
SAYS = '<s:cfRule type="containsText" dxfId="0" priority="1" operator="containsText" text="Missing"><s:formula>NOT(ISERROR(SEARCH("Missing",B5)))</s:formula></s:cfRule>'
ICONS = '<s:cfRule type="iconSet" priority="1"><s:iconSet showValue="0"><s:cfvo type="percent" val="0"/><s:cfvo type="percent" val="33"/><s:cfvo type="percent" val="67"/></s:iconSet></s:cfRule>'


def rule(sheet: str, reference: str, **attributes: str | None) -> Edit:
    """Change, or take away, what a validation says."""

    def edit(parts: Parts) -> None:
        place = at(parts, sheet, reference)
        held = next(v for v in parts[parts.named(sheet)].iter(f"{S}dataValidation")
                    if v.get("sqref", "").split(":")[0] == place)  # fmt: skip
        if not attributes:
            held.getparent().remove(held)
        for name, value in attributes.items():
            if value is None:
                held.attrib.pop(name)
            else:
                held.set(name, value)

    return edit


def second_table(parts: Parts) -> None:
    """A table of words below the one to fill in."""
    sheet = "Staff"
    for reference, text in (
        ("A60", "Word"),
        ("B60", "Meaning"),
        ("A61", "Shift"),
        ("B61", "Hours"),
    ):
        say(parts, sheet, reference, text)
    xml = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="9" '
        'name="words" displayName="words" ref="A60:B61"><tableColumns count="2">'
        '<tableColumn id="1" name="Word"/><tableColumn id="2" name="Meaning"/></tableColumns></table>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
    number = parts.add(parts.named(sheet), "xl/tables/table9.xml", "table", kind, xml)
    held = find(parts[parts.named(sheet)], "s:tableParts")
    held.append(element(f'<s:tablePart r:id="{number}"/>'))


def moved_table(root: Any) -> None:
    """The table leaves its first column out."""
    root.set("ref", f"B{HEADER}:C{HEADER + 3}")
    columns = find(root, "s:tableColumns")
    columns.remove(columns[0])


def no_table(sheet: str) -> Edit:
    def edit(parts: Parts) -> None:
        root = parts[parts.named(sheet)]
        root.remove(find(root, "s:tableParts"))
        rels = parts[re.sub(r"([^/]+)$", r"_rels/\1.rels", parts.named(sheet))]
        for held in list(rels):
            if held.get("Type", "").endswith("/table"):
                rels.remove(held)

    return edit


def hidden_row(parts: Parts) -> None:
    reference = at(parts, "Your site", "A<Site code>")[1:]
    row = next(
        r for r in parts[parts.named("Your site")].iter(f"{S}row") if r.get("r") == reference
    )
    row.set("hidden", "1")


def hidden_column(parts: Parts) -> None:
    next(parts[parts.named("Your site")].iter(f"{S}col")).set("hidden", "1")


def hidden_sheet(parts: Parts) -> None:
    next(s for s in parts[BOOK].iter(f"{S}sheet") if s.get("name") == "Guidance").set(
        "state", "hidden"
    )


def row_set(sheet: str, reference: str, **attributes: str) -> Edit:
    def edit(parts: Parts) -> None:
        number = re.sub(r"\D", "", at(parts, sheet, reference))
        row = next(r for r in parts[parts.named(sheet)].iter(f"{S}row") if r.get("r") == number)
        for name, value in attributes.items():
            row.set(name, value)

    return edit


def cursor(parts: Parts) -> None:
    find(parts[parts.named("Your site")], ".//s:selection").set("activeCell", "B6")


def no_pane(parts: Parts) -> None:
    pane = find(parts[parts.named("Staff")], ".//s:pane")
    pane.getparent().remove(pane)


def drawn(xml: str, sheet: str = "Guidance") -> Edit:
    """Draw something over cell C3 of a sheet."""

    def edit(parts: Parts) -> None:
        start = "<xdr:from><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        inner = element(f"<xdr:wsDr><xdr:oneCellAnchor>{start}{xml}</xdr:oneCellAnchor></xdr:wsDr>")
        from lxml import etree

        kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
        number = parts.add(parts.named(sheet), "xl/drawings/drawing9.xml", "drawing", kind,
                           etree.tostring(inner).decode())  # fmt: skip
        parts[parts.named(sheet)].append(element(f'<s:drawing r:id="{number}"/>'))

    return edit


PICTURE = '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Ladder"{}/><xdr:cNvPicPr/></xdr:nvPicPr></xdr:pic>'
BOX = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Box" descr="A hint in a box"/><xdr:cNvSpPr/></xdr:nvSpPr>'
    "<xdr:txBody><a:p><a:r><a:t>A hint</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
)


def protection(sheet: str, **attributes: str) -> Edit:
    def edit(parts: Parts) -> None:
        held = find(parts[parts.named(sheet)], "s:sheetProtection")
        for name, value in attributes.items():
            held.set(name, value)

    return edit


def no_name(parts: Parts) -> None:
    held = next(n for n in parts[BOOK].iter(f"{S}definedName") if n.get("name") == "wd_site__name")
    held.getparent().remove(held)


def first_tab(parts: Parts) -> None:
    next(parts[BOOK].iter(f"{S}workbookView")).set("activeTab", "2")


LONG = "Which hospital this is about, and when it was visited, and what was found. " * 4
ROUNDS = "Returns by round"
MUTANTS = [
    # rule, file, what is done, how, where
    ("X1", "form", "no title", title(""), WHOLE),
    ("X1", "form", "the title is a file", title("visit.xlsx"), WHOLE),
    ("X2", "form", "a name that says nothing", rename("Your site", "Sheet3"), "Sheet3"),
    ("X2", "form", "a name that is too long", rename("Your site", "Your site and all that belongs to it"),
     "Your site and all that belongs to it"),
    ("X2", "form", "two sheets of one name", rename("Guidance", "STAFF"), "Staff"),
    ("X3", "form", "a blank sheet", emptied("Guidance"), "Guidance"),
    ("X4", "form", "a title in no style", plain("Your site", "A1"), "Your site!A1"),
    ("X4", "form", "no title", words("Your site", "A1", ""), "Your site!A1"),
    ("X4", "form", "nothing says what is here", words("Your site", "A2", ""), "Your site!A2"),
    ("X4", "form", "nothing says that a table follows", words("Staff", "A2", "One row for each role."), "Staff!A2"),
    ("X5", "form", "no header row", table(set_to(headerRowCount="0")), "Staff!A<Role>"),
    ("X5", "form", "a name that says nothing", table(set_to(displayName="Table1")), "Staff!A<Role>"),
    ("X5", "form", "two headers are the same", words("Staff", "B<How many people>", "Role"), "Staff!B<How many people>"),
    ("X5", "form", "a header without words", words("Staff", "D<Shift>", ""), "Staff!D<Shift>"),
    ("X5", "form", "columns to fill in that are no table", no_table("Staff"), "Staff!A<Role>+1"),
    ("X5", "figures", "figures that are no table", no_table(ROUNDS), f"{ROUNDS}!A{HEADER}"),
    ("X6", "form", "cells are merged",
     on_sheet("Your site", '<s:mergeCells><s:mergeCell ref="A1:C1"/></s:mergeCells>', *AFTER_MERGES), "Your site!A1:C1"),
    ("X7", "figures", "a blank row",
     lambda p: [say(p, ROUNDS, f"{c}{HEADER + 2}", "") for c in "ABC"], f"{ROUNDS}!A{HEADER + 2}"),
    ("X7", "figures", "a blank column",
     lambda p: [say(p, ROUNDS, f"C{HEADER + n}", "") for n in (1, 2, 3)], f"{ROUNDS}!C{HEADER}"),
    ("X7", "figures", "two blank rows above", words(ROUNDS, "A3", ""), f"{ROUNDS}!A4"),
    ("X8", "form", "words that do not wrap",
     lambda p: (formatted("Your site", "C<Two letters and three digits, such as DE014.>", unwrapped)(p),
                words("Your site", "C<Two letters and three digits, such as DE014.>", LONG)(p)),
     "Your site!C<Site code>"),
    ("X8", "form", "a row that does not grow", row_set("Your site", "A<Site code>", customHeight="1"),
     "Your site, row <Site code>"),
    ("X8", "form", "a row that is too low", words("Your site", "C<Two letters and three digits, such as DE014.>", LONG),
     "Your site, row <Site code>"),
    ("X9", "form", "grey words", formatted("Your site", "A<Hospital>", font('<s:sz val="11"/><s:color rgb="FF999999"/>')),
     "Your site!A<Hospital>"),
    ("X9", "form", "a dark place for an answer", formatted("Your site", "B<Site code>", filled('rgb="FF303030"')),
     "Your site!B<Site code>"),
    ("X9", "form", "a faint colour of the theme",
     formatted("Your site", "A<Hospital>", font('<s:sz val="11"/><s:color theme="0" tint="-0.35"/>')), "Your site!A<Hospital>"),
    ("X9", "form", "a faint condition", condition(SAYS, FAINT), "Your site!B<Hospital>"),
    ("X10", "form", "a colour for what is missing", condition(BLANK, RED), "Your site!B<Hospital>"),
    ("X10", "form", "icons without figures", condition(ICONS), "Your site!B<Hospital>"),
    ("X11", "form", "a second table", second_table, "Staff!A60"),
    ("X11", "figures", "a table that begins in column B", table(moved_table), f"{ROUNDS}!B{HEADER}"),
    ("X12", "form", "a hidden row", hidden_row, "Your site, row <Site code>"),
    ("X12", "form", "a hidden sheet", hidden_sheet, "Guidance"),
    ("X13", "form", "a place without a prompt", rule("Your site", "B<Hospital>", prompt=None), "Your site!B<Hospital>"),
    ("X13", "form", "a prompt that is not shown", rule("Your site", "B<Hospital>", showInputMessage="0"), "Your site!B<Hospital>"),
    ("X13", "form", "an error without a title", rule("Your site", "B<Hospital>", errorTitle=None), "Your site!B<Hospital>"),
    ("X13", "form", "a place without a rule", rule("Your site", "B<Hospital>"), "Your site!B<Hospital>"),
    ("X13", "form", "a place without a label", words("Your site", "A<Hospital>", ""), "Your site!B<Hospital>"),
    ("X14", "form", "another sheet opens", first_tab, WHOLE),
    ("X14", "form", "the cursor is elsewhere", cursor, "Your site"),
    ("X14", "form", "the header scrolls away", no_pane, "Staff!A<Role>"),
    ("X15", "form", "a picture without a description", drawn(PICTURE.format("")), "Guidance!C3"),
    ("X15", "form", "a picture described by its file", drawn(PICTURE.format(' descr="ladder.png"')), "Guidance!C3"),
    ("X15", "form", "a text box", drawn(BOX), "Guidance!C3"),
    ("X16", "form", "a date in figures", formatted("Your site", "B<Date of the visit>", shown_as("dd/mm/yyyy")),
     "Your site!B<Date of the visit>"),
    ("X16", "form", "a text in figures", words("Your site", "A2", "Visited on 03/09/2026."), "Your site!A2"),
    ("X17", "figures", "an empty cell", words(ROUNDS, f"B{HEADER + 2}", ""), f"{ROUNDS}!B{HEADER + 2}"),
    ("X18", "form", "locked cells cannot be read", protection("Your site", selectLockedCells="1"), "Your site"),
    ("X18", "form", "a password", protection("Your site", password="CC1A"), "Your site"),
    ("X19", "figures", "filter buttons",
     table(lambda root: root.insert(0, element(f'<s:autoFilter ref="A{HEADER}:C{HEADER + 3}"/>'))), f"{ROUNDS}!A{HEADER}"),
    ("X19", "form", "a filter over the sheet",
     on_sheet("Guidance", '<s:autoFilter ref="A1:A5"/>', *AFTER_MERGES), "Guidance!A1:A5"),
    ("X20", "form", "a place without a name", no_name, "Your site!B<Hospital>"),
]  # fmt: skip


def resolved(place: str, source: str) -> str:
    """A place in which a row is named by the label in it."""
    match = re.search(r"<([^>]+)>(\+1)?", place)
    if match is None:
        return place
    parts = Parts(SOURCES[source]())
    row = int(at(parts, re.split(r"[!,]", place)[0], f"A<{match[1]}>")[1:]) + bool(match[2])
    return place[: match.start()] + str(row) + place[match.end() :]


@pytest.mark.parametrize(
    ("rule", "source", "edit", "place"),
    [(rule, source, edit, place) for rule, source, _, edit, place in MUTANTS],
    ids=[f"{rule} {what}" for rule, _, what, _, _ in MUTANTS],
)
def test_one_broken_rule_is_named_with_its_place_and_nothing_else(
    rule: str, source: str, edit: Edit, place: str
) -> None:
    assert found(edited(SOURCES[source](), edit)) == [(rule, resolved(place, source))]


@pytest.mark.parametrize("source", SOURCES)
def test_the_sound_file_breaks_no_rule(source: str) -> None:
    assert found(SOURCES[source]()) == []


def test_every_rule_has_a_mutant() -> None:
    assert {rule for rule, *_ in MUTANTS} == {rule.id for rule in rules("xlsx")}


# What breaks no rule ---------------------------------------------------------------------

BAND = '<s:cfRule type="expression" dxfId="0" priority="1"><s:formula>MOD(ROW(),2)=0</s:formula></s:cfRule>'
SOUND = [
    # file, what is done, how
    ("form", "a condition on words in the cell", condition(SAYS, RED)),
    ("form", "stripes", condition(BAND, RED)),
    ("form", "a condition that shows words", condition(BLANK, RED + '<s:numFmt numFmtId="190" formatCode="&quot;Missing&quot;"/>')),
    ("form", "grey that is dark enough", formatted("Your site", "A<Hospital>", font('<s:sz val="11"/><s:color rgb="FF595959"/>'))),
    ("form", "large grey words", formatted("Your site", "A1", font('<s:b/><s:sz val="18"/><s:color rgb="FF8C8C8C"/>'))),
    ("form", "a picture that is described", drawn(PICTURE.format(' descr="A ladder of eight rungs."'))),
    ("form", "what a sender typed", words("Your site", "B<Site code>", "03/09/2026 or later")),
    ("form", "a note on a place that has a prompt",
     lambda p: p.add(p.named("Your site"), "xl/comments9.xml", "comments",
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
                     '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author/></authors>'
                     '<commentList><comment ref="B5" authorId="0"><text><t>Is this right?</t></text></comment></commentList></comments>')),
    ("form", "words that run on over empty cells",
     lambda p: (formatted("Your site", "A2", unwrapped)(p), words("Your site", "A2", LONG[:120])(p))),
    ("figures", "a figure that is nought", words(ROUNDS, f"C{HEADER + 3}", "0")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "edit"),
    [(source, edit) for source, _, edit in SOUND],
    ids=[what for _, what, _ in SOUND],
)
def test_what_is_sound_is_not_named(source: str, edit: Edit) -> None:
    assert found(edited(SOURCES[source](), edit)) == []


def test_a_hidden_column_that_the_first_sheet_does_not_tell_of_is_named() -> None:
    def edit(parts: Parts) -> None:
        label, words = (at(parts, "Start here", f"{c}<The hidden column>") for c in "AB")
        say(parts, "Start here", words, "Please leave the last column.")
        say(parts, "Start here", label, "The last column")

    faults = found(edited(form(), edit))

    assert {rule for rule, _ in faults} == {"X12"}
    assert ("X12", "Your site, column D") in faults


def test_a_hidden_column_among_the_others_is_named() -> None:
    assert ("X12", "Your site, column A") in found(edited(form(), hidden_column))


def test_cells_alike_are_told_once() -> None:
    def edit(parts: Parts) -> None:
        grey = font('<s:sz val="11"/><s:color rgb="FF999999"/>')
        formatted("Your site", "A<Hospital>", grey)(parts)
        number = cell(parts, "Your site", at(parts, "Your site", "A<Hospital>")).get("s")
        cell(parts, "Your site", at(parts, "Your site", "A<Site code>")).set("s", number)

    faults = accessibility_faults(edited(form(), edit))

    assert [fault.rule for fault in faults] == ["X9"]
    assert "1 more cell" in faults[0].message


def test_places_below_one_another_are_told_once() -> None:
    faults = accessibility_faults(edited(form(), rule("Staff", "B<Nurse>")))

    row = int(resolved("Staff!B<Role>", "form").removeprefix("Staff!B")) + 1
    assert [(f.rule, f.place) for f in faults] == [("X13", f"Staff!B{row}:B{row + 29}")]


def test_a_table_style_of_the_workbook_is_looked_at() -> None:
    def edit(parts: Parts) -> None:
        root = parts[STYLES]
        for name in ("dxfs", "tableStyles"):
            held = root.find(f"{S}{name}")
            if held is not None:
                root.remove(held)
        look = '<s:dxf><s:fill><s:patternFill><s:bgColor rgb="FF202020"/></s:patternFill></s:fill></s:dxf>'
        before(root, element(f"<s:dxfs>{look}</s:dxfs>"), "colors", "extLst")
        kind = '<s:tableStyleElement type="wholeTable" dxfId="0"/>'
        style = f'<s:tableStyles><s:tableStyle name="Dark" count="1">{kind}</s:tableStyle></s:tableStyles>'
        before(root, element(style), "colors", "extLst")
        find(parts[to_fill_in(parts)], "s:tableStyleInfo").set("name", "Dark")

    faults = found(edited(form(), edit))

    assert {rule for rule, _ in faults} == {"X9"}


def test_a_column_style_makes_places_of_cells_that_are_not_written() -> None:
    def edit(parts: Parts) -> None:
        root = parts[parts.named("Staff")]
        for row in root.iter(f"{S}row"):
            for held in list(row):
                if int(row.get("r", "0")) > 6 and held.find(f"{S}v") is None:
                    row.remove(held)

    assert found(edited(form(), edit)) == []
