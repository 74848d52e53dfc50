"""The icons of the six signposts and of the golden rules: white on a disc, for 24 points."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drawing import BLUE, WHITE, Drawing

SIZE = 24
_GOLD = "#7A5600"


def _icon(title: str, *lines: str, dots: tuple[tuple[float, float, float], ...] = (),
          filled: tuple[str, ...] = (), ground: str = BLUE) -> Callable[[], Drawing]:  # fmt: skip
    def draw() -> Drawing:
        d = Drawing(title, SIZE, SIZE)
        d.disc(12, 12, 11.6, ground)
        for line in lines:
            d.path(line, line=WHITE, weight=1.7)
        for shape in filled:
            d.path(shape, WHITE, WHITE, 0.6)
        for x, y, radius in dots:
            d.disc(x, y, radius, WHITE)
        return d

    return draw


ICONS: Mapping[str, Callable[[], Drawing]] = {
    "signpost-required-information": _icon(
        "Required Information", "M10.2 10.8 H12.2 V17.4 M9.6 17.4 H14.8", dots=((12, 7, 1.5),)
    ),
    "signpost-planning-for-impact": _icon(
        "Planning for Impact",
        "M17.6 12.6 A6 6 0 1 1 11.4 6.4", "M14.4 12.6 A2.8 2.8 0 1 1 11.4 9.6",
        "M11.6 12.4 L17.2 6.8", filled=("M15.6 4.6 V8.4 H19.4 L21 6.8 H17.2 V3 Z",),
    ),
    "signpost-reflecting-on-your-progress": _icon(
        "Reflecting on Your Progress",
        "M17.9 10.2 A6.2 6.2 0 1 0 18.2 12.6", "M12 8.6 V12.4 L14.8 14",
        filled=("M19.8 7.4 L18.9 12 L15 9.8 Z",),
    ),
    "signpost-checklists": _icon(
        "Checklists", "M6 8 L7.3 9.4 L9.7 6.6", "M6 14.8 L7.3 16.2 L9.7 13.4",
        "M12.4 8.2 H18", "M12.4 15 H18",
    ),
    "signpost-experiences-of-effective-practice": _icon(
        "Experiences of Effective Practice",
        "M16.6 9.6 A4.6 4.6 0 1 1 7.4 9.6 A4.6 4.6 0 1 1 16.6 9.6 Z",
        "M9.2 13.6 L8 19.4 L12 17.2 L16 19.4 L14.8 13.6", dots=((12, 9.6, 1.7),),
    ),
    "signpost-additional-information": _icon(
        "Additional Information",
        "M12 8.2 C10.2 6.8 7.6 6.6 5.4 6.9 V16.6 C7.6 16.3 10.2 16.5 12 17.9 "
        "C13.8 16.5 16.4 16.3 18.6 16.6 V6.9 C16.4 6.6 13.8 6.8 12 8.2 Z", "M12 8.2 V17.9",
    ),
    "rule": _icon(
        "Golden Rules",
        filled=("M12 4.6 L14.1 9.5 L19.4 10 L15.4 13.5 L16.6 18.7 L12 15.9 L7.4 18.7 "
                "L8.6 13.5 L4.6 10 L9.9 9.5 Z",),
        ground=_GOLD,
    ),
}  # fmt: skip
"""By the name of their file, which is the kind and title of the box they stand in."""
