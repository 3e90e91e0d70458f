"""Old findings are remembered by what they say; what is new, mended or not looked at is told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.generate import baseline as baselines
from seokit.generate.baseline import BaselineError, Known, known_of, lines, read_baseline, updated
from seokit.model import Audit

ONLY = ["title-too-short", "title-duplicate", "link-broken"]


def write(folder: Path, name: str, title: str, body: str = "") -> None:
    file = folder / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {title}\nurl: /{name}\n---\n{body}\n")


def audit(folder: Path, part: str = "content", **options: object) -> Audit:
    return seokit.audit(folder / part, select=ONLY, **options)  # type: ignore[arg-type]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.md", "Rye", "[x](/gone) [x](/gone) [y](/lost)")
    write(tmp_path, "b.md", "Oat")
    seokit.make_baseline(audit(tmp_path), "known.txt")
    return tmp_path


def rules(audit: Audit) -> list[tuple[str, str]]:
    return [(Path(finding.path).name, finding.rule) for finding in audit.findings]


def test_nothing_is_new_until_something_is(site: Path) -> None:
    same = audit(site, baseline="known.txt")
    assert same.findings == ()
    assert same.baselined is not None
    assert (same.baselined.old, same.baselined.gone) == (5, 0)
    assert [page.errors for page in same.pages] == [0, 0]
    assert same.scores.site == audit(site).scores.site
    write(site, "b.md", "Rye")
    write(site, "c.md", "Corn", "[x](/gone)")
    new = audit(site, baseline="known.txt")
    assert rules(new) == [
        ("a.md", "title-duplicate"), ("b.md", "title-duplicate"),
        ("c.md", "title-too-short"), ("c.md", "link-broken"),
    ]  # fmt: skip
    assert new.baselined is not None
    assert new.baselined.gone == 0  # b.md's title has three letters as before


def test_lines_that_move_change_nothing(site: Path) -> None:
    file = site / "content" / "a.md"
    file.write_text(file.read_text().replace("---\n[x]", "---\n\n\nMore text.\n\n[x]"))
    assert audit(site, baseline="known.txt").findings == ()


def test_a_third_link_to_the_same_place_is_new(site: Path) -> None:
    file = site / "content" / "a.md"
    file.write_text(file.read_text() + "[x](/gone)\n")
    assert rules(audit(site, baseline="known.txt")) == [("a.md", "link-broken")]


def test_the_file_is_sorted_readable_and_the_same_from_any_folder(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (site / "known.txt").read_text()
    assert text.splitlines()[0] == "# seokit baseline 1"
    shape = [line.split(" ")[0] or line.split(" ")[2] for line in text.splitlines()[2:]]
    assert shape == ["content/a.md", "link-broken", "title-too-short", "content/b.md", "title-too-short"]
    (site / "seokit.toml").write_text('baseline = "known.txt"\n')
    monkeypatch.chdir(site / "content")
    again = seokit.audit(".", select=ONLY)
    assert again.findings == ()
    assert again.baselined is not None
    assert again.baselined.file == "../known.txt"
    assert len(seokit.audit(".", select=ONLY, baseline="").findings) == 5


def test_what_was_not_looked_at_is_not_gone(site: Path) -> None:
    write(site, "sub/d.md", "Figs")
    seokit.make_baseline(audit(site), "known.txt", update=True, accept_new=True)
    part = audit(site, "content/sub", baseline="known.txt")
    assert part.baselined is not None
    assert (part.findings, part.baselined.gone) == ((), 0)
    other = seokit.audit(site / "content", select=["title-too-short"], baseline="known.txt")
    assert other.baselined is not None
    assert other.baselined.gone == 0


def test_update_removes_what_is_mended_and_never_adds_by_itself(site: Path) -> None:
    write(site, "a.md", "How long does a loaf of rye have to rise?", "[y](/lost)")
    (site / "content" / "b.md").unlink()
    write(site, "c.md", "Corn")
    change = seokit.make_baseline(audit(site), "known.txt", update=True)
    assert (change.kept, change.gone, change.added) == (1, 4, 0)
    assert rules(audit(site, baseline="known.txt")) == [("c.md", "title-too-short")]
    change = seokit.make_baseline(audit(site), "known.txt", update=True, accept_new=True)
    assert (change.kept, change.gone, change.added) == (1, 0, 1)
    assert audit(site, baseline="known.txt").findings == ()


def test_a_baseline_is_not_written_over(site: Path) -> None:
    before = (site / "known.txt").read_bytes()
    with pytest.raises(BaselineError, match="is there already"):
        seokit.make_baseline(audit(site), "known.txt")
    assert (site / "known.txt").read_bytes() == before
    seokit.make_baseline(audit(site), "known.txt", force=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: no baseline"),
        ("{}", ":1: no baseline"),
        ("# seokit baseline 2\n", ":1: made by another version"),
        ("# seokit baseline 1\na.md\n<<<<<<< HEAD\n", ":3: a conflict of a merge"),
        ("# seokit baseline 1\n  title-too-long 12345678\n", ":2: not a rule"),
        ("# seokit baseline 1\na.md\n  title-too-long\n", ":3: not a rule"),
        ("# seokit baseline 1\na.md\n  title-too-long 1234567\n", ":3: not a rule"),
        ('# seokit baseline 1\n"a.md\n', ":2: a quote is not closed"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text: str, said: str, site: Path) -> None:
    (site / "known.txt").write_text(text)
    with pytest.raises(BaselineError) as caught:
        audit(site, baseline="known.txt")
    assert str(caught.value).startswith("known.txt" + said)


def test_other_files_are_refused(site: Path) -> None:
    (site / "bytes").write_bytes(b"\xff\xfe")
    for name, said in (("nowhere", "no such file"), ("content", "is a directory"), ("bytes", "not UTF-8")):
        with pytest.raises(BaselineError, match=said):
            read_baseline(name)


PATHS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
NAMES = st.sets(st.from_regex("[0-9a-f]{8}", fullmatch=True), min_size=1, max_size=3)


@given(st.dictionaries(st.tuples(PATHS, st.from_regex("[a-z]+(-[a-z0-9]+)+", fullmatch=True)), NAMES))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, known: Known) -> None:
    file = tmp_path_factory.mktemp("baseline") / "known.txt"
    file.write_text("".join(f"{line}\n" for line in lines(known)), "utf-8", newline="\n")
    assert read_baseline(str(file)) == known
    assert baselines.count(known) == sum(map(len, known.values()))


def test_a_hundred_thousand_stay_small() -> None:
    known = {
        (f"content/section/{page}-a-slug-of-a-usual-length.md", f"rule-{rule}"): {f"{page * 9 + rule:08x}"}
        for page in range(11_112)
        for rule in range(9)
    }
    size = sum(len(line) + 1 for line in lines(known))
    assert size / baselines.count(known) < 40  # bytes a finding


def test_what_is_said_once_for_the_site_has_no_page(site: Path) -> None:
    for number in range(30):
        (site / f"p{number}.html").write_text(f"<!doctype html><title>Page number {number} of many</title>")
    one = seokit.audit(str(site), select=["page-charset-missing"])
    assert {path for path, _ in known_of(one)} == {"*"}
    kept, change = updated(one, known_of(one), accept_new=False)
    assert (kept, change.gone) == (known_of(one), 0)
