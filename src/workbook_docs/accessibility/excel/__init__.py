"""The rules for Excel workbooks, X1 to X20, in one table."""

from __future__ import annotations

from workbook_docs.accessibility.excel import inputs, looks, sheets, tables
from workbook_docs.accessibility.excel.book import Book
from workbook_docs.accessibility.faults import Rule

RULES: tuple[Rule[Book], ...] = (
    Rule(
        "X1", "error", "The workbook has a title, which is not its file's name.",
        "In Excel: File, Info, Properties: type a title.",
        sheets.title_is_set,
    ),
    Rule(
        "X2", "error", "Sheets have names that differ, mean something and are not too long.",
        "Double-click the sheet's tab and type what is on it.",
        sheets.sheets_have_names,
    ),
    Rule(
        "X3", "error", "No sheet is blank.",
        "Delete the sheet.",
        sheets.sheets_are_filled,
    ),
    Rule(
        "X4", "error", "A1 is the sheet's title in the style Heading 1; A2 says what is here.",
        "Type the title into A1 (cell style Heading 1), and what follows, tables too, into A2.",
        sheets.sheets_have_titles,
    ),
    Rule(
        "X5", "error", "Each block of data is a table with one header row and a name.",
        "Select the cells; Insert, Table, “My table has headers”; Table Design, Table Name.",
        tables.blocks_are_tables,
        "A form, whose every place is a named cell with its label, is no block of data.",
    ),
    Rule(
        "X6", "error", "No cells are merged.",
        "Home, Merge & Center: Unmerge Cells.",
        tables.nothing_is_merged,
    ),
    Rule(
        "X7", "error", "No blank row or column in a table, and at most one above it.",
        "Delete the blank row or column.",
        tables.tables_have_no_holes,
        "Spare rows that are there to be filled in, with a prompt in each cell, are not blank.",
    ),
    Rule(
        "X8", "error", "All words are in sight: text wraps, and rows grow with it.",
        "Home, Wrap Text; then Format, AutoFit Row Height.",
        looks.words_are_in_sight,
        "Text that runs on over empty cells within the sheet's width is seen whole, if no picture "
        "lies over it.",
    ),
    Rule(
        "X9", "error", "Text has a contrast of 4.5 to 1, large text of 3 to 1.",
        "Make the text darker, or its background lighter.",
        looks.cells_stand_out,
        "Places for answers are looked at as if words stood in them. Colours of table styles, "
        "Excel's own too, and of number formats count.",
    ),
    Rule(
        "X10", "error", "What a colour says, words say too.",
        "Add a column that says it in words, such as Missing, or let the format show words.",
        looks.states_are_words,
        "A condition on words that stand in the cells, or that only stripes rows, may colour them.",
    ),
    Rule(
        "X11", "warning", "One table on a sheet to fill in; everything begins in column A.",
        "Move the second table to a sheet of its own, or the table to column A.",
        sheets.sheets_begin_simply,
    ),
    Rule(
        "X12", "error", "Nothing that people need is hidden.",
        "Unhide it, or explain it on the first sheet, with its name.",
        sheets.nothing_hides,
        "A hidden last column with keys, and a hidden sheet with lists, are told of on the first "
        "sheet; people can show them again.",
    ),
    Rule(
        "X13", "error", "Each cell to type into has a prompt, an error message and a label.",
        "Data, Data Validation: Input Message and Error Alert, each with its title.",
        inputs.places_explain_themselves,
        "Cells to type into are those that are not locked.",
    ),
    Rule(
        "X14", "error", "The workbook opens on its first sheet at A1; headers stay in sight.",
        "View, Freeze Panes below the header; go to A1 of each sheet, then to the first, and save.",
        sheets.sheets_open_at_the_top,
        "A sheet to fill in may open at the first cell to type into: that is where people begin.",
    ),
    Rule(
        "X15", "error", "Pictures have descriptions; no text boxes; notes are no instructions.",
        "View Alt Text; move the words into cells; say what to type in the input message.",
        inputs.pictures_are_described,
    ),
    Rule(
        "X16", "error", "Dates are dates, shown with the name of the month.",
        "Type a date and give the cell the number format d mmmm yyyy.",
        looks.dates_are_dates,
        "What senders type into places for answers is theirs.",
    ),
    Rule(
        "X17", "warning", "In a published table no cell is empty.",
        "Write [c] for confidential, [x] for not available, [z] for not applicable.",
        tables.empty_cells_say_why,
        "A table to fill in is not published.",
    ),
    Rule(
        "X18", "error", "All cells of a protected sheet can be selected, and so read aloud.",
        "Review, Protect Sheet: allow Select locked cells; no password.",
        inputs.locked_cells_can_be_read,
    ),
    Rule(
        "X19", "error", "Tables have no filter buttons.",
        "Data, Filter: turn it off.",
        tables.tables_have_no_buttons,
    ),
    Rule(
        "X20", "error", "Each cell to type into has a name.",
        "Formulas, Define Name.",
        inputs.places_have_names,
        "In a table the table's name and the column's header name it.",
    ),
)  # fmt: skip
