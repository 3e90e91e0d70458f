"""Old findings are remembered by what they say; what is new, mended or not looked at is told apart."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.generate.baseline import (
    BaselineError,
    baseline_of,
    known_of,
    ran,
    read_baseline,
    updated,
    without_old,
)
from seokit.generate.baseline_file import Baseline, Known, count, is_baseline, lines
from seokit.generate.reports.baseline import baseline_lines
from seokit.generate.reports.leftout import left_out
from seokit.model import Audit
from tests.conftest import need

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
    assert text.splitlines()[2:5] == [
        "# audited content", "# rules link-broken", "# rules title-duplicate title-too-short",
    ]  # fmt: skip
    shape = [line.split(" ")[0] or line.split(" ")[2] for line in text.splitlines()[6:] if line]
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
    assert (change.kept, change.gone, change.added, change.new) == (1, 4, 0, 1)
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


def test_nothing_but_a_baseline_is_ever_written_over(site: Path) -> None:
    page = site / "content" / "a.md"
    before = page.read_bytes()
    with pytest.raises(BaselineError, match="among the pages that are audited"):
        seokit.make_baseline(audit(site), page, force=True)
    assert page.read_bytes() == before
    assert is_baseline("known.txt")
    assert not is_baseline("nowhere.txt")


@pytest.mark.parametrize(
    "first", ["# seokit baseline notes", "# seokit baseline", "# seokit baseline 1 or 2"]
)
def test_notes_about_baselines_are_none(first: str, site: Path) -> None:
    notes = site / "NOTES.txt"
    notes.write_text(f"{first}\n\nWhat we think of it.\n")
    before = notes.read_bytes()
    with pytest.raises(BaselineError, match="is no baseline: name another file"):
        seokit.make_baseline(audit(site), notes, force=True)
    assert notes.read_bytes() == before
    notes.write_text("# seokit baseline 2\r\n")  # of another version
    seokit.make_baseline(audit(site), notes, force=True)
    assert read_baseline(str(notes)).folders == {"content"}


def test_a_new_baseline_is_not_put_among_the_pages(site: Path) -> None:
    with pytest.raises(BaselineError, match="lies among the pages that are audited"):
        seokit.make_baseline(audit(site), "content/sub/new.md")
    assert not (site / "content" / "sub").exists()
    seokit.make_baseline(audit(site), "beside.md")
    seokit.make_baseline(audit(site), "content/known.txt")


@pytest.mark.parametrize("update", [False, True])
def test_what_is_no_file_is_refused_and_not_waited_for(update: bool, site: Path) -> None:
    """`-o /dev/stdout | tail` hung: it read its own output."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no named pipes")
    os.mkfifo("pipe")
    for name, said in (
        ("pipe", "is a named pipe"),
        ("/dev/null", "is a device"),
        ("-", "a baseline is a file"),
    ):
        with pytest.raises(BaselineError, match=said):
            seokit.make_baseline(audit(site), name, update=update, force=not update)


def test_commands_that_are_advised_name_the_file_in_use(site: Path) -> None:
    """They named the default file, which they then hit, or did not find."""
    file = "my known.txt"
    seokit.make_baseline(audit(site), file)
    with pytest.raises(BaselineError) as caught:
        seokit.make_baseline(audit(site), file)
    assert "`seokit baseline update PATH -o 'my known.txt'` brings" in str(caught.value)
    assert "`seokit baseline create PATH --force -o 'my known.txt'` writes" in str(caught.value)
    (site / "content" / "a.md").unlink()
    said = " ".join(left_out(audit(site, baseline=file)))
    assert "4 old findings are gone: seokit baseline update PATH... -o 'my known.txt' takes them out" in said
    Path(file).write_text("<<<<<<< HEAD\n")
    with pytest.raises(BaselineError, match=r"then run `seokit baseline update PATH -o 'my known\.txt'`"):
        read_baseline(file)


def test_an_update_that_changes_nothing_writes_nothing(site: Path) -> None:
    os.utime("known.txt", ns=(0, 0))
    change = seokit.make_baseline(audit(site), "known.txt", update=True)
    assert (change.kept, change.gone, change.added, change.new) == (5, 0, 0, 0)
    assert os.stat("known.txt").st_mtime_ns == 0  # noqa: PTH116


def test_a_rule_that_is_newer_than_the_baseline_is_named(site: Path) -> None:
    newer = seokit.audit("content", select=[*ONLY, "description-missing"], baseline="known.txt")
    assert newer.baselined is not None
    assert newer.baselined.newer == ("description-missing",)
    assert {finding.rule for finding in newer.findings} == {"description-missing"}
    assert "new by a rule that did not run when it was made: description-missing" in " ".join(left_out(newer))
    everything = seokit.audit("content", select=[*ONLY, "description-missing"])
    seokit.make_baseline(everything, "known.txt", update=True)
    assert "description-missing" not in read_baseline("known.txt").rules
    seokit.make_baseline(everything, "known.txt", update=True, accept_new=True)
    assert read_baseline("known.txt").rules == ran(everything.config)


