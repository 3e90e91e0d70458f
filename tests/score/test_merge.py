"""The merge plan: who stays, what becomes of the others, which links have to be rewritten."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import seokit
from seokit.generate.reports.duplicates import COLUMNS, duplicate_lines, write_csv, write_json
from seokit.score.merge import Cluster, in_form_of

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
    assert cluster.members[0].reason == "the shortest URL"
    write(tmp_path, "c/three.md", "Title c/three", LONG, date="2020-01-02")
    (cluster,) = plan(tmp_path)
    assert (cluster.members[0].page.url, cluster.members[0].reason) == (
        "/c/three",
        "the oldest, of 2020-01-02",
    )
    write(tmp_path, "d.md", "Links", "Something else. [two](/b/two) [two](two.md)")
    (cluster,) = plan(tmp_path)
    assert (cluster.members[0].page.url, cluster.members[0].reason) == ("/b/two", "1 page links to it")
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
        ("b#x", "/a", "/a#x"),
        ("https://example.org/b", "https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_link_keeps_its_form(old: str, url: str, new: str) -> None:
    assert in_form_of(old, url) == new


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
    clusters = plan(tmp_path)
    out = io.BytesIO()
    write_csv(clusters, out.write)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row["action"] for row in rows] == ["survivor", "redirect", "link"] or [
        row["action"] for row in rows
    ] == ["survivor", "redirect"]
    out = io.BytesIO()
    write_json(clusters, out.write)
    told = json.loads(out.getvalue())
    assert (told["version"], len(told["clusters"]), len(told["clusters"][0]["pages"])) == (1, 1, 2)
    assert list(duplicate_lines(()))[-1] == "no duplicates"
    assert list(duplicate_lines(clusters))[-1].startswith("1 cluster: 1 redirect, ")


def test_a_site_without_duplicates(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "Title", LONG)
    assert plan(tmp_path) == ()
