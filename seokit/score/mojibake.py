"""Text that was decoded with the wrong encoding: UTF-8 read as Windows-1252 (`Ã©`, `â€™`), and what was lost."""

from __future__ import annotations

import re

LOST = "\ufffd"  # what a decoder writes for bytes that it cannot read
# Windows-1252 shows the bytes 80 to BF, which continue a character in UTF-8, as these.
_TAIL = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# What C2 and C3 begin (Latin letters, signs), E2 80 to 84 (quotes, dashes, bullets, ™), the byte order mark.
# A sign for a lost character that touches no word is that sign itself: a text may be about it.
# Behind a capital, "Ã" is a letter of a shouted Portuguese word; so are "Â" and "â" where no such tail follows.
_BROKEN = re.compile(
    rf"(?<![A-ZÀ-Þ])Ã[{_TAIL}]|Â[\u00a0-\u00bf]|â[€„‚][{_TAIL}]|ï»¿|ï¿½|(?<=\w){LOST}|{LOST}(?=\w)"
)
_SIGNS = ("Ã", "Â", "â€", "â„", "â‚", "ï»¿", "ï¿½", LOST)


def mojibake(text: str) -> str:
    """The first wrongly decoded character with up to ten characters on either side; empty without one."""
    if text.isascii() or not any(map(text.__contains__, _SIGNS)):
        return ""
    for found in _BROKEN.finditer(text):
        if found[0] in ("ï»¿", LOST) or readable(found[0]):
            start, end = max(found.start() - 10, 0), found.end() + 10
            return " ".join(text[start:end].split())
    return ""


def readable(broken: str) -> bool:
    """Whether the characters, as bytes of Windows-1252, are UTF-8."""
    try:
        broken.encode("cp1252").decode("utf-8")
    except UnicodeDecodeError:
        return False
    except UnicodeEncodeError:  # Windows-1252 has no 81, 8D, 8F, 90 and 9D: decoders keep them as they are
        return True
    return True
