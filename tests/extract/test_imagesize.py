from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.imagesize import image_size, size_of


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", width, height, 8, 2, 0, 0, 0, 0)


def jpeg(width: int, height: int, *, turned: bool = False, filler: int = 0) -> bytes:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + struct.pack(">HHIHHI", 0x0112, 3, 1, 6, 0, 0)
    parts = [b"\xff\xd8"]
    if turned:
        parts.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    parts += [b"\xff\xe2" + struct.pack(">H", 60_002) + bytes(60_000)] * filler
    parts.append(b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + bytes(9))
    return b"".join(parts) + b"\xff\xda"


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, name) + content


def avif(width: int, height: int) -> bytes:
    size = box(b"ispe", struct.pack(">III", 0, width, height))
    used = box(b"ipma", struct.pack(">IIHBB", 0, 1, 1, 1, 1))
    entry = box(b"infe", b"\2\0\0\0" + struct.pack(">HH4s", 1, 0, b"av01") + b"\0")
    items = box(b"iinf", struct.pack(">IH", 0, 1) + entry)
    first = box(b"pitm", struct.pack(">IH", 0, 1))
    meta = box(b"meta", bytes(4) + first + items + box(b"iprp", box(b"ipco", size) + used))
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + meta


IMAGES = {
    "png": (png(1200, 630), (1200, 630, "image/png")),
    "png-too-wide": (png(0xFFFFFFFF, 1), None),
    "png-empty": (png(0, 10), None),
    "png-cut": (png(3, 4)[:18], None),
    "jpeg": (jpeg(640, 480), (640, 480, "image/jpeg")),
    "jpeg-turned": (jpeg(640, 480, turned=True), (480, 640, "image/jpeg")),
    "jpeg-late": (jpeg(640, 480, filler=7), (640, 480, "image/jpeg")),
    "gif": (b"GIF89a" + struct.pack("<HH", 5, 6) + bytes(6), (5, 6, "image/gif")),
    "webp": (
        b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + (99).to_bytes(3, "little") + (49).to_bytes(3, "little"),
        (100, 50, "image/webp"),
    ),
    "webp-scaled": (
        b"RIFF\0\0\0\0WEBPVP8 " + bytes(7) + b"\x9d\x01\x2a" + struct.pack("<HH", 0x4000 | 7, 8),
        (7, 8, "image/webp"),
    ),
    "avif": (avif(800, 400), (800, 400, "image/avif")),
    "bmp": (b"BM" + bytes(12) + struct.pack("<IiiHH", 40, 9, 8, 1, 24) + bytes(24), (9, 8, "image/bmp")),
    "svg": (b'<svg width="12px" height="1in">', (12, 96, "image/svg+xml")),
    "svg-box": (b'<svg xmlns="x" viewBox="-1 -1 30 20">', (30, 20, "image/svg+xml")),
    "svg-share": (b'<svg width="60" height="100%" viewBox="0,0,30,20"/>', (60, 40, "image/svg+xml")),
    "svg-declared": (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<!DOCTYPE svg>\n<svg:svg width="1" height="2"/>',
        (1, 2, "image/svg+xml"),
    ),
    "svg-no-size": (b"<svg><rect width='3' height='4'/></svg>", None),
    "svg-other-root": (b'<?xml version="1.0"?><html width="1" height="2"/>', None),
    "svg-entities": (
        b'<!DOCTYPE svg [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><svg width="&b;" height="2"/>',
        None,
    ),
    "text": (b"Bread needs time.", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("name", IMAGES)
def test_size_and_type(name: str, tmp_path: Path) -> None:
    data, expected = IMAGES[name]
    file = tmp_path / "picture"
    file.write_bytes(data)
    assert image_size(str(file)) == expected
    assert image_size(str(file)) == expected


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(png(1, 2))
    assert image_size(str(file)) == (1, 2, "image/png")
    file.write_bytes(png(3, 4) + b"more")
    assert image_size(str(file)) == (3, 4, "image/png")


def test_only_the_start_is_read(tmp_path: Path) -> None:
    file = tmp_path / "late.jpg"
    file.write_bytes(jpeg(640, 480, filler=20))
    assert image_size(str(file)) is None


def test_what_is_no_file_has_no_size(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none", "/dev/zero", "a\0b"):
        assert image_size(str(path)) is None


HEADS = st.sampled_from([data for data, _ in IMAGES.values()])


@given(HEADS, st.binary(max_size=60), st.integers(0, 80))
def test_hostile_bytes_never_raise(head: bytes, noise: bytes, at: int) -> None:
    found = size_of(head[:at] + noise + head[at + len(noise) :])
    assert found is None or (found[0] > 0 and found[1] > 0)
