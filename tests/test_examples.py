"""The examples of the guides run: a Flask site whose heads seokit writes."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup

from seokit.generate.template_tags import PARTIALS, TAGS
from tests.conftest import ROOT, need
from tests.engines.test_parity import SPEC

FLASK = ROOT / "docs" / "examples" / "flask"
GUIDE = (ROOT / "docs" / "templates.md").read_text("utf-8")


@pytest.fixture
def client() -> Iterator[Any]:
    need("flask", importlib.util.find_spec("flask") is not None, "Flask is not installed")
    spec = importlib.util.spec_from_file_location("example_app", FLASK / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["example_app"] = module
    spec.loader.exec_module(module)
    yield module.app.test_client()
    del sys.modules["example_app"]


def head_of(answer: Any) -> tuple[BeautifulSoup, list[dict[str, Any]]]:
    soup = BeautifulSoup(answer.text, "html.parser")
    (script,) = soup.find_all("script", type="application/ld+json")
    return soup, json.loads(script.get_text())["@graph"]


def test_a_page_of_the_flask_example(client: Any) -> None:
    soup, graph = head_of(client.get("/rye-bread/"))
    assert soup.title is not None
    assert soup.title.string == "How rye bread is made"
    values = {
        tag.get("name") or tag.get("property"): tag["content"] for tag in soup.find_all("meta", content=True)
    }
    assert values["og:url"] == "https://example.org/rye-bread/"
    assert values["robots"] == "max-image-preview:large"
    assert values["article:author"] == "Ada Baker"
    assert values["viewport"]
    assert [node["@type"] for node in graph] == ["WebPage", "Article"]
    # The tag stands behind charset and viewport, and before the rest.
    text = client.get("/rye-bread/").text
    assert text.index("viewport") < text.index("<title>") < text.index("site.css")


def test_quotes_and_ampersands_in_the_flask_example(client: Any) -> None:
    soup, _ = head_of(client.get("/houseplants/"))
    assert soup.title is not None
    assert soup.title.string == 'Ferns & "Friends"'
    assert client.get("/absent/").status_code == 404


def test_the_home_page_of_the_flask_example(client: Any) -> None:
    _, graph = head_of(client.get("/"))
    assert [node["@type"] for node in graph] == ["WebPage", "WebSite", "Organization"]


def test_the_guide_names_every_tag_and_file() -> None:
    for tag in TAGS.values():
        assert f"`{tag}`" in GUIDE
    for path, _ in PARTIALS.values():
        assert f"`{path}`" in GUIDE


def test_the_guide_names_every_key_in_its_order() -> None:
    rows = {
        row[0].strip(): re.findall(r"`([^`]+)`", row[1])
        for row in re.findall(r"^\|([^|]+)\|([^|]+)\|$", GUIDE, re.MULTILINE)
    }
    names = {"noindex": "robots", "date": "published", "image_alt": "its text", "lang": "language"}
    for value, keys in SPEC["page"].items():
        if value != "own_title":  # in the title's row: "for sharing `title` first"
            assert rows[names.get(value, value)][: len(keys)] == keys
