"""What is suppressed is neither reported nor scored, and never lost: it is listed with its reason."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

import seokit
from seokit.api import settings_for
from seokit.config import ConfigError
from seokit.generate.reports import FORMATS, write_report
from seokit.model import Audit, Finding, PathSuppression
from seokit.score.plan import make_plan
from seokit.score.registry import ALIASES, RULES, named
from seokit.score.suppress import Asked, Mutings

DEMO = Path(seokit.__file__).parent / "data" / "demo"
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


# Of front matter that cannot be read one rule speaks for all; where that one is off, they all speak.
STAND_IN = "field-parse-error"
NAMES_ON = [
    name
    for name, rule in RULES.items()
    if rule.default and name != STAND_IN and not name.startswith("suppression")
]
SUPPRESSIBLE = [name for name in NAMES_ON if not RULES[name].record]  # by a page
TITLES = [
    "Rye",
    "Why does a dough of rye and water rise in a cold kitchen overnight?",
    "",
    "Rye bread | Rye bread",
]
BODIES = [
    BODY,
    "![](/gone.png) [here](/gone) [here](#)",
    "# One\n\n### Three\n\nTODO",
    "",
    "<b>x</b> &nbsp; \\\\n",
]
EXTRA = [
    "",
    "date: 2099-01-01",
    "date: soon",
    "noindex: true",
    "canonical: /b/",
    "description: Rye",
    "keywords: rye, oat",
]
PAGES = st.lists(
    st.tuples(st.sampled_from(TITLES), st.sampled_from(BODIES), st.sampled_from(EXTRA)),
    min_size=1,
    max_size=4,
)
NAMES = st.lists(
    st.sampled_from([*SUPPRESSIBLE, "title", "content", "link", "description"]),
    min_size=1,
    max_size=12,
    unique=True,
)


def build(folder: Path, pages: list[tuple[str, str, str]], asked: str, paired: bool) -> list[Path]:
    """A small site, each page with what it asks for in one of three places; returns what is to be audited."""
    (folder / "public").mkdir(parents=True)
    for number, (title, body, extra) in enumerate(pages):
        name = "abcd"[number]
        front, text = [f"title: {title!r}", *filter(None, [extra])], body
        if asked and number % 2:
            text += f"\n\n<!-- seokit-ignore {asked}: Why. -->"
        elif asked:
            front.append(f"seokit: {{ignore: [{asked}], reason: Why.}}")
        write(folder, f"content/{name}.md", "\n".join(front), text)
        html = f"<!doctype html><head><title>{title}</title></head><body><p>{body}</p></body>"
        if asked and number % 2 == 0:
            html += f"<!-- seokit-ignore {asked}: Why. -->"
        (folder / "public" / f"{name}.html").write_text(html)
    config(folder, 'base_url = "https://example.org"\nurl = "/{{ stem }}.html"\n')
    return [folder / "content", folder / "public"] if paired else [folder / "content"]


def said(audit: Audit) -> list[tuple[str, ...]]:
    return sorted((f.rule, Path(f.path).name, f.message, f.severity) for f in audit.findings)


def points(audit: Audit) -> list[object]:
    pages = [(p.applicable, p.failed, p.score, p.errors, p.warnings, p.infos) for p in audit.pages]
    return [*pages, audit.scores]


@settings(max_examples=50)
@given(pages=PAGES, names=NAMES, paired=st.booleans())
def test_what_is_suppressed_everywhere_is_as_if_it_were_off(
    tmp_path_factory: pytest.TempPathFactory,
    pages: list[tuple[str, str, str]],
    names: list[str],
    paired: bool,
) -> None:
    # A title that may be long may be wide too, where the one is suppressed; where it is off, the other speaks.
    names = [name for name in names if not name.endswith("-too-long")] or ["title-missing"]
    folder = tmp_path_factory.mktemp("site")
    plain = build(folder / "plain", pages, "", paired)
    off = seokit.audit(plain, ignore=[*names, "suppression"])
    asked = seokit.audit(build(folder / "asked", pages, ", ".join(names), paired), ignore=["suppression"])
    listed = ", ".join(f'"{name}"' for name in names)
    with (folder / "plain" / "seokit.toml").open("a") as file:
        file.write(f'[[suppress]]\nfiles = "content/**"\nrules = [{listed}]\n')
        file.write(f'[[suppress]]\nfiles = ["public/**"]\nrules = [{listed}]\n' if paired else "")
    by_path = seokit.audit(plain, ignore=["suppression"])
    assert said(by_path) == said(off)
    assert points(by_path) == points(off)
    if not any("never closed" in extra for _, _, extra in pages):  # such a page asks for nothing
        assert said(asked) == said(off)
        assert points(asked) == points(off)
    every = {rule for name in names for rule in named(name)}
    for audit in (asked, by_path):
        assert {one.finding.rule for one in audit.suppressed} <= every


@pytest.mark.parametrize("topic", sorted({RULES[name].topic for name in NAMES_ON}))
def test_on_a_site_with_every_fault_it_is_so_too(topic: str) -> None:
    paths = [str(DEMO / "content"), str(DEMO / "public")]
    site = settings_for(paths, today=dt.date(2026, 11, 23), ignore=["suppression"])
    names = tuple(name for name in NAMES_ON if RULES[name].topic == topic)
    running = {name: severity for name, severity in site.rules.severity.items() if name not in names}
    plain = seokit.audit(paths, config=site)
    off = seokit.audit(paths, config=replace(site, rules=replace(site.rules, severity=running)))
    by_path = seokit.audit(
        paths, config=replace(site, suppress=(PathSuppression(files=("**",), rules=names),))
    )
    assert said(by_path) == said(off)
    assert points(by_path) == points(off)
    every = [*plain.findings, *(one.finding for one in plain.suppressed)]
    taken = [one.finding for one in by_path.suppressed if one.finding.rule in names]
    assert sorted(map(repr, taken)) == sorted(repr(finding) for finding in every if finding.rule in names)


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
        ('[[suppress]]\nfiles = ["a"]\nrules = ["title"]\nuntil = "20270101"', "must be a date such as 2027-01-01"),
        ('[[suppress]]\nfiles = ["a"]\nrules = ["title"]\nbecause = "x"', "unknown key"),
        ('[[suppress]]\nfiles = ["a"]\nrules = ["suppression-unused"]', '"suppression-unused" cannot be suppressed by path: switch it off in rules.ignore'),
        ('suppress = [{files = ["a"], rules = ["title-to-long"]}]', "seokit.toml:1: suppress[0].rules: no rule or topic"),
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


def test_a_slip_is_answered_with_the_name_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path, "a.md", f"title: Rye\nseokit: {{ignore: [title-to-short, zzz, {'x' * 500}]}}")
    audit = seokit.audit(tmp_path, select=FAULTS)
    assert [finding.message.partition(": nothing")[2] for finding in audit.findings] == [
        " is suppressed by it; did you mean title-too-short?",
        " is suppressed by it; `seokit rule` lists all",
        " is suppressed by it; `seokit rule` lists all",
    ]
    assert len(str(audit.findings[2].value)) < 100


def test_of_files_named_alone_nobody_knows_what_they_collide_with(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: [title-duplicate, title-too-long]}")
    write(tmp_path, "b.md", "title: Oat")
    names = ["title-duplicate", "title-too-long", *FAULTS]
    assert [f.value for f in seokit.audit(tmp_path / "a.md", select=names).findings] == ["title-too-long"]
    assert [f.value for f in seokit.audit(tmp_path, select=names).findings] == [
        "title-duplicate",
        "title-too-long",
    ]


def test_of_two_suppressions_the_page_s_own_is_used(tmp_path: Path) -> None:
    config(tmp_path, '[[suppress]]\nfiles = "**"\nrules = ["title-too-short"]\nreason = "By path."\n')
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: title-too-short, reason: By page.}")
    audit = seokit.audit(tmp_path, select=["title-too-short", *FAULTS])
    assert [one.reason for one in audit.suppressed] == ["By page."]
    assert [(f.rule, Path(f.path).name) for f in audit.findings] == [("suppression-unused", "seokit.toml")]


def test_an_expired_one_gives_way_to_one_that_holds(tmp_path: Path) -> None:
    config(tmp_path, '[[suppress]]\nfiles = "**"\nrules = ["title-too-short"]\nreason = "By path."\n')
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: title-too-short, until: 2026-01-01}")
    audit = seokit.audit(tmp_path, select=["title-too-short", *FAULTS], today=dt.date(2026, 1, 2))
    assert [one.reason for one in audit.suppressed] == ["By path."]
    assert [f.rule for f in audit.findings] == ["suppression-expired"]
    before = seokit.audit(tmp_path, select=["title-too-short", *FAULTS], today=dt.date(2026, 1, 1))
    assert [f.rule for f in before.findings] == ["suppression-unused"]


def test_near_duplicates_are_counted_whether_or_not_one_hears_of_them(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: content-duplicate}")
    write(tmp_path, "b.md", "title: Oat")
    audit = seokit.audit(tmp_path, select=["content-duplicate"])
    assert [page.closest_match for page in audit.pages] == ["100", "100"]
    assert [Path(finding.path).name for finding in audit.findings] == ["b.md"]


def test_what_stands_in_no_page_is_reported_in_every_format(tmp_path: Path) -> None:
    config(tmp_path, '[[suppress]]\nfiles = "nowhere/**"\nrules = ["title"]\nuntil = 2020-01-01\n')
    write(tmp_path, "a.md", "title: Rye")
    audit = seokit.audit(tmp_path, select=FAULTS)
    (finding,) = audit.findings
    assert (finding.rule, finding.line, finding.page, finding.url) == ("suppression-expired", 1, -1, "")
    for name in FORMATS:
        write_report(audit, name, tmp_path / f"out.{name}")
        written = (tmp_path / f"out.{name}").read_bytes()
        assert name == "xlsx" or b"suppression-expired" in written
    sheet = CalamineWorkbook.from_path(tmp_path / "out.xlsx").get_sheet_by_name("Findings")
    assert any("suppression-expired" in row for row in sheet.to_python())
    assert list(audit.findings_frame()["rule"]) == ["suppression-expired"]


def test_a_finding_in_a_file_that_is_no_page_is_suppressed_by_path(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye")
    table = PathSuppression(files=("public/*.xml",), rules=("link",), reason="Made elsewhere.")
    site = replace(settings_for([str(tmp_path)]), root=str(tmp_path), suppress=(table,))
    mutings = Mutings((), Asked(), site, make_plan(site), named)
    paths = [str(tmp_path / "public" / name) for name in ("sitemap.xml", "robots.txt")]
    found = [Finding(severity="error", rule="link-broken", message="", path=path) for path in paths]
    kept, taken = mutings.apply_beside(found)
    assert (kept, [(one.finding, one.reason) for one in taken]) == (
        found[1:],
        [(found[0], "Made elsewhere.")],
    )
    assert list(mutings.idle(mutings.all[0])) == []


def test_the_summary_counts_them_and_json_says_why(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path, f"{name}.md", "title: Rye\nseokit: {ignore: title-too-short, reason: A name.}")
    audit = seokit.audit(tmp_path, select=["title-too-short"])
    out = io.StringIO()
    write_report(audit, "text", out)
    assert "2 findings suppressed" in out.getvalue()
    raw = io.BytesIO()
    write_report(audit, "json", raw)
    told = json.loads(raw.getvalue())["suppressed"]
    assert [(one["rule"], one["line"], one["reason"]) for one in told] == [
        ("title-too-short", 2, "A name.")
    ] * 2


def test_settings_without_a_file_can_suppress(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "title: Rye")
    site = settings_for([str(tmp_path)], select=["title-too-short", *FAULTS])
    tables = (
        PathSuppression(files=("**",), rules=("title-too-short",)),
        PathSuppression(files=("b.md",), rules=("title",), until=dt.date(2020, 1, 1)),
    )
    audit = seokit.audit(tmp_path, config=replace(site, root=str(tmp_path), suppress=tables))
    assert [(f.rule, f.path, f.line) for f in audit.findings] == [
        ("suppression-expired", "seokit.toml", None)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_any_number_of_processes_gives_the_same(jobs: int, tmp_path: Path) -> None:
    for number in range(7):
        asked = "seokit: {ignore: [title-too-short, link-orphan, oh-no], reason: So.}" if number % 2 else ""
        write(tmp_path, f"{number}.md", f"title: Rye\nurl: /{number}\n{asked}")
    (tmp_path / "7.md").write_text("---\ntitle: 'Rye\n---\nText\n")
    config(tmp_path, '[[suppress]]\nfiles = ["6.md", "7.md"]\nrules = ["title"]\n')
    audit = seokit.audit(tmp_path, jobs=jobs)
    once = seokit.audit(tmp_path, jobs=1)
    assert (audit.findings, audit.suppressed, points(audit)) == (once.findings, once.suppressed, points(once))
    assert len({one.finding.path for one in audit.suppressed}) == 4


def test_an_old_name_of_a_rule_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ALIASES, "title-tiny", "title-too-short")
    write(tmp_path, "a.md", "title: Rye\nseokit: {ignore: title-tiny}")
    assert seokit.audit(tmp_path, select=["title-too-short", *FAULTS]).findings == ()
    write(tmp_path, "a.md", "title: Rye")
    config(tmp_path, '[[suppress]]\nfiles = "**"\nrules = ["title-tiny"]\n')
    with pytest.warns(
        FutureWarning, match=r'suppress\[0\].rules: the rule "title-tiny" is called "title-too-short" now'
    ):
        assert seokit.audit(tmp_path, select=["title-too-short", *FAULTS]).findings == ()
