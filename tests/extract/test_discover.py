"""Finding a site's files: order, patterns, what is ignored, and what is no file at all."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from seokit.extract.discover import Found, PathError, discover
from seokit.model import Settings


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder without anything in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def find(*paths: str, **settings: object) -> Found:
    return discover(paths, Settings(**settings))  # type: ignore[arg-type]


def names(found: Found) -> list[str]:
    return [source.path for source in found.files]


def reasons(found: Found) -> dict[str, str]:
    return {failure.path: failure.message for failure in found.errors}


def test_walks_in_a_fixed_order_with_the_root_for_the_section(site: Path) -> None:
    put(site, "content/b/x.md", "content/a/y.MD", "content/a/deep/z.mdx", "content/i.html", "content/n.txt")
    put(
        site,
        "content/.hidden/x.md",
        "content/node_modules/p/readme.md",
        "content/a/.draft.md",
        "README.markdown",
    )
    found = find("content")
    assert names(found) == [
        *(
            "content/a/.draft.md",
            "content/a/deep/z.mdx",
            "content/a/y.MD",
            "content/b/x.md",
            "content/i.html",
        ),
    ]
    assert {source.root for source in found.files} == {"content"}
    assert (found.skipped, found.errors) == ((), ())
    assert names(find(".")) == ["README.markdown", *names(found)]
    assert {source.root for source in find(".").files} == {"."}


def test_paths_are_shown_relative_to_the_current_folder(site: Path) -> None:
    put(site, "in/content/a.md", "out/b.md")
    os.chdir(site / "in")
    assert names(find(str(site / "in" / "content"))) == ["content/a.md"]
    assert names(find("./content//")) == ["content/a.md"]
    assert names(find("../out")) == ["../out/b.md"]
    assert names(find(str(site / "out"))) == [f"{site}/out/b.md"]
    assert names(find(str(site / "in"))) == ["content/a.md"]


def test_a_file_found_twice_counts_once(site: Path) -> None:
    put(site, "content/a/x.md", "content/b.md")
    found = find("content", "content/a", "content/a/x.md", str(site / "content" / "b.md"), "content/*")
    assert names(found) == ["content/a/x.md", "content/b.md"]
    assert {source.root for source in found.files} == {"content"}


def test_a_named_file_is_read_even_if_ignored(site: Path) -> None:
    put(site, ".gitignore", text="*.md\n")
    put(site, "node_modules/a.md", ".x/b.md", "c.md", "d.txt")
    (site / ".git").mkdir()
    found = find("node_modules/a.md", ".x/b.md", "c.md", "d.txt", exclude=("**",))
    assert [(source.path, source.root) for source in found.files] == [
        (name, name) for name in (".x/b.md", "c.md", "node_modules/a.md")
    ]
    assert found.skipped[0].startswith("d.txt: no page by its suffix")


def test_a_named_folder_is_walked_even_if_hidden_or_ignored(site: Path) -> None:
    put(site, ".gitignore", text="public/\nnode_modules\n*.tmp.html\n")
    (site / ".git").mkdir()
    put(site, "public/a.html", ".cache/b.md", "node_modules/c.md", "ok/d.tmp.html", "ok/e.html")
    assert names(find("public", ".cache", "node_modules")) == [
        ".cache/b.md",
        "node_modules/c.md",
        "public/a.html",
    ]
    assert names(find("ok")) == ["ok/e.html"]
    assert names(find(".")) == ["ok/e.html"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("content/*.md", ["content/a.md", "content/ab.md"]),
        ("content/?.md", ["content/a.md"]),
        ("content/[!b].md", ["content/a.md"]),
        ("content/**/*.md", ["content/a.md", "content/ab.md", "content/x/a.md", "content/x/y/b.md"]),
        (
            "content/**",
            ["content/a.md", "content/ab.md", "content/x/a.md", "content/x/y/b.md", "content/x/y/c.html"],
        ),
        ("content/*/", ["content/x/a.md", "content/x/y/b.md", "content/x/y/c.html"]),
        ("**/y/*", ["content/x/y/b.md", "content/x/y/c.html"]),
        ("*/x/*.md", ["content/x/a.md"]),
        ("./content/x/**/*.html", ["content/x/y/c.html"]),
    ],
)
def test_globs(site: Path, pattern: str, expected: list[str]) -> None:
    put(site, "content/a.md", "content/ab.md", "content/x/a.md", "content/x/y/b.md", "content/x/y/c.html")
    put(site, "content/.h/a.md", "node_modules/x/a.md", "content/n.txt")
    assert names(find(pattern)) == expected


def test_a_globs_root_is_the_folder_before_its_wildcard(site: Path) -> None:
    put(site, "content/learn/a.md")
    assert find("content/*/*.md").files[0].root == "content"
    assert find("*/learn/*.md").files[0].root == "."


def test_a_name_that_looks_like_a_glob_is_a_name_first(site: Path) -> None:
    put(site, "[slug].md", "s.md")
    assert names(find("[slug].md")) == ["[slug].md"]


def test_include_and_exclude(site: Path) -> None:
    put(site, "content/a.md", "content/drafts/b.md", "content/keep/drafts/c.md", "docs/d.md")
    found = find(".", root=str(site), include=("content/**",), exclude=("**/drafts/**",))
    assert names(found) == ["content/a.md"]
    assert found.skipped == (
        "content/drafts: excluded by the configuration",
        "content/keep/drafts: excluded by the configuration",
        "docs/d.md: not included by the configuration",
    )
    assert names(find(".", root=str(site), exclude=("*.md", "!docs/*.md"))) == ["docs/d.md"]
    assert names(find(".", root=str(site / "content"), exclude=("/a.md", "drafts/"))) == ["docs/d.md"]
    kept = find(".", root=str(site), exclude=("drafts/**", "content/drafts/**", "!content/drafts/b.md"))
    assert "content/drafts/b.md" in names(kept)
    os.chdir(site / "content")
    assert names(find(".", root=str(site), include=("content/*.md",))) == ["a.md"]
    assert names(find("../docs", root=str(site / "content"), include=("a.md",))) == ["../docs/d.md"]


def test_gitignore_files_hold_below_their_folder_and_inner_ones_win(site: Path) -> None:
    (site / ".git").mkdir()
    put(site, ".gitignore", text="# comment\n\n/build/\nsecret*.md\n")
    put(site, "content/x/.gitignore", text="!secret-not.md\n*.html\n")
    put(site, "build/a.md", "content/build/b.md", "content/secret.md", "content/i.html")
    put(site, "content/x/secret-not.md", "content/x/secret.md", "content/x/y/h.html", "content/x/y/m.md")
    expected = ["content/build/b.md", "content/i.html", "content/x/secret-not.md", "content/x/y/m.md"]
    assert names(find(".")) == expected
    assert names(find("content")) == expected
    assert names(find("content/x/y", "content/build")) == ["content/build/b.md", "content/x/y/m.md"]
    assert "build: ignored by .gitignore" in find(".").skipped
    assert "content/x/y/h.html: ignored by .gitignore" in find(".").skipped


def test_gitignore_files_above_the_repository_mean_nothing(site: Path) -> None:
    put(site, ".gitignore", text="*.md\n")
    put(site, "repo/a.md")
    assert names(find("repo")) == ["repo/a.md"]  # no repository at all
    (site / "repo" / ".git").mkdir()
    assert names(find("repo")) == ["repo/a.md"]


def test_a_strange_gitignore_is_no_obstacle(site: Path) -> None:
    put(site, "content/a.md")
    (site / "content" / ".gitignore").write_bytes(b"\xef\xbb\xbf\xff\xfe\n\n!\n***/[\n\x00\n")
    assert names(find("content")) == ["content/a.md"]
    (site / "content" / ".gitignore").unlink()
    (site / "content" / ".gitignore").mkdir()
    assert names(find("content")) == ["content/a.md"]


def test_a_line_that_is_no_pattern_takes_no_other_out_of_a_gitignore(site: Path) -> None:
    put(site, "content/a.md", "content/draft.md")
    (site / "content" / ".gitignore").write_text(f"[z-a]\n!\n{'a' * 900_000}\ndraft.md\n", "utf-8")
    assert names(find("content")) == ["content/a.md"]


def test_links(site: Path) -> None:
    put(site, "content/a.md", "content/sub/b.md", "other/c.md", "other/deep/d.md")
    (site / "content" / "again.md").symlink_to("a.md")
    (site / "content" / "outside.md").symlink_to("../other/c.md")
    (site / "content" / "0-linked").symlink_to("../other/deep")
    (site / "content" / "1-linked").symlink_to("../other/deep")
    (site / "content" / "0-sub").symlink_to("sub")
    (site / "content" / "gone.md").symlink_to("nowhere.md")
    (site / "content" / "gone").symlink_to("nowhere")
    found = find("content")
    assert names(found) == ["content/0-linked/d.md", "content/a.md", "content/outside.md", "content/sub/b.md"]
    assert found.skipped == (
        "content/0-sub: links to a folder that is read already",
        "content/1-linked: links to a folder that is read already",
        "content/again.md: the same file as content/a.md",
    )
    assert reasons(found) == {"content/gone.md": "is a link to nowhere.md, which does not exist"}


def test_loops_end_as_one_error_each(site: Path) -> None:
    put(site, "content/a/x.md")
    (site / "content" / "a" / "up").symlink_to("..")
    (site / "content" / "self").symlink_to("self")
    (site / "content" / "here.md").symlink_to("here.md")
    found = find("content")
    assert names(found) == ["content/a/x.md"]
    assert set(reasons(found)) == {"content/a/up", "content/self", "content/here.md"}
    assert "loop" in reasons(found)["content/a/up"]


def test_two_folders_that_link_to_each_other(site: Path) -> None:
    put(site, "in/a.md", "out/b.md")
    (site / "in" / "to").symlink_to("../out")
    (site / "out" / "back").symlink_to("../in")
    found = find("in")
    assert names(found) == ["in/a.md", "in/to/b.md"]
    assert (len(found.skipped), found.errors) == (1, ())


def test_what_is_no_file_is_an_error_and_never_waited_for(site: Path) -> None:
    put(site, "content/page.md/inner.md", "content/ok.md")
    os.mkfifo(site / "content" / "pipe.md")
    os.mkfifo(site / "content" / "pipe.txt")
    (site / "content" / "device.md").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("content/socket.md")
        found = find("content", "content/pipe.md")
    assert names(found) == ["content/ok.md", "content/page.md/inner.md"]
    assert reasons(found) == {
        "content/device.md": "is a device, not a file",
        "content/page.md": "is a directory, not a file; what is in it was read",
        "content/pipe.md": "is a named pipe, not a file",
        "content/socket.md": "is a socket, not a file",
    }


def test_a_name_that_is_not_utf8_is_an_error(site: Path) -> None:
    put(site, "content/ok.md")
    try:
        Path(os.fsdecode(os.fsencode(site) + b"/content/b\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = find("content")
    assert names(found) == ["content/ok.md"]
    assert reasons(found) == {"content/b\ufffd.md": "the name of the file is not UTF-8: rename it"}


def test_a_folder_that_may_not_be_read_is_an_error(site: Path, nobody: Callable[[], None]) -> None:
    put(site, "content/ok.md", "content/locked/a.md")
    (site / "content" / "locked").chmod(0)
    nobody()
    found = find("content")
    assert names(found) == ["content/ok.md"]
    assert reasons(found) == {"content/locked": "the folder cannot be read: permission denied"}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("contnet", r"no such file or folder: contnet \(did you mean content\?\)"),
        ("content/Lern/x.md", r"\(did you mean content/learn\?\)"),
        ("zzz", r"no such file or folder: zzz$"),
        ("content/learn/a.md/b", r"there is no b in content/learn|there is no a.md|did you mean"),
        ("contnet/*.md", r"did you mean content\?"),
        ("content/*.md", r"no page matches content/\*\.md"),
        ("content/[z-a].md", r"content/\[z-a\]\.md is no glob"),
        ("", "no such file or folder"),
    ],
)
def test_a_path_that_is_not_there(site: Path, path: str, sentence: str) -> None:
    put(site, "content/learn/a.md")
    with pytest.raises(PathError, match=sentence):
        find(path)


def test_a_glob_without_a_match_is_told_beside_others(site: Path) -> None:
    put(site, "content/a.md")
    with pytest.raises(PathError, match="no page matches"):
        find("content", "content/z*.md")
    assert names(find("content", "content/a*.md")) == ["content/a.md"]


def test_an_empty_folder_holds_nothing(site: Path) -> None:
    (site / "content").mkdir()
    assert find("content") == Found((), (), ())
