"""One fault, one finding: what ended the head is told, and what it cost; not each lost tag again."""

from __future__ import annotations

from pathlib import Path

import seokit

BROKEN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">\n'
    '<img src="data:," alt="">\n'
    '<title>Rye bread</title><meta name="description" content="On rye."><link rel="canonical" href="/rye">\n'
    '<link rel="stylesheet" href="/a.css"></head><body><h1>Rye bread</h1></body></html>'
)
LOST = {"page-head-broken", "title-outside-head", "description-outside-head", "canonical-outside-head"}


def found(folder: Path, ignore: tuple[str, ...] = ()) -> list[str]:
    (folder / "page.html").write_text(BROKEN, "utf-8")
    return [f"{f.rule}: {f.message}" for f in seokit.audit(folder, ignore=ignore).findings if f.rule in LOST]


def test_a_broken_head_is_one_fault(tmp_path: Path) -> None:
    assert found(tmp_path) == [
        "page-head-broken: <img> ends the head: title, description, canonical come too late"
    ]


def test_without_that_rule_each_tag_is_told(tmp_path: Path) -> None:
    assert {line.partition(":")[0] for line in found(tmp_path, ("page-head-broken",))} == LOST - {
        "page-head-broken"
    }
