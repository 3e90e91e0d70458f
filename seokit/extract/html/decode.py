"""Bytes → text as browsers do it: byte order mark, what <meta charset> declares, UTF-8, Windows-1252.

https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding. Where the bytes show
that the declaration is wrong, they are believed, and a Problem says so: else every rule that looks at the text
would report the same fault.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from msgspec import Struct

from seokit.extract.files import Unreadable, other_encoding, read_bytes
from seokit.extract.html.attributes import Attribute, attributes, tag_end
from seokit.extract.places import BOM, line_and_column, span_of
from seokit.model import Problem, Span

PRESCAN = 1024  # bytes in which a browser looks for the declaration
# Tags of a page: parsers take 150 to 450 bytes for each, however short. The HTML standard in one page has 300,000.
MAX_TAGS = 500_000
MANY = 1_000_000  # characters; pages below cannot hold enough tags to matter

# Labels whose meaning on the web is another than Python's: https://encoding.spec.whatwg.org/#names-and-labels
_ON_THE_WEB = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # a page that declares it in ASCII is no UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_CODEC_NAMES = """
    utf-8 cp866 cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2
    iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15
    iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic gb18030 big5hkscs euc_jp iso2022_jp
"""
_CODECS = frozenset(_CODEC_NAMES.split())
_LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-x-big5": "big5hkscs",
           "x-user-defined": "cp1252", "macintosh": "mac-roman", "x-mac-roman": "mac-roman",
           "dos-874": "cp874", "windows-874": "cp874", "windows-949": "cp949", "ks_c_5601-1987": "cp949",
           "x-cp1250": "cp1250", "x-cp1251": "cp1251", "x-cp1252": "cp1252", "unicode-1-1-utf-8": "utf-8",
           "x-euc-jp": "euc_jp", "koi": "koi8-r", "koi8-ru": "koi8-u", "x-mac-cyrillic": "mac-cyrillic",
           "iso-8859-8-i": "iso8859-8"}  # fmt: skip
_CHARSET = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"']+))", re.IGNORECASE
)
_USUAL = (b'<meta charset="utf-8">', b'<meta charset="utf-8"/')
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_TAG = re.compile(r"</?[A-Za-z]")


class Decoded(Struct, frozen=True):
    """A page's text, the codec it was read with, its size in bytes, and what was odd about it.

    A byte order mark of UTF-8 stays in the text, as in `files.read_source`; NUL became U+FFFD.
    """

    text: str
    encoding: str
    size: int
    problems: tuple[Problem, ...] = ()


def read_page(path: str) -> Decoded:
    """Read the file of a built page. Raises Unreadable, also for one of over MAX_TAGS tags."""
    found = decode_page(read_bytes(path))
    if len(found.text) > MANY and (tags := found.text.count("<")) > MAX_TAGS:
        raise Unreadable(path, f"has {tags:,} tags, more than {MAX_TAGS:,}")
    return found


def decode_page(data: bytes) -> Decoded:
    """Decode the bytes of a page."""
    text, encoding, problem = _decode(data)
    problems: tuple[Problem, ...] = (problem,) if problem else ()
    if "\0" in text:
        at = text.index("\0")
        reason = "a NUL character stands in the page, where browsers show \ufffd or nothing: remove it"
        problems += (Problem("field-parse-error", reason, span_of(text, at, at + 1), value="U+0000"),)
        text = text.replace("\0", "\ufffd")
    return Decoded(text, encoding, len(data), problems)


def _decode(data: bytes) -> tuple[str, str, Problem | None]:
    label = declared(data)
    codec = codec_of(label) if label else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if data.startswith(_WIDE):  # UTF-32's mark begins with UTF-16's
            text, problem = other_encoding(data, error)
            return text, problem.value.lower(), problem
        if codec in ("", "utf-8") or data.startswith(codecs.BOM_UTF8):
            text, problem = other_encoding(data, error)
            return text, "cp1252", problem
        return _as_declared(data, error, label, codec)
    if codec == "iso2022_jp":  # Japanese in nothing but ASCII
        return data.decode(codec, "replace"), codec, None
    if label and not codec:
        place = charset_span(text)
        reason = f"the page declares the charset {label!r}, which no browser knows; its bytes are UTF-8"
        return text, "utf-8", Problem("field-encoding", reason, place, "charset", label)
    if label.lower().startswith("utf-16"):
        reason = (
            f"the page declares {label}, but its bytes are UTF-8, as which browsers read it; declare utf-8"
        )
        return text, "utf-8", Problem("field-encoding", reason, charset_span(text), "charset", label)
    if codec not in ("", "utf-8") and not data.isascii() and not text.startswith(BOM):
        reason = (
            f"the page declares {label}, but its bytes are UTF-8: browsers show garbled text; declare utf-8"
        )
        return text, "utf-8", Problem("field-encoding", reason, charset_span(text), "charset", label)
    return text, "utf-8" if not codec or text.startswith(BOM) else codec, None


def _as_declared(
    data: bytes, invalid: UnicodeDecodeError, label: str, codec: str
) -> tuple[str, str, Problem | None]:
    """Bytes that are no UTF-8, in the encoding that the page declares."""
    try:
        return data.decode(codec), codec, None
    except UnicodeDecodeError as error:
        if codec == "cp1252":  # five bytes are not assigned; browsers take them for controls
            return other_encoding(data, invalid)[0], codec, None
        text = data.decode(codec, "replace")
        at = len(data[: error.start].decode(codec, "replace"))
        line, column = line_and_column(text, at)
        byte = f"0x{data[error.start]:02X}"
        reason = (
            f"byte {byte} at offset {error.start} is not {label}, which the page declares: save it as UTF-8"
        )
        return text, codec, Problem("field-encoding", reason, Span(line, column, at, at + 1), "charset", byte)


@lru_cache(maxsize=64)
def codec_of(label: str) -> str:
    """Python's codec for a charset label of the web; empty for one that browsers do not know."""
    label = label.strip(" \t\n\f\r").lower()
    if label in _LABELS:
        return _LABELS[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):  # a NUL in the label
        return ""
    name = _ON_THE_WEB.get(name, name)
    return name if name in _CODECS else ""


