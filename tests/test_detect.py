from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path

import pytest

from seokit.config import ConfigError, load_settings, show_settings, write_init
from seokit.config_write import create
from seokit.detect import MAX_FOLDERS, SAMPLE, detect, shared_folder
from seokit.extract.discover import PathError
from seokit.extract.sections import Sections
from seokit.presets import PRESETS

SITES = Path(__file__).parent / "sites"
QUESTION = """---
title: How is compost turned?
question: How is compost turned?
answer: With a fork.
seo:
  page_description: A fork and a free hour.
---
"""
POST = """---
title: A Heap of Leaves
seo:
  title: Leaves
  page_description: What becomes of leaves.
featuredImg:
  image: /leaves.jpg
---
Leaves.
"""
PLAIN = "---\ntitle: A Shed\ndescription: Tools and a chair.\n---\nA shed.\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A .git ends the search for hugo.toml and the like, so nothing above the test's folder counts.
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("preset", PRESETS)
def test_each_preset_is_found_on_its_own_site(preset: str) -> None:
    seen = detect([str(SITES / preset)])
    assert seen.preset == preset
    assert seen.sections == ()
    assert seen.reason.startswith(f"preset {preset}: ")
    assert "\n" not in seen.reason


def test_the_reason_names_keys_and_folder() -> None:
    write({f"content/learn/{n}/{m}.md": QUESTION for n in range(3) for m in range(4)})
    write({f"content/posts/{n}.md": POST for n in range(3)})
    seen = detect(["content"])
    assert seen.reason == (
        "preset cloudcannon-qa: seo.page_description, question and answer in 12 of 12 files "
        "of content/learn; cloudcannon-blog for content/posts"
    )
    (section,) = seen.sections
    assert (section.name, section.files, section.preset) == ("", ("content/posts/**",), "cloudcannon-blog")
    assert section.url == "/blog/{{ stem }}"


def test_small_folders_of_nothing_known_are_generic() -> None:
    write({f"{folder}/1.md": PLAIN for folder in ("herbs", "beans", "peas")})
    seen = detect(["."])
    assert (seen.preset, seen.sections) == ("generic", ())
    assert seen.reason == "preset generic: no other preset's keys in the 3 files looked at"


@pytest.mark.parametrize("path", [".", "content", "content/learn"])
def test_from_wherever_it_looks(path: str) -> None:
    write({f"content/learn/a/{m}.md": QUESTION for m in range(4)} | {"content/learn/b/1.md": QUESTION})
    write({"content/posts/1.md": POST})
    settings = load_settings([path])
    sections = Sections(settings)
    assert sections.of("content/learn/b/1.md").preset == "cloudcannon-qa"
    if path != "content/learn":
        assert sections.of("content/posts/1.md").preset == "cloudcannon-blog"


def test_folders_of_another_kind_deeper_down() -> None:
    write({f"site/pages/qa/{n}.md": QUESTION for n in range(5)})
    write({f"site/pages/blog/{n}.md": POST for n in range(3)})
    write({f"site/pages/{n}.md": PLAIN for n in range(3)})
    write({f"site/odd [1]/{n}.md": PLAIN for n in range(3)})
    write({"site/little/1.md": PLAIN, "site/bare/1.md": "No front matter.", "site/1.md": PLAIN})
    settings = load_settings(["site"])
    assert settings.sections[-1].preset == "generic"
    sections = Sections(settings)
    assert sections.of("site/pages/qa/1.md").preset == "cloudcannon-qa"
    assert sections.of("site/pages/blog/1.md").preset == "cloudcannon-blog"
    assert sections.of("site/pages/1.md").preset == "generic"
    assert sections.of("site/odd [1]/1.md").preset == "generic"


def test_a_folder_s_name_may_look_like_a_glob() -> None:
    write({f"qa/{n}.md": QUESTION for n in range(5)})
    odd = ("a[b]c", "#x", "!y", "s p", "q?", "*")
    write({f"{folder}/1.md": POST for folder in odd})
    settings = load_settings(["."])
    sections = Sections(settings)
    assert {sections.of(f"{folder}/1.md").preset for folder in odd} == {"cloudcannon-blog"}
    assert sections.of("qa/1.md").preset == "cloudcannon-qa"
    write({"seokit.toml": show_settings(settings)})
    again = load_settings(["."])
    assert again.sections == settings.sections


