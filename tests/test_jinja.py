"""`{% seo %}` and `seo(page)` in every kind of Jinja2 environment, in Flask, Pelican and MkDocs."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment
from msgspec.structs import replace

from seokit.config import ConfigError, load_settings
from seokit.generate.head import head, render_head
from seokit.jinja import SeoExtension
from seokit.model import HeadSettings, Page, Settings
from tests.conftest import need

HOSTILE = 'Tom & "Jerry\'s" </title></script><script>alert(1)</script>'
PAGE = {"title": HOSTILE, "description": "A dark loaf.", "url": "/rye/", "date": "2024-05-01"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("site")
    return replace(
        load_settings([str(folder)], preset="generic", base_url="https://example.org"),
        site_name="Example Loaves",
    )


def made(settings: Any, kind: type[Environment] = Environment, **options: Any) -> Environment:
    extensions = [SeoExtension, *options.pop("extensions", ())]
    env = kind(extensions=extensions, **options)
    env.seo_settings = settings  # type: ignore[attr-defined]
    return env


def title_of(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    assert len(soup.find_all("title")) == 1
    assert soup.title is not None
    assert soup.title.string is not None
    return str(soup.title.string)


ENVIRONMENTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "autoescape": {"autoescape": True},
    "strict": {"undefined": StrictUndefined, "autoescape": True},
    "trimmed": {"trim_blocks": True, "lstrip_blocks": True},
    "sandboxed": {"kind": SandboxedEnvironment},
    "sandboxed, immutable": {"kind": ImmutableSandboxedEnvironment, "autoescape": True},
    "async": {"enable_async": True},
    "async, autoescape": {"enable_async": True, "autoescape": True},
    "i18n": {"extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]},
    "not optimised": {"optimized": False},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_every_environment_prints_the_same(settings: Settings, name: str) -> None:
    env = made(settings, **ENVIRONMENTS[name])
    if name == "i18n":
        env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    expected = render_head_of(PAGE, settings)
    for source in ("{% seo %}", "{% seo page %}", "{{ seo(page) }}", "{{ seo() }}", "{%- seo page -%}"):
        assert env.from_string(source).render(page=PAGE) == expected, source
    whole = env.from_string("{% autoescape true %}{% seo %}{% endautoescape %}{% seo page %}")
    assert whole.render(page=PAGE) == expected * 2
    assert title_of(expected) == " ".join(HOSTILE.split())


def render_head_of(page: dict[str, Any], settings: Settings) -> str:
    from seokit.extract.values import ValueReader

    return render_head(head(ValueReader(settings).page(page), settings))


def test_rendered_by_a_coroutine(settings: Settings) -> None:
    env = made(settings, enable_async=True)
    assert asyncio.run(env.from_string("{% seo %}").render_async(page=PAGE)) == render_head_of(PAGE, settings)


def test_beside_inheritance_loops_and_translations(settings: Settings) -> None:
    from jinja2 import DictLoader

    env = made(
        settings,
        loader=DictLoader(
            {"base": "<head>{% block head %}{% seo %}{% endblock %}</head>{% trans %}a{% endtrans %}"}
        ),
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations()  # type: ignore[attr-defined]
    child = env.from_string("{% extends 'base' %}{% set page = {'title': 'Rye'} %}")
    assert title_of(child.render()) == "Rye"
    child = env.from_string("{% extends 'base' %}{% block head %}{{ super() }}<link>{% endblock %}")
    assert "</script><link></head>a" in child.render(page=PAGE)
    each = env.from_string("{% for one in pages %}{% seo one %}{% endfor %}")
    assert each.render(pages=[PAGE, PAGE]).count("<title>") == 2


def test_which_page_is_meant(settings: Settings) -> None:
    env = made(settings)
    tag = env.from_string("{% seo %}")
    assert title_of(tag.render(article={"title": "A"})) == "A"
    assert title_of(tag.render(post={"title": "B"})) == "B"
    assert title_of(tag.render(title="C", description="d", session=None)) == "C"
    assert title_of(tag.render(page={"title": "D"}, article={"title": "A"}, title="C")) == "D"
    assert tag.render(page=None) == ""
    assert title_of(tag.render(page=Page(path="rye-bread.md"))) == "rye bread"


def test_errors_say_what_is_wrong(settings: Settings, tmp_path: Path) -> None:
    env = made(settings)
    with pytest.raises(UndefinedError, match="no variable page, article, post or title"):
        env.from_string("{% seo %}").render()
    with pytest.raises(UndefinedError, match="'recipe' is undefined"):
        env.from_string("{% seo recipe %}").render()
    with pytest.raises(TypeError, match="a page is a mapping or an object with attributes, not int"):
        env.from_string("{{ seo(3) }}").render()
    with pytest.raises(TemplateSyntaxError, match="expected token"):
        env.from_string("{% seo page other %}")
    env.seo_settings = tmp_path / "absent.toml"  # type: ignore[attr-defined]
    with pytest.raises(ConfigError, match=r"absent\.toml is not a file"):
        env.from_string("{% seo %}").render(page=PAGE)


def test_the_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = 'base_url = "https://example.org"\ntitle = "{{ title }} | Loaves"\n[fields]\ntitle = ["name"]\n'
    (tmp_path / "seokit.toml").write_text(config)
    monkeypatch.chdir(tmp_path)
    env = Environment(extensions=["seokit.jinja.SeoExtension"])
    tag = env.from_string("{% seo %}")
    found = tag.render(page={"name": "Rye", "url": "/rye/"})
    assert title_of(found) == "Rye | Loaves"
    assert 'href="https://example.org/rye/"' in found
    other = tmp_path / "other.toml"
    other.write_text('site_name = "Other"\n')
    env.seo_settings = str(other)  # type: ignore[attr-defined]
    assert 'property="og:site_name" content="Other"' in tag.render(page={"title": "Rye"})
    overlay = env.overlay(autoescape=True)
    assert 'content="Other"' in overlay.from_string("{% seo %}").render(page={"title": "Rye"})


def test_without_a_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    env = Environment(extensions=["seokit.jinja.SeoExtension"])
    found = env.from_string("{% seo %}").render(page={"title": "Rye", "url": "/rye/"})
    assert title_of(found) == "Rye"
    assert "canonical" not in found  # no base URL


@given(title=st.text(), description=st.text(), escaped=st.booleans())
def test_any_text_is_read_back(settings: Settings, title: str, description: str, escaped: bool) -> None:
    from seokit.generate.head_values import clean

    page = {"title": title, "description": description, "url": "/rye/", "date": "2024-05-01"}
    found = made(settings, autoescape=escaped).from_string("{% seo %}").render(page=page)
    soup = BeautifulSoup(found, "html.parser")
    assert [tag.get_text() for tag in soup.find_all("title")] == ([clean(title)] if clean(title) else [])
    metas = [tag["content"] for tag in soup.find_all("meta", attrs={"name": "description"})]
    assert metas == ([clean(description)] if clean(description) else [])
    (script,) = soup.find_all("script")
    assert json.loads(str(script.string))["@graph"]


# -- the frameworks --------------------------------------------------------------------------------


def test_flask(settings: Settings) -> None:
    need("flask", find_spec("flask") is not None, "Flask is not installed")
    import flask

    app = flask.Flask(__name__)
    app.secret_key = "x"
    app.jinja_env.add_extension(SeoExtension)
    app.jinja_env.seo_settings = replace(settings, head=HeadSettings(lang="en-GB"))

    @app.get("/rye/")
    def rye() -> str:
        return str(flask.render_template_string("<head>{% seo %}</head>", title="Rye & more"))

    answer = app.test_client().get("/rye/?utm_source=x")
    assert title_of(answer.text) == "Rye & more"
    assert '<link rel="canonical" href="https://example.org/rye/">' in answer.text
    assert "Vary" not in answer.headers  # nobody looked into the session


PELICAN = """
SITENAME = "Loaves"
SITEURL = ""
PATH = "content"
TIMEZONE = "UTC"
THEME = "theme"
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
JINJA_ENVIRONMENT = {"extensions": ["seokit.jinja.SeoExtension"]}
"""
ARTICLE = """<html><head>
<title>Rye &amp; more</title>
<meta name="date" content="2024-05-01 10:00">
<meta name="authors" content="Ada Baker">
<meta name="tags" content="rye, loaf">
<meta name="category" content="Bread">
<meta name="summary" content="A dark loaf.">
</head><body><p>Text.</p></body></html>
"""


def run(arguments: list[str], folder: Path) -> None:
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path, written: dict[str, str]) -> None:
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_pelican(tmp_path: Path) -> None:
    need("pelican", find_spec("pelican") is not None, "Pelican is not installed")
    files(
        tmp_path,
        {
            "pelicanconf.py": PELICAN,
            "seokit.toml": 'base_url = "https://example.org"\nsite_name = "Loaves"\n',
            "content/rye.html": ARTICLE,
            "content/pages/about.html": "<html><head><title>About</title></head><body>x</body></html>",
            "theme/templates/article.html": "<head>{% seo %}</head>",
            "theme/templates/page.html": "<head>{% seo %}</head>",
        },
    )
    run(["-m", "pelican", "-s", "pelicanconf.py", "-o", "output"], tmp_path)
    soup = BeautifulSoup((tmp_path / "output" / "rye-more.html").read_text("utf-8"), "html.parser")
    assert title_of(str(soup)) == "Rye & more"

    def content(key: str) -> list[Any]:
        return [
            tag["content"]
            for tag in soup.find_all("meta", {"name": key}) + soup.find_all("meta", {"property": key})
        ]

    assert content("description") == ["A dark loaf."]
    assert content("og:url") == ["https://example.org/rye-more.html"]
    assert content("article:published_time") == ["2024-05-01T10:00:00+00:00"]
    assert content("article:author") == ["Ada Baker"]
    assert content("article:tag") == ["rye", "loaf"]
    assert content("article:section") == ["Bread"]
    assert title_of((tmp_path / "output" / "pages" / "about.html").read_text("utf-8")) == "About"


HOOK = """
def on_env(env, config, files):
    env.add_extension("seokit.jinja.SeoExtension")
    env.seo_settings = "seokit.toml"
    return env
"""


def test_mkdocs(tmp_path: Path) -> None:
    need("mkdocs", find_spec("mkdocs") is not None, "MkDocs is not installed")
    files(
        tmp_path,
        {
            "mkdocs.yml": "site_name: Loaves\nsite_url: https://example.org/\nhooks: [hook.py]\nplugins: []\n"
            "theme: {name: null, custom_dir: theme}\n",
            "hook.py": HOOK,
            "seokit.toml": 'base_url = "https://example.org"\n',
            "theme/main.html": "<head>{% seo %}</head>{{ page.content }}",
            "theme/404.html": "<head>{% seo %}</head>",
            "docs/rye.md": "---\ndescription: A dark loaf.\nimage: /rye.png\n---\n# Rye & more\n\nText.\n",
        },
    )
    run(["-m", "mkdocs", "build", "--quiet"], tmp_path)
    text = (tmp_path / "site" / "rye" / "index.html").read_text("utf-8")
    assert title_of(text) == "Rye & more"
    assert '<meta name="description" content="A dark loaf.">' in text
    assert '<link rel="canonical" href="https://example.org/rye/">' in text
    assert '<meta property="og:image" content="https://example.org/rye.png">' in text
