"""The heading that a text begins with, which MkDocs and Docusaurus take for the title of a page that has none."""

from __future__ import annotations

import re

from seokit.extract.places import span_of
from seokit.model import Text

KEY = "@h1"  # as it stands in [fields]

# At most 1,000 characters: more is no title, and blanks in it would be looked through again and again.
_ATX = re.compile(r"#[ \t]+([^\r\n]{1,1000})(?=[\r\n]|\Z)")
_SETEXT = re.compile(r"([^\s#>\-*+`~=<|][^\r\n]{0,999})(?:\r\n?|\n)=+[ \t]*(?:\r\n?|\n|\Z)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*\Z")
_ATTRIBUTES = re.compile(
    r"[ \t]*\{[ \t]*[:#.][^{}\r\n]*\}[ \t]*\Z"
)  # {#id} of Docusaurus, { .class } of MkDocs
_MARKED = re.compile(r"[\\`*_\[\]<>&!~${]")


def first_heading(body: str, file_text: str, body_start: int) -> Text | None:
    """The heading of level 1 that is the first block of a body, with its place in the file; None without one.

    `body` has the length of the file's text from `body_start` on.
    """
    at = len(body) - len(body.lstrip())
    found = _ATX.match(body, at) or _SETEXT.match(body, at)
    if found is None:
        return None
    raw = found[1].rstrip()
    written = _ATTRIBUTES.sub("", _CLOSING.sub("", raw)).strip()
    if not written:
        return None
    start = body_start + found.start(1)
    return Text(raw, _shown(written), span_of(file_text, start, start + len(raw)), KEY)


def _shown(written: str) -> str:
    """What a reader sees of a heading's source."""
    if not _MARKED.search(written):
        return written
    from seokit.extract.markdown import read_markdown

    headings = read_markdown(f"# {written}").headings
    return headings[0].text if headings else written
