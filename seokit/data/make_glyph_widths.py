"""Makes glyph_widths.json: the advance widths of Arimo Regular, which are those of Arial.

Run `python -m seokit.data.make_glyph_widths` with the `dev` extra (fontTools, fontpkg-arimo).
Only here are the fonts needed: the table is committed, and a test makes it again and compares.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

TABLE = Path(__file__).with_name("glyph_widths.json")
# A browser draws these without any width, whatever the font says: combining marks and format characters.
WEIGHTLESS = frozenset({"Mn", "Me", "Cf"})


def font_path() -> Path:
    """The upright Arimo, whose default instance is Regular (wght 400)."""
    return Path(str(files("fontpkg_arimo").joinpath("files", "Arimo[wght].ttf")))


def make() -> str:
    """The table as JSON: units per em, the mean advance, and runs of code points with their advances."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    font = TTFont(font_path())
    metrics, cmap = font["hmtx"], font.getBestCmap()
    advances = {
        code: 0 if unicodedata.category(chr(code)) in WEIGHTLESS else metrics[name][0]
        for code, name in sorted(cmap.items())
        if code >= 0x20 and not 0x7F <= code < 0xA0
    }
    drawn = [width for width in advances.values() if width]
    head = {"em": font["head"].unitsPerEm, "average": round(sum(drawn) / len(drawn))}
    lines = [json.dumps([first, *widths]) for first, widths in runs(advances.items())]
    return json.dumps(head)[:-1] + ', "runs": [\n' + ",\n".join(lines) + "\n]}\n"


def runs(advances: Iterable[tuple[int, int]]) -> list[tuple[int, list[int]]]:
    """Neighbouring code points put together: the first one, then its advance and those that follow."""
    found: list[tuple[int, list[int]]] = []
    for code, width in advances:
        if found and found[-1][0] + len(found[-1][1]) == code:
            found[-1][1].append(width)
        else:
            found.append((code, [width]))
    return found


if __name__ == "__main__":
    TABLE.write_text(make(), encoding="utf-8")
