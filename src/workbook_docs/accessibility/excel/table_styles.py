"""The colours of Excel's own table styles, which a file names and does not hold.

Source: the preset table styles of ECMA-376 part 1 (annex G, presetTableStyles.xml). Only what
may be hard to read is kept: the other styles have dark text on white or on pale stripes.
"""

from __future__ import annotations

import re

from workbook_docs.accessibility.colours import Theme, tinted
from workbook_docs.accessibility.excel.styles import Difference

_NAME = re.compile(r"TableStyle(Light|Medium|Dark)([1-9][0-9]?)")
_DARKER, _GREY = -0.25, 0.45
_PAIRS = {8: "dk1", 9: "accent2", 10: "accent4", 11: "accent6"}
"""Of the last dark styles, the colour of the header."""


def built_in(name: str, theme: Theme) -> dict[str, Difference]:
    """What one of Excel's table styles makes of the header (`headerRow`) and all (`wholeTable`)."""
    match = _NAME.fullmatch(name)
    if match is None:
        return {}
    kind, number = match[1], int(match[2])
    slot = f"accent{(number - 1) % 7}" if (number - 1) % 7 else "dk1"
    own, dark, light = (theme.colours[name] for name in (slot, "dk1", "lt1"))
    on_own = Difference(light, bold=True, grounds=(own,))
    if (kind == "Light" and 8 <= number <= 14) or (kind == "Medium" and number <= 21):
        return {"headerRow": on_own}
    if kind == "Light" and 2 <= number <= 7:
        return {"wholeTable": Difference(tinted(own, _DARKER))}
    if kind == "Dark" and number <= 7:
        ground = own if number > 1 else tinted(dark, _GREY)
        whole = Difference(light, grounds=(ground,))
        return {"headerRow": Difference(light, bold=True, grounds=(dark,)), "wholeTable": whole}
    if kind == "Dark" and number in _PAIRS:
        return {"headerRow": Difference(light, grounds=(theme.colours[_PAIRS[number]],))}
    return {}