def test_paths_outside_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write({f"site/qa/{n}.md": QUESTION for n in range(5)} | {f"site/blog/{n}.md": POST for n in range(3)})
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    for path in ("../site", str(tmp_path / "site")):
        settings = load_settings([path])
        assert settings.root == str(tmp_path / "site")
        assert Sections(settings).of(f"{path}/blog/1.md").preset == "cloudcannon-blog"
        assert Sections(settings).of(f"{path}/qa/1.md").preset == "cloudcannon-qa"


def test_the_site_s_own_files_speak() -> None:
    write({"hugo.yaml": "title: x\n", "content/posts/1.md": PLAIN})
    assert detect(["content/posts"]).preset == "hugo"
    assert detect(["content/posts"]).reason == "preset hugo: the site has hugo.yaml"
    Path("hugo.yaml").unlink()
    assert detect(["content/posts"]).preset == "generic"


def test_detection_never_fails_on_bad_files() -> None:
    write({f"content/{n}.md": QUESTION for n in range(3)})
    write(
        {
            "content/broken.md": "---\ntitle: [\n---\n",
            "content/deep.md": "---\na: " + "[" * 100_000 + "\n---\n",
            "content/empty.md": "",
            "content/list.md": "---\n- a\n---\n",
            "content/nul.md": "---\ntitle: a\0b\n---\n",
            "content/keys.md": "---\n1: a\nnull: b\n? [x]\n: c\n---\n",
            "content/json.md": "{" * 5000,
        }
    )
    Path("content/latin.md").write_bytes(b"---\ntitle: caf\xe9\n---\n")
    Path("content/loop.md").symlink_to("loop.md")
    os.mkfifo("content/pipe.md")
    assert detect(["content"]).preset == "cloudcannon-qa"


def test_no_page_and_no_path() -> None:
    Path("empty").mkdir()
    assert detect(["empty"]).reason == "preset generic: no page was found to look at"
    write({"bare/1.md": "Words."})
    assert detect(["bare"]).reason == "preset generic: no front matter was found"
    with pytest.raises(PathError):
        detect(["nowhere"])


def test_the_sample_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from seokit import detect as module

    read: list[str] = []
    real = module.read_source

    def counted(path: str) -> object:
        read.append(path)
        return real(path)

    monkeypatch.setattr(module, "read_source", counted)
    write({f"one/{n:03}.md": QUESTION for n in range(300)})
    detect(["one"])
    assert len(read) == SAMPLE
    assert read[0] == "one/000.md"
    assert read[-1] == "one/285.md"
    read.clear()
    write({f"many/{n}/a.md": QUESTION for n in range(MAX_FOLDERS + 1)})
    assert detect(["many"]).preset == "cloudcannon-qa"
    assert len(read) == SAMPLE


def test_shared_folder() -> None:
    assert shared_folder(["a/b/1.md", "a/b/2.md"]) == "a/b/"
    assert shared_folder(["a/b/1.md", "a/bc/2.md"]) == "a/"
    assert shared_folder(["/a/1.md"]) == "/a/"
    assert shared_folder(["1.md", "a/1.md"]) == ""


def test_a_config_without_a_preset_is_completed() -> None:
    write({f"qa/{n}.md": QUESTION for n in range(5)} | {f"blog/{n}.md": POST for n in range(3)})
    write(
        {"seokit.toml": 'title = "{{ title }} | Shed"\n[[section]]\nname = "news"\nfiles = ["blog/1.md"]\n'}
    )
    settings = load_settings(["qa"])
    assert [section.name for section in settings.sections] == ["news", ""]
    settings = load_settings(["."])
    assert [section.preset for section in settings.sections] == [
        "cloudcannon-qa",
        "cloudcannon-blog",
        "cloudcannon-qa",
    ]
    assert settings.sections[-1].title == "{{ title }} | Shed"
    assert settings.preset_reason.startswith("preset cloudcannon-qa: ")


# -- init ------------------------------------------------------------------------------------------


def test_init_writes_what_loads() -> None:
    write(
        {f"content/qa/{n}.md": QUESTION for n in range(5)} | {f"content/blog/{n}.md": POST for n in range(3)}
    )
    file, reason = write_init(".")
    assert file == "seokit.toml"
    assert reason.startswith("preset cloudcannon-qa: ")
    text = Path("seokit.toml").read_text()
    assert f"# {reason}\n" in text
    assert tomllib.loads(text)["section"] == [{"files": ["content/blog/**"], "preset": "cloudcannon-blog"}]
    settings = load_settings(["content"])
    assert [section.preset for section in settings.sections] == ["cloudcannon-blog", "cloudcannon-qa"]
    assert settings.file == str(Path("seokit.toml").resolve())
    mask = os.umask(0o022)
    os.umask(mask)
    assert stat.S_IMODE(Path("seokit.toml").stat().st_mode) == 0o666 & ~mask
    assert sorted(path.name for path in Path().iterdir()) == [".git", "content", "seokit.toml"]