def test_rules_that_need_built_pages_did_not_run_without_them(site: Path) -> None:
    public = site / "public"
    public.mkdir()
    (public / "a.html").write_text("<!doctype html><title>Barley</title>")
    (site / "content" / "a.md").write_text("---\ntitle: Rye\nurl: /a.html\n---\n")
    both = seokit.audit(["content", "public"], select=["drift-title"])
    seokit.make_baseline(both, "drift.txt")
    assert count(read_baseline("drift.txt").findings) == 1
    sources = seokit.audit("content", select=["drift-title"], baseline="drift.txt")
    assert sources.baselined is not None
    assert sources.baselined.gone == 0


def test_a_baseline_of_another_folder_is_refused(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number in range(10):
        write(site, f"p{number}.md", "Figs")
    seokit.make_baseline(audit(site), "many.txt")
    other = tmp_path_factory.mktemp("other")
    write(other, "z.md", "Figs")
    with pytest.raises(BaselineError, match=r"none of its 12 files, such as content/a\.md, is in .*other"):
        seokit.audit(other / "content", select=ONLY, baseline="many.txt", config=alone(other))
    with pytest.raises(BaselineError, match="another folder"):
        seokit.make_baseline(
            seokit.audit(other / "content", select=ONLY, config=alone(other)), "many.txt", update=True
        )


def alone(folder: Path) -> str:
    (folder / "seokit.toml").write_text('preset = "generic"\n[rules]\nselect = ["title-too-short"]\n')
    return str(folder / "seokit.toml")


def test_a_broken_baseline_is_refused_before_the_audit(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seokit.score.engine.run", lambda *_, **__: pytest.fail("the site was read"))
    with pytest.raises(BaselineError, match="no such file"):
        audit(site, baseline="nowhere.txt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: no baseline"),
        ("{}", ":1: no baseline"),
        ("# seokit baseline 2\n", ":1: 'seokit baseline 2' was made by another version"),
        ("# seokit baseline 1\na.md\n<<<<<<< HEAD\n", ":3: a merge left a conflict"),
        ("<<<<<<< HEAD\n# seokit baseline 1\n", ":1: a merge left a conflict"),
        ("# seokit baseline 1\na.md\n||||||| base\n", ":3: a merge left a conflict"),
        ("# seokit baseline 1\n  title-too-long 12345678\n", ":2: a rule without its page"),
        ("# seokit baseline 1\na.md\n  title-too-long\n", ":3: not a rule"),
        ("# seokit baseline 1\na.md\n  title-too-long 1234567\n", ":3: not a rule"),
        ('# seokit baseline 1\n"a.md\n', ":2: a quote is not closed"),
        ("# seokit baseline 1\na.md\n\ttitle-too-long 12345678\n", ":3: a rule that is not indented by two"),
        ("# seokit baseline 1\na.md\n title-too-long 12345678\n", ":3: a rule that is not indented by two"),
        ("# seokit baseline 1\na.md\ntitle-too-long 12345678\n", ":2: no findings of this page: 'a.md'"),
        ("# seokit baseline 1\nall of it\n\na.md\n  x-y 12345678\n", ":2: no findings of this page: 'all"),
        ("# seokit baseline 1\na.md\n  x-y 12345678\nb.md\n", ":4: no findings of this page: 'b.md'"),
        ("# seokit baseline 1\ra.md\r  x-y 12345678\r", ":1: no baseline, which begins with the line"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text: str, said: str, site: Path) -> None:
    (site / "known.txt").write_text(text)
    with pytest.raises(BaselineError) as caught:
        audit(site, baseline="known.txt")
    assert str(caught.value).startswith("known.txt" + said)
    assert len(str(caught.value)) < 250


def test_other_files_are_refused(site: Path) -> None:
    (site / "bytes").write_bytes(b"\xff\xfe")
    for name, said in (
        ("nowhere", "no such file"),
        ("content", "is a directory"),
        ("bytes", "not UTF-8"),
        ("a\0b", "null byte"),
    ):
        with pytest.raises(BaselineError, match=said):
            read_baseline(name)


def test_what_windows_makes_of_a_text_file_is_read(site: Path) -> None:
    file = site / "known.txt"
    before = read_baseline("known.txt")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert read_baseline("known.txt") == before


def test_two_branches_that_mend_two_pages_merge(site: Path) -> None:
    """Real git: nearby pages merge by themselves; the lines of a conflict may all be kept."""
    need("git", shutil.which("git") is not None, "git is not installed")
    run("init", "-q", "-b", "main")
    run("add", ".")
    run("commit", "-qm", "old")
    good = "How long does a loaf of rye have to rise?"
    for branch, name, title, body in (
        ("one", "a.md", good, "[x](/gone) [x](/gone) [y](/lost)"),
        ("two", "a.md", "Rye", "[x](/gone)"),
        ("three", "b.md", good + " Or oat?", ""),
    ):
        run("checkout", "-qb", branch, "main")
        write(site, name, title, body)
        seokit.make_baseline(audit(site), "known.txt", update=True)
        run("commit", "-qam", branch)
    run("checkout", "-q", "one")
    run("merge", "-q", "-m", "m", "three")
    assert "<<<<" not in (site / "known.txt").read_text()
    run("checkout", "-q", "one")
    run("merge", "-q", "-m", "m", "two", check=False)
    file = site / "known.txt"
    with pytest.raises(BaselineError, match="a merge left a conflict"):
        read_baseline("known.txt")
    marks = ("<<<<", "====", ">>>>")
    both = [line for line in file.read_text().splitlines(True) if not line.startswith(marks)]
    file.write_text("".join(both))
    write(site, "a.md", good, "[x](/gone)")
    assert audit(site, baseline="known.txt").findings == ()
    seokit.make_baseline(audit(site), "known.txt", update=True)
    assert read_baseline("known.txt") == baseline_of(audit(site))


def run(*arguments: str, check: bool = True) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=check, capture_output=True)


PATHS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
NAMES = st.sets(st.from_regex("[0-9a-f]{8}", fullmatch=True), min_size=1, max_size=3)


@given(st.dictionaries(st.tuples(PATHS, st.from_regex("[a-z]+(-[a-z0-9]+)+", fullmatch=True)), NAMES))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, known: Known) -> None:
    file = tmp_path_factory.mktemp("baseline") / "known.txt"
    baseline = Baseline(known, frozenset(rule for _, rule in known))
    file.write_text("".join(f"{line}\n" for line in lines(baseline)), "utf-8", newline="\n")
    assert read_baseline(str(file)) == baseline
    assert count(known) == sum(map(len, known.values()))
    assert "old findings on" in next(baseline_lines(baseline, "known.txt"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("baseline") / "known.txt"
    file.write_text(f"# seokit baseline 1\n{text}", "utf-8", newline="")
    try:
        read = read_baseline(str(file))
    except BaselineError:
        return
    file.write_text("".join(f"{line}\n" for line in lines(read)), "utf-8", newline="")
    assert read_baseline(str(file)) == read


def test_a_hundred_thousand_stay_small() -> None:
    known = {
        (f"content/section/{page}-a-slug-of-a-usual-length.md", f"rule-{rule}"): {f"{page * 9 + rule:08x}"}
        for page in range(11_112)
        for rule in range(9)
    }
    size = sum(len(line) + 1 for line in lines(Baseline(known)))
    assert size / count(known) < 40  # bytes a finding


def test_what_is_said_once_for_the_site_is_old_on_every_page(site: Path) -> None:
    folder = site / "public"
    folder.mkdir()
    pages = [folder / f"p{number}.html" for number in range(30)]
    for number, page in enumerate(pages):
        page.write_text(f"<!doctype html><title>Page number {number} of many</title>")
    select = ["page-charset-missing"]
    seokit.make_baseline(seokit.audit("public", select=select), "once.txt")
    assert {path for path, _ in read_baseline("once.txt").findings} == {"*"}
    part = seokit.audit([str(page) for page in pages[:3]], select=select, baseline="once.txt")
    assert part.baselined is not None
    assert (part.findings, part.baselined.old) == ((), 3)
    for number, page in enumerate(pages[:20]):
        page.write_text(
            f"<!doctype html><meta charset=utf-8><title>Page number {number} of many</title>", "utf-8"
        )
    mended = seokit.audit("public", select=select)
    baseline, change = updated(mended, read_baseline("once.txt"), accept_new=False)
    assert (change.kept, change.gone, change.new) == (10, 1, 0)
    assert without_old(mended, baseline, "once.txt").findings == ()
    pages[0].write_text("<!doctype html><title>Page number 0 of many</title>")
    again = without_old(seokit.audit("public", select=select), baseline, "once.txt")
    assert [Path(finding.path).name for finding in again.findings] == ["p0.html"]
    assert known_of(again).keys() == {("public/p0.html", "page-charset-missing")}


def test_what_a_baseline_holds_is_shown_by_rule_and_folder(site: Path) -> None:
    assert list(baseline_lines(read_baseline("known.txt"), "known.txt")) == [
        "known.txt: 5 old findings on 2 pages, by 2 rules",
        "",
        "Findings    Pages  Rule",
        "       3        1  link-broken",
        "       2        2  title-too-short",
        "",
        "Findings    Pages  Folder",
        "       5        2  content",
    ]
