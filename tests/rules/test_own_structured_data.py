"""What seokit writes as structured data passes its own rules: only what nobody knows is missing."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

import seokit
from seokit.generate.jsonld import script
from seokit.model import Finding
from seokit.score.registry import RULES

RULES_OF_SCHEMA = [name for name in RULES if name.startswith("schema-")]
ANSWER = (
    "Feed it every day with rye flour & water.\n\nKeep it at $25^\\circ$, no warmer. A cold starter <sleeps>."
)
CONFIG = """
preset = "hugo"
base_url = "https://example.org"
site_name = "Spare Hours"
qa = "{qa}"
[fields]
question = ["question"]
answer = ["answer"]
text = ["answer"]
subject = ["subject"]
[head]
alternate_name = "Hours"
logo = "/logo.png"
same_as = ["https://social.example/hours"]
"""
SITE = {
    "_index.md": "---\ntitle: Spare Hours\n---\n",
    "bread/_index.md": "---\ntitle: Bread\ndate: 2024-06-01\n---\n",
    "bread/starter.md": (
        "---\ntitle: How do I keep a starter?\nquestion: How do I keep a starter?\nsubject: Bread\n"
        "date: 2024-06-07T08:00:00+02:00\nauthor: Ada Rye\nimages: [/starter.png]\n"
        f"answer: |-\n  {ANSWER.replace(chr(10), chr(10) + '  ')}\n---\n"
    ),
}


def built(folder: Path, qa: str) -> list[Finding]:
    """The findings of the schema rules on pages with the structured data of `seokit meta`."""
    config = folder / "seokit.toml"
    config.write_text(CONFIG.format(qa=qa), "utf-8")
    for name, text in SITE.items():
        (folder / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / name).write_text(text, "utf-8")
    shown = "".join(f"<p>{html.escape(part)}</p>" for part in ANSWER.split("\n\n"))
    heads = seokit.meta(folder / "content", config=config)
    assert len(heads) == len(SITE)
    for url, head in heads.items():
        assert head.graph
        page = folder / "public" / url.removeprefix("https://example.org/") / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(
            f'<!doctype html><html lang="en"><head><title>A</title><link rel="canonical" href="{url}">'
            f'<script type="application/ld+json">{script(head.graph)}</script></head><body>{shown}</body></html>',
            "utf-8",
        )
    return list(seokit.audit(folder / "public", config=config, select=RULES_OF_SCHEMA).findings)


@pytest.mark.parametrize(
    ("qa", "unknown"),
    [
        ("none", {"Article lacks image, author": 1, "Article lacks author.url": 1}),
        ("education", {"Article lacks image, author": 1}),
        ("community", {"Article lacks image, author": 1, "QAPage lacks mainEntity.author": 1}),
    ],
)
def test_what_seokit_writes_passes_its_own_rules(qa: str, unknown: dict[str, int], tmp_path: Path) -> None:
    findings = built(tmp_path, qa)
    assert {finding.rule for finding in findings} <= {"schema-recommended-missing"}
    for start, count in unknown.items():
        assert sum(finding.message.startswith(start) for finding in findings) == count, findings
    assert len(findings) == sum(unknown.values())
