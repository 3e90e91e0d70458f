"""Only what a change did is reported, though the whole site is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import seokit
from seokit.extract.gitchanges import GitError, changes_since
from seokit.model import Audit
from tests.conftest import need

RULES = ["title-duplicate", "title-too-short", "link-broken"]
RYE = "How long does a loaf of rye have to rise?"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, title: str, body: str = "") -> None:
    file = folder / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\ntitle: {title}\nurl: /{file.stem}\n---\n{body}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(
        "git",
        subprocess.run(["git", "--version"], capture_output=True).returncode == 0,
        "git is not installed",
    )
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.md", RYE)
    write(tmp_path, "b.md", "Oat", "[c](/c)")
    write(tmp_path, "c.md", "Why does corn pop when it is heated in a pan?")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def since(revision: str = "HEAD", paths: str = "content") -> Audit:
    return seokit.audit(paths, select=RULES, since=revision)


def told(audit: Audit) -> list[tuple[str, str]]:
    return [(Path(finding.path).name, finding.rule) for finding in audit.findings]


def test_nothing_changed(site: Path) -> None:
    audit = since()
    assert (audit.findings, audit.pages) == ((), ())
    assert audit.changed is not None
    assert (audit.changed.pages, audit.changed.of) == (0, 3)
    assert audit.scores.pages == 3


def test_a_new_page_that_collides_with_an_old_one(site: Path) -> None:
    write(site, "sub/ü d.md", RYE)
    assert told(since()) == [("ü d.md", "title-duplicate")]
    git(site, "add", ".")
    assert told(since()) == [("ü d.md", "title-duplicate")]
    git(site, "commit", "-qm", "two")
    assert told(since()) == []
    assert told(since("HEAD~1")) == [("ü d.md", "title-duplicate")]


def test_a_deletion_breaks_links_on_pages_that_did_not_change(site: Path) -> None:
    (site / "content" / "c.md").unlink()
    audit = since()
    assert told(audit) == [("b.md", "link-broken")]
    assert audit.changed is not None
    assert audit.changed.deleted == 1
    assert [Path(page.path).name for page in audit.pages] == ["b.md"]


def test_a_renamed_page_is_gone_and_new(site: Path) -> None:
    git(site, "mv", "content/c.md", "content/e.md")
    (site / "content" / "e.md").write_text(
        (site / "content" / "e.md").read_text().replace("url: /c", "url: /e")
    )
    assert told(since()) == [("b.md", "link-broken")]


def test_from_another_folder_and_with_a_config(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (site / "seokit.toml").write_text('base_url = "https://example.org"\n')
    write(site, "d.md", RYE)
    (site / "content" / "c.md").unlink()
    monkeypatch.chdir(site / "content")
    audit = since(paths=".")
    assert told(audit) == [("b.md", "link-broken"), ("d.md", "title-duplicate")]
    assert audit.changed is not None
    assert audit.changed.config


def test_a_page_that_moved_breaks_links_too(site: Path) -> None:
    file = site / "content" / "c.md"
    file.write_text(file.read_text().replace("url: /c", "url: /corn"))
    assert ("b.md", "link-broken") in told(since())
    file.write_text(file.read_text().replace("url: /corn", "url: /c\ndraft: true"))
    assert ("b.md", "link-broken") in told(since())


def test_a_link_that_names_a_deleted_file(site: Path) -> None:
    write(site, "sub/d.md", "Figs", "[c](../c.md) [x](/never-there)")
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    (site / "content" / "c.md").unlink()
    assert told(since()) == [("b.md", "link-broken"), ("d.md", "link-broken")]


def test_an_unchanged_page_speaks_of_a_changed_one(site: Path) -> None:
    write(site, "c.md", "Corn\nnoindex: true")
    assert told(seokit.audit("content", select=["link-to-noindex"], since="HEAD")) == [
        ("b.md", "link-to-noindex")
    ]
    git(site, "commit", "-qam", "two")
    assert told(seokit.audit("content", select=["link-to-noindex"], since="HEAD")) == []


@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_a_page_that_lost_its_last_link(how: str, site: Path) -> None:
    assert told(seokit.audit("content", select=["link-orphan"], since="HEAD")) == []
    if how == "changed":
        write(site, "b.md", "Oat")
    else:
        (site / "content" / "b.md").unlink()
    found = told(seokit.audit("content", select=["link-orphan"], since="HEAD"))
    assert found == ([("b.md", "link-orphan")] if how == "changed" else []) + [("c.md", "link-orphan")]


def test_a_page_that_is_built_of_a_changed_source_changed(site: Path) -> None:
    (site / ".gitignore").write_text("public/\n")
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    for name in ("a", "b", "c", ""):
        file = site / "public" / name / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<!doctype html><title>{name}</title>")
    write(site, "b.md", "Oat", "Porridge. [c](/c)")
    built = [str(site / "public" / name / "index.html") for name in "abc"]
    audit = seokit.audit(["content", *built], select=["page-charset-missing"], since="HEAD")
    assert [finding.path for finding in audit.findings] == ["public/b/index.html"]


@pytest.mark.parametrize(
    "name", ['quo"ted', "tab\there", "new\nline", "back\\slash", "-dash", ":(top)x", "ü ß", "Z sp  ace "]
)
def test_whatever_a_name_holds(name: str, site: Path) -> None:
    (site / "content" / f"{name}.md").write_text(f"---\ntitle: {RYE}\nurl: /odd\n---\n")
    write(site, "d.md", "Figs", "[odd](/odd)")
    assert sorted(told(since())) == sorted([(f"{name}.md", "title-duplicate"), ("d.md", "title-too-short")])
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    (site / "content" / f"{name}.md").unlink()
    assert told(since()) == [("d.md", "link-broken")]


def test_a_name_that_is_not_utf_8_hides_nothing(site: Path) -> None:
    odd = Path(os.fsdecode(os.path.join(os.fsencode(site / "content"), b"\xff.md")))
    odd.write_text("---\ntitle: Rye\nurl: /odd\n---\n")
    write(site, "d.md", RYE)
    assert told(since()) == [("d.md", "title-duplicate")]
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    odd.unlink()
    audit = since()
    assert audit.changed is not None
    assert audit.changed.deleted == 1


def test_many_deletions_cost_one_process(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        write(site, f"old/{number}.md", "Figs")
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    shutil.rmtree(site / "content" / "old")
    calls: list[object] = []
    real = subprocess.run

    def counted(*arguments: Any, **more: Any) -> Any:
        calls.append(arguments)
        return real(*arguments, **more)

    monkeypatch.setattr(subprocess, "run", counted)
    changes = changes_since("HEAD", ["content"])
    assert (len(changes.before), len(calls)) == (300, 5)
    assert changes.before[str(site / "content" / "old" / "7.md")] == b"---\ntitle: Figs\nurl: /7\n---\n\n"


def test_three_dots_mean_where_the_branch_began(site: Path) -> None:
    git(site, "branch", "-M", "main")
    git(site, "checkout", "-qb", "work")
    write(site, "d.md", RYE)
    git(site, "add", ".")
    git(site, "commit", "-qm", "mine")
    git(site, "checkout", "-q", "main")
    write(site, "c.md", "Corn")
    git(site, "commit", "-qam", "theirs")
    git(site, "checkout", "-q", "work")
    assert told(since("main...")) == [("d.md", "title-duplicate")]
    changed = since("main").changed
    assert changed is not None
    assert changed.pages == 2


def test_a_file_that_was_only_touched_did_not_change(site: Path) -> None:
    os.utime(site / "content" / "a.md", (1_000_000_000, 1_000_000_000))
    changed = since().changed
    assert changed is not None
    assert changed.pages == 0


def test_with_a_baseline_what_is_old_stays_out(site: Path) -> None:
    seokit.make_baseline(seokit.audit("content", select=RULES), "known.txt")
    write(site, "b.md", "Oats", "[c](/c) [x](/lost)")
    audit = seokit.audit("content", select=RULES, since="HEAD", baseline="known.txt")
    assert told(audit) == [("b.md", "link-broken")]
    assert audit.baselined is not None
    assert (audit.baselined.old, audit.baselined.gone) == (1, 0)


def test_git_is_asked_before_the_site_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seokit.score.engine.run", lambda *_, **__: pytest.fail("the site was read"))
    with pytest.raises(GitError, match="git knows no revision 'nowhere'; `git branch --all` lists"):
        since("nowhere")


@pytest.mark.parametrize(
    "revision", ["nowhere", "--all", "^HEAD", "^HEAD...", "HEAD~9", "x y", "", " ", "a\0b", "..."]
)
def test_an_unknown_revision(revision: str, site: Path) -> None:
    with pytest.raises(GitError, match=r"knows no revision|is no revision"):
        changes_since(revision, [str(site)])


def test_a_site_in_two_repositories(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    with pytest.raises(GitError, match=r"one git repository: .*other.* is not in "):
        changes_since("HEAD", [str(site), str(other)])


def test_the_repository_is_that_of_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.parent)
    write(site, "d.md", RYE)
    assert told(since(paths=f"{site.name}/content")) == [("d.md", "title-duplicate")]
    assert told(since(paths=f"{site.name}/content/d.md")) == []  # alone it collides with nothing


def test_where_there_is_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="not a git repository"):
        changes_since("HEAD", [str(tmp_path)])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git cannot be run"):
        changes_since("HEAD", [str(tmp_path)])


def test_a_shallow_clone_says_so(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(site, "d.md", "Figs")
    git(site, "add", ".")
    git(site, "commit", "-qm", "two")
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth", "1", f"file://{site}", "copy")
    with pytest.raises(GitError, match=r"shallow clone, .*fetch-depth: 0"):
        changes_since("HEAD~1", [str(clone / "copy")])


def pages_changed(revision: str = "HEAD", paths: str = "content") -> list[str]:
    audit = since(revision, paths)
    assert audit.changed is not None
    pages = sorted(Path(page.path).name for page in seokit.audit(paths, select=RULES).pages)
    changes = changes_since(revision, [paths])
    there = {Path(name).name for name in changes.changed}
    found = [name for name in pages if name in there]
    assert audit.changed.pages == len(found)
    return found


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("options", [["-a"], ["content/b.md"]])
def test_in_a_hook_git_speaks_of_the_folder_of_the_site(linked: bool, options: list[str], site: Path) -> None:
    """Git's hooks have GIT_DIR, GIT_INDEX_FILE and more in their environment: every page had changed."""
    for folder, words in ((".", "audit content"), ("content", "audit .")):
        hook = site / ".git" / "hooks" / "pre-commit"
        told = site / "told.txt"
        run = f"{sys.executable} -m seokit {words} --since HEAD --fail-on never --no-progress"
        hook.write_text(f"#!/bin/sh\ncd {folder} && {run} >{told} 2>&1\n")
        hook.chmod(0o755)
        top = site
        if linked:
            top = site.parent / f"{site.name}-{folder.strip('.')}"
            git(site, "worktree", "add", "-q", "--detach", str(top))
        write(top, "b.md", f"Oats {folder}", "[c](/c)")
        git(top, "commit", "-qm", "two", *options)
        assert "1 of 3 pages changed since HEAD" in told.read_text()


