"""MDX: what is no Markdown goes, everything else stays, each on its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seokit
from seokit.extract.markdown import read_markdown
from seokit.extract.mdx import read_mdx


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Plain words.\n", "Plain words.\n"),
        ("import A from 'a';\nimport {B} from 'b';\n\nWords.\n", "\n\n\nWords.\n"),
        ("export const a = {\n  b: 1,\n};\n\nWords.\n", "\n\n\n\nWords.\n"),
        ("export const a = [\n  '(',\n\n  // ]\n  `[`,\n];\n\nWords.\n", "\n\n\n\n\n\n\nWords.\n"),
        ("export const a = (\n\nWords.\n", "\n\nWords.\n"),
        ("Words.\n\nimport A from 'a'\n\nMore.\n", "Words.\n\n\n\nMore.\n"),
        ("# Words\nimport A from 'a'\n", "# Words\n\n"),
        ("The word\nimport begins this line, 'so'.\n", "The word\nimport begins this line, 'so'.\n"),
        ("import taxes are high.\n", "import taxes are high.\n"),
        ("important words", "important words"),
        ("Of {2 * 3} loaves.", "Of … loaves."),
        ("Of {'six'} loaves{' '}\n", "Of six loaves \n"),
        ('Of {"six"} loaves', "Of six loaves"),
        ("Six{/* a comment } */} loaves", "Six loaves"),
        ("Six {/* a\n`comment` */}loaves", "Six \nloaves"),
        ("{children}\n", "\n"),
        ("  {children}\r\n", "  \r\n"),
        (r"A \{brace\} and \<B> stay", r"A \{brace\} and \<B> stay"),
        ("A { that never closes", "A { that never closes"),
        ("{`a ${b} }`} c", "… c"),
        ('<Tabs items={["a>b", \'}\']} label="c > d">\n\nWords.\n\n</Tabs>', "\n\nWords.\n\n"),
        ("<Tabs\n  items={[\n    1\n  ]}\n>\nWords.\n</Tabs>", "\n\n\n\n\nWords.\n"),
        ("<><A.B />Words</>", "Words"),
        ("<motion.div style={{a: 1}}>Words</motion.div>", "Words"),
        ('<a href="/x/">Words</a>', '<a href="/x/">Words</a>'),
        ('<span className="x" style={{a: 1}}>Words</span>', "Words</span>"),
        ('<div className="x">\n[Words](/x)\n</div>', "\n[Words](/x)\n"),
        ("a < b and <b>c</b>", "a < b and <b>c</b>"),
        ("`<Tabs a={1}` and `{x}` and <A b={'>'} />{x} > y", "`<Tabs a={1}` and `{x}` and … > y"),
        (
            "```jsx\nimport A from 'a'\n\n<A b={1} />\n```\n",
            "```jsx\nimport A from 'a'\n\n<A b={1} />\n```\n",
        ),
        ("$\\frac{a}{b}$ and $$\n{x}\n$$", "$\\frac{a}{b}$ and $$\n{x}\n$$"),
        (":::note[Read this]\n\nWords.\n\n:::\n", "Read this\n\nWords.\n\n\n"),
        (":::tip Read this\n\nWords.\n\n:::\n", " Read this\n\nWords.\n\n\n"),
        ("## Heading {#id}\n", "## Heading \n"),
        ("## Heading {/* #id */}\n", "## Heading \n"),
        ("## Heading {id}\n", "## Heading …\n"),
        ("<!-- <Tabs {a -->\n<B>Words</B>", "<!-- <Tabs {a -->\nWords"),
        ("<!-- never closed {a}", "<!-- never closed {a}"),
    ],
)
def test_what_is_left(written: str, left: str) -> None:
    read = read_mdx(written)
    assert read.markdown == left
    assert len(read.kept) == len(written)
    assert read.kept.count("\n") == written.count("\n")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("<A>\n    Words.\n\n\t- [x](/x)\n</A>", "\nWords.\n\n- [x](/x)\n"),
        (
            "- one\n\n  two\n\n        three\n\nfour\n\n      five",
            "- one\n\n  two\n\n  three\n\nfour\n\nfive",
        ),
        ("1. one\n    - two\n        - three\n", "1. one\n    - two\n        - three\n"),
        (
            "<A>\n      ```py\n      if a:\n          b\n      ```\n      Words.",
            "\n```py\nif a:\n    b\n```\nWords.",
        ),
        ("```\n      a\n```", "```\n      a\n```"),
        ("-\n      Words.", "-\n  Words."),
    ],
)
def test_nothing_but_a_fence_makes_code(written: str, left: str) -> None:
    assert read_mdx(written).markdown == left


def test_text_headings_and_links_are_those_of_the_page() -> None:
    text = (
        "import A from 'a';\n\n# Loaves\n\n<A>\n\n    See [the oven](./oven.mdx) and {count} more.\n\n</A>\n"
    )
    read = read_markdown(read_mdx(text).markdown)
    assert read.text == "Loaves\nSee the oven and … more."
    assert [heading.text for heading in read.headings] == ["Loaves"]
    assert [link.href for link in read.links] == ["./oven.mdx"]
    assert read.code == ()


PAGE = """---
title: Ovens
---
import Oven from './oven.mdx';

