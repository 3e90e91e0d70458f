"""The rules of each generator beyond what the small sites show: options of the configs, odd names, what is left out.

What these say was looked up in the generators' documentation and sources; the small sites are built by them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seokit.extract.generators import NAMES, Asked, Placed, Rules, Sites, generator_of
from seokit.extract.generators import docusaurus as docusaurus_rules
from seokit.extract.generators import pelican as pelican_rules
from seokit.presets import PRESETS

MakeRules = Callable[..., Rules]


@pytest.fixture
def site(tmp_path: Path) -> MakeRules:
    """Rules of a preset's site that has these files."""

    def make(preset: str, files: dict[str, str] | None = None) -> Rules:
        for name, text in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        generator = generator_of(preset)
        assert generator
        config = next((str(tmp_path / name) for name in generator.marks if (tmp_path / name).is_file()), "")
        return generator.rules(str(tmp_path), config)

    return make


def place(rules: Rules, name: str, **values: Any) -> Placed:
    assert not rules.left_out(name)
    return rules.place(Asked(name, values))


def url(rules: Rules, name: str, **values: Any) -> str | None:
    return place(rules, name, **values).url


# -- MkDocs ----------------------------------------------------------------------------------------


def test_mkdocs_without_directory_urls(site: MakeRules) -> None:
    rules = site("mkdocs", {"mkdocs.yml": "use_directory_urls: false\ndocs_dir: pages\n"})
    assert rules.content.endswith("/pages")
    assert url(rules, "index.md") == "/index.html"
    assert url(rules, "a/README.md") == "/a/index.html"
    assert url(rules, "a/b c.md") == "/a/b%20c.html"


def test_mkdocs_leaves_out(site: MakeRules) -> None:
    rules = site(
        "mkdocs",
        {
            "mkdocs.yml": "exclude_docs: |\n  /private/\n  !.well-known/\n",
            "docs/both/index.md": "",
            "docs/a.md": "",
        },
    )
    for name in (".hidden/a.md", "templates/a.md", "private/a.md", "both/README.md", "../README.md"):
        assert rules.left_out(name), name
    for name in (
        "a.md",
        "deep/templates/a.md",
        "deep/private/a.md",
        ".well-known/a.md",
        "both/index.md",
        "readme.md",
    ):
        assert not rules.left_out(name), name
    assert url(rules, "a/readme.md") == "/a/readme/", "only README is a folder's page"


def test_mkdocs_navigation(site: MakeRules) -> None:
    rules = site(
        "mkdocs",
        {
            "mkdocs.yml": "nav:\n- a.md\n- B: b.md\n- C:\n  - ./c/d.md\n  - E: c/e.md\n- F: https://f.example\n"
        },
    )
    placed = {name: place(rules, name) for name in ("a.md", "b.md", "c/d.md", "c/e.md", "x.md")}
    assert {name: one.given["title"].value for name, one in placed.items() if one.given} == {
        "b.md": "B",
        "c/e.md": "E",
    }
    assert [name for name, one in placed.items() if not one.listed] == ["x.md"]
    assert place(site("mkdocs", {"mkdocs.yml": "nav: 5\nexclude_docs: 5\ndocs_dir: 5"}), "x.md").listed


