"""The prompts of empty places as building blocks, so that Word brings them back.

Without them Word writes a prompt of its own, in the language of the sender's computer,
into every place that is emptied.
"""

from __future__ import annotations

import hashlib
from html import escape

from workbook_docs.ooxml import serialised
from workbook_docs.prompts import PROMPTS
from workbook_docs.word import package
from workbook_docs.word.controls import prompt_part
from workbook_docs.word.names import W
from workbook_docs.word.stylesheet import KNOWN_STYLE, NS, PLACEHOLDER_STYLE

_FOLDER = "word/glossary"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def add_prompts(parts: package.Parts) -> None:
    """Add the prompts' building blocks, and the styles of a prompt and of what is known."""
    _add_styles(parts)
    name = f"{_FOLDER}/document.xml"
    if name not in parts:
        empty = f"<w:glossaryDocument {NS}><w:docParts></w:docParts></w:glossaryDocument>"
        parts[name] = empty.encode()
        parts[f"{_FOLDER}/styles.xml"] = _styles().encode()
        package.declare(parts, name, f"{_TYPE}.document.glossary+xml")
        package.declare(parts, f"{_FOLDER}/styles.xml", f"{_TYPE}.styles+xml")
        package.relate(
            parts, package.DOCUMENT, f"{_KIND}/glossaryDocument", "glossary/document.xml"
        )
        package.relate(parts, name, f"{_KIND}/styles", "styles.xml")
    root = package.parsed(parts[name])
    blocks = root.find(W + "docParts")
    assert blocks is not None
    there = {str(found.get(W + "val")) for found in root.iter(W + "name")}
    for prompt in sorted(set(PROMPTS.values()) - {""}):
        if prompt_part(prompt) not in there:
            blocks.append(package.parsed(_block(prompt).encode()))
    parts[name] = serialised(root)


def _block(prompt: str) -> str:
    mark = hashlib.sha256(prompt.encode()).hexdigest().upper()
    guid = f"{{{mark[:8]}-{mark[8:12]}-4{mark[13:16]}-8{mark[17:20]}-{mark[20:32]}}}"
    return (
        f"<w:docPart {NS}><w:docPartPr>"
        f'<w:name w:val="{prompt_part(prompt)}"/><w:category><w:name w:val="General"/>'
        '<w:gallery w:val="placeholder"/></w:category><w:behaviors><w:behavior w:val="content"/>'
        "</w:behaviors>"
        f'<w:guid w:val="{guid}"/></w:docPartPr><w:docPartBody><w:p><w:r><w:rPr>'
        f'<w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{escape(prompt)}</w:t></w:r></w:p>'
        "</w:docPartBody></w:docPart>"
    )


def _styles() -> str:
    return (
        f"{package.HEAD}<w:styles {NS}>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '</w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        f"{PLACEHOLDER_STYLE}</w:styles>"
    )


def _add_styles(parts: package.Parts) -> None:
    name = "word/styles.xml"
    if name not in parts:
        return
    root = package.parsed(parts[name])
    there = {style.get(W + "styleId") for style in root.iter(W + "style")}
    ours = package.parsed(f"<w:styles {NS}>{PLACEHOLDER_STYLE}{KNOWN_STYLE}</w:styles>".encode())
    root.extend([style for style in ours if style.get(W + "styleId") not in there])
    parts[name] = serialised(root)
