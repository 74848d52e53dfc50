"""The drawing language of our figures: one palette, one font, a few shapes, as SVG.

A figure is measured in points of the printed page, so that a font size here is a size in
print. Letters stay letters, in a font that is everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

INK = "#1B365D"
"""Words and outlines."""
BLUE = "#1F5C99"
"""What matters: numbers, bars, arrows."""
MIST, PALE, FROST = "#BCD3E8", "#DCE8F3", "#F1F6FA"
"""Grounds, each clearly lighter than the one before, also in grey."""
AMBER, SAND = "#E69F00", "#FFF1CC"
"""The one accent. With blue it stays apart for every kind of colour blindness."""
LINE = "#6B7F99"
WHITE = "#FFFFFF"
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
WIDTH = 468
"""Points between the margins of a page: 165 mm."""
SMALLEST = 9.5
"""Points of the smallest words in a figure, in print. On a lying page, as in large print, they
are of 16 points."""


@dataclass
class Drawing:
    """A figure under way; every call adds to it."""

    title: str
    height: float
    width: float = WIDTH
    parts: list[str] = field(default_factory=list)

    def shape(self, name: str, **attributes: object) -> None:
        """Any SVG element without content; `_` in a name stands for `-`."""
        given = "".join(
            f' {key.replace("_", "-")}="{_short(value)}"' for key, value in attributes.items()
        )
        self.parts.append(f"<{name}{given}/>")

    def box(
        self, x: float, y: float, width: float, height: float, fill: str = WHITE,
        line: str = LINE, weight: float = 1, corner: float = 6, dashed: bool = False,
    ) -> None:  # fmt: skip
        """A rectangle with round corners."""
        dash = {"stroke_dasharray": "4 3"} if dashed else {}
        self.shape("rect", x=x, y=y, width=width, height=height, rx=corner, fill=fill,
                   stroke=line, stroke_width=weight, **dash)  # fmt: skip

    def path(self, d: str, fill: str = "none", line: str = INK, weight: float = 1.5) -> None:
        """A path with round joins and ends."""
        self.shape("path", d=d, fill=fill, stroke=line, stroke_width=weight,
                   stroke_linecap="round", stroke_linejoin="round")  # fmt: skip

    def disc(self, x: float, y: float, radius: float, fill: str = BLUE, line: str = "none") -> None:
        """A circle."""
        self.shape("circle", cx=x, cy=y, r=radius, fill=fill, stroke=line, stroke_width=1.5)

    def words(
        self, x: float, y: float, text: str, size: float = 10.5, bold: bool = False,
        fill: str = INK, anchor: str = "start",
    ) -> None:  # fmt: skip
        """Lines of words; `y` is the base line of the first, a line feed begins another."""
        if size < SMALLEST:
            raise ValueError(f"{text!r} would be {size} points in print: too small to read")
        weight = ' font-weight="700"' if bold else ""
        for number, line in enumerate(text.split("\n")):
            base = _short(y + number * size * 1.25)
            self.parts.append(
                f'<text x="{_short(x)}" y="{base}" font-size="{_short(size)}"{weight} '
                f'fill="{fill}" text-anchor="{anchor}">{escape(line)}</text>'
            )

    def number(self, x: float, y: float, text: str, radius: float = 12, size: float = 12) -> None:
        """A number, or a name as short as one, in a disc."""
        self.disc(x, y, radius)
        self.words(x, y + size * 0.36, text, size, bold=True, fill=WHITE, anchor="middle")

    def arrow(self, x: float, y: float, to_x: float, to_y: float, weight: float = 1.75) -> None:
        """A straight line, along or up, that ends in a head."""
        along = to_y == y
        head = (
            f"M{_short(to_x - 6)} {_short(to_y - 4)} L{_short(to_x)} {_short(to_y)} "
            f"L{_short(to_x - 6)} {_short(to_y + 4)}"
            if along
            else f"M{_short(to_x - 4)} {_short(to_y + 6)} L{_short(to_x)} {_short(to_y)} "
            f"L{_short(to_x + 4)} {_short(to_y + 6)}"
        )
        self.path(f"M{_short(x)} {_short(y)} L{_short(to_x)} {_short(to_y)} {head}", weight=weight)

    def svg(self) -> str:
        """The whole file."""
        size = f"{_short(self.width)} {_short(self.height)}"
        body = "\n".join(f"  {part}" for part in self.parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_short(self.width)}pt" '
            f'height="{_short(self.height)}pt" viewBox="0 0 {size}" role="img" '
            f'font-family="{FONT}">\n  <title>{escape(self.title)}</title>\n{body}\n</svg>\n'
        )


def _short(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
