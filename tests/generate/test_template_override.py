"""A template of the user's own prints the head tags, wherever they are printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jinja2
import pytest

import seokit
from seokit.config import ConfigError

OWN = "{% for tag in tags %}{% if tag.kind == 'title' %}<title>{{ tag.content }} (own)</title>{% endif %}{% endfor %}"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "head.html.j2").write_text(OWN)
    (tmp_path / "seokit.toml").write_text('preset = "generic"\ntemplates = "own"\n')
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "rye.md").write_text("---\ntitle: Rye & salt\nurl: /rye/\n---\nText.\n")
    (tmp_path / "public" / "rye").mkdir(parents=True)
    (tmp_path / "public" / "rye" / "index.html").write_text("<html><head></head><body>Rye</body></html>")
    return tmp_path


def test_meta_prints_by_it(site: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "seokit", "meta", "content"],
        cwd=site,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "<title>Rye &amp; salt (own)</title>\n"


def test_inject_writes_by_it(site: Path) -> None:
    made = seokit.inject(site / "public", source=site / "content", write=True)
    assert made.counts == {"changed": 1}
    text = (site / "public" / "rye" / "index.html").read_text()
    assert "<title>Rye &amp; salt (own)</title>" in text
    assert "og:title" not in text


def test_the_extension_prints_by_it(site: Path) -> None:
    env = jinja2.Environment(extensions=["seokit.jinja.SeoExtension"])
    env.seo_settings = str(site / "seokit.toml")  # type: ignore[attr-defined]
    assert env.from_string("{% seo %}").render(page={"title": "Rye"}) == "<title>Rye (own)</title>"


def test_a_folder_without_the_template_is_a_fault(site: Path) -> None:
    (site / "own" / "head.html.j2").unlink()
    with pytest.raises(
        ConfigError, match=r"seokit\.toml:2: templates: there is no head\.html\.j2 in \"own\""
    ):
        seokit.meta(site / "content")
