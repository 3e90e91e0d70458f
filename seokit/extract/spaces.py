"""Collapsing white space, with a fast path for what most texts have: spaces and newlines only."""

from __future__ import annotations

_OTHER = "\t\r\v\f\x1c\x1d\x1e\x1f"  # ASCII white space, for `str.split`, beside space and newline


def _plain(text: str) -> bool:
    """Whether a text without newlines has no white space but spaces."""
    if text.isascii():
        return not any(map(text.__contains__, _OTHER))
    return text.isprintable()  # white space is not, beside the space


def collapse(text: str) -> str:
    """The same as `" ".join(text.split())`."""
    flat = text.replace("\n", " ").strip(" ")
    if _plain(flat):
        return " ".join([part for padded in flat.split("  ") if (part := padded.strip(" "))])
    return " ".join(text.split())


def lines(text: str, separator: str) -> str:
    """Each part between separators collapsed, those with words joined by newlines."""
    if separator != "\n":
        text = text.replace("\n", " ").replace(separator, "\n")
    if _plain(text.replace("\n", " ")):
        text = "\n".join([line for part in text.split("\n") if (line := part.strip(" "))])
        if "  " not in text:
            return text
    return "\n".join([" ".join(words) for part in text.split("\n") if (words := part.split())])


def stripped_lines(parts: list[str]) -> str:
    """The same as `lines` of the parts joined by a separator, for parts that are stripped and not empty."""
    flat = " ".join(parts)
    broken = "\n" in flat
    if broken:
        flat = flat.replace("\n", " ")
    if "  " in flat or not _plain(flat):
        return lines("\0".join(parts), "\0")
    return "\0".join(parts).replace("\n", " ").replace("\0", "\n") if broken else "\n".join(parts)
