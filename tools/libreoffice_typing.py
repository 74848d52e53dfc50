"""A person at LibreOffice: what they see, where they click, and the keys they press.

Runs under the Python that LibreOffice's own module `uno` belongs to, so it imports
nothing of ours. Text arrives as real key events, one letter after another, through the
window that has the page: AutoCorrect, controls and tables react as they do to a person.
The place of the cursor is set through the view cursor, as a click would set it; a click
on a prompt is a selection of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import uno
from com.sun.star.awt import KeyEvent, MouseEvent
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.uno import RuntimeException

RETURN, ESCAPE, TAB, BACKSPACE, SPACE, DELETE = 1280, 1281, 1282, 1283, 1284, 1286
DOWN, UP, LEFT, RIGHT, HOME, END = range(1024, 1030)
F2 = 769
PLAIN, SHIFT, CTRL, ALT = 0, 1, 2, 4

PANEL, TEXT_DOCUMENT = 40, 85
"""AccessibleRole: the window with the page, and the page itself."""

FILTERS = {
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".xls": "MS Excel 97",
}


class Office:
    """A running LibreOffice."""

    def __init__(self, pipe: str, patience: float = 60.0) -> None:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        end = time.monotonic() + patience
        while True:
            try:
                self.context = resolver.resolve(
                    f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
                )
                break
            except NoConnectException:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.dispatcher = self.service("com.sun.star.frame.DispatchHelper")
        self.toolkit = self.service("com.sun.star.awt.Toolkit")

    def service(self, name: str) -> Any:
        """One of the office's services."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: Path | None) -> Any:
        """A file opened in a window, or a new text document."""
        url = path.as_uri() if path is not None else "private:factory/swriter"
        return self.desktop.loadComponentFromURL(url, "_blank", 0, ())

    def settle(self) -> None:
        """Let the office do all it has been asked for."""
        self.toolkit.processEventsToIdle()

    def save(self, document: Any, path: Path) -> None:
        """Save under another name, as File > Save As does."""
        self.settle()
        document.storeToURL(path.as_uri(), properties(FilterName=FILTERS[path.suffix]))

    def by_way_of(self, path: Path, between: Path, target: Path) -> None:
        """Open a file, save it in another format, open that and save it in the first again."""
        for source, goal in ((path, between), (between, target)):
            document = self.open(source)
            self.save(document, goal)
            document.close(True)


class Person:
    """What a person can do in any window: press keys, type, choose from a menu."""

    def __init__(self, office: Office, path: Path | None, names: Mapping[str, str]) -> None:
        self.office, self.names = office, names
        self.document = office.open(path)
        self.controller = self.document.CurrentController
        self.frame = self.controller.Frame
        self.window = self._page()
        self.window.setFocus()
        office.settle()

    def _page(self) -> Any:
        """The window that takes the keys: the largest one beside the scroll bars."""
        panels = [
            window
            for depth, window in _windows(self.frame.getComponentWindow(), 0)
            if depth >= 1 and window.getAccessibleContext().AccessibleRole == PANEL
        ]
        return max(panels, key=lambda w: w.getPosSize().Width * w.getPosSize().Height)

    def press(self, code: int, modifiers: int = PLAIN, letter: str = "\0") -> None:
        """Press one key and let go of it."""
        event = KeyEvent()
        event.Source, event.KeyCode, event.Modifiers = self.window, code, modifiers
        event.KeyChar = uno.Char(letter)
        self.office.toolkit.keyPress(event)
        self.office.toolkit.keyRelease(event)
        self.office.settle()

    def times(self, count: int, code: int, modifiers: int = PLAIN) -> None:
        """Press one key several times."""
        for _ in range(count):
            self.press(code, modifiers)

    def type(self, text: str) -> None:
        """Type a text letter by letter; a line break is Enter."""
        for letter in text:
            if letter == "\n":
                self.enter()
            else:
                self.press(SPACE if letter == " " else 0, PLAIN, letter)

    def enter(self) -> None:
        """Press Enter."""
        self.press(RETURN, PLAIN, "\r")

    def tab(self) -> None:
        """Press the tabulator key."""
        self.press(TAB, PLAIN, "\t")

    def menu(self, command: str, **arguments: Any) -> None:
        """Choose from a menu, by the name that the menu's entry has inside."""
        self.office.dispatcher.executeDispatch(
            self.frame, f".uno:{command}", "", 0, properties(**arguments)
        )
        self.office.settle()

    def save(self, path: Path) -> None:
        """Save under another name and close."""
        self.office.save(self.document, path)
        self.document.close(True)


