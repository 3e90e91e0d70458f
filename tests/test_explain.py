"""`seokit explain`: one rule on one page, with its values, its limit and who set it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seokit.explain import Explanation, explain
from seokit.extract.discover import PathError
from seokit.generate.reports.explain import explanation_lines

LONG = "How long does a loaf of rye bread have to rise before it can be baked in a hot oven?"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write("a.md", f"title: {LONG}\nurl: /a\ndescription: Rye.")
    write("b.md", f"title: {LONG}\nurl: /b")
    write("c.md", "title: Rye\nurl: /c\nseokit: {ignore: title-too-short, reason: A name.}")
    return tmp_path


def write(name: str, front: str) -> None:
    file = Path("content", name)
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"---\n{front}\n---\nText.\n")


def values(told: Explanation) -> dict[str, str]:
    return {value.name: value.value for value in told.values}


def test_a_finding_with_its_values_and_the_limit_of_the_config(site: Path) -> None:
    Path("seokit.toml").write_text("[rules.title-too-long]\n\nlimit = 65\n")
    told = explain("content/a.md", "title-too-long")
    assert told.verdict == "It fails: 1 finding."
    assert [(finding.line, finding.limit) for finding in told.findings] == [(2, 65)]
    assert values(told)["title"] == LONG
    assert values(told)["its length, width"].startswith("84 characters, ")
    assert [(o.name, o.value, o.origin) for o in told.options] == [
        ("severity", "warning", "default"), ("limit", 65, "seokit.toml:3"),
    ]  # fmt: skip


def test_a_rule_about_the_site_names_the_other_pages(site: Path) -> None:
    told = explain("content/b.md", "title-duplicate")
    assert [(finding.group, finding.related) for finding in told.findings] == [("/a", ("/a",))]
    assert "group /a: /a" in "\n".join(explanation_lines(told))


@pytest.mark.parametrize(
    ("page", "rule", "said"),
    [
        ("c.md", "title-too-long", "It passes. 2 findings are on other pages."),
        ("c.md", "title-too-short", "It would fail, but is suppressed here (A name.)."),
        ("b.md", "description-too-long", "It counts as failed, since the page has no description"),
        ("a.md", "question-missing", "It does not apply: this source cannot know the page's question"),
        (
            "a.md",
            "page-charset-missing",
            "It does not apply: it judges built pages, and this is a source one.",
        ),
        ("a.md", "drift-title", "It does not apply: it compares sources with built pages"),
        (
            "a.md",
            "title-too-narrow",
            "It passes. 1 findings are on other pages. It does not run in an audit here",
        ),
        ("a.md", "suppression-unused", "It judges no page, but suppressions of the site"),
        ("a.md", "field-parse-error", "It passes: the page has nothing that it could find fault with"),
    ],
)
def test_why_there_is_nothing(page: str, rule: str, said: str, site: Path) -> None:
    assert explain(f"content/{page}", rule, preset="generic").verdict.startswith(said)


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ('[rules]\nignore = ["title"]\n', "it is ignored in seokit.toml:2."),
        ('[rules]\nselect = ["link"]\n', "it is not selected in seokit.toml:2."),
    ],
)
def test_a_rule_that_is_off_says_who_switched_it_off(config: str, why: str, site: Path) -> None:
    Path("seokit.toml").write_text(config)
    told = explain("content/a.md", "title-too-long")
    assert told.verdict == f"It fails: 1 finding. It does not run in an audit here: {why}"


def test_what_is_no_page_is_refused_with_its_reason(site: Path) -> None:
    Path("content/notes.md").write_text("No front matter.\n")
    Path("content/deep.md").write_text("---\ntitle: " + "[" * 5_000 + "\n---\n")
    for name, said in (
        ("content/notes.md", "is no page: no front matter"),
        ("content/deep.md", "could not be read: the front matter is nested too deep"),
        ("content/gone.md", "no such file"),
        ("content", "none of the pages under"),
    ):
        with pytest.raises(PathError, match=said):
            explain(name, "title-missing", preset="generic")
    with pytest.raises(KeyError, match="did you mean title-too-long"):
        explain("content/a.md", "title-to-long")


def test_the_site_around_can_be_named(site: Path) -> None:
    assert explain("content/a.md", "title-duplicate", site=["content/a.md"]).findings == ()


def test_it_fits_the_terminal(site: Path) -> None:
    lines = list(explanation_lines(explain("content/a.md", "title-too-long"), 60))
    assert max(map(len, (line for line in lines if "https://" not in line))) <= 60
