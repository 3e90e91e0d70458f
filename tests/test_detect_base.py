"""The address of a site is taken from its generator's config, without running it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import seokit
from seokit.cli import cli
from seokit.config import load_settings, write_init
from seokit.detect_base import published_at

AT = "https://example.org"


@pytest.mark.parametrize(
    ("preset", "name", "text", "url"),
    [
        ("hugo", "hugo.toml", 'baseURL = "https://example.org/"', AT),
        ("hugo", "config.yaml", "baseurl: https://example.org/blog/", AT + "/blog"),
        ("hugo", "hugo.json", '{"baseURL": "https://example.org"}', AT),
        ("hugo", "config/_default/hugo.toml", 'baseURL = "https://example.org/"', AT),
        ("jekyll", "_config.yml", "url: https://example.org\nbaseurl: /docs", AT + "/docs"),
        ("mkdocs", "mkdocs.yml", "site_url: https://example.org\nx: !!python/name:a.b\ny: !ENV [A, b]", AT),
        ("pelican", "pelicanconf.py", '# SITEURL = "https://old.example"\nSITEURL = "https://example.org"', AT),
        ("docusaurus", "docusaurus.config.js", "export default {url: 'https://example.org', baseUrl: '/bees/'}", AT + "/bees"),
        ("docusaurus", "docusaurus.config.ts", "const config: Config = {\n  /* url: 'https://old.example' */\n"
         "  url: 'https://example.org', // live\n  themeConfig: {logo: {url: 'https://other.example'}}};", AT),
        ("astro", "astro.config.mjs", 'export default defineConfig({ site: "https://example.org", base: "/a" })', AT + "/a"),
        ("astro", "astro.config.ts", 'defineConfig({ site: import.meta.env.SITE ?? "https://example.org" })', ""),
        ("docusaurus", "docusaurus.config.js", "x = {url: live ? 'https://example.org' : 'https://example.net'}", ""),
        ("docusaurus", "docusaurus.config.js", "x = {url: `https://${host}`}", ""),
        ("docusaurus", "docusaurus.config.js", "x = {url: 'https://example.org'}; y = {url: 'https://example.net'}", ""),
        ("pelican", "pelicanconf.py", "SITEURL = os.environ['X']", ""),
        ("pelican", "pelicanconf.py", "SITEURL = 'http://localhost:8000'", ""),
        ("hugo", "hugo.toml", 'baseURL = "/"', ""),
        ("hugo", "hugo.toml", "baseURL = ", ""),
        ("hugo", "hugo.toml", "baseURL = 5", ""),
        ("mkdocs", "mkdocs.yml", "site_url: https://example.org/?a=b", ""),
        ("mkdocs", "mkdocs.yml", "site_url: https://me:secret@example.org/", ""),
        ("mkdocs", "mkdocs.yml", "- a\n- b", ""),
        ("jekyll", "_config.yml", "url: [", ""),
        ("jekyll", "_config.yml", "url: [https://example.org]", ""),
        ("generic", "mkdocs.yml", "site_url: https://example.org", ""),
        ("astro", "mkdocs.yml", "site_url: https://example.org", ""),
    ],
)  # fmt: skip
def test_addresses(preset: str, name: str, text: str, url: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    assert published_at(preset, str(tmp_path)) == (url, str(file) if url else "")


@pytest.mark.parametrize(
    ("published", "url"),
    [
        ("SITEURL = 'https://example.org'", AT),
        ("from pelicanconf import *\nX = 1", "https://draft.example"),
        ("SITEURL = f'https://{X}'", ""),
    ],
)
def test_pelican_publishes_what_publishconf_says(published: str, url: str, tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("SITEURL = 'https://draft.example'")
    (tmp_path / "publishconf.py").write_text(published)
    assert published_at("pelican", str(tmp_path))[0] == url


def test_the_nearest_config_counts_up_to_the_repository(tmp_path: Path) -> None:
    deep = tmp_path / "site" / "docs" / "a"
    deep.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.net")
    assert published_at("mkdocs", str(deep))[0] == "https://example.net"
    (tmp_path / "site" / "mkdocs.yml").write_text("site_name: A")
    assert published_at("mkdocs", str(deep)) == ("", "")
    (tmp_path / "site" / "mkdocs.yml").unlink()
    (tmp_path / "site" / ".git").mkdir()
    assert published_at("mkdocs", str(deep)) == ("", "")


NAMES = ["hugo.toml", "hugo.json", "_config.yml", "mkdocs.yml", "pelicanconf.py", "docusaurus.config.js"]
PRESETS = ["hugo", "hugo", "jekyll", "mkdocs", "pelican", "docusaurus"]


@pytest.mark.parametrize(("name", "preset"), list(zip(NAMES, PRESETS, strict=True)))
@pytest.mark.parametrize(
    "data",
    [b"\0", b"\xff\xfe", b"\xff" * 1000, b"[" * 250_000, b"{a:" * 80_000, b"- " * 100_000, b"'" * 250_000,
     b"'\\" * 120_000, b"/*" * 120_000, b"(" * 250_000, b"-" * 250_000 + b"1", b"1+" * 100_000 + b"1",
     b"url: &a [*a]\nsite_url: *a",
     b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 115))
     + b"site_url: *r\nurl: *r\n", b"SITEURL = '\\d" + b"9" * 5000 + b"'", b"x" * 3_000_000],
    ids=range(16),
)  # fmt: skip
def test_hostile_configs_say_nothing_and_take_no_time(
    name: str, preset: str, data: bytes, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    begun = time.process_time()
    assert published_at(preset, str(tmp_path)) == ("", "")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(("name", "preset"), list(zip(NAMES, PRESETS, strict=True)))
def test_what_is_no_file_says_nothing(name: str, preset: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir()
    assert published_at(preset, str(tmp_path)) == ("", "")
    (tmp_path / name).rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / name)
        assert published_at(preset, str(tmp_path)) == ("", "")


# -- where it is used ------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Jars\n\n[Lids](https://example.org/lids/)\n")
    return tmp_path


def test_init_writes_it(site: Path) -> None:
    write_init(".")
    text = (site / "seokit.toml").read_text()
    assert 'preset = "mkdocs"' in text
    assert '# As mkdocs.yml says.\nbase_url = "https://example.org"' in text
    assert load_settings(["docs"]).base_source == ""


def test_an_audit_goes_by_it(site: Path) -> None:
    audit = seokit.audit("docs", select=["link-broken"])
    assert (audit.config.base_url, audit.config.base_source) == (AT, "mkdocs.yml")
    assert [one.value for one in audit.findings] == ["https://example.org/lids/"]
    done = CliRunner().invoke(cli, ["audit", "docs"])
    assert "base URL https://example.org, from mkdocs.yml\n" in done.stderr


@pytest.mark.parametrize("paths", [["docs/*.md"], ["docs/index.md"], ["docs", "docs/index.md"], ["."]])
def test_any_path_into_the_site_will_do(paths: list[str], site: Path) -> None:
    assert load_settings(paths).base_url == AT


def test_what_people_say_goes_before_it(site: Path) -> None:
    assert load_settings(["docs"], base_url="https://a.example").base_url == "https://a.example"
    (site / "seokit.toml").write_text('base_url = "https://b.example"\n')
    assert load_settings(["docs"]).base_url == "https://b.example"


def test_canonicals_of_built_pages_go_before_it(site: Path) -> None:
    (site / "site").mkdir()
    head = '<!doctype html><title>Jars</title><link rel="canonical" href="{}"><p>Jars'
    (site / "site" / "index.html").write_text(head.format("https://live.example/"))
    found = seokit.audit(["docs", "site"]).config
    assert (found.base_url, found.base_source) == ("https://live.example", "")
    (site / "site" / "index.html").write_text(head.format("/"))
    assert seokit.audit(["docs", "site"]).config.base_url == AT
