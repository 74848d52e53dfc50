"""What people write about how often and how they keep in touch, put into a few codes.

Two tables of patterns, each tried on the text in small letters. They are made to be read
and added to; what none of them knows is *other*, and only the codes are ever counted.
"""

from __future__ import annotations

import re
import unicodedata

OTHER = "other"
SEVERAL = "more than one"

FREQUENCIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("weekly", ("(?<!bi)(?<!bi-)weekly", "(every|each|once a|per|a) week")),
    ("monthly", (
        "(?<!bi)(?<!bi-)(?<!three )(?<!three-)(?<!six )(?<!six-)(?<![0-9] )(?<![0-9]-)monthly",
        "(every|each|once a|per|a) month", "(every|each) (4|four) weeks",
    )),
    ("quarterly", (
        "quarterly", "(every|each|once a|per|a) quarter", "(every|each) (3|three) months",
        "(3|three)[ -]monthly", "(4|four) times (a|per) year",
    )),
    ("half-yearly", (
        "(half|bi)[ -]?yearly", "bi[ -]?annual(ly)?", "(every|each) (6|six) months",
        "(6|six)[ -]monthly", "(twice|two times|2 times|2x) (a|per) year",
        "twice (yearly|annually)",
    )),
    ("yearly", (
        "(?<!half )(?<!half-)(?<!bi)(?<!bi-)(?<!twice )(yearly|annual(ly)?)",
        "(once a|every|each) year", "(every|each) (12|twelve) months",
    )),
    ("key stages", (
        "(key|main|major|each|every|critical) (study )?(stage|point|phase|milestone|step)s?",
        "milestones?", "(start|beginning)(,? (middle|midpoint))?,? and (at )?(the )?end",
        "stages? of the (study|project)",
    )),
    ("ad hoc", (
        "ad[ -]?hoc", "as and when", "(on|by) request",
        "(as|when|if|where) (and when )?(needed|required|necessary|appropriate|requested)",
    )),
)  # fmt: skip
"""Code, and the patterns, each of whole words, of what people write for it."""

METHODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("meeting", (
        "meet(ing|ings|s|up|ups)?", "face[ -]to[ -]face", "in[ -]person", "1[ -:]1s?",
        "one[ -]to[ -]ones?", "teams", "zoom", "video ?(call|conference)s?", "committee",
        "steering group",
    )),
    ("email", ("e-?mail(s|ed|ing)?", "mailing lists?")),
    ("phone", ("(tele)?phones?", "(?<!video )calls?", "text messages?", "sms", "whats ?app")),
    ("social media", (
        "social media", "twitter", "facebook", "linked ?in", "instagram", "bluesky", "youtube",
        "tik ?tok", "blogs?",
    )),
    ("newsletter", ("news ?letters?", "bulletins?")),
    ("event or workshop", (
        "events?", "work ?shops?", "(?<!video )conferences?", "seminars?", "webinars?",
        "focus groups?", "presentations?", "open days?", "road ?shows?",
    )),
    ("website", ("web ?(site|page)s?", "web", "portals?", "intranet")),
    ("via a network", (
        "networks?", "(via|through) .{0,40}(forum|group|partner|charity|charities)s?",
    )),
)  # fmt: skip
"""Code, and the patterns, each of whole words, of what people write for it."""


def frequency(text: str) -> str:
    """The one code of how often; `more than one` where several are named, else `other`.

    >>> frequency("Every 3 months"), frequency("Weekly, then monthly"), frequency("fortnightly")
    ('quarterly', 'more than one', 'other')
    """
    found = _codes(text, FREQUENCIES)
    return found[0] if len(found) == 1 else SEVERAL if found else OTHER


def methods(text: str) -> list[str]:
    """Every code of how, or `other` alone.

    >>> methods("E-mail and Teams meetings"), methods("carrier pigeon")
    (['meeting', 'email'], ['other'])
    """
    return _codes(text, METHODS) or [OTHER]


def _codes(text: str, table: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = re.sub(r"[\u2010-\u2015]", "-", plain)
    return [code for code, patterns in table if any(_stands(p, plain) for p in patterns)]


def _stands(pattern: str, text: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", text) is not None