def test_the_index_of_another_folder_is_not_asked(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(site / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(site / "none"))
    monkeypatch.chdir(site / "content")
    assert pages_changed(paths=".") == []


def test_in_a_submodule_pages_change_too(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    for name in ("x.md", "y.md", "z.md"):
        write(other, name, f"Figs {name}")
    git(other, "init", "-q")
    git(other, "add", ".")
    git(other, "commit", "-qm", "one")
    git(site, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "content/theirs")
    assert pages_changed() == ["x.md", "y.md", "z.md"]
    git(site, "commit", "-qm", "theirs")
    assert pages_changed() == []
    theirs = site / "content" / "theirs"
    write(theirs, "x.md", "Dates")
    assert pages_changed() == ["x.md"]
    git(theirs, "commit", "-qam", "two")
    assert pages_changed() == ["x.md"]
    git(site, "commit", "-qam", "two")
    assert pages_changed() == []
    write(theirs, "new.md", "Plums")
    (theirs / "content" / "z.md").unlink()
    assert pages_changed() == ["new.md"]
    assert pages_changed("HEAD~1") == ["new.md", "x.md"]
    assert since().changed.deleted == 1  # type: ignore[union-attr]
    git(site, "submodule", "--quiet", "deinit", "-f", "--all")
    assert pages_changed() == []


def test_all_of_a_repository_that_the_outer_one_does_not_know_is_new(site: Path) -> None:
    inner = site / "content" / "inner"
    write(inner, "x.md", "Figs")
    git(inner, "init", "-q")
    assert pages_changed() == ["x.md"]
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "one")
    assert pages_changed() == ["x.md"]


def test_before_the_first_commit_everything_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.md", RYE)
    git(tmp_path, "init", "-q")
    assert pages_changed("HEAD") == pages_changed("main") == ["a.md"]
    git(tmp_path, "add", ".")
    assert pages_changed("HEAD") == ["a.md"]


def test_a_branch_without_a_common_commit(site: Path) -> None:
    git(site, "branch", "-M", "main")
    git(site, "checkout", "-q", "--orphan", "other")
    assert pages_changed("HEAD") == ["a.md", "b.md", "c.md"]
    with pytest.raises(GitError, match="git knows no revision 'mian'"):
        changes_since("mian", ["content"])
    git(site, "commit", "-qm", "another start")
    assert pages_changed("main") == []
    with pytest.raises(GitError, match="'main' and HEAD have no commit in common; `--since main` compares"):
        changes_since("main...", ["content"])