@pytest.mark.parametrize("preset", PRESETS)
def test_init_with_a_preset(preset: str) -> None:
    write({"site/1.md": PLAIN})
    file, reason = write_init("site", preset)
    assert (file, reason) == ("site/seokit.toml", f"preset {preset}, as --preset says")
    assert load_settings(["site"]).sections[-1].preset == preset


def test_init_s_comments_are_a_config_too() -> None:
    write({"1.md": PLAIN})
    write_init(".")
    text = Path("seokit.toml").read_text()
    lines = [
        line.removeprefix("# ") if " = " in line and "`" not in line else line for line in text.splitlines()
    ]
    Path("seokit.toml").write_text("\n".join(lines))
    assert load_settings(["."]).base_url == "https://example.org"


def test_init_never_writes_over_a_config(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"seokit.toml": "# mine\n"})
    with pytest.raises(ConfigError, match="exists already"):
        write_init(".")
    assert Path("seokit.toml").read_text() == "# mine\n"
    Path("seokit.toml").unlink()
    Path("seokit.toml").symlink_to("nowhere")
    with pytest.raises(ConfigError, match="exists already"):
        write_init(".")
    Path("seokit.toml").unlink()
    write({"pyproject.toml": "[tool.seokit]\n"})
    with pytest.raises(ConfigError, match=r"pyproject\.toml: has \[tool\.seokit\] already"):
        write_init(".")


@pytest.mark.parametrize("links", [True, False])
def test_a_config_that_appears_meanwhile_is_kept(links: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not links:

        def refused(*_: object) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", refused)
    create(Path("seokit.toml").resolve(), "first")
    with pytest.raises(ConfigError, match="exists already"):
        create(Path("seokit.toml").resolve(), "second")
    assert Path("seokit.toml").read_text() == "first"
    assert sorted(path.name for path in Path().iterdir()) == [".git", "seokit.toml"]


def test_init_says_what_is_wrong_with_the_path() -> None:
    write({"a.md": PLAIN})
    with pytest.raises(ConfigError, match="is a file"):
        write_init("a.md")
    with pytest.raises(PathError):
        write_init("nowhere")
    with pytest.raises(ConfigError, match='did you mean "jekyll"'):
        write_init(".", "jekil")


@pytest.mark.corpus
def test_the_real_site(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(corpus)
    seen = detect(["content"])
    assert seen.preset == "cloudcannon-qa"
    assert [(section.preset, section.files) for section in seen.sections] == [
        ("cloudcannon-blog", ("content/posts/**",))
    ]
    assert seen.reason.endswith("of content/learn; cloudcannon-blog for content/posts")
    assert detect(["content/learn"]).sections == ()
    assert detect(["content/posts"]).preset == "cloudcannon-blog"


BUILT = "<!doctype html><title>Compost</title><p>A heap."


def test_built_pages_alone_are_said_to_be_such() -> None:
    write({"public/index.html": BUILT, "public/heap/index.html": BUILT})
    for paths in (["public"], ["."]):
        seen = detect(paths)
        assert (seen.preset, seen.sections) == ("generic", ())
        assert seen.reason == "preset generic: built pages, whose URLs are the paths below public"
    write({"www/a.html": BUILT})
    assert detect(["www"]).reason == "preset generic: built pages, whose URLs are the paths below www"


def test_built_pages_beside_sources_change_nothing() -> None:
    write({f"content/questions/{n}.md": QUESTION for n in range(3)})
    write({f"content/posts/{n}.md": POST for n in range(3)})
    alone = detect(["content"])
    write({f"public/q-{n}/{m}/index.html": BUILT for n in range(MAX_FOLDERS + 1) for m in range(2)})
    for paths in (["content", "public"], ["."]):
        seen = detect(paths)
        assert (seen.preset, seen.sections) == (alone.preset, alone.sections)


def test_front_matter_in_html_is_read_whatever_the_folder_is_called() -> None:
    write({f"site/{n}.html": QUESTION for n in range(3)})
    assert detect(["site"]).preset == "cloudcannon-qa"
