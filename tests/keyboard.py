"""Types into an Excel file as a person at the keyboard does: run by a Python that knows LibreOffice.

    python3 keyboard.py COPY.xlsx TYPED.json SAVED.xlsx PROFILE

TYPED.json holds for each sheet, in order, the words to type into its boxes. On a protected
sheet Tab goes from box to box (`.uno:JumpToNextUnprotected` is what the Tab key does there),
on the others the right arrow goes along the first row. Nothing is reached in any other way.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SECONDS = 120


def setting(name, value):
    """A named value, as LibreOffice takes them."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connected(profile):
    """LibreOffice without a window, and its context."""
    pipe = f"wd{abs(hash(profile))}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    local = uno.getComponentContext()
    make = local.ServiceManager.createInstanceWithContext
    resolver = make("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + SECONDS
    while True:
        try:
            url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            return office, resolver.resolve(url)
        except NoConnectException:
            if time.monotonic() > end:
                office.kill()
                raise
            time.sleep(0.2)


def main(copy, typed, saved, profile):
    """Type, save, and print for each sheet the cells at which the keyboard stopped."""
    words = json.loads(Path(typed).read_text("utf-8"))
    office, context = connected(profile)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(Path(copy).as_uri(), "_blank", 0, ())
    frame = document.CurrentController.Frame
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)

    def press(command, *settings):
        dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, settings)

    stops = {}
    for _ in document.Sheets.ElementNames:
        sheet = document.CurrentController.ActiveSheet
        for text in words.get(sheet.Name, ()):
            stops.setdefault(sheet.Name, []).append(document.CurrentSelection.AbsoluteName)
            press("EnterString", setting("StringName", text))
            press("JumpToNextUnprotected" if sheet.isProtected() else "GoRight")
        press("JumpToNextTable")  # Ctrl and Page Down
    document.storeToURL(Path(saved).as_uri(), (setting("FilterName", "Calc MS Excel 2007 XML"),))
    document.close(True)
    print(json.dumps(stops))
    desktop.terminate()
    office.wait(SECONDS)


if __name__ == "__main__":
    main(*sys.argv[1:])
