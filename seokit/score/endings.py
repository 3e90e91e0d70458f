"""Whether a Markdown text was cut off: how its last line ends, by what kind of line it is."""

from __future__ import annotations

import re

FENCE = re.compile(r"(?:[ \t]*>)*[ \t]*(?:`{3,}|~{3,})[ \t]*")
ENDS = frozenset(".!?…。！？؟۔।॥։።")
# What may stand behind the end of a sentence: closing quotes, brackets, emphasis, footnote marks.
FOOTNOTE = re.compile(r"(?:\[\^?[\w-]{1,20}\]|\(\d{1,3}\))\s*$")
OPEN = frozenset(",;:([{&/-–—=+")
LIST_ITEM = re.compile(r"([ \t]*)(?:[-*+•]|\d{1,9}[.)])[ \t]+(.*)")
NOTHING = re.compile(r"(?:(?:[-*_][ \t]*){3,}|&nbsp;|<br ?/?>)?")  # a rule line, or white space in HTML
LISTED = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,9}[.)])[ \t]", re.MULTILINE)
# Words that no English phrase ends with, so that even a list item without a full stop was cut off.
UNFINISHED = frozenset(
    ["a", "an", "and", "by", "for", "from", "in", "into", "of", "or", "the", "their", "to", "with"]
)
SENTENCE = re.compile(r"[a-z]{3}[.!?]\s+[A-Z]")
SHORT_ANSWER = 12  # words: "42" and "The mitochondrion" are answers, not sentences
SPACELESS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # scripts without a full stop


def cut_ending(text: str) -> str:
    """The last words of a Markdown text that ends in the middle, else empty.

    A table, formula, code, image, URL or HTML element may end a text; so may a list item without a full
    stop, unless it holds another sentence, or its neighbours have one, or it ends with a word like `of`, or
    its emphasis is left open.
    """
    text = text.rstrip()
    if text and text[-1] in ".!?" and (text[-1] != "." or not text.endswith("..")):
        return ""
    head, line = last_line(text)
    last = line.strip()
    if not last or ends_well(last) or FENCE.fullmatch(line) or is_block(line, head):
        return ""
    item = LIST_ITEM.match(line)
    if item:
        return shown(last) if item_is_cut(item[2], item[1], head) else ""
    if not head and len(last.split()) <= SHORT_ANSWER and not any(mark in last for mark in ".!?"):
        return shown(last) if last[-1] in OPEN else ""
    return shown(last)


def last_line(text: str) -> tuple[str, str]:
    """The last line that says something, and the text above it."""
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        if not NOTHING.fullmatch(text[start:end].strip()):
            return text[: max(start - 1, 0)], text[start:end]
        end = start - 1
    return "", ""


def shown(line: str) -> str:
    """The end of a line, for a message."""
    return line if len(line) <= 40 else "…" + line[-40:].partition(" ")[2]


def ends_well(line: str) -> bool:
    """Whether a line ends with the end of a sentence, closing marks and emoji apart."""
    line = FOOTNOTE.sub("", line)
    significant = next((c for c in reversed(line) if c.isalnum() or c in ENDS or c in OPEN), "")
    return significant in ENDS or bool(SPACELESS.match(significant))


def is_block(line: str, head: str) -> bool:
    """Whether a line is, or ends with, something that needs no full stop."""
    last = line.strip()
    if last.endswith(("$", "\\]", "\\)", "`", "|", ">")) or last.startswith(("|", "<", "![", "\\end{")):
        return True
    if "://" in last.split()[-1] or (last.endswith(")") and "](" in last.split()[-1]):
        return True
    indented = line.startswith(("    ", "\t")) and not LIST_ITEM.match(line)
    return indented and not LISTED.search(head)


def item_is_cut(item: str, indent: str, head: str) -> bool:
    """Whether the last item of a list breaks off; `head` is the text above it."""
    words = item.casefold().split()
    if item.count("**") % 2 or (words and words[-1] in UNFINISHED) or SENTENCE.search(item):
        return True
    others = []
    for line in reversed(head.split("\n")):
        found = LIST_ITEM.match(line)
        if found and found[1] == indent:
            others.append(found[2])
        elif line.strip() and not line.startswith((" ", "\t")):
            break
    return len(others) > 1 and all(ends_well(other) for other in others)
