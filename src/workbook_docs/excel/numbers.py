"""Numbers and days of cells as text that people and `values` read."""

from __future__ import annotations

import decimal
import math
from datetime import date, datetime, timedelta

from workbook_docs.excel.styles import Style

Number = date | bool | int | float | None
"""The typed content of a cell that holds no text."""

# Excel believes in a 29 February 1900, so its early days are one off.
_EPOCH = datetime(1899, 12, 30)
_EARLY_EPOCH = datetime(1899, 12, 31)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466


def day_zero(epoch_1904: bool) -> date:
    """The day from which a file counts days."""
    return (_EPOCH_1904 if epoch_1904 else _EPOCH).date()


def shown_number(held: str, style: Style, epoch_1904: bool) -> tuple[str, Number]:
    """A number cell as text and value; a day where its format shows one."""
    try:
        number = float(held)
    except ValueError:
        return held, None
    if not math.isfinite(number):
        return held, None
    if style.day:
        moment = moment_of(number, epoch_1904)
        if moment is not None:
            return _shown_moment(moment, number)
    if style.elapsed:
        return _shown_elapsed(number), None  # 37:30 is no number of days to a reader
    if style.digits and number == int(number) >= 0:
        return f"{int(number):0{style.digits}}", int(number)
    if style.percent:
        return f"{_digits(decimal.Decimal(repr(number)) * 100)}%", number
    text = _digits(decimal.Decimal(repr(number)))
    return text, int(number) if number == int(number) and abs(number) < 1e15 else number


def moment_of(number: float, epoch_1904: bool) -> datetime | None:
    """Day and time of a serial number; None for one that is no day."""
    if not 0 <= number < _LAST_SERIAL or (60 <= number < 61 and not epoch_1904):
        return None
    early = _EARLY_EPOCH if 1 <= number < 60 else _EPOCH
    epoch = _EPOCH_1904 if epoch_1904 else early
    try:
        return epoch + timedelta(seconds=round(number * 86_400))
    except OverflowError:
        return None


def _shown_elapsed(number: float) -> str:
    minutes = round(number * 24 * 60)
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def _shown_moment(moment: datetime, number: float) -> tuple[str, Number]:
    if number < 1:
        return f"{moment:%H:%M}", None  # a time of no day
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date().isoformat(), moment.date()
    return moment.isoformat(" ", "minutes"), moment


def shown_day(held: str) -> tuple[str, Number]:
    """A cell that holds its day in ISO form, as Strict files may."""
    try:
        moment = datetime.fromisoformat(held.strip().removesuffix("Z"))
    except ValueError:
        return held, None
    return _shown_moment(moment.replace(tzinfo=None), 1)


def _digits(number: decimal.Decimal) -> str:
    if number == 0:
        return "0"
    if not decimal.Decimal("1e-15") <= abs(number) < decimal.Decimal(10) ** 21:
        return str(number.normalize())
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def serial_of(day: date) -> int:
    """The number by which a file that counts from 1900 holds a day."""
    return (datetime(day.year, day.month, day.day) - _EPOCH).days
