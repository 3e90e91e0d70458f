"""Two audits side by side: what is new, fixed, gone with its page, and what cannot be compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import seokit
from seokit.generate.compare import CompareError, Comparison, compare, read_report
from seokit.generate.reports import write_report
from seokit.generate.reports.compare import comparison_json, comparison_markdown, comparison_text

RULES = ["title-too-short", "link-broken"]


def audited(folder: Path, name: str, pages: dict[str, str], rules: list[str] = RULES) -> str:
    content = folder / "content"
    content.mkdir(exist_ok=True)
    for old in content.rglob("*.md"):
        old.unlink()
    for page, title in pages.items():
        file = content / page
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\ntitle: {title}\nurl: /{page}\n---\n[x](/gone)\n")
    write_report(seokit.audit(content, select=rules), "json", folder / name)
    return str(folder / name)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Comparison:
    monkeypatch.chdir(tmp_path)
    old = audited(tmp_path, "old.json", {"a.md": "Rye", "b.md": "Oat", "s/c.md": "Corn"})
    new = audited(
        tmp_path,
        "new.json",
        {"a.md": "How long does a loaf of rye have to rise?", "b.md": "Oats", "d.md": "Figs"},
    )
    return compare(read_report(old), read_report(new))


def test_every_finding_is_counted_once(found: Comparison) -> None:
    assert [(line.path, line.rule) for line in found.new] == [
        ("content/d.md", "link-broken"), ("content/b.md", "title-too-short"), ("content/d.md", "title-too-short"),
    ]  # fmt: skip
    assert len(found.fixed) == 4
    assert found.unchanged == 2
    short, broken = found.by_rule["title-too-short"], found.by_rule["link-broken"]
    assert (short.new, short.fixed, short.page_gone, short.unchanged) == (2, 2, 1, 0)
    assert (broken.new, broken.fixed, broken.page_gone, broken.unchanged) == (1, 0, 1, 2)
    assert (found.by_section["s"].page_gone, found.by_section[""].new) == (2, 3)


@pytest.mark.parametrize(
    ("fail_on", "worse"),
    [("never", False), ("error", True), ("warning", True), ("info", True), ("score", False)],
)
def test_what_counts_as_a_regression(fail_on: str, worse: bool, found: Comparison) -> None:
    assert found.worse(fail_on) is worse


def test_an_audit_is_no_regression_of_itself(tmp_path: Path) -> None:
    one = read_report(audited(tmp_path, "one.json", {"a.md": "Rye"}))
    same = compare(one, one)
    assert (same.new, same.fixed, same.unchanged) == ((), (), 2)
    assert not any(same.worse(kind) for kind in ("error", "info", "score"))


def test_rules_that_ran_once_are_named_and_not_compared(tmp_path: Path) -> None:
    old = audited(tmp_path, "old.json", {"a.md": "Rye"}, ["title-too-short"])
    new = audited(tmp_path, "new.json", {"a.md": "Rye"}, ["link-broken"])
    found = compare(read_report(old), read_report(new))
    assert (found.new, found.fixed) == ((), ())
    assert (found.not_before, found.not_now) == (("link-broken",), ("title-too-short",))
    assert "not compared, since not run before: link-broken" in list(comparison_text(found))


def test_the_three_formats(found: Comparison) -> None:
    text = list(comparison_text(found))
    assert "3 new (1 error, 2 info), 4 fixed, 2 unchanged" in text
    assert max(map(len, text[: text.index("New:")])) <= 80
    assert any(line.startswith("content/d.md:5:5 error link-broken") for line in text)
    markdown = list(comparison_markdown(found))
    assert "| title\\-too\\-short | 2 | 2 | 1 | 0 |" in markdown
    told = json.loads(comparison_json(found))
    assert (told["version"], len(told["new"]), len(told["fixed"])) == (1, 3, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no audit.json"),
        ("severity,rule\n", "no audit.json"),
        ('{"rule": "x"}\n{"rule": "y"}', "no audit.json"),
        ('{"version": 2}', "version 2 of audit.json; this seokit reads 1"),
        ('{"version": 1}', "no whole audit.json"),
        ('{"version": 1, "pages": [', "no audit.json"),
        ("[" * 5_000, "no audit.json"),
    ],
)
def test_other_files_are_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(CompareError, match=said):
        read_report(str(tmp_path / "x.json"))
    with pytest.raises(CompareError, match="no such file"):
        read_report(str(tmp_path / "y.json"))
