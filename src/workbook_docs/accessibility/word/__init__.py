"""The rules for Word documents, D1 to D20, in one table."""

from __future__ import annotations

from workbook_docs.accessibility.faults import Rule
from workbook_docs.accessibility.word import controls, headings, looks, pictures, properties, tables
from workbook_docs.accessibility.word import text as words
from workbook_docs.accessibility.word.document import Document

RULES: tuple[Rule[Document], ...] = (
    Rule(
        "D1", "error", "The document has a title, which is not its file's name.",
        "In Word: File, Info, Properties: type a title.",
        properties.title_is_set,
    ),
    Rule(
        "D2", "error", "The language of every word is set.",
        "Select all; Review, Language, Set Proofing Language: choose it, and Set As Default.",
        properties.language_is_set,
        "Words in another language may have that; what the properties say and the text must agree.",
    ),
    Rule(
        "D3", "error", "Headings have heading styles, begin at level 1 and skip no level.",
        "Give the words the style Heading of the right level; delete empty headings.",
        headings.headings_form_a_tree,
        "A paragraph in the style Title is the one top; below it level 1 may stand often.",
    ),
    Rule(
        "D4", "warning", "What looks like a heading is one.",
        "Give it a heading style, or take the bold letters away.",
        headings.headings_are_headings,
        "The title of a framed or shaded box, the bold question of a place, and what stands in "
        "tables and lists are no headings.",
    ),
    Rule(
        "D5", "error", "Every table has a marked header row with words in each cell, and a title.",
        "Table Properties: Row, Repeat as header row; Table Design, Header Row; Alt Text, Title.",
        tables.tables_have_headers,
        "A table of one cell is a frame round words.",
    ),
    Rule(
        "D6", "error", "Tables are plain grids: nothing merged or nested, no blank or broken row.",
        "Split merged cells, take blank rows out; Row, no “Allow row to break across pages”.",
        tables.tables_are_grids,
        "A spare row whose cells hold places for answers is not blank.",
    ),
    Rule(
        "D7", "error", "Every picture has a description, or the mark that it only decorates.",
        "View Alt Text: say in a sentence or two what the picture tells, or mark it decorative.",
        pictures.pictures_are_described,
    ),
    Rule(
        "D8", "error", "Pictures stand in line with the text; no text boxes.",
        "Layout Options: In Line with Text; move the words of a text box into the text.",
        pictures.pictures_are_inline,
    ),
    Rule(
        "D9", "error", "Text has a contrast of 4.5 to 1, large text of 3 to 1.",
        "Make the text darker, or its background lighter.",
        looks.text_stands_out,
        "Large is 18 points, or 14 in bold. Automatic colour is the editor's to keep readable. "
        "Words on a picture or a gradient are for people to judge.",
    ),
    Rule(
        "D10", "error", "The words of a link say where it leads.",
        "Name the page or document that the link opens; give each its own words.",
        pictures.links_say_where_they_lead,
        "The lines of a list of contents are as alike as the headings are.",
    ),
    Rule(
        "D11", "error", "Each place for an answer has a title, a tag, a prompt and a label.",
        "Developer, Properties of the control: title, tag, “cannot be deleted”, date d MMMM yyyy; "
        "write a label before it and say in it what to enter.",
        controls.places_explain_themselves,
        "In rows that repeat, tags repeat too and a row may be deleted; its columns are labels.",
    ),
    Rule(
        "D12", "error", "Lists are real lists.",
        "Take the typed signs away and use the Bullets or Numbering button.",
        words.lists_are_lists,
        "What senders type into places for answers is theirs.",
    ),
    Rule(
        "D13", "warning", "Empty paragraphs, tabs and spaces do not lay the page out.",
        "Use space before and after a paragraph, a page break, or a table.",
        words.blanks_do_not_lay_out,
        "Two in a row count, and single ones from the fifth on.",
    ),
    Rule(
        "D14", "warning", "Text has 12 points, no serifs, and begins at the left.",
        "Change the style: 12 points, a typeface such as Arial, aligned left.",
        looks.text_is_easy_to_read,
        "In tables 11 points are enough: a narrower column breaks more words than a point helps.",
    ),
    Rule(
        "D15", "error", "Nothing is locked or floats where readers and assistive software need it.",
        "Review, Restrict Editing, Stop Protection; unlock contents; Table Properties, Around: "
        "None.",
        properties.nothing_is_locked,
    ),
    Rule(
        "D16", "error", "Dates are written out, with the name of the month.",
        "Write 1 June 2026.",
        words.dates_are_written_out,
        "What senders type into places for words is theirs.",
    ),
    Rule(
        "D17", "error", "Title and language are kept when another editor saves the document.",
        "Save the document in Word once; set the language as default, not for single words.",
        properties.properties_last,
    ),
    Rule(
        "D18", "warning", "A document with more than five headings has a list of contents.",
        "References, Table of Contents.",
        headings.contents_are_listed,
    ),
    Rule(
        "D19", "error", "That something is required or wrong is said in words.",
        "Write “required” or what is wrong; a colour or a star may stand beside it.",
        looks.states_are_words,
        "“Questions in red” and a coloured cell without words say nothing to those who do not see "
        "the colour.",
    ),
    Rule(
        "D20", "warning", "Nothing is said in the margins of the page only.",
        "Say it in the text too: many screen readers pass over headers and footers.",
        words.margins_repeat,
        "Page numbers need not be repeated; a copy's code is among the properties too.",
    ),
)  # fmt: skip
