"""How large an image file says that it is, without decoding it: only the start of the file is read.

The package `imagesize` knows where each format keeps the figures. SVG is read here, since its size is often
only in the viewBox. What a file claims is not checked against its pixels.
"""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from functools import lru_cache
from xml.parsers import expat

from seokit.extract.files import Unreadable, read_start

START = 512 * 1024  # bytes; a JPEG's Exif, ICC profile and thumbnail stand before its size
SVG_START = 64 * 1024  # bytes within which the root element of an SVG must begin
MAX_SIDE = 0x7FFFFFFF  # PNG's own limit, the largest of all formats
_TYPES = (  # magic bytes (https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern) → MIME type
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"....ftyp(?:mif1|msf1|miaf).{0,60}?avi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"BM"), "image/bmp"),
)
_SVG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!DOCTYPE|svg[\s>:/])", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(px|pt|pc|in|cm|mm)?\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def image_size(path: str) -> tuple[int, int, str] | None:
    """Width and height in pixels, as shown (Exif turns count), and the MIME type of an image file.

    None for what is no image file, is of another format than PNG, JPEG, GIF, WebP, AVIF, BMP and SVG, does not
    tell its size near its start, or cannot be read. Never raises, whatever the file holds.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - a third of the time of Path.stat
    except (OSError, ValueError):
        return None
    return _image_size(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=4096)
def _image_size(path: str, _mtime: int, _size: int) -> tuple[int, int, str] | None:
    """The same, kept as long as the file stays as it is: pages share their images."""
    try:
        start = read_start(path, START)
    except Unreadable:
        return None
    return size_of(start)


def size_of(start: bytes) -> tuple[int, int, str] | None:
    """The same for the first bytes of a file."""
    if _SVG.match(start):
        found = _svg_size(start[:SVG_START])
        return (*found, "image/svg+xml") if found else None
    kind = next((name for magic, name in _TYPES if magic.match(start)), "")
    if not kind:
        return None
    import imagesize

    width, height = imagesize.get(io.BytesIO(start))
    if kind == "image/webp" and start[12:16] == b"VP8 ":
        width, height = width & 0x3FFF, height & 0x3FFF  # the upper two bits ask for scaling
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        return None
    return int(width), int(height), kind


class _Enough(Exception):  # noqa: N818 - ends the parse, no error
    """The root element was seen."""


def _svg_size(start: bytes) -> tuple[int, int] | None:
    """Width and height of an SVG; where one is missing or in per cent, by the viewBox."""
    found: dict[str, str] = {}

    def root(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "svg":
            found.update(attributes)
        raise _Enough

    def refuse(*_: object) -> None:
        raise _Enough  # an entity may grow without end; no drawing program writes one into the root's size

    parser = expat.ParserCreate()
    parser.StartElementHandler = root
    parser.EntityDeclHandler = refuse
    with suppress(_Enough, expat.ExpatError, ValueError, LookupError):  # what was found until then counts
        parser.Parse(start, False)
    box = [_number(part) for part in re.split(r"[\s,]+", found.get("viewBox", "").strip()[:200])]
    width, height = _pixels(found.get("width", "")), _pixels(found.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if not width and not height:
            width, height = box[2], box[3]
        width = width or height * box[2] / box[3]
        height = height or width * box[3] / box[2]
    sides = [round(side) for side in (width, height) if side <= MAX_SIDE]
    return (sides[0], sides[1]) if len(sides) == 2 and all(sides) else None


def _number(text: str) -> float:
    found = _LENGTH.fullmatch(text[:40])
    return float(found[1]) if found and not found[2] else 0.0


def _pixels(length: str) -> float:
    """A length in CSS pixels; 0 for a share of the page or none at all."""
    found = _LENGTH.fullmatch(length[:40])
    return float(found[1]) * _PIXELS[(found[2] or "").lower()] if found else 0.0
