"""What is suppressed is neither reported nor scored, and never lost: it is listed with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

import seokit
from seokit.config import ConfigError
from seokit.model import Audit, Finding

FAULTS = ["suppression-unused", "suppression-expired", "suppression-unknown-rule", "suppression-invalid"]
BODY = "A sourdough starter lives on flour and water. " * 30


def write(folder: Path, name: str, front: str, body: str = BODY) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front}\n---\n{body}\n")


def config(folder: Path, text: str) -> None:
    (folder / "seokit.toml").write_text(text)


def of_topic(audit: Audit, topic: str = "suppression") -> list[Finding]:
    return [finding for finding in audit.findings if finding.rule.startswith(topic)]


def test_suppressing_a_rule_wherever_it_fails_is_like_ignoring_it_there(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / "plain", f"{number}.md", f"title: Rye {number}\nurl: /{number}")
        write(tmp_path / "asked", f"{number}.md",
              f"title: Rye {number}\nurl: /{number}\nseokit: {{ignore: [title-too-short, link-orphan, description]}}")  # fmt: skip
    names = ["title-too-short", "link-orphan", "description"]
    ignored = seokit.audit(tmp_path / "plain", ignore=names)
    suppressed = seokit.audit(tmp_path / "asked")
    told = [(f.rule, f.message) for f in ignored.findings]
    assert [(f.rule, f.message) for f in suppressed.findings if not f.rule.startswith("field-")] == told
    assert {one.finding.rule for one in suppressed.suppressed} == {
        "title-too-short", "link-orphan", "description-missing",
    }  # fmt: skip
    plain = seokit.audit(tmp_path / "plain")
    assert [page.score for page in suppressed.pages] > [page.score for page in plain.pages]
    assert all(
        page.applicable < before.applicable
        for page, before in zip(suppressed.pages, plain.pages, strict=True)
    )
    assert [page.warnings for page in suppressed.pages] == [page.warnings for page in ignored.pages]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_whole_score_can_be_suppressed_away(jobs: int, tmp_path: Path) -> None:
    for number in range(3):
        write(tmp_path, f"{number}.md", "title: Rye\nseokit: {ignore: [title-too-short]}")
    audit = seokit.audit(tmp_path, select=["title-too-short"], jobs=jobs)
    assert audit.scores.site == 100.0
    assert [page.applicable for page in audit.pages] == [0.0] * 3


def test_a_duplicate_is_hidden_on_one_page_alone(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye\nurl: /a\nseokit: {ignore: title-duplicate, reason: Both are right.}")
    write(tmp_path, "b.md", "title: Rye\nurl: /b")
    audit = seokit.audit(tmp_path, select=["title-duplicate"])
    assert [finding.url for finding in audit.findings] == ["/b"]
    assert [(one.finding.url, one.reason) for one in audit.suppressed] == [("/a", "Both are right.")]


def test_front_matter_that_cannot_be_read_suppresses_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "seokit: {ignore: field-parse-error}\ntitle: 'Rye")
    audit = seokit.audit(tmp_path, select=["field-parse-error"])
    assert len(audit.findings) == 1


def test_what_a_source_suppresses_does_not_come_back_in_its_built_page(tmp_path: Path) -> None:
    config(tmp_path, 'base_url = "https://example.org"\nurl = "/{{ stem }}.html"\n')
    write(tmp_path, "content/rye.md", "title: Rye\nseokit: {ignore: [title-too-short, image-alt-missing]}")
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "rye.html").write_text(
        "<!doctype html><title>Rye</title><p>Bread<img src=https://example.com/a.png>"
    )
    audit = seokit.audit(
        [tmp_path / "content", tmp_path / "public"],
        select=["title-too-short", "image-alt-missing", *FAULTS],
    )
    assert audit.findings == ()
    assert [(one.finding.rule, Path(one.finding.path).name) for one in audit.suppressed] == [
        ("title-too-short", "rye.md"), ("image-alt-missing", "rye.html"),
    ]  # fmt: skip


def test_the_config_suppresses_by_path(tmp_path: Path) -> None:
    config(
        tmp_path,
        """
[[suppress]]
files = ["legal/**", "!legal/b.md"]
rules = ["title"]
reason = "Lawyers wrote them."
until = 2026-12-31

[[suppress]]
files = ["**"]
rules = ["title-too-short"]
until = "2020-01-01"
""",
    )
    for name in ("legal/a.md", "legal/b.md", "c.md"):
        write(tmp_path, name, "title: Rye")
    audit = seokit.audit(tmp_path, select=["title-too-short", *FAULTS])
    assert [Path(one.finding.path).name for one in audit.suppressed] == ["a.md"]
    expired = of_topic(audit)
    assert [(f.rule, Path(f.path).name, f.line, f.page) for f in expired] == [
        ("suppression-expired", "seokit.toml", 8, -1)
    ]
    assert [Path(f.path).name for f in audit.findings if f.rule == "title-too-short"] == ["c.md", "b.md"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("suppress = 5", "suppress: must be a list of tables; write [[suppress]]"),
        ("[[suppress]]", "suppress[0].files: a suppression needs files"),
        ('[[suppress]]\nfiles = ["a"]\nrules = ["title-to-long"]', 'no rule or topic is called "title-to-long"; did you mean "title-too-long"?'),
        ('[[suppress]]\nfiles = ["/a"]\nrules = ["title"]', "is absolute"),
        ('[[suppress]]\nfiles = ["a"]\nrules = ["title"]\nuntil = "soon"', "must be a date such as 2027-01-01"),
        ('[[suppress]]\nfiles = ["a"]\nrules = ["title"]\nbecause = "x"', "unknown key"),
    ],
)  # fmt: skip
def test_a_wrong_table_is_refused_with_its_line(table: str, said: str, tmp_path: Path) -> None:
    config(tmp_path, table)
    write(tmp_path, "a.md", "title: Rye")
    with pytest.raises(ConfigError) as caught:
        seokit.audit(tmp_path)
    assert any(said in message for message in caught.value.messages)


def test_suppressions_cannot_hide_that_they_are_wrong(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: [suppression, nothing-at-all]}")
    audit = seokit.audit(tmp_path, select=FAULTS)
    assert [finding.rule for finding in audit.findings] == ["suppression-unused", "suppression-unknown-rule"]