export const Photo = () => (

  <img src="/oven.png" alt="./oven.mdx" />
);

{/* [no link](./oven.mdx) */}

<Oven href="./oven.mdx">
  It is [here](./oven.mdx), ![](/oven.png)
</Oven>
"""


@pytest.mark.parametrize(
    ("name", "preset"), [("a.mdx", "astro"), ("a.mdx", "generic"), ("a.md", "docusaurus")]
)
def test_links_and_images_stand_where_they_are_written(name: str, preset: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(PAGE)
    (page,) = seokit.read(tmp_path, preset=preset)
    assert page.text == "It is here,"
    assert page.links
    assert page.images
    places = [(one.span.line, one.span.column) for one in (*page.links, *page.images) if one.span]
    assert places == [(14, 16), (14, 33)]


def test_a_broken_link_is_found_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text(PAGE)
    audit = seokit.audit(tmp_path, preset="astro", select=["link-broken"])
    assert [(one.line, one.column, one.value) for one in audit.findings] == [(14, 16, "./oven.mdx")]


def test_a_title_is_found_behind_the_program(tmp_path: Path) -> None:
    (tmp_path / "a.mdx").write_text("import Ovens from './Ovens'\n\n# Ovens {#top}\n")
    (page,) = seokit.read(tmp_path, preset="docusaurus")
    assert page.title
    assert (page.title.value, page.title.span and page.title.span.line) == ("Ovens", 3)


MARKS = st.sampled_from(
    ["{", "}", "<A", "<div", ">", "/>", "`", "```", "'", '"', "\n", "\n\n", "\r\n", "import ", "export ", "$", ":::",
     "a", " ", "    ", "- ", "\\", "/*", "*/", "//", "<!--", "-->", "[", "](x)", "\0", "\ud800", "é"]
)  # fmt: skip


@given(st.lists(MARKS, max_size=60).map("".join))
def test_nothing_raises_and_everything_keeps_its_place(text: str) -> None:
    read = read_mdx(text)
    assert len(read.kept) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, read.kept, strict=True))
    assert read.markdown.count("\n") == text.count("\n")
    assert all(text[start : start + 3] == "{/*" for start, _ in read.comments)
    read_markdown(read.markdown)


@pytest.mark.parametrize(
    "piece",
    ["{", "<A ", "{'", "<A b={", "{{}", "`", "import 'a\n\n", "export {\n\n", ":::a[b]\n", "<a b ", "<a {", "{/*",
     "{a}<A>", "{a}", "<!--", "\n\n   -   ", "    x\n", "\\{", "<div "],
)  # fmt: skip
def test_hostile_input_takes_no_time(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    begun = time.process_time()
    assert len(read_mdx(text).kept) == len(text)
    assert time.process_time() - begun < 5
