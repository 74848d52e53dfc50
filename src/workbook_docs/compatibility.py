"""Alternate contents: of a choice and its fallback, the one that a current Office shows.

ECMA-376 part 3: an application takes the first `mc:Choice` all of whose `Requires`
namespaces it understands, else the `mc:Fallback`. Both hold the same text more often than
not, so taking more than one would count words twice, and taking none would lose them.
"""

from __future__ import annotations

from typing import Any

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MICROSOFT = "http://schemas.microsoft.com/office/"

UNDERSTOOD = frozenset(
    _MICROSOFT + name
    for name in (
        # Shapes, groups, canvases, and how they are placed and drawn.
        "word/2010/wordprocessingShape", "word/2010/wordprocessingGroup",
        "word/2010/wordprocessingCanvas", "word/2010/wordprocessingDrawing",
        "word/2012/wordprocessingDrawing", "drawing/2010/main", "drawing/2012/main",
        "drawing/2014/main", "drawing/2010/picture", "drawing/2010/diagram",
        "drawing/2007/8/2/chart", "drawing/2012/chart", "drawing/2010/slicer",
        "drawing/2012/timeslicer", "excel/2010/spreadsheetDrawing", "drawing/2010/chartDrawing",
        # Charts of a newer kind: their fallback says only that they cannot be shown.
        "drawing/2014/chartex", "drawing/2015/9/8/chartex", "drawing/2015/10/21/chartex",
        "drawing/2016/5/9/chartex", "drawing/2016/5/10/chartex", "drawing/2016/5/11/chartex",
        "drawing/2016/5/12/chartex", "drawing/2016/5/13/chartex", "drawing/2016/5/14/chartex",
        # Words and cells.
        "word/2006/wordml", "word/2010/wordml", "word/2012/wordml", "word/2015/wordml/symex",
        "word/2016/wordml/cid", "word/2018/wordml", "word/2018/wordml/cex",
        "spreadsheetml/2009/9/main", "spreadsheetml/2009/9/ac", "spreadsheetml/2010/11/main",
        "spreadsheetml/2010/11/ac", "spreadsheetml/2014/revision",
    )
) | {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "urn:schemas-microsoft-com:vml",
}  # fmt: skip
"""Namespaces whose words are read here, or which hold none."""


def settle(root: Any | None) -> Any | None:
    """The same tree, each alternate content replaced by the branch that is shown."""
    found = list(root.iter(f"{_MC}AlternateContent")) if root is not None else []
    # From the innermost: what a prefix means is said further out, and lost when it is moved.
    for alternate in reversed(found):
        parent = alternate.getparent()
        if parent is None:
            continue
        for child in list(_shown(alternate)):
            alternate.addprevious(child)
        parent.remove(alternate)
    return root


def _shown(alternate: Any) -> Any:
    for branch in alternate:
        if branch.tag == f"{_MC}Fallback" or (
            branch.tag == f"{_MC}Choice" and _is_understood(branch)
        ):
            return branch
    return ()


def _is_understood(choice: Any) -> bool:
    required = (choice.get("Requires") or "").split()
    names = choice.nsmap
    return bool(required) and all(names.get(prefix) in UNDERSTOOD for prefix in required)
