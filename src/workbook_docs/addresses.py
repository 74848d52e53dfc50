"""E-mail addresses as people give them, and the one address that is meant."""

from __future__ import annotations

import re

from workbook_docs.trimming import tidy, visible

# Loose on purpose: whether mail arrives nobody can tell from letters.
_LETTERS = r"[^\s@,;:<>()\[\]{}\"“”‘’`|\\/*•–—.]+"
_LOCAL = rf"{_LETTERS}(?:\.{_LETTERS})*"
_DOMAIN = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]"
_ADDRESS = re.compile(rf"{_LOCAL}@{_DOMAIN}")
_SIGNS = r"[\s<>()\[\]{}\"'“”‘’,;:.|/*•–—-]"
_LONGEST = 1000
_BLANKS = " \t\u00a0"
# What may stand beside an address without saying more: a link, a label, the words of a name.
_LINK = r"(?:mailto:|\?(?:subject|cc|body)=\S*)"
_BESIDE = re.compile(rf"(?:{_SIGNS}|{_LINK})*", re.IGNORECASE)
_NAMED = re.compile(r"[^@<>()]{0,80}<\s*\x00\s*>[\s.,;]*|\x00\s*\([^@<>()]{0,80}\)[\s.,;]*")
_LABELLED = re.compile(r"(?:e-?mail|mail)(?: address)?\s*[:=-]?\s*\x00[\s.,;]*", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address and nothing else."""
    return _ADDRESS.fullmatch(text) is not None and not text.startswith("'")


def addresses_in(text: str) -> list[str]:
    """The e-mail addresses that stand in a text, each once."""
    if "@" not in text or len(text) > _LONGEST:
        return []
    found = (match[0].lstrip("'") for match in _ADDRESS.finditer(_closed(text)))
    return list({address.casefold(): address for address in found if is_address(address)}.values())


def address_of(text: str) -> str:
    """The one address that is meant: `mailto:ann@x.org,` and `Ann <ann@x.org>` give ann@x.org.

    A text that is no address, or names more than one, or says more, stays as typed.
    """
    return _meant(text)[0]


def has_words(text: str) -> bool:
    """Whether words stood round the address that `address_of` gives: a name, a label."""
    return _meant(text)[1]


def _meant(text: str) -> tuple[str, bool]:
    tidied = tidy(text)
    closed = _closed(tidied)
    found = addresses_in(tidied)
    if len(found) != 1:
        return tidied, False
    rest = re.sub(re.escape(found[0]), "\x00", closed, flags=re.IGNORECASE)
    if _BESIDE.fullmatch(rest.replace("\x00", " ")):
        # `ann @ x.org` may have been meant otherwise.
        return found[0], closed != visible(tidied)
    if _NAMED.fullmatch(rest) or _LABELLED.fullmatch(rest):
        return found[0], True
    return tidied, False


def _closed(text: str) -> str:
    """A text without invisible characters, and without white space round @."""
    first, *others = visible(text).split("@")
    if not others:
        return first
    # Not by a pattern: one that begins with white space looks at a long run of it over and over.
    *middle, last = others
    return "@".join(
        (first.rstrip(_BLANKS), *(part.strip(_BLANKS) for part in middle), last.lstrip(_BLANKS))
    )
