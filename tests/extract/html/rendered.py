"""Pages that the tests render from a site's source files: what a generator's theme makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import comrak
from jinja2 import Environment

from seokit.api import pages, settings_for

THEME = """<!DOCTYPE html>
<html lang="en" class="no-js">
<head>
<meta charset="utf-8">
<meta name=viewport content='width=device-width, initial-scale=1'>
<!-- <title>not this one</title> </head> -->
<title>{{ page.title.value }} | Example</title>
<meta name="description" content="{{ description }}" />
<META NAME="Keywords" CONTENT="{{ page.keywords | default([], true) | join(', ') }}">
<link rel="canonical" href="https://example.org{{ page.url }}">
<link rel="alternate" hreflang="de" href="https://example.org/de{{ page.url }}"
      title="de">
{%- for key, value in social.items() %}
<meta property="og:{{ key }}" content="{{ value }}"><meta name="twitter:{{ key }}" content="{{ value }}"/>
{%- endfor %}
<meta property="article:published_time" content="2025-01-02T03:04:05Z">
<noscript><link rel="stylesheet" href="/plain.css"></noscript>
<style>nav > a::before { content: "</title>" }</style>
<script>document.write("<title>" + "x</" + "title>"); if (1 < 2 && 3 > 2) { }</script>
<script type="application/ld+json">{{ jsonld }}</script>
<script src="/theme.js?v=1&amp;w=2" async></script>
</head>
<body class="page {{ page.section }}">
<a class="skip" href="#content">Skip</a>
<header class="site"><a href="/"><img src="/logo.svg" alt="Example &amp; Co"></a>
<nav aria-label=Main><ul>{% for n in range(5) %}<li><a href="/s{{ n }}/?a=1&amp;b={{ n }}#top">Section {{ n }}</a></li>
{% endfor %}</ul></nav></header>
<main id="content"><article>
<header><h1>{{ page.title.value }}</h1><p>Posted on <time datetime="2025-01-02">Jan 2</time></p></header>
{{ body }}
<figure><img src="/i/{{ number }}.jpg" alt="" width=640 height="480" loading=lazy><figcaption>Figure {{ number }}</figcaption></figure>
<table><thead><tr><th>Flour</th><th>Water</th></tr></thead><tbody><tr><td>500&nbsp;g</td><td>350 ml</td></tr></tbody></table>
<pre><code class="language-python">if a &lt; b:
    bake(a)
</code></pre>
<p hidden>Hidden words</p><div style="color: red; display : none">More of them</div>
<p><a id="note{{ number }}"></a><a href="https://example.org/x" rel="nofollow noopener">out</a>
<svg viewBox="0 0 1 1"><title>Drawing</title><path d="M0 0"/></svg> <a href="/icon"><svg><title>Icon</title></svg></a>
<a href="#note{{ number }}" title="Up"><i class=up></i></a></p>
<template><p>Never shown <a href="/no">no</a></p></template>
<ul>{% for link in page.links or [] %}<li><a href="{{ link.href }}">{{ link.text }}</a></li>{% endfor %}</ul>
</article></main>
<aside><h2>Related</h2><p>Beside</p></aside>
<footer id="content"><p>&copy; Example <iframe src="/frame.html"></iframe></p></footer>
</body>
</html>
"""


def render_site(content: Path, number: int) -> Iterator[tuple[str, str]]:
    """Path and HTML of so many pages, spread evenly over the site."""
    template = Environment(autoescape=True).from_string(THEME)
    found = list(pages(str(content), settings_for([str(content)])))
    render = comrak.RenderOptions()
    render.unsafe_ = True
    for count, page in enumerate(found[:: max(len(found) // number, 1)][:number]):
        body = comrak.render_markdown(page.text_field.value if page.text_field else "", render_options=render)
        about = page.description.value if page.description else ""
        yield (
            page.path,
            template.render(
                page=page,
                number=count,
                description=about,
                body=Safe(body),
                social={
                    "title": page.title.value if page.title else "",
                    "description": about,
                    "image": "/x.png",
                },
                jsonld=Safe(
                    json.dumps(
                        {"@context": "https://schema.org", "@type": "Article", "headline": about}
                    ).replace("<", "\\u003c")
                ),
            ),
        )


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        return self
