"""Makes the built pages of the synthetic site: about 15 KB of HTML each, the same bytes each time."""

from __future__ import annotations

import html
import json
import random
import sys
from pathlib import Path

from bench.site import SUBJECTS, sentence, words

BASE = "https://example.org"
SCRIPT = "<script>" + "window.stats=window.stats||[];stats.push(['page',1]);" * 20 + "</script>"
STYLE = (
    "<style>" + ".card{margin:0 auto;padding:1rem;color:#222}.card a{text-decoration:none}" * 12 + "</style>"
)
PNG = bytes.fromhex(  # one grey pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63680000008200815c5ea3a00000000049454e44ae426082"
)
ICON = '<svg width="16" height="16" viewBox="0 0 16 16"><path d="M8 1a7 7 0 100 14A7 7 0 008 1z"/></svg>'


def slug(text: str) -> str:
    """A path segment of a title of plain words."""
    return text.rstrip("?").lower().replace(" ", "-")


def navigation(urls: list[str]) -> str:
    """The menu that all pages share: 20 links."""
    items = "".join(
        f'<li class="menu-item"><a class="menu-link" href="{url}"><span>{url.split("/")[-2][:24]}</span></a></li>'
        for url in urls[:20]
    )
    return (
        f'<header class="top"><a href="/">{ICON}Example</a><nav><ul class="menu">{items}</ul></nav></header>'
    )


def footer(urls: list[str]) -> str:
    """The footer that all pages share: 24 links in four columns."""
    columns = "".join(
        f'<div class="column"><ul>{"".join(f"<li><a href={url}>Part {n}</a></li>" for n, url in enumerate(group))}'
        "</ul></div>"
        for group in (urls[20:26], urls[26:32], urls[32:38], urls[38:44])
    )
    return f'<footer class="bottom">{columns}</footer>'


def head(title: str, description: str, url: str) -> str:
    """The head that a careful theme writes, JSON-LD included."""
    graph = {
        "@context": "https://schema.org", "@type": "Article", "@id": f"{BASE}{url}#article", "headline": title,
        "datePublished": "2025-01-22T08:00:00Z", "author": {"@type": "Organization", "name": "Example"},
    }  # fmt: skip
    return (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        f'<meta name="description" content="{description}">\n<link rel="canonical" href="{BASE}{url}">\n'
        f'<meta property="og:title" content="{title}">\n<meta property="og:type" content="article">\n'
        f'<meta property="og:url" content="{BASE}{url}">\n<link rel="stylesheet" href="/style.css">\n'
        f'<script type="application/ld+json">{json.dumps(graph)}</script>\n{SCRIPT}\n{STYLE}'
    )


def page(
    rng: random.Random, number: int, titles: list[str], urls: list[str], around: tuple[str, str], say: object
) -> str:
    """One page: menu, breadcrumbs, an article of about 450 words in sections, related cards, a footer."""
    assert callable(say)
    menu, foot = around
    title = html.escape(titles[number])
    blocks = [f"<h1>{title}</h1>", f"<p>{say(25)}.</p>"]
    for place in range(6):
        blocks.append(f'<h2 id="part-{place}">{say(4)}</h2>')
        blocks.append(f"<p>{say(12)}, <strong>{say(3)}</strong> {say(16)}. <em>{say(2)}</em> {say(14)}.</p>")
        if place % 2 == 0:
            blocks.append(
                f'<figure><img src="/images/{number % 50}-{place}.png" alt="{say(4)}" width="600" height="400">'
                f"<figcaption>{say(5)}</figcaption></figure>"
            )
            blocks.append(f"<ul><li>{say(6)}</li><li>{say(6)}</li><li>{say(7)}</li></ul>")
    cards = "".join(
        f'<div class="card"><div class="card-body">{ICON}<h3 class="card-title"><a href="{urls[other]}">'
        f'{html.escape(titles[other])}</a></h3><p class="card-text">{say(8)}</p></div></div>'
        for other in [rng.randrange(len(urls)) for _ in range(5)]
    )
    crumbs = f'<nav class="crumbs"><a href="/">Example</a> {ICON} <span>{title}</span></nav>'
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n{head(title, say(22), urls[number])}\n</head>\n<body>\n{menu}\n'
        f'<main id="main">\n{crumbs}\n<article class="post">\n' + "\n".join(blocks) + "\n</article>\n"
        f'<aside class="related">{cards}</aside>\n</main>\n{foot}\n</body>\n</html>\n'
    )


def make_built(folder: Path, pages: int) -> Path:
    """Write `pages` built pages below `folder`, unless they are there; returns the folder `public`."""
    public = folder / f"built-{pages}" / "public"
    if (public / ".complete").is_file():
        return public
    rng = random.Random(20261123)
    vocabulary = words(rng, 6000)
    rng.shuffle(vocabulary)
    total, weights = 0.0, []
    for rank in range(1, len(vocabulary) + 1):
        total += 1 / rank
        weights.append(total)

    def say(count: int) -> str:
        return sentence(rng, vocabulary, weights, count, count)

    titles = [f"What is the {say(rng.randint(3, 6)).lower()}?" for _ in range(pages)]
    urls = [
        f"/learn/{SUBJECTS[number % len(SUBJECTS)].lower().replace(' ', '-')}/{slug(title)}-{number}/"
        for number, title in enumerate(titles)
    ]
    around = navigation(urls), footer(urls)
    for number, url in enumerate(urls):
        target = public / url.strip("/") / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(rng, number, titles, urls, around, say), "utf-8")
    (public / "index.html").write_text(page(rng, 0, titles, ["/", *urls[1:]], around, say), "utf-8")
    for number in range(50):
        for place in range(0, 6, 2):
            image = public / "images" / f"{number}-{place}.png"
            image.parent.mkdir(exist_ok=True)
            image.write_bytes(PNG)
    (public / ".complete").touch()
    return public


if __name__ == "__main__":
    print(make_built(Path(sys.argv[1]), int(sys.argv[2])))
