"""How far seokit's pixel widths are from a browser's: python bench/width.py FOLDER [COUNT]

Takes the titles of Markdown files, draws them in headless Chromium in Arimo Regular (Arial's metrics)
with and without kerning, and prints the median and the worst difference. Needs Chromium on the PATH
and the `dev` extra.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from seokit.data.make_glyph_widths import font_path
from seokit.score.width import TITLE_SIZE, text_width

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    # Hinting rounds advances to whole pixels on some machines; the clock waits for the font.
    *("--font-render-hinting=none", "--virtual-time-budget=20000", "--dump-dom"),
)
PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: Measured; src: url("{font}"); }}
span {{ font: {size}px Measured; white-space: pre; position: absolute; visibility: hidden; }}
.plain {{ font-kerning: none; font-variant-ligatures: none; }}
</style><body>{spans}<script>
document.fonts.load("{size}px Measured").then(fonts => {{
  const spans = [...document.querySelectorAll("span")];
  const widths = spans.map(span => span.getBoundingClientRect().width);
  document.body.textContent = "RESULT" + JSON.stringify({{fonts: fonts.length, widths}}) + "END";
}}, error => {{ document.body.textContent = "FAILED " + error + "END"; }});
</script>"""


def chromium() -> str | None:
    """The browser's path, None without one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def drawn_widths(
    texts: Sequence[str], size: int, face: Path | None = None
) -> tuple[list[float], list[float]]:
    """Width of each text in pixels as Chromium draws it: (kerned, the default; with kerning off).

    `face` is a font file to draw with, Arimo by default.
    """
    browser = chromium()
    if browser is None:
        raise FileNotFoundError(f"no Chromium on the PATH (looked for {', '.join(NAMES)})")
    spans = "".join(f"<span>{html.escape(text)}</span>" for text in texts)
    spans += spans.replace("<span>", '<span class="plain">')
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        font = shutil.copy(face or font_path(), Path(folder, "measured.ttf"))
        page.write_text(PAGE.format(font=Path(font).as_uri(), size=size, spans=spans), encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        run = subprocess.run(
            [browser, *FLAGS, profile, page.as_uri()], capture_output=True, text=True, timeout=120, check=True
        )
    found = re.search(r"RESULT(\{.*?\})END", run.stdout)
    if not found:
        raise RuntimeError(f"Chromium measured nothing: {run.stdout[-500:]} {run.stderr[-500:]}")
    result = json.loads(found[1])
    if not result["fonts"]:
        raise RuntimeError("Chromium did not load the font")
    widths: list[float] = result["widths"]
    return widths[: len(texts)], widths[len(texts) :]


def titles(folder: Path, count: int) -> list[str]:
    """Up to `count` titles from the front matter of the Markdown files below the folder, evenly spread."""
    paths = sorted(folder.rglob("*.md"))
    found: list[str] = []
    for path in paths[:: max(1, len(paths) // count)]:
        _, _, rest = path.read_text(encoding="utf-8", errors="replace").partition("---\n")
        front, fence, _ = rest.partition("\n---")
        title = fence and (yaml.load(front, yaml.CSafeLoader) or {}).get("title")
        if isinstance(title, str) and title.strip():
            found.append(" ".join(title.split()))
    return found[:count]


def main(folder: str, count: str = "200") -> None:
    texts = titles(Path(folder), int(count))
    ours = [text_width(text, TITLE_SIZE) for text in texts]
    print(f"{len(texts)} titles, {TITLE_SIZE} px, median width {statistics.median(ours):.0f} px\n")
    print("| Chromium | median px | median % | worst px | worst % |\n| --- | --- | --- | --- | --- |")
    for name, drawn in zip(
        ("kerned (its default)", "kerning off"), drawn_widths(texts, TITLE_SIZE), strict=True
    ):
        pixels = [abs(mine - its) for mine, its in zip(ours, drawn, strict=True)]
        shares = [100 * off / its for off, its in zip(pixels, drawn, strict=True)]
        cells = (statistics.median(pixels), statistics.median(shares), max(pixels), max(shares))
        print(f"| {name} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: python bench/width.py FOLDER [COUNT]")
    main(*sys.argv[1:])
