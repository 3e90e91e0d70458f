"""Texts as head tags and structured data can hold them."""

from __future__ import annotations

import re
from collections.abc import Container

# Ends a sentence where a space and no lower-case letter follows ("e.g. this" goes on), or the text ends.
_SENTENCE = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s+[^\sa-z]|\s*\Z))|[。！？]")
_LOOKAHEAD = 2_000  # characters in which the first sentence must end
# No HTML parser gives these back as they are: controls, lone surrogates.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """A text as one line, without the characters that no HTML parser gives back."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    return " ".join(_UNWRITABLE.sub("", text).split())


def clean_lines(text: str) -> str:
    """A text of several lines, without the characters that no HTML parser gives back; lines end in LF."""
    kept = [_UNWRITABLE.sub("", line).strip() for line in text.splitlines()]
    return "\n".join(kept).strip()


def first_sentence(text: str, but: Container[str] = ()) -> str:
    """The first complete sentence, but for those that are said elsewhere (cleaned); "" when there is none.

    It ends within the first 2,000 characters, or there is none.
    """
    start = text.lstrip()[:_LOOKAHEAD]
    # A sentence ends with its paragraph at the latest: a heading without a full stop does not begin one.
    for paragraph in start.split("\n"):
        if clean(paragraph) in but:
            continue
        at = 0
        while found := _SENTENCE.search(paragraph, at):
            if (said := clean(paragraph[at : found.end()])) not in but:
                return said
            at = found.end()
    return ""
