"""Links in a generator's own words: where they lead, and where they are written."""

from __future__ import annotations

from pathlib import Path

import seokit


def test_pelican_s_links_lead_to_sources(tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text("PATH = 'content'\n")
    (tmp_path / "content" / "a").mkdir(parents=True)
    (tmp_path / "content" / "a" / "one.md").write_text(
        "Title: One\n\n[two]({filename}/two%20b.md), [tag]({tag}x),\n[gone]({filename}gone.md)\n"
    )
    (tmp_path / "content" / "two b.md").write_text("Title: Two\n\n[one]({filename}a/one.md)\n")
    audit = seokit.audit(tmp_path / "content", select=["link-broken", "link-orphan"])
    told = [(one.rule, Path(one.path).name, one.line, one.column) for one in audit.findings]
    assert told == [("link-broken", "one.md", 4, 8)]


def test_a_link_with_blanks_has_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nWords.\n\n[b](<no such file.md>)\n")
    audit = seokit.audit(tmp_path, preset="generic", select=["link-broken"])
    assert [(one.line, one.column) for one in audit.findings] == [(6, 6)]


def test_docusaurus_counts_from_the_site(tmp_path: Path) -> None:
    (tmp_path / "docusaurus.config.js").write_text("export default {};\n")
    (tmp_path / "docs" / "a").mkdir(parents=True)
    (tmp_path / "docs" / "b.md").write_text("# B\n")
    (tmp_path / "docs" / "a" / "c.md").write_text("# C\n\n[b](@site/docs/b.md) [d](@site/docs/d.md)\n")
    audit = seokit.audit(tmp_path / "docs", select=["link-broken", "link-orphan"])
    assert [(one.rule, one.line, one.column) for one in audit.findings] == [("link-broken", 3, 26)]


def test_a_pattern_of_the_config_goes_before_the_generator(tmp_path: Path) -> None:
    (tmp_path / "astro.config.mjs").write_text("")
    (tmp_path / "src" / "content" / "blog").mkdir(parents=True)
    (tmp_path / "src" / "content" / "blog" / "A Post.md").write_text("---\ntitle: A\n---\n")
    (page,) = seokit.read(tmp_path)
    assert page.url == "/blog/a-post/"
    (tmp_path / "seokit.toml").write_text(
        'preset = "astro"\n[[section]]\nfiles = ["src/content/blog/**"]\nurl = "/writing/{{ slug | slug_path }}/"\n'
    )
    (page,) = seokit.read(tmp_path)
    assert page.url == "/writing/a-post/"
