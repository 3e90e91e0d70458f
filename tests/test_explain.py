"""`seokit explain`: one rule on one page, with its values, its limit and who set it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import seokit
from seokit.explain import Explanation, explain
from seokit.extract.discover import PathError, Source
from seokit.extract.source import Reader
from seokit.generate.reports.explain import explanation_lines
from seokit.model import Page, SectionSettings

DEMO = Path(__file__).parent.parent / "seokit" / "data" / "demo"

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
        ("c.md", "title-too-long", "It passes."),
        ("c.md", "title-too-short", "It would fail, but is suppressed here (A name.)."),
        ("b.md", "description-too-long", "It counts as failed, since the page has no description"),
        ("a.md", "question-missing", "It does not apply: this source cannot know the page's question"),
        (
            "a.md",
            "page-charset-missing",
            "It does not apply: it judges built pages, and this is a source one.",
        ),
        ("c.md", "title-duplicate", "It passes. 2 findings are on other pages."),
        ("a.md", "drift-title", "It does not apply: it compares sources with built pages"),
        (
            "a.md",
            "title-too-narrow",
            "It passes. It does not run in an audit here: it is off by default.",
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
        ('[rules]\nignore = ["title"]\n', 'it is ignored by "title" in seokit.toml:2.'),
        ('[rules]\nselect = ["link"]\n', "it is not selected in seokit.toml:2."),
        ('[rules]\nselect = ["link"]\nignore = ["all"]\n', 'it is ignored by "all" in seokit.toml:3.'),
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
    ):
        with pytest.raises(PathError, match=said):
            explain(name, "title-missing", preset="generic")
    with pytest.raises(PathError, match=r"none of the pages under content/b\.md; name the site with --site"):
        explain("content/a.md", "title-missing", site=["content/b.md"])
    with pytest.raises(KeyError, match="did you mean title-too-long"):
        explain("content/a.md", "title-to-long")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (".", r"^\. is a folder: name one page in it$"),  # was an IndexError
        ("content", r"^content is a folder: name one page in it$"),
        ("/", r"^/ is a folder: name one page in it$"),  # the whole disk was audited
        ("seokit.toml", r"^seokit\.toml is no page by its suffix \(\.md .*\): name one page$"),
    ],
)
def test_what_is_not_one_page_is_refused_before_anything_is_read(
    path: str, said: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("seokit.toml").write_text("")
    monkeypatch.setattr("seokit.explain.discover", lambda *_: pytest.fail("the site was read"))
    for around in ([], ["content"]):
        with pytest.raises(PathError, match=said):
            explain(path, "title-too-short", site=around)


def test_a_name_that_the_encoding_of_the_system_lacks(site: Path) -> None:
    """It was a UnicodeEncodeError."""
    shutil.copy("content/a.md", "content/é.md")
    env = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "seokit", "explain", "content/é.md", "link-broken"]
    told = subprocess.run(command, env=env, capture_output=True, check=False)
    assert told.returncode == 2
    assert b"could not be read: the name of the file is not UTF-8" in told.stderr


def test_the_site_around_can_be_named(site: Path) -> None:
    assert explain("content/a.md", "title-duplicate", site=["content/a.md"]).findings == ()


def test_it_fits_the_terminal(site: Path) -> None:
    lines = list(explanation_lines(explain("content/a.md", "title-too-long"), 60))
    assert max(map(len, (line for line in lines if "https://" not in line))) <= 60


def places(told: Explanation) -> dict[str, str]:
    return {value.name: value.place for value in told.values}


def test_who_says_what_a_title_is(site: Path) -> None:
    assert places(explain("content/a.md", "title-too-long", preset="generic"))["title"] == (
        "title, line 2, column 8; preset generic"
    )
    Path("seokit.toml").write_text(
        'preset = "hugo"\ntitle = "{{ title }} | Rye"\n\n[fields]\ntitle = ["headline", "title"]\n\n'
        '[[section]]\nfiles = "content/b.md"\ntitle = "{{ title }}!"\n\n[section.fields]\ntitle = ["title"]\n\n'
        '[[section]]\nfiles = "content/c.md"\npreset = "jekyll"\n'
    )
    origins = {name: places(explain(f"content/{name}.md", "title-too-long")) for name in "abc"}
    assert {name: found["title"].partition("; ")[2] for name, found in origins.items()} == {
        "a": "seokit.toml:5", "b": "seokit.toml:12", "c": "preset jekyll",
    }  # fmt: skip
    assert {name: found["published title"] for name, found in origins.items()} == {
        "a": "by the title of seokit.toml:2", "b": "by the title of seokit.toml:9", "c": "",
    }  # fmt: skip
    assert values(explain("content/b.md", "title-too-long"))["published title"] == f"{LONG}!"


def test_a_config_that_is_named_is_the_one_that_is_shown(site: Path) -> None:
    Path("seokit.toml").write_text("[rules.title-too-long]\nlimit = 65\n")
    Path("other.toml").write_text("\n\n[rules.title-too-long]\nlimit = 70\n")
    told = explain("content/a.md", "title-too-long", config="other.toml")
    assert [(o.name, o.value, o.origin) for o in told.options][1] == ("limit", 70, "other.toml:4")


def test_a_rule_about_one_page_reads_that_page_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = Reader.read

    def noted(reader: Reader, source: Source, section: SectionSettings) -> Page:
        read.append(source.path)
        return real(reader, source, section)

    monkeypatch.setattr(Reader, "read", noted)
    explain("content/a.md", "title-too-long", preset="generic")
    assert set(read) == {"content/a.md"}
    explain("content/a.md", "title-duplicate", preset="generic")
    assert set(read) == {"content/a.md", "content/b.md", "content/c.md"}


def test_it_agrees_with_the_audit_on_every_rule(site: Path) -> None:
    """Of each page of the demo and each rule that finds something there: the same findings."""
    shutil.copytree(DEMO, "demo")
    paths = ["demo/content", "demo/public"]
    audit = seokit.audit(paths, today=dt.date(2026, 11, 23))
    rules = sorted({finding.rule for finding in audit.findings if finding.page >= 0})
    for rule in rules:
        finding = next(one for one in audit.findings if one.rule == rule and one.page >= 0)
        here = [one for one in audit.findings if one.rule == rule and one.path == finding.path]
        told = explain(finding.path, rule, site=paths, today=dt.date(2026, 11, 23))
        assert [(one.line, one.message) for one in told.findings] == [(one.line, one.message) for one in here]
        assert told.verdict.startswith("It fails: "), rule


def test_what_a_source_says_already_is_not_said_of_its_built_page(site: Path) -> None:
    Path("public").mkdir()
    Path("public/a.html").write_text(f"<!doctype html><html lang=en><title>{LONG}</title><h1>{LONG}</h1>")
    write("a.md", f"title: {LONG}\nurl: /a.html")
    told = explain("public/a.html", "title-duplicate", site=["content", "public"], preset="generic")
    assert told.findings == ()
    assert told.verdict.startswith("Nothing is said of it here: its source content/a.md has this finding")


def test_front_matter_that_cannot_be_read(site: Path) -> None:
    Path("content/b.md").write_text("---\ntitle: 'Why?\n---\n")
    told = explain("content/b.md", "title-missing", preset="generic")
    assert told.findings == ()
    assert told.verdict == (
        "Nothing is said of it: the front matter cannot be read, which field-parse-error reports."
    )
    assert explain("content/b.md", "field-parse-error", preset="generic").findings


def test_what_the_baseline_of_the_config_knows_is_said_to_be_old(site: Path) -> None:
    write("a.md", "title: Rye\nurl: /a")
    Path("content/a.md").write_text(Path("content/a.md").read_text() + "[x](/gone) [y](/lost)\n")
    assert explain("content/a.md", "link-broken").old == ""
    Path("seokit.toml").write_text('baseline = "nowhere.txt"\n')
    assert explain("content/a.md", "link-broken").old.startswith(
        "Whether that is old is not known: nowhere.txt: no"
    )
    Path("seokit.toml").unlink()
    seokit.make_baseline(seokit.audit("content"), "known.txt")
    Path("seokit.toml").write_text('baseline = "known.txt"\n')
    told = explain("content/a.md", "title-too-short")
    assert told.old == "It is old: known.txt has it, so that an audit does not report it."
    assert told.old in explanation_lines(told)
    assert explain("content/c.md", "title-too-short").old == ""  # suppressed
    Path("content/a.md").write_text(Path("content/a.md").read_text() + "[z](/new)\n")
    told = explain("content/a.md", "link-broken")
    assert (len(told.findings), told.old) == (
        3, "2 of them are old: known.txt has them, so that an audit does not report them.",
    )  # fmt: skip