# -- Docusaurus ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("docs/a.md", {}, "/docs/a"),
        ("docs/01-a.md", {}, "/docs/a"),
        ("docs/01. a.md", {}, "/docs/a"),
        ("docs/2024-01-a.md", {}, "/docs/2024-01-a"),
        ("docs/1.2.md", {}, "/docs/1.2"),
        ("docs/7-.md", {}, "/docs/7-"),
        ("docs/01-a/02-b.mdx", {}, "/docs/a/b"),
        ("docs/01-a/02-b.md", {"parse_number_prefixes": False}, "/docs/01-a/02-b"),
        ("docs/a/index.md", {}, "/docs/a/"),
        ("docs/a/README.md", {}, "/docs/a/"),
        ("docs/a/A.md", {}, "/docs/a/"),
        ("docs/index.md", {}, "/docs/"),
        ("docs/a/index.md", {"slug": "b"}, "/docs/a/b"),
        ("docs/a/b.md", {"slug": "../c"}, "/docs/c"),
        ("docs/a/b.md", {"slug": "/c/d"}, "/docs/c/d"),
        ("docs/a/b.md", {"slug": "/"}, "/docs/"),
        ("docs/a/b.md", {"id": "c"}, "/docs/a/c"),
        ("docs/a/b c.md", {}, "/docs/a/b%20c"),
        ("blog/2024-01-05-a.md", {}, "/blog/2024/01/05/a"),
        ("blog/2024-1-5-a/index.mdx", {}, "/blog/2024/1/5/a"),
        ("blog/2024/01/05/a.md", {}, "/blog/2024/01/05/a"),
        ("blog/team/2024-01-05-a.md", {}, "/blog/2024/01/05/team/a"),
        ("blog/a.md", {}, "/blog/a"),
        ("blog/2024-01-05-a.md", {"slug": "b"}, "/blog/b"),
        ("blog/2024-01-05-a.md", {"slug": "/b/c"}, "/blog/b/c"),
        ("src/pages/a/index.md", {}, "/a"),
    ],
)  # fmt: skip
def test_docusaurus_addresses(site: MakeRules, name: str, values: dict[str, Any], expected: str) -> None:
    assert url(site("docusaurus", {"docusaurus.config.js": ""}), name, **values) == expected


def test_docusaurus_options(site: MakeRules) -> None:
    config = """export default { trailingSlash: true, presets: [['classic', {
        docs: { path: 'manual', routeBasePath: '/', numberPrefixParser: false },
        blog: { routeBasePath: 'news' },
    }]] };"""
    rules = site("docusaurus", {"docusaurus.config.ts": config})
    assert url(rules, "manual/01-a.md") == "/01-a/"
    assert url(rules, "manual/index.md") == "/"
    assert url(rules, "blog/a.md") == "/news/a/"
    assert rules.left_out("docs/a.md")
    never = site("docusaurus", {"docusaurus.config.ts": "export default { trailingSlash: false }"})
    assert url(never, "docs/a/index.md") == "/docs/a"


def test_docusaurus_versions(site: MakeRules) -> None:
    rules = site("docusaurus", {"docusaurus.config.js": "", "versions.json": '["2.0", "1.0"]'})
    assert url(rules, "docs/a.md") == "/docs/next/a"
    assert url(rules, "versioned_docs/version-2.0/a.md") == "/docs/a"
    assert url(rules, "versioned_docs/version-1.0/a.md") == "/docs/1.0/a"
    assert rules.left_out("versioned_docs/version-0.1/a.md")


def test_docusaurus_leaves_out(site: MakeRules) -> None:
    rules = site("docusaurus", {"docusaurus.config.js": ""})
    for name in ("docs/_a.md", "docs/_a/b.md", "blog/_drafts/a.md", "README.md", "../a.md", "src/a.md"):
        assert rules.left_out(name), name


def test_docusaurus_dates(site: MakeRules) -> None:
    rules = site("docusaurus", {"docusaurus.config.js": ""})
    assert place(rules, "blog/2024-1-5-a.md").given["date"].value == "2024-01-05"
    assert not place(rules, "blog/2024-1-5-a.md", date="2024-02-03").given
    assert docusaurus_rules.link("@site/docs/a.md", "docs/b/c.md") == "../a.md"
    assert docusaurus_rules.link("@site/docs/a.md", "c.md") == "docs/a.md"


# -- Astro -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "name", "values", "expected"),
    [
        ("", "src/content/blog/A Post.md", {}, "/blog/a-post/"),
        ("", "src/content/blog/index.md", {}, "/blog/index/"),
        ("", "src/content/blog/a/index.mdx", {}, "/blog/a/"),
        ("", "src/data/news/a.md", {}, "/news/a/"),
        ("", "src/blog/a.md", {}, "/blog/a/"),
        ("", "src/content/blog/a.md", {"slug": "b/c"}, "/blog/b/c/"),
        ("", "src/pages/About Us.md", {}, "/About%20Us/"),
        ("", "src/pages/a/index.md", {}, "/a/"),
        ("export default { trailingSlash: 'never' }", "src/pages/a.md", {}, "/a"),
        ("export default { build: { format: 'file' } }", "src/pages/a.md", {}, "/a.html"),
        ("import s from '@astrojs/starlight'", "src/content/docs/index.mdx", {}, "/"),
        ("import s from '@astrojs/starlight'", "src/content/docs/guides/a.md", {}, "/guides/a/"),
        ("import s from '@astrojs/starlight'", "src/content/docs/a.md", {"slug": "b"}, "/b/"),
    ],
)  # fmt: skip
def test_astro_addresses(
    site: MakeRules, config: str, name: str, values: dict[str, Any], expected: str
) -> None:
    assert url(site("astro", {"astro.config.mjs": config}), name, **values) == expected