def declared(data: bytes) -> str:
    """The charset label of the first 1,024 bytes; empty where none is declared."""
    head = data[:PRESCAN]
    lowered = head.lower()
    at = lowered.find(b"<meta")
    if at >= 0 and lowered[at : at + 22] in _USUAL and b"<!--" not in head[:at]:
        return "utf-8"
    text = head.decode("latin-1")
    found = _prescan(text)
    return found[0] if found else ""


def charset_span(text: str) -> Span | None:
    """Where the page declares its charset."""
    found = _prescan(text[:PRESCAN])
    return span_of(text, found[1], found[2]) if found else None


def _prescan(text: str) -> tuple[str, int, int] | None:
    """The declared label, and [start, end) of the attribute that declares it.

    https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
    """
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 2)
            if end < 0:
                return None
            at = end + 3
        elif text[at : at + 5].lower() == "<meta" and text[at + 5 : at + 6] in tuple("\t\n\f\r /"):
            found = _of_meta(text, at)
            if found:
                return found
            at = tag_end(text, at)
        elif _TAG.match(text, at):
            at = tag_end(text, at)
        elif text.startswith(("<!", "</", "<?"), at):
            at = text.find(">", at)
        else:
            at += 1
        if at < 0:
            return None
        at = text.find("<", at)
    return None


def _of_meta(text: str, at: int) -> tuple[str, int, int] | None:
    """What one <meta> declares: `charset`, or `content` beside `http-equiv="content-type"`."""
    given: dict[str, Attribute] = {}
    for attribute in attributes(text, at):
        given.setdefault(attribute.name, attribute)
    if "charset" in given:
        found = given["charset"]
        return (found.value.strip(), found.start, found.end) if found.value.strip() else None
    kind, content = given.get("http-equiv"), given.get("content")
    if kind and content and kind.value.lower() == "content-type":
        label = _CHARSET.search(content.value)
        if label:
            return next(filter(None, label.groups()), "").strip(), content.start, content.end
    return None
