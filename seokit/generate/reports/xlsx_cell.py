"""What a cell of a workbook can hold."""

from __future__ import annotations

import re

MAX_UNITS = 32_767  # UTF-16 code units of a cell: the format's limit

_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")  # in XML 1.0


def cell_text(text: str) -> str:
    """The text as a cell can hold it: legal in XML, within its length, never markup."""
    if text.isprintable() and len(text) <= MAX_UNITS // 2 and text[:1] != "<":
        return text
    text = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MAX_UNITS // 2 and len(text.encode("utf-16-le")) > 2 * MAX_UNITS:
        text = text.encode("utf-16-le")[: 2 * (MAX_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter would take it for its own rich text and write it into the XML unescaped
    return text
