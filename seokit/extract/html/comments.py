"""The comments of a page: what a browser takes for one, whichever parser reads the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit.extract.html.attributes import tag_end
from seokit.extract.html.oddities import ENDS

# A comment; what a browser makes one of (`<!x>`, `<?x>`, `</ x>`), up to its `>`; a tag.
_OPEN = re.compile(r"<(?:!--|[!?]|/(?=[^A-Za-z>])|(/?)([A-Za-z][^\t\n\f\r />]*))")
_CLOSE = re.compile(r"--!?>")


def comments(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each comment begins (at its `<!--`), where its inside ends, and where it ends itself.

    None is in what is text to a browser (scripts, styles, titles, attributes), and those of a <template> are left
    out, as all that it holds. Goes from tag to tag, each character once; a comment that is never closed ends it.
    """
    at = templates = 0
    while found := _OPEN.search(text, at):
        start, (slash, name) = found.start(), found.groups()
        if name is None and found[0] == "<!--":
            close = _CLOSE.search(text, start + 2)  # `<!-->` is whole
            if close is None:
                return
            at = close.end()
            if not templates and close.start() >= start + 4:
                yield start, close.start(), at
            continue
        at = tag_end(text, start) if name else text.find(">", start) + 1
        if at <= 0:
            return
        name = (name or "").lower()
        if name == "plaintext" and not slash:
            return
        if name == "template":
            templates = max(0, templates + (-1 if slash else 1))
        elif name in ENDS and not slash and text[at - 2] != "/":  # in a drawing <title/> is whole
            end = ENDS[name].search(text, at)
            if end is None:
                return
            at = end.start()
