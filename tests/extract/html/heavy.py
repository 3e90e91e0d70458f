"""Pages that take time or memory to read. As a program it reads them all, and prints the memory in use (bytes)."""

from __future__ import annotations

import sys

import msgspec

WHOLE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>Rye</title>{}</head>"
    "<body><p>x</p></body></html>"
)
HEAVY = {
    "an attribute of 5 MB": WHOLE.format('<meta name="description" content="' + "x" * 5_000_000 + '">'),
    "5 MB in one line": WHOLE.replace("x", "x " * 2_500_000),
    "100,000 nested divs": "<div>" * 100_000 + "x",
    "20,000 headings that nest": "<h1><div>x" * 20_000,
    "20,000 hidden elements that nest": "<div hidden>x" * 20_000,
    "10,000 menus that nest": "<nav><a href=x>y" * 10_000,
    "50,000 attributes": "<p " + " ".join(f"a{number}" for number in range(50_000)) + ">x",
    "100,000 tags that are never closed": "<a " * 100_000,
    "50,000 quotes that are never closed": '<a b="' * 50_000,
    "50,000 comments in each other": "<!--" * 50_000,
    "JSON of 200,000 lists": WHOLE.format(
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>"
    ),
    "formatting that nests wrongly": "<b><i><p>" * 10_000,
    "references without end": "&#" * 100_000 + "&" * 100_000,
}


def main(parser: str) -> None:
    """Read each."""
    import resource

    from seokit.extract.html import read_html_page
    from seokit.extract.html.decode import Decoded
    from seokit.extract.html.page import built_page
    from seokit.model import Settings

    for kind, html in HEAVY.items():
        found = read_html_page(html, parser)
        decoded = Decoded(html, "utf-8", len(html))
        page = built_page("a.html", decoded, found, Settings(), url="/a", section="", preset="generic")
        assert len(msgspec.json.encode(page)) < 60_000_000, kind
        sys.stdout.write(f"{kind}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}\n")


if __name__ == "__main__":
    main(sys.argv[1])