def test_astro_leaves_out(site: MakeRules) -> None:
    rules = site("astro", {"astro.config.mjs": ""})
    for name in (
        "README.md", "src/pages/_a.md", "src/content/blog/_a.md", "src/content/a.md", "src/components/x/a.md", "../a/b.md",
    ):  # fmt: skip
        assert rules.left_out(name), name


# -- Eleventy --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("a.md", {}, "/a/"),
        ("index.md", {}, "/"),
        ("a/index.md", {}, "/a/"),
        ("a/a.md", {}, "/a/"),
        ("a/2024-01-05-b.md", {}, "/a/2024-01-05-b/"),
        ("a.md", {"permalink": "/b/"}, "/b/"),
        ("a.md", {"permalink": "b/index.html"}, "/b/"),
        ("a.md", {"permalink": "b.html"}, "/b.html"),
        ("a.md", {"permalink": "/"}, "/"),
        ("a.md", {"permalink": {"build": "/c/"}}, "/c/"),
        ("a.md", {"permalink": "", "eleventyComputed": {"permalink": "/c/"}}, "/a/"),
        ("a.md", {"eleventyComputed": {"permalink": "/{{ x }}/"}, "x": "y"}, "/y/"),
        ("a.md", {"permalink": "/{{ title | slugify }}/", "title": "B & C"}, "/b-and-c/"),
        ("a.md", {"permalink": "/{{ title | slug }}/", "title": "B & C"}, "/b-and-c/"),
        ("p/2024-01-05-b.md", {"permalink": "/{{ page.fileSlug }}/"}, "/b/"),
        ("p/2024-01-05-b/index.md", {"permalink": "/{{ page.fileSlug }}/"}, "/b/"),
        ("p/2024-01-05-b.md", {"permalink": "{{ page.filePathStem }}.html"}, "/p/b.html"),
        ("p/2024-01-05-b.md", {"permalink": "/{{ page.date | date: '%Y/%-m/%-d' }}/"}, "/2024/1/5/"),
        ("a.md", {"permalink": "/{{ tags[0] | default: 'x' }}/", "tags": ["y"]}, "/y/"),
        ("a.md", {"permalink": "/{% if x %}{{ x | upcase }}{% endif %}/", "x": "y"}, None),
        ("a.md", {"permalink": "/{{ page.date | readableDate }}/"}, None),
        ("a.md", {"permalink": "/{{ nothing }}/"}, None),
        ("a.md", {"permalink": "/{{ broken"}, None),
        ("a.md", {"permalink": "/{{ 'a' * 99999999 }}/"}, None),
        ("a.md", {"permalink": "/{% for a in b %}{% for c in b %}{{ b }}{% endfor %}{% endfor %}", "b": ["x" * 99] * 99}, None),
    ],
)  # fmt: skip
def test_eleventy_addresses(site: MakeRules, name: str, values: dict[str, Any], expected: str | None) -> None:
    assert url(site("eleventy", {"eleventy.config.js": ""}), name, **values) == expected


