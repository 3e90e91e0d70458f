"""What injection promises of any page, in one function; and a head to try it with."""

from __future__ import annotations

import json
from contextlib import suppress

from bs4 import BeautifulSoup

from seokit.extract.html.decode import decode_page
from seokit.generate.head import Head, Tag
from seokit.generate.inject.page import PageError, PageFile
from seokit.generate.inject.plan import POLICIES, Policy, Present, make_plan
from seokit.generate.inject.run import with_plan
from seokit.generate.inject.splice import BlockError

BEGIN, END = b"<!-- seokit:begin -->", b"<!-- seokit:end -->"


def head(title: str = "How do ferns grow?", extra: str = "x", graph: bool = True) -> Head:
    tags = (
        Tag("title", "", "", title, "title"),
        Tag("meta", "name", "description", f"From spores. {extra}", "description"),
        Tag("link", "rel", "canonical", "https://example.org/ferns", "own URL"),
        Tag("link", "rel", "alternate", "https://example.org/fr/ferns", "alternates", "fr"),
        Tag("meta", "property", "og:title", title, "title"),
        Tag("meta", "property", "og:image", "https://example.org/fern.png", "image"),
        Tag("meta", "property", "og:image:alt", extra, "image_alt"),
    )
    node = {"@type": "WebPage", "@id": "https://example.org/ferns#webpage", "name": title}
    article = {"@type": "Article", "@id": "https://example.org/ferns#article", "headline": extra}
    return Head(tags, {"@context": "https://schema.org", "@graph": [node, article]} if graph else None)


def inject(data: bytes, made: Head, policy: Policy = "keep") -> bytes:
    page = PageFile(data).original()
    return with_plan(page, make_plan(made, Present(page.head.elements), policy))


def remove(data: bytes) -> bytes:
    return PageFile(data).original().data


def without_space(data: bytes) -> str:
    """The text of a page without its block and without white space: what keep must not touch."""
    page = PageFile(data)
    text = page.text
    if BEGIN.decode() in text and END.decode() in text:
        text = text[: text.index(BEGIN.decode())] + text[text.index(END.decode()) + len(END) :]
    return "".join(text.split())


def block_of(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, "surrogateescape")
    begin = text.index(BEGIN.decode())
    return text[begin : text.index(END.decode(), begin)]


def read_back(block: str) -> list[tuple[str, str, str]]:
    soup = BeautifulSoup(block, "html.parser")
    read = []
    for element in soup.find_all(["title", "meta", "link"]):
        kind = {"meta": "content", "link": "href"}.get(element.name)
        rel = element.get("rel")
        name = element.get("name") or element.get("property") or " ".join(rel or ())
        read.append((element.name, str(name), str(element.get(kind) if kind else element.get_text())))
    return read


def holds(data: bytes, made: Head) -> None:
    """All that is promised, of one page."""
    results: dict[Policy, bytes] = {}
    for policy in POLICIES:
        with suppress(PageError, BlockError):
            results[policy] = inject(data, made, policy)
    for policy, done in results.items():
        assert inject(done, made, policy) == done, policy
        assert remove(done) == data, policy
        if policy == "keep":
            assert without_space(done) == without_space(data)
        assert decode_page(done).encoding == decode_page(data).encoding
        assert all(inject(done, made, other) == results[other] for other in results)
        if done == data:
            continue
        page = PageFile(data)
        wanted = make_plan(made, Present(page.head.elements), policy).head
        block = block_of(done, PageFile(done).encoding)
        assert read_back(block) == [(tag.kind, tag.name, tag.content) for tag in wanted.tags]
        scripts = BeautifulSoup(block, "html.parser").find_all("script")
        assert [json.loads(script.string or "") for script in scripts] == (
            [wanted.graph] if wanted.graph else []
        )
        keys = [element.key for element in PageFile(done).head.elements]
        assert "title" in keys or not any(tag.kind == "title" for tag in made.tags)
