"""Four engines, one head: the same pages through Jinja2, Liquid, Hugo and Nunjucks give the same tags."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from msgspec.structs import replace

from seokit.config import load_settings
from seokit.generate.head import head
from seokit.model import HeadSettings, Settings
from tests.conftest import ROOT, need

ENGINES = ROOT / "templates" / "engines"
HERE = Path(__file__).parent
SPEC = tomllib.loads((ENGINES / "head.toml").read_text("utf-8"))
TEMPLATES = {"liquid": "head.liquid.html", "hugo": "head.hugo.html", "nunjucks": "head.njk"}
HOSTILE = 'Tom & "Jerry\'s" <b> </script><script>alert(1)</script> \\ {{ 1 }} {% x %} <!-- %}'

SITE: dict[str, Any] = {
    "image": "/site.png",
    "image_alt": "Loaves on a shelf",
    "twitter": "@loaves",
    "twitter_creator": "@ada",
    "robots": "max-image-preview:large",
    "alternate_name": "EL",
    "organization": "Example Bakery",
    "logo": "/logo.png",
    "same_as": ["https://social.example/loaves"],
    "verification": dict.fromkeys(("google", "bing", "yandex", "baidu", "pinterest", "facebook"), "c0de"),
}
FULL: dict[str, Any] = {
    "title": "How rye bread is made",
    "description": "A dark loaf in three steps.",
    "url": "/bread/rye/",
    "date": "2024-05-01T10:00:00+00:00",
    "lastmod": "2024-06-01T09:30:00+00:00",
    "keywords": ["rye", "bread"],
    "tags": ["rye", "bread", "rye", "oven", "dough", "flour", "salt", "water"],
    "category": "Baking",
    "author": "Ada Baker",
    "image": "/rye.png",
    "image_alt": "A loaf",
    "lang": "en-US",
}
PAGES: dict[str, dict[str, Any]] = {
    "home": {"title": "Example Loaves", "description": "All about bread.", "url": "/"},
    "full": FULL,
    "hostile": {
        **FULL,
        "url": "/hostile/",
        **dict.fromkeys(("title", "description", "image_alt", "category", "author"), HOSTILE),
        "keywords": [HOSTILE],
        "tags": [HOSTILE.replace(",", "")],
    },
    "no description": {"title": "Oats", "url": "/oats/", "image": "https://cdn.example/a.png?x=1&y=2"},
    "image beside the page": {"title": "Spelt", "url": "/bread/spelt/", "image": "loaf.png"},
    "a file": {"title": "Spelt", "url": "/bread/spelt.html", "image": "loaf.png"},
    "not ASCII": {
        **FULL,
        "title": "Rugbrød på dansk – 黒パン 😀",
        "description": "Ñandú, straße, 日本",
        "url": "/brød/mørkt/",
        "tags": ["Brød", "黒パン"],
        "image": "/bilder/brød.png",
    },
    "an image beside a page that is not ASCII": {"title": "Brød", "url": "/brød/lyst/", "image": "loaf.png"},
    "noindex": {"title": "Draft thoughts", "url": "/thoughts/", "noindex": True},
    "words in a text": {
        "title": "  Two\n lines  ",
        "description": "More   blanks",
        "url": "/words/",
        "keywords": "rye; bread , oven",
        "date": "2024-05-01T10:00:00+00:00",
    },
    "two authors": {
        "title": "Together",
        "url": "/together/",
        "authors": ["Ada Baker", "Example Bakery"],
        "date": "2024-05-01T10:00:00+00:00",
        "categories": ["Bread", "Rolls"],
    },
    "another canonical": {"title": "Copy", "url": "/copy/", "canonical": "https://example.org/bread/rye/"},
    "the site's territory": {"title": "Territory", "url": "/territory/", "lang": "en"},
    "another language": {"title": "Sprog", "url": "/sprog/", "lang": "da"},
    "no title but for searches": {"seo_title": "Searches", "url": "/searches/", "summary": "In short."},
    "another title for searches": {"title": "Rye", "seo_title": "All about rye", "url": "/rye-searches/"},
}

# Hugo takes a text of keywords apart at its blanks before any template sees it: there, keywords are a list.
UNLIKE = {("hugo", "words in a text"): "name=keywords"}

Rendered = dict[str, str]


class Site(NamedTuple):
    """What is the same on all pages."""

    base_url: str
    name: str
    lang: str
    head: dict[str, Any]


SITES = {
    "full": Site("https://example.org", "Example Loaves", "en-GB", SITE),
    "bare": Site("https://example.org", "", "", {}),
    "in a folder": Site("https://example.org/docs", "Example Loaves", "en-GB", SITE),
}


def settings_of(site: Site, folder: Path) -> Settings:
    made = load_settings([str(folder)], preset="generic", base_url=site.base_url)
    known = {key: tuple(value) if isinstance(value, list) else value for key, value in site.head.items()}
    return replace(made, site_name=site.name, head=HeadSettings(**known, lang=site.lang))


def by_jinja2(site: Site, folder: Path) -> Rendered:
    from jinja2 import Environment

    env = Environment(extensions=["seokit.jinja.SeoExtension"], autoescape=True)
    env.seo_settings = settings_of(site, folder)  # type: ignore[attr-defined]
    tag = env.from_string("<head>{% seo %}</head>")
    return {name: tag.render(page=page) for name, page in PAGES.items()}


# -- Liquid, with the filters that Jekyll adds to it (https://jekyllrb.com/docs/liquid/filters/) -----


def _text(value: Any) -> str:
    return "" if value is None or type(value).__name__ == "Undefined" else str(value)


JEKYLL: dict[str, Callable[..., Any]] = {
    "normalize_whitespace": lambda value: re.sub(r"\s+", " ", _text(value)).strip(),
    "jsonify": lambda value: json.dumps(value, ensure_ascii=False),
    "uri_escape": lambda value: quote(_text(value), safe="/:?#[]@!$&'()*+,;=~%"),
    "date_to_xmlschema": lambda value: dt.datetime.fromisoformat(_text(value)).isoformat(timespec="seconds"),
}


def by_liquid(site: Site, _: Path) -> Rendered:
    need("liquid", importlib.util.find_spec("liquid") is not None, "python-liquid is not installed")
    import liquid

    env = liquid.Environment(loader=liquid.FileSystemLoader(ENGINES))
    for name, function in JEKYLL.items():
        env.add_filter(name, function)
    tag = env.from_string("<head>{% include 'head.liquid.html' %}</head>")
    origin, _slash, folder = site.base_url.partition("/docs")
    config: dict[str, Any] = {"url": origin, "baseurl": _slash + folder}
    if site.name:
        config |= {"title": site.name, "lang": site.lang, "seokit": site.head}
    return {name: tag.render(page=page, site=config) for name, page in PAGES.items()}


def by_jekyll(site: Site, folder: Path) -> Rendered:
    need("jekyll", shutil.which("jekyll") is not None, "jekyll is not installed")
    partial = folder / "_includes" / "seokit" / "head.html"
    partial.parent.mkdir(parents=True)
    shutil.copy(ENGINES / "head.liquid.html", partial)
    origin, _slash, below = site.base_url.partition("/docs")
    config: dict[str, Any] = {"url": origin, "baseurl": _slash + below, "timezone": "UTC"}
    if site.name:
        config |= {"title": site.name, "lang": site.lang, "seokit": site.head}
    (folder / "_config.yml").write_text(json.dumps(config))
    for number, page in enumerate(PAGES.values()):
        front = {**page, "permalink": page["url"]}
        del front["url"]  # which is Jekyll's own
        text = f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n<head>{{% include seokit/head.html %}}</head>\n"
        (folder / f"page{number}.html").write_text(text, "utf-8")
    # Ruby reads files in the locale's charset.
    done = subprocess.run(
        ["jekyll", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return read_built(folder / "_site")


def read_built(folder: Path) -> Rendered:
    """What a generator made of each page."""
    files = {
        name: folder / page["url"].strip("/") / ("" if page["url"].endswith(".html") else "index.html")
        for name, page in PAGES.items()
    }
    return {name: file.read_text("utf-8") for name, file in files.items()}


# -- Hugo ------------------------------------------------------------------------------------------


def by_hugo(site: Site, folder: Path) -> Rendered:
    need("hugo", shutil.which("hugo") is not None, "hugo is not installed")
    config: dict[str, Any] = {
        "baseURL": f"{site.base_url}/",
        "disableKinds": ["RSS", "sitemap", "taxonomy", "term", "section", "404"],
        "disableHugoGeneratorInject": True,
    }
    if site.name:
        config |= {"title": site.name, "languageCode": site.lang, "params": {"seokit": site.head}}
    (folder / "config.json").write_text(json.dumps(config))
    partial = folder / "layouts" / "partials" / "seokit" / "head.html"
    partial.parent.mkdir(parents=True)
    shutil.copy(ENGINES / "head.hugo.html", partial)
    for layout in ("index.html", "_default/single.html"):
        file = folder / "layouts" / layout
        file.parent.mkdir(exist_ok=True)
        file.write_text('<head>{{ partial "seokit/head.html" . }}</head>')
    (folder / "content").mkdir()
    for number, page in enumerate(PAGES.values()):
        name = "_index.md" if page["url"] == "/" else f"page{number}.md"
        (folder / "content" / name).write_text(json.dumps(page, indent=1) + "\n")
    done = subprocess.run(["hugo", "--quiet"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return read_built(folder / "public")


# -- Nunjucks --------------------------------------------------------------------------------------


def by_nunjucks(site: Site, _: Path) -> Rendered:
    there = shutil.which("node") is not None and (HERE / "node_modules" / "nunjucks").is_dir()
    need("nunjucks", there, "nunjucks is not installed: npm install --prefix tests/engines")
    seokit = {**site.head, "base_url": site.base_url, "site_name": site.name, "lang": site.lang}
    given = json.dumps({"folder": str(ENGINES), "seokit": seokit, "pages": list(PAGES.values())})
    done = subprocess.run(["node", "render.js"], cwd=HERE, input=given, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return dict(zip(PAGES, json.loads(done.stdout), strict=True))


# -- the same ----------------------------------------------------------------------------------------

Tags = list[tuple[str, ...]]


def tags_of(html: str) -> tuple[Tags, Any]:
    """The tags of the head in their order, and its JSON-LD."""
    soup = BeautifulSoup(html, "html.parser")
    assert soup.head is not None
    assert {tag.name for tag in soup.find_all(True)} <= {"head", "title", "meta", "link", "script"}
    assert not "".join(text for text in soup.head.find_all(string=True, recursive=False)).strip()
    tags: Tags = []
    for tag in soup.find_all(["title", "meta", "link"]):
        attributes = [
            f"{name}={value if isinstance(value, str) else ' '.join(value)}"
            for name, value in tag.attrs.items()
        ]
        tags.append((tag.name, *sorted(attributes), tag.get_text()))
    scripts = [json.loads(script.get_text()) for script in soup.find_all("script")]
    assert len(scripts) <= 1
    return tags, scripts[0] if scripts else None


def nodes(graph: Any) -> list[str]:
    """The nodes of a graph, a line each; the keys of a node have no order."""
    return [json.dumps(node, ensure_ascii=False, sort_keys=True) for node in graph["@graph"]]


RENDERERS = {"liquid": by_liquid, "jekyll": by_jekyll, "hugo": by_hugo, "nunjucks": by_nunjucks}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("engine", RENDERERS)
def test_every_engine_prints_what_jinja2_prints(engine: str, site: str, tmp_path: Path) -> None:
    expected = by_jinja2(SITES[site], tmp_path)
    rendered = RENDERERS[engine](SITES[site], tmp_path)
    for name in PAGES:
        tags, graph = tags_of(rendered[name])
        expected_tags, expected_graph = tags_of(expected[name])
        without = UNLIKE.get((engine, name))
        assert [tag for tag in tags if without not in tag] == [
            tag for tag in expected_tags if without not in tag
        ], name
        assert nodes(graph) == nodes(expected_graph), name


# -- the specification -------------------------------------------------------------------------------


def spec_names() -> Iterator[tuple[str, str]]:
    for tag in SPEC["tags"]:
        for name in tag.get("names", [tag.get("name")]):
            yield tag.get("attribute", "name"), name


@pytest.mark.parametrize("engine", TEMPLATES)
def test_a_template_has_the_tags_of_the_specification_in_its_order(engine: str) -> None:
    text = (ENGINES / TEMPLATES[engine]).read_text("utf-8")
    written = re.findall(r'^<(?:meta|link) (name|property|rel)="([^"{]+)"', text, re.MULTILINE)
    assert written == list(spec_names())
    assert text.count("<title>") == 1
    types = set(re.findall(r'"@type"[: ]+"(\w+)"', text)) | ({"Person"} if '"Person"' in text else set())
    assert types == set(SPEC["jsonld"])


@pytest.mark.parametrize("engine", TEMPLATES)
def test_a_template_looks_at_the_keys_of_the_specification(engine: str) -> None:
    text = (ENGINES / TEMPLATES[engine]).read_text("utf-8")
    own = {
        "title",
        "description",
        "date",
        "lastmod",
        "modified",
        "last_modified_at",
    }  # of Hugo's: .Title, .Lastmod …
    for keys in SPEC["page"].values():
        for key in keys:
            if engine != "hugo" or key not in own:
                assert re.search(rf"\b{key}\b", text), key
    for key in SPEC["site"]["keys"]:
        assert re.search(rf"(?:seo_site|\$site)\.{key}\b", text), key


def test_the_specification_has_every_tag_that_jinja2_prints(tmp_path: Path) -> None:
    from seokit.extract.values import ValueReader

    settings = settings_of(SITES["full"], tmp_path)
    reader = ValueReader(settings)
    printed = {
        tag.name
        for page in PAGES.values()
        for tag in head(reader.page(page), settings).tags
        if tag.kind != "title"
    }
    assert printed == {name for _, name in spec_names()}
    assert printed.isdisjoint(SPEC["left_out"])


def test_the_specification_names_keys_that_the_generic_preset_knows(tmp_path: Path) -> None:
    fields = settings_of(SITES["full"], tmp_path).sections[-1].fields
    roles = {"section": "subject", "own_title": "title"}
    for value, keys in SPEC["page"].items():
        known = fields[roles.get(value, value)] + (fields["seo_title"] if value.endswith("title") else ())
        assert set(keys) <= set(known), value


def test_the_specification_names_every_setting_of_the_site() -> None:
    known = set(HeadSettings.__struct_fields__) - {"lang"}  # which the generators name themselves
    assert set(SPEC["site"]["keys"]) == known