def test_eleventy_data_of_folders(site: MakeRules) -> None:
    rules = site(
        "eleventy",
        {
            ".eleventy.js": "module.exports = (c) => { c.setInputDirectory('src'); }",
            "src/src.json": '{"lang": "da", "author": "Ada"}',
            "src/a/a.json": '{"permalink": "/{{ page.fileSlug }}/", "draft": true, "tags": ["x", "y"]}',
            "src/a/b/b.11tydata.json": '{"author": "Ben"}',
            "src/a/b/c.json": '{"title": "C"}',
            "src/js/js.11tydata.js": "module.exports = { tags: 'z', permalink: (data) => `/${data.x}/` };",
            "src/lit/lit.11tydata.js": "module.exports = { permalink: '/l/{{ page.fileSlug }}/' };",
            "src/broken/broken.json": "{",
        },
    )
    placed = place(rules, "a/b/c.md", lang="en")
    assert placed.url == "/c/"
    known = {key: text.value for key, text in placed.given.items()}
    assert known == {
        "author": "Ben", "permalink": "/{{ page.fileSlug }}/", "draft": "true", "tags": "x, y", "title": "C",
    }  # fmt: skip
    assert url(rules, "js/a.md") is None, "a program makes it"
    assert place(rules, "js/a.md").given["tags"].value == "z"
    assert url(rules, "js/a.md", permalink="/x/") == "/x/"
    assert url(rules, "lit/a.md") == "/l/a/"
    assert url(rules, "broken/a.md") == "/broken/a/"


def test_eleventy_leaves_out(site: MakeRules) -> None:
    config = "c.ignores.add('drafts/'); return { dir: { input: 'src', includes: '../inc', data: 'facts', output: 'out' } }"
    rules = site(
        "eleventy", {"eleventy.config.mjs": config, "src/.eleventyignore": "/secret.md\n# a comment\n"}
    )
    for name in ("../README.md", "facts/a.md", "secret.md", "drafts/a.md"):
        assert rules.left_out(name), name
    for name in ("a.md", "a/secret.md", "_includes/a.md"):
        assert not rules.left_out(name), name
    assert site("eleventy", {"eleventy.config.mjs": ""}).left_out("_includes/a.md")
    for values in (
        {"permalink": False},
        {"permalink": {}} | {"permalink": {"server": "x"}},
        {"pagination": {"size": 1}},
    ):
        assert place(rules, "a.md", **values).left_out


# -- Pelican ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("config", "name", "values", "expected"),
    [
        ("", "a.md", {"title": "Rye Bread"}, "/rye-bread.html"),
        ("", "pages/a.md", {"title": "Rye Bread"}, "/pages/rye-bread.html"),
        ("", "a.md", {"title": "A", "slug": "b"}, "/b.html"),
        ("", "a.md", {"title": "A", "lang": "da"}, "/a-da.html"),
        ("DEFAULT_LANG = 'da'", "a.md", {"title": "A", "lang": "DA"}, "/a.html"),
        ("", "a.md", {"title": "A", "status": "Draft"}, "/a.html"),
        ("", "pages/a.md", {"title": "A", "status": "draft", "lang": "da"}, "/pages/a-da.html"),
        ("", "a.md", {"title": "A", "url": "b/c/"}, "/b/c/"),
        ("", "a.md", {"title": "A", "save_as": "b/index.html"}, "/b/"),
        ("SLUGIFY_SOURCE = 'basename'", "My File.md", {"title": "A"}, "/my-file.html"),
        ("ARTICLE_URL = '{category}/{author}/{slug}'", "Bread Things/a.md", {"title": "A", "authors": "Ida Loaf; Ben"}, "/bread-things/ida-loaf/a"),
        ("ARTICLE_URL = '{category}/{slug}'", "a.md", {"title": "A"}, "/misc/a"),
        ("ARTICLE_URL = '{date:%b}/{slug}'", "a.md", {"title": "A", "date": "2024-05-03"}, "/May/a"),
        ("ARTICLE_URL = '{date:%Y}/{slug}'", "2024-05-03-a.md", {"title": "A"}, "/2024/a"),
        ("ARTICLE_URL = '{date:%Y}/{slug}'", "a.md", {"title": "A"}, None),
        ("ARTICLE_URL = '{nothing}'", "a.md", {"title": "A"}, None),
        ("ARTICLE_URL = '{slug:>999999999}'", "a.md", {"title": "A"}, None),
        ("ARTICLE_URL = '{slug.__class__}'", "a.md", {"title": "A"}, None),
        ("ARTICLE_URL = '{slug'", "a.md", {"title": "A"}, None),
        ("SLUG_REGEX_SUBSTITUTIONS = [('[', '')]", "a.md", {"title": "A"}, None),
        ("FILENAME_METADATA = '(?P<slug>.*)'", "from-name.md", {"title": "A"}, "/from-name.html"),
        ("FILENAME_METADATA = '('", "a.md", {"title": "A"}, "/a.html"),
        ("EXTRA_PATH_METADATA = {'a.md': {'url': 'x/'}}", "a.md", {"title": "A"}, "/x/"),
        ("DEFAULT_METADATA = {'status': 'draft'}", "a.md", {"title": "A"}, "/a.html"),
    ],
)  # fmt: skip
def test_pelican_addresses(
    site: MakeRules, config: str, name: str, values: dict[str, Any], expected: str | None
) -> None:
    assert url(site("pelican", {"pelicanconf.py": config, "content/x": ""}), name, **values) == expected


