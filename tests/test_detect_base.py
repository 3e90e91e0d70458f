"""`seokit init` takes the address of a site from its generator's config, without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seokit.config import write_init
from seokit.detect_base import base_url_of


@pytest.mark.parametrize(
    ("name", "text", "url"),
    [
        ("hugo.toml", 'baseURL = "https://example.org/"', "https://example.org"),
        ("hugo.yaml", "baseURL: https://example.org/blog/", "https://example.org/blog"),
        ("hugo.json", '{"baseURL": "https://example.org"}', "https://example.org"),
        ("_config.yml", "url: https://example.org\nbaseurl: /docs", "https://example.org/docs"),
        ("mkdocs.yml", "site_url: https://example.org\nx: !!python/name:a.b", "https://example.org"),
        ("pelicanconf.py", '# SITEURL = "https://old.example"\nSITEURL = "https://example.org"', "https://example.org"),
        ("docusaurus.config.js", "export default {url: 'https://example.org', baseUrl: '/bees/'}", "https://example.org/bees"),
        ("astro.config.mjs", 'defineConfig({ site: "https://example.org" })', "https://example.org"),
        ("pelicanconf.py", "SITEURL = os.environ['X']", ""),
        ("hugo.toml", 'baseURL = "/"', ""),
        ("hugo.toml", "baseURL = ", ""),
        ("mkdocs.yml", "- a\n- b", ""),
        ("_config.yml", "url: [", ""),
    ],
)  # fmt: skip
def test_addresses(name: str, text: str, url: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    assert base_url_of(tmp_path) == url


def test_init_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Jars\n")
    write_init(".")
    text = (tmp_path / "seokit.toml").read_text()
    assert 'preset = "mkdocs"' in text
    assert 'base_url = "https://example.org"' in text
