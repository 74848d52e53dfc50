"""Letters that stand for a check box, and symbols of fonts that are pictures."""

from __future__ import annotations

from collections.abc import Mapping

GLYPH_BOXES: Mapping[str, bool] = {
    "☐": False, "□": False, "❏": False, "❑": False, "❐": False, "⬜": False, "▢": False,
    "☑": True, "☒": True, "✓": True, "✔": True, "✗": True, "✘": True, "☓": True, "✅": True,
    "🗹": True, "🗷": True, "🗸": True, "🗵": True, "⊠": True,
}  # fmt: skip
"""Glyphs that people and editors write for a box, and whether each is ticked."""

_WINGDINGS: Mapping[int, str] = {
    0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0x78: "☒", 0xFD: "☒", 0xFE: "☑", 0xFC: "✓",
    0xFB: "✗", 0xB7: "•", 0xA7: "▪", 0xE0: "→",
}  # fmt: skip
_WINGDINGS_2: Mapping[int, str] = {
    0xA3: "☐", 0x2A: "☐", 0x30: "☐", 0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒",
    0x54: "☒", 0x35: "☐",
}  # fmt: skip
_SYMBOL: Mapping[int, str] = {0xB7: "•", 0xA7: "♣", 0xD6: "√"}


def symbol(font: str, code: str) -> str:
    """The Unicode letter of a `w:sym`; where none is known, the code as it stands."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    number = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    folded = font.casefold()
    table = (
        _WINGDINGS_2 if folded.startswith("wingdings 2")
        else _WINGDINGS if folded.startswith("wingdings")
        else _SYMBOL if folded == "symbol"
        else {}
    )  # fmt: skip
    return table.get(number, chr(number) if _is_letter(number) else "")


def _is_letter(number: int) -> bool:
    return 0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
