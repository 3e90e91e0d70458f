"""Builds seokit/data/demo/public from the demo's content, as a site generator would, and plants the faults.

The pages are rendered with a plain theme that is right in all that it writes; `PLANTED` then edits the
files, an edit a fault. Run it after a change of the demo's content: python -m seokit.data.make_demo_public
"""

from __future__ import annotations

import datetime as dt
import shutil
import struct
import zlib
from pathlib import Path

import comrak
import jinja2

import seokit
from seokit.api import pages as pages_of
from seokit.api import settings_for
from seokit.data.demo_faults import COPY, EXTRA, PLANTED, SITEMAP_DAY, SITEMAP_WITH, SITEMAP_WITHOUT
from seokit.generate.sitemap import sitemap_entries
from seokit.model import Page, Settings

TODAY = dt.date(2026, 11, 23)  # one post is dated far in the future
DEMO = Path(__file__).parent / "demo"
PUBLIC = DEMO / "public"
THEME = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
    """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{{ title }}</title>
{% if description %}
  <meta name="description" content="{{ description }}">
{% endif %}
{% if keywords %}
  <meta name="keywords" content="{{ keywords }}">
{% endif %}
  <link rel="canonical" href="{{ canonical }}">
{% if robots %}
  <meta name="robots" content="{{ robots }}">
{% endif %}
  <meta property="og:title" content="{{ title }}">
{% if description %}
  <meta property="og:description" content="{{ description }}">
{% endif %}
  <meta property="og:image" content="https://example.org/uploads/spare-hours.png">
{% if date %}
  <meta property="article:published_time" content="{{ date }}">
{% endif %}
  <link rel="stylesheet" href="/theme.css">
</head>
<body>
  <header><a href="/">Spare Hours</a>
    <nav><a href="/learn">Questions</a> <a href="/blog">Blog</a></nav>
  </header>
  <main>
    <h1>{{ heading }}</h1>
{% if date %}
    <p class="date">Posted on <time datetime="{{ date }}">{{ date }}</time></p>
{% endif %}
{% if image %}
    <img src="{{ image }}" alt="{{ image_alt }}" width="640" height="400">
{% endif %}
{{ body | safe }}
{% if related %}
    <h2>Related</h2>
    <ul>
{% for link in related %}
      <li><a href="{{ link.href }}">{{ link.text }}</a></li>
{% endfor %}
    </ul>
{% endif %}
  </main>
  <footer>Spare Hours, questions and answers for the weekend</footer>
</body>
</html>
"""
)


def file_of(url: str) -> str:
    """Where the theme writes a page: /blog is blog/index.html, /blog/loaves is blog/loaves.html."""
    path = url.removeprefix("https://example.org").strip("/")
    return "index.html" if not path else f"{path}/index.html" if path in ("learn", "blog") else f"{path}.html"


def render(page: Page) -> str:
    """One page of the content."""
    asked = page.question.value if page.question else ""
    heading = asked or (page.title.value if page.title else "")
    markdown = page.text_field.value if page.text_field else ""
    return THEME.render(
        title=page.title_published,
        description=page.description_published,
        keywords=", ".join(page.keywords or ()),
        canonical=page.url,
        # The theme reads noIndex alone, as the reference site's does.
        robots="noindex" if any(text.field == "noIndex" for text in page.noindex) else "",
        heading=heading or "Untitled",
        date=page.date.value[:10] if page.date and page.date.value[:2] == "20" else "",
        image=page.image.value if page.image else "",
        image_alt=page.image_alt.value if page.image_alt else "",
        body=comrak.render_markdown(markdown, extension_options=tables()),
        related=[link for link in page.links or () if link.origin == "related" and link.text],
    )


def tables() -> comrak.ExtensionOptions:
    """Markdown with tables."""
    options = comrak.ExtensionOptions()
    options.table = True
    return options


def listing(title: str, url: str, pages: list[Page], text: str) -> str:
    """A page that the theme makes itself: it lists others."""
    links = "\n".join(
        f'      <li><a href="{page.url.removeprefix("https://example.org")}">{page.title.value}</a></li>'
        for page in pages
        if page.url and page.title and page.title.value
    )
    return THEME.render(
        title=title,
        description=text,
        canonical=f"https://example.org{url}",
        heading=title.partition(" | ")[0],
        body=f"    <p>{text}</p>\n    <ul>\n{links}\n    </ul>",
    )


def png(width: int, height: int) -> bytes:
    """A picture of one colour, in pixels (https://www.w3.org/TR/png/)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)  # one bit a pixel, grey
    rows = (b"\0" + b"\xff" * ((width + 7) // 8)) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


# A drawing program's export: large for what it shows.
OVEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">'
    + "".join(f'<rect x="{n % 60}" y="{n // 60}" width="1" height="1" fill="#444444"/>\n' for n in range(400))
    + "</svg>\n"
).encode()


def sitemap(settings: Settings) -> str:
    """A sitemap of the pages that were written, with its faults."""
    entries, _ = sitemap_entries(pages_of([str(PUBLIC)], settings, with_text=False), settings)
    dated = [(entry.loc, SITEMAP_DAY) for entry in entries if entry.loc not in SITEMAP_WITHOUT]
    lines = [
        f"  <url><loc>{loc}</loc><lastmod>{day}</lastmod></url>\n" for loc, day in (*dated, *SITEMAP_WITH)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(lines)}</urlset>\n"
    )


def main() -> None:
    """Write the folder anew."""
    settings = settings_for([str(DEMO / "content")], today=TODAY)
    pages = [
        p
        for p in seokit.read(DEMO / "content", config=settings)
        if p.url and p.not_indexable != "future date" and "//" not in p.url[8:]
    ]
    made = {file_of(page.url or ""): render(page) for page in pages}
    learn = [page for page in pages if page.section.startswith("learn")]
    blog = [page for page in pages if page.section == "blog"]
    made["index.html"] = listing(
        "Spare Hours: bread, bicycles and houseplants", "/", pages,
        "Short answers to questions that come up at the weekend: about bread, bicycles and houseplants.",
    )  # fmt: skip
    made["learn/index.html"] = listing(
        "All questions at a glance | Spare Hours", "/learn", learn,
        "Every question that we have answered so far, from sourdough starters to tyres that went flat.",
    )  # fmt: skip
    made["blog/index.html"] = listing(
        "The blog of people with spare hours | Spare Hours", "/blog", blog,
        "Longer texts about weekends at home: loaves that take two days, and lights for the way back.",
    )  # fmt: skip
    made |= EXTRA
    for name, old, new, rules in PLANTED:
        if made[name].count(old) < 1:
            raise SystemExit(f"{name} does not hold {old!r}, which {rules} needs")
        made[name] = made[name].replace(old, new, 1)
    original, copy, name, edits = COPY
    made[copy] = made[original].replace(f"/{name}", "/" + copy.rpartition("/")[2].removesuffix(".html"))
    for old, new in edits:
        made[copy] = made[copy].replace(old, new, 1)
    images = {
        "uploads/spare-hours.png": png(1200, 630),
        "uploads/slice.png": png(64, 64),
        "uploads/oven.svg": OVEN,
    }
    shutil.rmtree(PUBLIC, ignore_errors=True)
    for name, text in made.items():
        target = PUBLIC / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
    (PUBLIC / "sitemap-pages.xml").write_text(sitemap(settings), "utf-8", newline="\n")
    for name, data in images.items():
        target = PUBLIC / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    main()
