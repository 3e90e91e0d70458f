"""Collapsing white space, with a fast path for what most texts are: ASCII with spaces and newlines only."""

from __future__ import annotations

_OTHER = "\t\r\v\f\x1c\x1d\x1e\x1f"  # ASCII white space, for `str.split`, beside space and newline


def _plain(text: str) -> bool:
    return text.isascii() and not any(map(text.__contains__, _OTHER))


def collapse(text: str) -> str:
    """The same as `" ".join(text.split())`."""
    if _plain(text):
        flat = text.replace("\n", " ").strip(" ")
        if "  " not in flat:
            return flat
    return " ".join(text.split())


def lines(text: str, separator: str) -> str:
    """Each part between separators collapsed, those with words joined by newlines."""
    if _plain(text):
        if separator != "\n":
            text = text.replace("\n", " ")
        joined = "\n".join([line for part in text.split(separator) if (line := part.strip(" "))])
        if "  " not in joined:
            return joined
        text, separator = joined, "\n"
    return "\n".join([" ".join(words) for part in text.split(separator) if (words := part.split())])
