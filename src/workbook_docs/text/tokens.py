"""The tokens of a workbook's Markdown: CommonMark with tables and boxes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

UNKNOWN = {
    "fence": "a block of code",
    "code_block": "a block of code (a line that begins with four spaces)",
    "blockquote_open": "a quotation with '>'",
    "hr": "a line across the page",
}
"""Blocks of Markdown that no text may have, and what people call them."""
UNKNOWN_INLINE = {
    "image": ("a picture among words", "let it stand in a paragraph of its own"),
    "code_inline": ("words between back-ticks", "write them as plain words"),
    "html_inline": ("raw HTML", "use Markdown only"),
    "hardbreak": ("a line break within a paragraph", "begin a new paragraph"),
}
"""The same among words, each with what to do instead."""

_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")


def tokens_of(source: str) -> list[Token]:
    """The tokens of some Markdown; the attributes of a heading are in its `meta`."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    # A box of any kind is taken, so that an unknown kind can be named.
    markdown.use(container_plugin, "box", validate=lambda params, markup: True)
    # Every link is taken too: which addresses are good is said here, with the line.
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    markdown.core.ruler.before("inline", "attributes", _split_attributes)
    return markdown.parse(source)


def _split_attributes(state: StateCore) -> None:
    # Attributes leave a heading before its words are parsed, so that their
    # quotation marks and braces are never taken for words.
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open":
            continue
        match = _ATTRIBUTES.search(inline.content)
        if match and not inline.content[: match.start()].endswith("{"):
            opening.meta["attributes"] = match[1]
            inline.content = inline.content[: match.start()]


def until(tokens: Sequence[Token], begin: int) -> int:
    """The index of the token that closes the one at `begin`."""
    depth = 0
    for index in range(begin, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    raise AssertionError("markdown-it closes what it opens")


def cells_in(line: str) -> int:
    """How many cells a line of a pipe table has."""
    bare = line.strip().replace("\\|", "")
    return bare.removeprefix("|").removesuffix("|").count("|") + 1
