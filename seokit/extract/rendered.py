"""What comrak renders most often, read back without an HTML parser, at a third of its time.

From Markdown without raw HTML comrak makes properly nested tags, escapes every other `<`, and escapes no
character but `& < > "`. So without attributes and code blocks, taking the tags out gives what the parser
gives; tests compare the two. Anything else (links, images, code blocks, notes) is the parser's.
"""

from __future__ import annotations

import re

from seokit.extract.reader import Found
from seokit.extract.spaces import collapse, lines
from seokit.model import Heading

_INLINE = re.compile(r"</?(?:strong|em|del|code)>")
_BLOCKS = re.compile(r"<[^>]*>(?: ?<[^>]*>)* ?")  # the tags that are left, where possible several at once


def read_rendered(html: str) -> Found | None:
    """Text and headings of comrak's HTML of a source without `<`; None where that takes a parser."""
    # Attributes (in texts comrak escapes the quote) stand on all that is left to the parser but plain code.
    if ("=" in html and '="' in html) or "<pre>" in html:
        return None
    flat = _INLINE.sub("", html.replace("\n", " "))
    headings = []
    if "</h" in flat:
        for part in flat.split("<h")[1:]:
            if part[0] != "r":  # <hr />
                label = _BLOCKS.sub(" ", part[2 : part.index("</h")])
                headings.append(Heading(int(part[0]), collapse(_unescaped(label))))
    return lines(_unescaped(_BLOCKS.sub("\n", flat)), "\n"), tuple(headings), (), (), ()


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    text = text.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&amp;", "&")
