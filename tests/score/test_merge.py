"""The merge plan: who stays, what becomes of the others, which links have to be rewritten."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import seokit
from seokit.generate.reports.duplicates import COLUMNS, duplicate_lines, write_csv, write_json
from seokit.model import Summary
from seokit.score.merge_links import new_href
from seokit.score.merged import Cluster

LONG = "Knead the dough until it is smooth, let it rest in a warm place for an hour, fold it twice from all sides, " \
       "shape it into a round loaf, put it into a basket, and leave it in the fridge until the morning comes. "  # fmt: skip


def write(folder: Path, name: str, title: str, text: str, **fields: str) -> None:
    front = "".join(f"{key}: {value}\n" for key, value in fields.items())
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {title}\nurl: /{name.removesuffix('.md')}\n{front}---\n{text}\n")


def plan(folder: Path, **options: object) -> tuple[Cluster, ...]:
    return seokit.duplicates(folder, preset="generic", **options).clusters  # type: ignore[arg-type]


def fates(cluster: Cluster) -> dict[str, str]:
    return {member.page.url.rpartition(".org")[2]: member.action for member in cluster.members}


def test_the_page_with_most_links_stays_then_the_oldest_then_the_shortest(tmp_path: Path) -> None:
    for name in ("b/one", "b/two", "c/three"):
        write(tmp_path, f"{name}.md", f"Title {name}", LONG)
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/b/one": "survivor", "/b/two": "redirect", "/c/three": "canonical"}
    assert cluster.members[0].reason == "the first of equally short URLs"
    write(tmp_path, "c/three.md", "Title c/three", LONG, date="2020-01-02")
    (cluster,) = plan(tmp_path)
    assert (cluster.members[0].page.url, cluster.members[0].reason) == (
        "/c/three",
        "the oldest, of 2020-01-02",
    )
    write(tmp_path, "d.md", "Links", "Something else. [two](/b/two) [two](two.md)")
    (cluster,) = plan(tmp_path)
    assert (cluster.members[0].page.url, cluster.members[0].reason) == ("/b/two", "most pages link to it: 1")
    write(tmp_path, "b/one.md", "Title b/one", LONG, canonical="/c/three")
    (cluster,) = plan(tmp_path)
    assert fates(cluster)["/c/three"] == "survivor"
    assert fates(cluster)["/b/one"] == "already canonical"


def test_links_to_pages_that_go_are_listed_with_what_to_write(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title a", LONG)
    write(tmp_path, "a/b.md", "Title b", LONG)
    write(tmp_path, "x.md", "Links", "First. [1](/a) [2](/a)\n\n[3](/a/b#rest) [4](https://example.org/a/b)")
    (cluster,) = plan(tmp_path, base_url="https://example.org")
    (gone,) = cluster.members[1:]
    assert gone.page.url == "https://example.org/a/b"
    assert [(link.line, link.old, link.new) for link in gone.rewrites] == [
        (7, "/a/b#rest", "/a#rest"), (7, "https://example.org/a/b", "https://example.org/a"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "url", "new"),
    [
        ("/b", "https://example.org/a", "/a"),
        ("/b?ref=menu#x", "https://example.org/docs/a/", "/docs/a/#x"),
        ("b#x", "/a", "/a#x"),
        ("https://example.org/b", "https://example.org/a", "https://example.org/a"),
        ("../b.md#x", "/posts/a", "../posts/a.md#x"),
        ("/notes/b.md", "/posts/a", "/posts/a"),
    ],
)
def test_a_link_keeps_its_form(old: str, url: str, new: str) -> None:
    survivor = Summary(number=0, path="content/posts/a.md", url=url)
    assert new_href(old, "content/notes/x.md", survivor) == new


def test_nearly_equal_texts_are_merged_first_and_exact_copies_come_along(tmp_path: Path) -> None:
    text = LONG * 3
    write(tmp_path, "a.md", "Title a", text + " Bake it in the oven at noon.")
    write(tmp_path, "b.md", "Title b", text + " Bake it in the oven at night.")
    write(tmp_path, "c.md", "Title c", text + " Bake it in the oven at night.")
    (cluster,) = plan(tmp_path)
    assert cluster.kind == "similar text"
    assert fates(cluster) == {"/a": "survivor", "/b": "redirect", "/c": "redirect"}
    assert cluster.members[1].reason.startswith("merge the texts, then redirect")
    assert 90 < (cluster.members[1].similarity or 0) < 100


def test_drafts_are_left_and_never_survive(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title a", LONG, noindex="true")
    write(tmp_path, "bb.md", "Title b", LONG)
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/bb": "survivor", "/a": "leave"}


def test_no_page_has_two_plans(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "How long does rye rise?", LONG)
    write(tmp_path, "b.md", "How long does rye rise?", LONG)
    write(tmp_path, "c.md", "How long does rye rise?", "Another text.")
    text, title = plan(tmp_path)
    assert (text.kind, fates(text)) == ("same text", {"/a": "survivor", "/b": "redirect"})
    assert (title.kind, fates(title)) == ("same title", {"/a": "survivor", "/c": "new title"})


def test_the_survivor_is_the_one_that_canonical_needed_names(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, f"{name}.md", "How long does rye rise?", LONG)
    write(tmp_path, "x.md", "Links", "Other. [b](/b)")
    audit = seokit.audit(tmp_path, preset="generic", select=["canonical-needed", "link"])
    named = {finding.value for finding in audit.findings if finding.rule == "canonical-needed"}
    (cluster,) = plan(tmp_path)
    assert named == {cluster.members[0].page.url} == {"/b"}


def test_thousands_of_copies_are_all_in_the_plan(tmp_path: Path) -> None:
    for number in range(400):
        write(tmp_path, f"{number}.md", f"Title {number} of many", LONG)
    (cluster,) = [one for one in plan(tmp_path) if "text" in one.kind]
    assert len(cluster.members) == 400
    assert plan(tmp_path, jobs=2) == plan(tmp_path, jobs=1)


def test_the_formats(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "=1+1", LONG)
    write(tmp_path, "b.md", "Title b", LONG)
    write(tmp_path, "x.md", "Links", "Other. [b](/b)")
    write(tmp_path, "y.md", "More links", "Others. [b](/b) [a](/a)")
    clusters = plan(tmp_path)
    out = io.BytesIO()
    write_csv(clusters, out.write)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["action"], row["url"], row["new"]) for row in rows] == [
        ("survivor", "/b", ""), ("redirect", "/a", "/b"), ("link", "/a", "/b"),
    ]  # fmt: skip
    assert (rows[2]["path"].rpartition("/")[2], rows[2]["line"], rows[2]["old"]) == ("y.md", "5", "/a")
    out = io.BytesIO()
    write_json(clusters, out.write)
    told = json.loads(out.getvalue())
    assert (told["version"], len(told["clusters"]), len(told["clusters"][0]["pages"])) == (1, 1, 2)
    assert list(duplicate_lines(()))[-1] == "no duplicates"
    assert told["clusters"][0]["pages"][1]["target"] == "/b"
    assert list(duplicate_lines(clusters)) == [
        "same text, 2 pages",
        "  survivor           /b",
        f"                     {tmp_path}/b.md",
        "                     most pages link to it: 2",
        "  redirect           /a",
        f"                     {tmp_path}/a.md",
        "                     redirect: the survivor is in the same folder",
        "                     1 link to rewrite",
        f"                       {tmp_path}/y.md:5:21",
        "                         /a -> /b",
        "",
        "1 cluster: 1 redirect, 1 link to rewrite",
    ]


def test_a_site_without_duplicates(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title", LONG)
    assert plan(tmp_path) == ()


def numbered(first: int, count: int = 300) -> str:
    return " ".join(f"w{number}" for number in range(first, first + count))


def test_in_a_chain_a_page_goes_only_to_a_page_that_it_is_like(tmp_path: Path) -> None:
    for step in range(40):
        write(tmp_path, f"p/{step:02}.md", f"Title {step}", numbered(5 * step))
    (cluster,) = plan(tmp_path)
    assert len(cluster.members) == 40
    by_url = {member.page.url: member for member in cluster.members}
    assert len([member for member in cluster.members if member.action == "survivor"]) > 5
    for member in cluster.members:
        if member.action == "redirect":
            apart = 5 * abs(int(member.page.url[-2:]) - int(member.target[-2:]))
            assert by_url[member.target].action == "survivor"
            assert member.similarity == round(100 * (296 - apart) / (296 + apart), 1) >= 90


def test_a_page_that_is_like_no_survivor_is_left(tmp_path: Path) -> None:
    for name, first in (("b", 0), ("a", 12), ("c", 24)):  # a is like both, and stays; b and c go to it
        write(tmp_path, f"{name}.md", f"Title {name}", numbered(first))
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/a": "survivor", "/b": "redirect", "/c": "redirect"}
    write(tmp_path, "x.md", "Links", "Some words. [b](/b)")  # b stays; only a goes to it
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/b": "survivor", "/a": "redirect", "/c": "leave"}
    assert cluster.members[2].reason == "not enough like a page that stays"


def test_two_files_of_one_url_are_another_rule_s(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title a", LONG)
    write(tmp_path, "b.md", "Title b", LONG, permalink="/a")
    (tmp_path / "b.md").write_text((tmp_path / "b.md").read_text().replace("url: /b", "url: /a"))
    (cluster,) = plan(tmp_path)
    assert [member.action for member in cluster.members] == ["survivor", "leave"]
    assert not cluster.is_open


def test_a_file_with_the_url_of_another_gets_no_second_plan_for_its_title(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "One title of four words", LONG)
    (tmp_path / "q.md").write_text((tmp_path / "a.md").read_text())
    (text,) = plan(tmp_path)
    assert [(member.page.path.rpartition("/")[2], member.action) for member in text.members] == [
        ("a.md", "survivor"),
        ("q.md", "leave"),
    ]
    write(tmp_path, "c.md", "One title of four words", "Other text.")
    _, title = plan(tmp_path)
    assert [(member.page.path.rpartition("/")[2], member.action) for member in title.members] == [
        ("a.md", "survivor"),
        ("c.md", "new title"),
    ]


def test_pages_out_of_the_index_have_no_plan(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "One title of four words", LONG, draft="true")
    write(tmp_path, "b.md", "One title of four words", LONG, draft="true")
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/a": "leave", "/b": "leave"}
    write(tmp_path, "c.md", "One title of four words", "Other text.")
    assert [one.kind for one in plan(tmp_path)] == ["same text"]


def test_what_is_settled_is_not_open(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title a", LONG)
    write(tmp_path, "b.md", "Title b", LONG, canonical="/a")
    (cluster,) = plan(tmp_path)
    assert (fates(cluster), cluster.is_open) == ({"/a": "survivor", "/b": "already canonical"}, False)
    assert list(duplicate_lines([cluster]))[-1] == "1 cluster: nothing is left to do"


def test_a_canonical_to_a_page_that_goes_is_to_be_changed(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title a", LONG, canonical="/b/c")
    write(tmp_path, "b/c.md", "Title c", LONG)
    write(tmp_path, "index.md", "Title home", LONG)
    (tmp_path / "index.md").write_text((tmp_path / "index.md").read_text().replace("url: /index", "url: /"))
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/": "survivor", "/b/c": "canonical", "/a": "canonical"}
    assert {member.target for member in cluster.members[1:]} == {"/"}
    assert cluster.members[2].reason == "name the survivor: /b/c, which it names, goes"


def test_a_link_that_would_lead_to_its_own_page_is_to_be_taken_out(tmp_path: Path) -> None:
    text = f"{LONG} And see [the other one](%s) before you begin, as it may be of some use to you."
    write(tmp_path, "a.md", "Title a", text % "/b")
    write(tmp_path, "b.md", "Title b", text % "/a")
    write(tmp_path, "x.md", "Links", "Some words. [a](/a)")
    (cluster,) = plan(tmp_path)
    assert fates(cluster) == {"/a": "survivor", "/b": "redirect"}
    (link,) = cluster.members[1].rewrites  # that of b goes with its page
    assert (link.path, link.old, link.new) == (f"{tmp_path}/a.md", "/b", "")
    assert "(take the link out)" in "\n".join(duplicate_lines([cluster]))


def built(title: str, text: str, extra: str = "", links: str = "") -> str:
    return f"<html lang=en><head><title>{title}</title>{extra}</head><body><nav>{links}</nav><main><p>{text}</p></main></body></html>"


def test_versions_in_other_languages_are_left(tmp_path: Path) -> None:
    alternates = "".join(
        f'<link rel="alternate" hreflang="en-{code}" href="https://example.org/{code}/">'
        for code in ("gb", "us")
    )
    for code in ("gb", "us"):
        (tmp_path / code).mkdir()
        (tmp_path / code / "index.html").write_text(built("How long does rye rise?", LONG, alternates))
    clusters = plan(tmp_path, base_url="https://example.org")
    assert [list(fates(one).values()) for one in clusters] == [["survivor", "leave"]] * len(clusters)
    assert clusters[0].members[1].reason == "a version of the survivor in another language"


def test_a_built_page_is_left_to_its_source_and_templates_links_count(tmp_path: Path) -> None:
    """Sources and built pages would choose another survivor each: menus link to what texts do not."""
    content, public = tmp_path / "content", tmp_path / "public"
    write(content, "b.md", "Title b", LONG)
    write(content, "a.md", "Title a", LONG)
    write(content, "x.md", "Links", "Some words. [a](/a) [b](/b#top)")
    public.mkdir()
    menu = '<a href="/b">b</a>'
    for name, text in (
        ("a", LONG),
        ("b", LONG),
        ("only", LONG + "It is printed on paper, and sold in the shop."),
    ):
        (public / f"{name}.html").write_text(built(f"Title {name}", text, links=menu))
    (public / "x.html").write_text(built("Links", 'Some words. <a href="/a">a</a> <a href="/b#top">b</a>'))
    clusters = seokit.duplicates([content, public], preset="generic").clusters
    (cluster,) = [one for one in clusters if one.kind == "same text"]
    assert [(m.page.path, m.action) for m in cluster.members] == [
        (f"{content}/a.md", "survivor"), (f"{content}/b.md", "redirect"),
    ]  # fmt: skip
    assert [
        (link.path.removeprefix(f"{tmp_path}/"), link.old, link.new) for link in cluster.members[1].rewrites
    ] == [
        ("content/x.md", "/b#top", "/a#top"),
        ("public/a.html", "/b", ""),
        ("public/only.html", "/b", "/a"),
    ]
    gone = {m.page.number for one in clusters for m in one.members if m.action in ("redirect", "canonical")}
    assert len(gone) == len(
        [m for one in clusters for m in one.members if m.action in ("redirect", "canonical")]
    )


words = st.sampled_from([0, 3, 8, 14, 20, 900])  # where the numbers of a text begin
pages = st.fixed_dictionaries(
    {
        "folder": st.sampled_from(["a", "b"]),
        "first": words,
        "title": st.sampled_from(["How long does rye rise?", "How long does wheat rise?", "Another one", ""]),
        "extra": st.sampled_from(
            ["", "draft: true", "noindex: true", "canonical: /a/0", "canonical: /b/1", "date: 2024-05-06"]
        ),
        "links": st.lists(st.sampled_from(["/a/0", "/b/1", "/a/2", "/b/2"]), max_size=3),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pages, min_size=2, max_size=8))
def test_plans_never_contradict_each_other(several: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, page in enumerate(several):
            file = folder / page["folder"] / f"{number}.md"
            file.parent.mkdir(exist_ok=True)
            links = " ".join(f"[other]({link})" for link in page["links"])
            file.write_text(
                f"---\ntitle: {page['title'] or f'Title {number}'}\nurl: /{page['folder']}/{number}\n{page['extra']}\n"
                f"---\n{numbered(page['first'])}\n\n{links}\n"
            )
        clusters = plan(folder)
    told = [member for cluster in clusters for member in cluster.members]
    going = {m.page.address for m in told if m.action in ("redirect", "canonical", "already canonical")}
    texts = [m for cluster in clusters if "text" in cluster.kind for m in cluster.members]
    assert len(texts) == len({m.page.address for m in texts})
    assert all(m.page.indexable for m in told if m.action in ("survivor", "redirect", "new title"))
    assert not going & {m.page.address for m in told if m.action in ("survivor", "new title")}
    assert not going & {m.target for m in told}
    staying = {m.page.address for m in texts if m.action == "survivor"}
    assert {m.target for m in told} - {""} <= staying
    redirected = {m.page.path for m in told if m.action == "redirect"}
    for member in told:
        assert member.similarity is None or member.action == "leave" or member.similarity >= 90
        for link in member.rewrites:
            assert link.path not in redirected
            assert link.new in (member.target, "")
    for cluster in clusters:
        addresses = [member.page.address for member in cluster.members]
        assert cluster.name == min(addresses)
        assert len(addresses) == len(set(addresses)) > 1
