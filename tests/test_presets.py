"""Each preset on a small site of its own: addresses, what is indexable, and which keys are read."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from seokit import api
from seokit.model import Page, Text

SITES = Path(__file__).parent / "sites"


@pytest.fixture(autouse=True)
def at_the_sites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SITES)


def pages(preset: str) -> dict[str, Page]:
    found = api.read(preset)
    assert {page.preset for page in found} == {preset}
    return {page.path.removeprefix(f"{preset}/"): page for page in found}


def urls(preset: str) -> dict[str, str]:
    """The addresses below the one that the generator's config names."""
    return {path: urlsplit(page.url or "").path for path, page in pages(preset).items()}


def value(text: Text | None) -> str | None:
    return text.value if text else None


def test_cloudcannon_qa() -> None:
    found = pages("cloudcannon-qa")
    assert len(found) == 5
    page = found["content/learn/baking/why-does-bread-dough-need-to-rest.md"]
    assert page.url == "/learn/baking/questions/why-does-bread-dough-need-to-rest"
    assert value(page.seo_title) == "Allotment | Baking"
    assert page.keywords == ("bread dough", "gluten", "resting", "whole grain")
    assert page.answer is not None
    assert "\\n\\nA rested dough" in page.answer.value
    assert page.text is not None
    assert "\n" in page.text
    assert "\\n" not in page.text, "the answer's backslash-n are newlines"
    assert page.math, "and \\neq in it is none"
    assert [link.href for link in page.links or ()] == [
        "/learn/baking/questions/how-hot-should-the-oven-be-for-rolls"
    ]
    hidden = found["content/learn/baking/how-hot-should-the-oven-be-for-rolls.md"]
    assert [text.field for text in hidden.noindex] == ["no_index"]
    assert hidden.not_indexable == "noindex"


def test_cloudcannon_blog() -> None:
    page = pages("cloudcannon-blog")["content/posts/a-year-on-two-wheels.md"]
    assert page.url == "/blog/a-year-on-two-wheels"
    assert (value(page.image), value(page.image_alt)) == (
        "/uploads/bicycle-at-a-bridge.jpg",
        "A bicycle leaning on a bridge",
    )
    assert page.question is None
    assert page.text is not None
    assert page.text.startswith("A year ago")


def test_hugo() -> None:
    assert urls("hugo") == {
        "content/_index.md": "/",
        "content/repairs/Oil A Chain.md": "/repairs/oil-a-chain/",
        "content/repairs/fit-a-tyre/index.md": "/repairs/fit-a-tyre/",
        "content/repairs/true-a-wheel.md": "/repairs/true-a-wheel-at-home/",
        "content/rides/plain.md": "/rides/plain/",
        "content/rides/the-canal.md": "/rides/the-canal/",
    }
    found = pages("hugo")
    assert found["content/rides/the-canal.md"].not_indexable == "draft"
    wheel = found["content/repairs/true-a-wheel.md"]
    assert (value(wheel.author), wheel.tags) == ("Ada Spoke", ("wheels", "spokes"))
    assert (value(wheel.modified) or "").startswith("2024-05-01")


def test_jekyll() -> None:
    assert urls("jekyll") == {
        "_posts/2024-05-01-rye-bread.md": "/bread/rye/2024/05/01/rye-bread.html",
        "_posts/2024-06-12-flat-bread.md": "/2024/06/13/stone-bread.html",
        "_posts/2024-07-01-unfinished.md": "/2024/07/01/unfinished.html",
        "_recipes/crackers.md": "/recipes/crackers.html",
        "about.md": "/about-us/",
        "index.md": "/",
    }
    found = pages("jekyll")
    assert found["_posts/2024-07-01-unfinished.md"].not_indexable == "draft"
    flat = found["_posts/2024-06-12-flat-bread.md"]
    assert (value(flat.image), value(flat.image_alt)) == ("/img/stone.jpg", "A flat bread on a hot stone")
    assert value(flat.description) == "No oven, no tin, ten minutes."


def test_generic() -> None:
    assert urls("generic") == {
        "herbs/mint.md": "/herbs/mint/",
        "herbs/thyme.md": "/herbs/thyme/",
        "index.md": "/",
        "vegetables/beans.md": "/vegetables/beans/",
        "vegetables/peas.md": "/vegetables/peas/",
    }
    peas = pages("generic")["vegetables/peas.md"]
    assert (value(peas.date), value(peas.modified)) == ("2024-03-01", "2024-04-01")
