"""What a cell's style tells a reader: day, percent, bold, heading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbook_docs.contrast import UNSURE
from workbook_docs.excel.colours import PLAIN_LOOK, Look, colour_of, font_look, ground_of
from workbook_docs.excel.strings import local

# Numbers of built-in formats that show a day or a time: the general ones, those that
# stand for other formats in East Asian and in Thai editions.
_BUILT_IN_DAYS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59), *range(71, 82)])
_BUILT_IN_ELAPSED = 46
_BUILT_IN_PERCENTS = frozenset([9, 10])
# "words", \x, _x and *x are shown or spaced, [Red] and [$-809] are no codes either.
_NO_CODE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_HEADING = re.compile(r"head(?:ing|line) ?([1-9])", re.IGNORECASE)
_HEADING_IDS = {"15": 1, "16": 1, "17": 2, "18": 3, "19": 3}


@dataclass(frozen=True, slots=True)
class Style:
    """What one cell format says about what stands in the cell."""

    day: bool = False
    elapsed: bool = False
    digits: int = 0  # as many at least are shown, as in 007
    percent: bool = False
    strong: bool = False
    level: int = 0
    look: Look = PLAIN_LOOK
    shows_nothing: frozenset[str] = frozenset()  # of positive, negative, zero, text


PLAIN = Style()


def is_day_format(code: str) -> bool:
    """Whether a number format shows a number as a day or time of day."""
    first = code.split(";")[0]
    if _ELAPSED.search(first):
        return False  # [h]:mm is a duration
    left = re.sub(r"General", "", _NO_CODE.sub("", first), flags=re.IGNORECASE)
    return bool(re.search(r"[dmyhs]", left, re.IGNORECASE))


def is_elapsed_format(code: str) -> bool:
    """Whether a number format shows a number as hours and minutes gone by."""
    return bool(_ELAPSED.search(code.split(";")[0]))


def least_digits(code: str) -> int:
    """How many digits a number format of nothing but zeros shows at least; else 0."""
    first = code.split(";")[0].strip()
    return len(first) if 1 < len(first) < 20 and set(first) == {"0"} else 0


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a number times a hundred, as a percentage."""
    return "%" in _NO_CODE.sub("", code.split(";")[0])


def shows_nothing(code: str) -> frozenset[str]:
    """Of which contents (`positive`, `negative`, `zero`, `text`) a number format shows nothing.

    >>> sorted(shows_nothing(";;;"))
    ['negative', 'positive', 'text', 'zero']
    >>> shows_nothing("0;-0;;@")
    frozenset({'zero'})
    """
    sections = _SECTION.findall(f"{code};")
    if "[<" in code or "[>" in code or "[=" in code:
        return frozenset()  # its parts have conditions of their own
    empty = [not _BLANKS.sub("", section).strip() for section in sections]
    first = empty[0]
    found = {
        "positive": first,
        "negative": empty[1] if len(empty) > 1 else first,
        "zero": empty[2] if len(empty) > 2 else first,
        "text": empty[3] if len(empty) > 3 else False,
    }
    return frozenset(name for name, is_empty in found.items() if is_empty and code)


# A part of a number format up to its semicolon; in quotes and behind \\ one means itself.
_SECTION = re.compile(r'((?:"[^"]*"?|\\.|[^;"\\])*);')
_BLANKS = re.compile(r'""|\[[^\]]*\]|_.|\*.')


def read_styles(root: Any | None) -> tuple[Style, ...]:
    """The cell formats of a styles part by number; none where there is no such part."""
    if root is None:
        return ()
    parts = {local(child): child for child in root}
    codes = {
        child.get("numFmtId"): child.get("formatCode") or "" for child in parts.get("numFmts", ())
    }
    fonts = [font for font in parts.get("fonts", ()) if local(font) == "font"]
    bold = [_is_bold(font) for font in fonts]
    looks = [font_look(font) for font in fonts]
    grounds = [ground_of(fill) for fill in parts.get("fills", ()) if local(fill) == "fill"]
    levels = dict(_levels(parts.get("cellStyles", ())))
    return tuple(
        _style(xf, codes, bold, levels, _look(xf, looks, grounds))
        for xf in parts.get("cellXfs", ())
        if local(xf) == "xf"
    )


def _look(xf: Any, looks: list[Look], grounds: list[str | None]) -> Look:
    font, fill = xf.get("fontId") or "", xf.get("fillId") or ""
    look = looks[int(font)] if font.isdigit() and int(font) < len(looks) else PLAIN_LOOK
    if fill.isdigit() and int(fill) < len(grounds):
        look = replace(look, ground=grounds[int(fill)])
    return look


def _is_bold(font: Any) -> bool:
    return any(local(mark) == "b" and mark.get("val", "1") not in ("0", "false") for mark in font)


def _levels(named: Any) -> Any:
    for style in named:
        if local(style) != "cellStyle":
            continue
        name = style.get("name") or ""
        match = _HEADING.search(name)
        level = min(int(match[1]), 3) if match else _HEADING_IDS.get(style.get("builtinId", ""))
        if level is None and name.casefold() in ("title", "heading"):
            level = 1
        yield style.get("xfId"), level or 0


def _style(
    xf: Any,
    codes: Mapping[str | None, str],
    bold: list[bool],
    levels: Mapping[str | None, int],
    look: Look,
) -> Style:
    number = xf.get("numFmtId") or "0"
    code = codes.get(number)
    plain_id = int(number) if number.isdigit() else 0
    font = xf.get("fontId") or ""
    return Style(
        day=is_day_format(code) if code is not None else plain_id in _BUILT_IN_DAYS,
        elapsed=is_elapsed_format(code) if code is not None else plain_id == _BUILT_IN_ELAPSED,
        digits=least_digits(code or ""),
        percent=is_percent_format(code) if code is not None else plain_id in _BUILT_IN_PERCENTS,
        strong=font.isdigit() and int(font) < len(bold) and bold[int(font)],
        level=levels.get(xf.get("xfId"), 0),
        look=look,
        shows_nothing=shows_nothing(code) if code else frozenset(),
    )


def read_formats(root: Any | None) -> tuple[Look, ...]:
    """What the conditional formats of a styles part say of a text's look, by number."""
    found = root.iterfind("{*}dxfs/{*}dxf") if root is not None else ()
    return tuple(_format(marks) for marks in found)


def _format(marks: Any) -> Look:
    font, fill = marks.find("{*}font"), marks.find("{*}fill")
    look = font_look(font) if font is not None else PLAIN_LOOK
    return replace(look, ground=_ground(fill)) if fill is not None else look


def _ground(fill: Any) -> str | None:
    # A conditional format names the colour of a plain fill as its background, with or
    # without saying that it is one.
    told = next(iter(fill.iterfind("{*}patternFill/{*}bgColor")), None)
    return ground_of(fill) or (colour_of(told) or UNSURE if told is not None else None)


def usual_size(styles: Any | None) -> float:
    """Points of a file's usual text, in whose digits columns are measured: that of Normal."""
    if styles is None:
        return 11.0
    normal = next(iter(styles.iterfind("{*}cellStyleXfs/{*}xf")), None)
    number = normal.get("fontId", "0") if normal is not None else "0"
    fonts = list(styles.iterfind("{*}fonts/{*}font"))
    font = fonts[int(number)] if number.isdigit() and int(number) < len(fonts) else None
    size = font.find("{*}sz") if font is not None else None
    try:
        return float(size.get("val", "")) if size is not None else 11.0
    except ValueError:
        return 11.0
