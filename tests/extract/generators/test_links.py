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
