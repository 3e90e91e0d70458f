"""Sources and built pages in one audit: what they share, what is said once, and that no group holds both."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import seokit
from seokit.model import Audit, Html, Page, Summary, Text
from seokit.score.pairs import canonical_of

BODY = "<p>Rye flour binds more water than wheat flour does, so that its dough is heavy and sticky.</p>"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")


def source(title: str, url: str, text: str = "", **fields: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"---\ntitle: {title}\nurl: {url}\n{more}---\n{text or f'All about {title}.'}\n"


def built(title: str, body: str = BODY, head: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head><title>{title}</title>{head}</head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )


def rules(audit: Audit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in audit.findings:
        found.setdefault(finding.path, []).append(finding.rule)
    return found


def by_path(audit: Audit) -> dict[str, Summary]:
    return {page.path: page for page in audit.pages}


def site(pages: int) -> None:
    for number in range(pages):
        title, url = f"How sour is loaf {number // 2}?", f"/bread/{number}/"
        text = f"Loaf {number // 3} is sour. [Next](/bread/{number + 1}/) [Listing](/all/)"
        write(
            {
                f"content/{number}.md": source(
                    title, url, text, noindex="true" if number % 7 == 0 else "false"
                ),
                f"public/bread/{number}/index.html": built(
                    f"{title} | Bakery", f"<p>{text}</p><a href='/bread/{number + 1}/'>Next</a>"
                ),
            }
        )
    write(
        {"public/all/index.html": built("All", "".join(f"<a href=/bread/{n}/>{n}</a>" for n in range(pages)))}
    )


def as_bytes(audit: Audit) -> bytes:
    return msgspec.json.encode(replace(audit, duration=0.0, seconds={}))


def test_processes_give_the_same_bytes_as_serial() -> None:
    site(40)
    one, two, three = (seokit.audit(["content", "public"], preset="generic", jobs=n) for n in (1, 2, 3))
    assert {page.kind for page in one.pages} == {"source", "built"}
    assert {"drift-title", "drift-noindex", "title-duplicate"} <= {f.rule for f in one.findings}
    assert as_bytes(one) == as_bytes(two) == as_bytes(three)


def test_kinds_never_meet_in_a_group() -> None:
    site(40)
    audit = seokit.audit(["content", "public"], preset="generic")
    kinds = {page.address: page.kind for page in audit.pages}
    assert len(kinds) < len(audit.pages), "URLs are shared"
    paths = {page.path: page.kind for page in audit.pages}
    groups: dict[tuple[str, str], set[str]] = {}
    for finding in audit.findings:
        if finding.group:
            groups.setdefault((finding.rule, finding.group), set()).add(paths[finding.path])
    assert groups
    alone = {kind: seokit.audit([folder], preset="generic") for kind, folder in
             (("source", "content"), ("built", "public"))}  # fmt: skip
    for kind in ("source", "built"):
        groups_alone = {f.path: f.related for f in alone[kind].findings if f.rule == "title-duplicate"}
        together = {
            f.path: f.related for f in audit.findings if f.rule == "title-duplicate" and paths[f.path] == kind
        }
        assert together.items() <= groups_alone.items()


def test_a_page_and_its_build_are_no_duplicates() -> None:
    write({"content/rye.md": source("Rye", "/rye/", "Rye is sour."),
           "public/rye/index.html": built("Rye", "<p>Rye is sour.</p>")})  # fmt: skip
    audit = seokit.audit(["content", "public"], preset="generic")
    duplicates = {"title-duplicate", "url-duplicate", "content-duplicate", "canonical-needed"}
    assert not duplicates & {finding.rule for finding in audit.findings}


def test_what_both_report_is_said_at_the_source() -> None:
    long = "How sour is rye when it rises for three long days in a cold and rather dark place?"
    write({"content/rye.md": source(long, "/rye/"), "public/rye/index.html": built(long)})
    audit = seokit.audit(["content", "public"], preset="generic")
    alone = seokit.audit("public")
    found, pages = rules(audit), by_path(audit)
    built_path = "public/rye/index.html"
    assert "title-too-long" in found["content/rye.md"]
    assert "title-too-long" in rules(alone)[built_path]
    assert "title-too-long" not in found[built_path]
    assert "page-charset-missing" in found[built_path], "what only the built page can know is said there"
    # The page's score is its own; what is counted is what is listed.
    counts = Counter(f.severity for f in audit.findings if f.path == built_path)
    assert (pages[built_path].warnings, pages[built_path].infos) == (counts["warning"], counts["info"])
    (only,) = alone.pages
    assert pages[built_path].failed == only.failed


def test_another_value_is_said_at_both() -> None:
    write(
        {
            "content/rye.md": source("The best rye of 2018", "/rye/"),
            "public/rye/index.html": built("The best rye of 2017"),
        }
    )
    found = rules(seokit.audit(["content", "public"], preset="generic", select=["title-outdated-year"]))
    assert set(found) == {"content/rye.md", "public/rye/index.html"}


def test_a_count_is_said_at_the_source_only() -> None:
    write({"content/rye.md": source("Rye " * 20, "/rye/"), "public/rye/index.html": built("Rye " * 21)})
    found = rules(seokit.audit(["content", "public"], preset="generic", select=["title-too-long"]))
    assert set(found) == {"content/rye.md"}


def test_links_to_what_only_templates_make() -> None:
    write(
        {
            "content/oats.md": source("Oats", "/oats/", "[Tags](/tags/bread/) [Gone](/gone/)"),
            "content/rye.md": source("Rye", "/rye/", "Text"),
            "public/oats/index.html": built("Oats", "<a href=/tags/bread/>Tags</a> <a href=/gone/>Gone</a>"),
            "public/rye/index.html": built("Rye", "<a href=/rye/>Itself</a>"),
            "public/tags/bread/index.html": built("Bread", "<a href=/oats/>Oats</a>"),
        }
    )
    select = ["link-broken", "link-orphan"]
    together = seokit.audit(["content", "public"], preset="generic", select=select)
    values = {(f.path, f.rule, f.value) for f in together.findings}
    assert values == {
        ("content/oats.md", "link-broken", "/gone/"),
        ("content/rye.md", "link-orphan", ""),  # its own link to itself does not count
    }
    alone = seokit.audit(["content"], preset="generic", select=select)
    assert ("content/oats.md", "link-broken", "/tags/bread/") in {
        (f.path, f.rule, f.value) for f in alone.findings
    }
    assert ("content/oats.md", "link-orphan", "") in {(f.path, f.rule, f.value) for f in alone.findings}


def test_a_built_link_to_what_is_not_built_is_broken() -> None:
    write(
        {
            "content/oats.md": source("Oats", "/oats/", "[Rye](/rye/)"),
            "content/rye.md": source("Rye", "/rye/"),
            "public/oats/index.html": built("Oats", "<a href=/rye/>Rye</a>"),
        }
    )
    audit = seokit.audit(["content", "public"], preset="generic", select=["link-broken", "drift-not-built"])
    assert [(f.path, f.rule) for f in audit.findings] == [
        ("content/rye.md", "drift-not-built"),
        ("public/oats/index.html", "link-broken"),
    ]


def test_drift_costs_a_score_only_where_it_can_be_judged() -> None:
    write({"content/rye.md": source("Rye", "/rye/")})
    alone = seokit.audit(["content"], preset="generic")
    write({"public/rye/index.html": built("Rye")})
    together = seokit.audit(["content", "public"], preset="generic")
    name = "content/rye.md"
    assert by_path(together)[name].applicable > by_path(alone)[name].applicable
    drift = seokit.audit(["content", "public"], preset="generic", select=["drift-title"])
    assert by_path(drift)["public/rye/index.html"].applicable == 0, "drift is the source's"


def test_the_summary_of_a_built_page() -> None:
    head = (
        '<meta name="Robots" content="noindex, nofollow"><meta name="keywords" content="rye, bread">'
        '<meta name="description" content="What acid does."><link rel="canonical" href="/rye/">'
        '<meta property="article:modified_time" content="2026-02-01">'
    )
    body = (
        "<h2>Acid</h2><p>Rye needs acid to bind water.</p><a href='/rye/'>Rye</a> <a href='/oats/'>Oats</a>"
    )
    write({
        "public/rye/index.html": built("How sour?", body, head),
        "public/oats/index.html": built("Oats", "<a href=/rye/>Rye</a><a href=../rye/>Again</a>"),
    })  # fmt: skip
    page = by_path(seokit.audit("public"))["public/rye/index.html"]
    assert (page.kind, page.section) == ("built", "")
    assert (page.title, page.title_length, page.description) == ("How sour?", 9, "What acid does.")
    assert (page.h1, page.h2) == ("How sour?", "Acid")
    assert (page.robots, page.canonical, page.last_modified) == ("noindex, nofollow", "/rye/", "2026-02-01")
    assert (page.indexable, page.not_indexable) == (False, "noindex")
    assert (page.keywords, page.keywords_supported) == (("rye", "bread"), 1)
    assert page.word_count
    assert page.hash
    assert (page.outlinks, page.inlinks, page.unique_inlinks) == (2, 2, 1)


@pytest.mark.parametrize(
    ("href", "base", "expected"),
    [
        ("/rye", "https://example.org", "/rye"),
        (" https://example.org/rye/ ", "https://example.org", "/rye"),
        ("https://other.example/rye/", "https://example.org", "https://other.example/rye"),
        ("https://other.example/rye/", "", "/rye"),
        ("rye/", "https://example.org", "/bread/rye"),
        ("", "", ""),
        ("http://[", "https://example.org", "http://["),
    ],
)
def test_the_key_of_a_canonical(href: str, base: str, expected: str) -> None:
    page = Page(path="a", kind="built", url="/bread/a", canonical=Text(value=href, field="canonical"))
    assert canonical_of(page, base) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=/rye/", "/rye/"),
        ("0;URL = 'https://example.org/'", "https://example.org/"),
        ("5, /rye", "/rye"),
        ('0.5 url="/a b"', "/a b"),
        ("300", ""),
        ("", ""),
        ("0; url=", ""),
        ("0; urls/", "urls/"),
    ],
)
def test_where_a_refresh_leads(content: str, expected: str) -> None:
    from seokit.model import HeadTag

    tag = HeadTag(kind="meta", key="refresh", value=Text(value=content), attribute="http-equiv")
    assert Html(tags=(tag,)).redirect == expected