def test_pelican_leaves_out(site: MakeRules) -> None:
    config = (
        "PATH = 'text'\nARTICLE_PATHS = ['blog']\nPAGE_PATHS = ['info']\nARTICLE_EXCLUDES = ['blog/old']\n"
    )
    rules = site("pelican", {"pelicanconf.py": config})
    assert rules.content.endswith("/text")
    for name in ("../README.md", "notes/a.md", "blog/old/a.md", "blogs/a.md"):
        assert rules.left_out(name), name
    for name in ("blog/a.md", "info/a.md"):
        assert not rules.left_out(name), name
    assert place(rules, "blog/a.md", title="A", status="skip").left_out
    assert place(rules, "blog/a.md", title="A", status="hidden") == place(rules, "blog/a.md", title="A")


@pytest.mark.parametrize(
    ("href", "name", "expected"),
    [
        ("{filename}/a/b.md", "c/d.md", "../a/b.md"),
        ("{filename}b.md#x", "c/d.md", "b.md#x"),
        ("|filename|../b.md", "c/d.md", "../b.md"),
        ("%7Bstatic%7D/a.png", "d.md", "a.png"),
        ("{tag}x", "d.md", ""),
        ("{index}", "d.md", ""),
        ("{other}x", "d.md", "{other}x"),
        ("/a/", "d.md", "/a/"),
    ],
)
def test_pelican_links(href: str, name: str, expected: str) -> None:
    assert pelican_rules.link(href, name) == expected


# -- finding a site --------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", NAMES)
def test_no_config_and_no_folder_that_tells(
    preset: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    located = Sites().locate(preset, "texts/bread/rye.md", "texts")
    assert located is not None
    _, rules, name = located
    assert not rules.left_out(name)
    assert rules.place(Asked(name, {"title": "Rye"})).url


def test_presets_of_no_generator_have_no_rules() -> None:
    assert set(NAMES) < set(PRESETS)
    assert generator_of("hugo") is None
    assert Sites().locate("hugo", "a/b.md", "a") is None


def test_a_site_inside_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, docs in ((".", "docs"), ("inner", "text")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "mkdocs.yml").write_text(f"docs_dir: {docs}\n")
    sites = Sites()
    for path, name in (
        ("docs/a.md", "a.md"),
        ("inner/text/b.md", "b.md"),
        ("inner/docs/c.md", "../docs/c.md"),
    ):
        located = sites.locate("mkdocs", path, ".")
        assert located is not None
        assert located[2] == name


def test_patterns_of_a_site_that_take_long_say_nothing(site: MakeRules) -> None:
    config = "FILENAME_METADATA = '(a|aa)+[bc]'\nSLUG_REGEX_SUBSTITUTIONS = [('(a|aa)+[bc]', '')]\n"
    rules = site("pelican", {"pelicanconf.py": config, "content/x": ""})
    begun = time.process_time()
    assert url(rules, "a" * 200 + ".md", title="a" * 200) is None
    assert time.process_time() - begun < 1


def test_broken_patterns_are_passed_over(site: MakeRules) -> None:
    rules = site("mkdocs", {"mkdocs.yml": "exclude_docs: |\n  !\n  [z-a]\n  b.md\n", "docs/a.md": ""})
    assert (rules.left_out("a.md"), bool(rules.left_out("b.md"))) == ("", True)
    rules = site("eleventy", {"eleventy.config.js": "", ".eleventyignore": "!\n[z-a]\nb.md\n"})
    assert (rules.left_out("a.md"), bool(rules.left_out("b.md"))) == ("", True)
