"""Letters beyond the first 65,536, which some programs write as two halves or lose.

XML 1.0 (2.2) knows no halves: JavaScript and Java write them all the same, each as a number
(`&#55357;&#56832;`) or as three bytes (CESU-8), where they should write one letter.
"""

from __future__ import annotations

import re

_NUMBERS = re.compile(rb"&#(?:x([dD][89a-fA-F][0-9a-fA-F]{2})|(5[5-7]\d{3}));")
_HALVES = re.compile(
    rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]"
)
# Symbols of fonts (U+F000 to U+F0FF) are no letters that were lost.
LOST = re.compile("[\ud800-\udfff\ue000-\uefff\uf100-\uf8ff\ufffd-\uffff]")
"""What stands where a program lost a letter: half of one, a sign in its place, or no letter."""


def joined(data: bytes) -> bytes:
    """Some XML with each two halves as the letter that they make, and a half alone as U+FFFD.

    >>> joined(b"<t>&#55357;&#56832; &#xD83D;</t>").decode()
    '<t>😀 �</t>'
    >>> joined(b"<t>\\xed\\xa0\\xbd\\xed\\xb8\\x80</t>").decode()
    '<t>😀</t>'
    """
    return _HALVES.sub(_letter, _NUMBERS.sub(_half, data))


def _half(number: re.Match[bytes]) -> bytes:
    code = int(number[1], 16) if number[1] else int(number[2])
    if not 0xD800 <= code <= 0xDFFF:
        return number[0]
    return chr(code).encode("utf-8", "surrogatepass")


def _letter(halves: re.Match[bytes]) -> bytes:
    both = halves[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return both.decode("utf-16-le", "replace").encode()