class Writer(Person):
    """A person with a text document."""

    def __init__(self, office: Office, path: Path | None, names: Mapping[str, str]) -> None:
        super().__init__(office, path, names)
        self.cursor = self.controller.getViewCursor()

    @classmethod
    def new(cls, office: Office) -> Writer:
        """A person with an empty document."""
        return cls(office, None, {})

    # Where to click --------------------------------------------------------------------

    def label(self, path: str) -> Any:
        """The printed label of a field; we find it by its bookmark, a person by eye."""
        return self.document.Bookmarks.getByName(self.names[path]).Anchor

    def cell(self, path: str, row: int, column: int) -> Any:
        """A cell of the table in which the label of `path` stands, both from 0."""
        table = self.label(path).TextTable
        return table.getCellByPosition(column, row)

    def find(self, text: str, within: Any = None) -> Any:
        """The first place of a text, of all or from the start of a range on."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = text, True
        if within is None:
            return self.document.findFirst(search)
        return self.document.findNext(within.Start, search)

    def click(self, where: Any) -> None:
        """Put the cursor behind a text."""
        self.cursor.gotoRange(where.End, False)
        self.office.settle()

    def select(self, where: Any) -> None:
        """Select a text from its start to its end."""
        self.cursor.gotoRange(where.Start, False)
        self.cursor.gotoRange(where.End, True)
        self.office.settle()

    def point(self, where: Any, right: int = 0) -> None:
        """Press and let go of the mouse where a text begins, some pixels to the right."""
        self.cursor.gotoRange(where.Start, False)
        self.office.settle()
        x, y = self._caret()
        event = MouseEvent()
        event.Source, event.X, event.Y = self.window, x + right, y
        event.Buttons = event.ClickCount = 1
        self.office.toolkit.mousePress(event)
        self.office.toolkit.mouseRelease(event)
        self.office.settle()

    def _caret(self) -> tuple[int, int]:
        """Where on the page the cursor blinks, in pixels of the window."""
        left = top = 0
        for thing in _things(self.frame.getComponentWindow()):
            if thing.getAccessibleRole() == TEXT_DOCUMENT:
                left, top = thing.getLocationOnScreen().X, thing.getLocationOnScreen().Y
            try:
                position = thing.getCaretPosition() if hasattr(thing, "getCaretPosition") else -1
            except RuntimeException:
                continue
            if position >= 0:
                at, letter = thing.getLocationOnScreen(), thing.getCharacterBounds(position)
                return at.X - left + letter.X, at.Y - top + letter.Y + letter.Height // 2
        raise RuntimeError("the cursor is not to be seen")

    def prompt(self, where: Any) -> None:
        """Make ready to type over the prompt behind a label or in a cell.

        One click on a control selects its prompt. LibreOffice 7.4 makes plain text of a
        control for one line, over which a person draws the mouse.
        """
        search = self.document.createSearchDescriptor()
        search.SearchRegularExpression = True
        search.SearchString = r"\[Click here to [^\]]*\]"
        prompt = self.document.findNext(where.Start, search)
        paragraphs = _all(prompt.Text.createTextCursorByRange(prompt))
        portions = [part.TextPortionType for paragraph in paragraphs for part in _all(paragraph)]
        if "ContentControl" in portions:
            self.point(prompt, 7)
        else:
            self.select(prompt)

    def tick(self, path: str) -> None:
        """Click on the box before a label."""
        self.cursor.gotoRange(self.label(path).Start, False)
        self.press(HOME)
        self.press(RIGHT)
        self.point(self.cursor, 7)

    def answer(self, path: str, text: str) -> None:
        """Click on the prompt of a field and type."""
        self.prompt(self.label(path))
        self.type(text)

    def fill_row(self, path: str, row: int, *texts: str) -> None:
        """Click on the prompts of a row one after another and type."""
        for column, text in enumerate(texts):
            if text:
                self.prompt(self.cell(path, row, column))
                self.type(text)

    def select_line(self) -> None:
        """Select the line the cursor stands in, from its start to its end."""
        self.press(HOME)
        self.press(END, SHIFT)


class Calc(Person):
    """A person with a spreadsheet."""

    def sheet(self, name: str) -> None:
        """Click on the tab of a sheet."""
        self.controller.setActiveSheet(self.document.Sheets.getByName(name))
        self.office.settle()

    def click(self, address: str) -> None:
        """Click on a cell of the sheet, or draw the mouse over several."""
        self.menu("GoToCell", ToPoint=address)

    def go(self, path: str) -> None:
        """Click on the place of a field; we find it by its name, a person by eye."""
        place = self.document.NamedRanges.getByName(self.names[path]).ReferredCells
        self.controller.setActiveSheet(place.Spreadsheet)
        self.click(place.AbsoluteName.rpartition(".")[2])

    def enter_text(self, text: str) -> None:
        """Type and press Enter; a line break is Ctrl+Enter."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.press(RETURN, CTRL)
            self.type(line)
        self.enter()

    def answer(self, path: str, text: str) -> None:
        """Click on the place of a field, type and press Enter."""
        self.go(path)
        self.enter_text(text)

    def put(self, address: str, text: str) -> None:
        """Click on a cell, type and press Enter."""
        self.click(address)
        self.enter_text(text)

    def fill_row(self, row: int, *texts: str) -> None:
        """Type into the cells of a row, the first in column A."""
        for column, text in enumerate(texts):
            if text:
                self.put(f"{chr(ord('A') + column)}{row}", text)


def properties(**values: Any) -> tuple[PropertyValue, ...]:
    """Named arguments as the office takes them."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def _windows(window: Any, depth: int) -> Iterator[tuple[int, Any]]:
    yield depth, window
    for child in getattr(window, "getWindows", tuple)():
        yield from _windows(child, depth + 1)


def _things(place: Any) -> Iterator[Any]:
    """All that can be seen in a window, as a screen reader is told of it."""
    thing = place.getAccessibleContext()
    yield thing
    for number in range(thing.getAccessibleChildCount()):
        yield from _things(thing.getAccessibleChild(number))


def _all(many: Any) -> Iterator[Any]:
    """What an office's collection holds, one after another."""
    found = many.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def main() -> None:
    """Do what the order on standard input asks for."""
    import libreoffice_excel_returns
    import libreoffice_word_returns

    order = json.load(sys.stdin)
    sent, target = Path(order["sent"]), Path(order["target"])
    office = Office(order["pipe"])
    if sent.suffix == ".docx":
        writer = Writer(office, sent, order["names"])
        libreoffice_word_returns.SCENARIOS[order["does"]](writer)
        writer.save(target)
    else:
        calc = Calc(office, sent, order["names"])
        libreoffice_excel_returns.SCENARIOS[order["does"]](calc)
        calc.save(target)
    if order["by_way_of"]:
        between = sent.with_suffix(order["by_way_of"])
        office.by_way_of(target, between, target)


if __name__ == "__main__":
    main()
