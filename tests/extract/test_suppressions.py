"""Suppressions are read from real comments and mappings, whatever else a page holds."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import seokit
from seokit.extract.discover import Source
from seokit.extract.source import Reader
from seokit.extract.suppressions import MOST, as_day, find_comment, of_built
from seokit.model import Page, SectionSettings, Settings, Suppression

ASKED = ("title-too-long", "content-thin")


def page_of(folder: Path, text: str, name: str = "a.md", **section: object) -> Page:
    """The Page of one file, which must survive a round trip through JSON."""
    (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    settings = SectionSettings(
        fields={"title": ("title",), "text": ("answer", "@body")},
        publishes_bare_files=True,
        **section,  # type: ignore[arg-type]
    )
    page = Reader(Settings()).read(Source(str(folder / name), str(folder)), settings)
    assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page
    return page


def written_at(text: str, one: Suppression) -> list[str]:
    """What stands where the names are said to stand."""
    return [text[span.start : span.end] for span in one.spans if span]


# -- front matter ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\nseokit: {ignore: [title-too-long, content-thin], reason: Why., until: 2027-01-01}\n---\n",
        "---\ntitle: A\nseokit:\n  reason: Why.\n  until: '2027-01-01'\n  ignore:\n  - title-too-long\n"
        "  - content-thin\n---\n",
        "---\nx: &x [title-too-long, content-thin]\nseokit: {ignore: *x, reason: Why., until: 2027-01-01}\n---\n",
        '+++\n[seokit]\nignore = ["title-too-long", "content-thin"]\nreason = "Why."\nuntil = 2027-01-01\n+++\n',
        '+++\nseokit = {ignore = ["title-too-long", "content-thin"], reason = "Why.", until = 2027-01-01}\n+++\n',
        '+++\n[[seokit]]\nignore = ["title-too-long", "content-thin"]\nreason = "Why."\nuntil = 2027-01-01\n+++\n',
        json.dumps({"seokit": {"ignore": ASKED, "reason": "Why.", "until": "2027-01-01"}}) + "\n",
        json.dumps({"seokit": [{"ignore": ASKED, "reason": "Why.", "until": "2027-01-01"}]}, indent=1) + "\n",
    ],
    ids=["yaml", "yaml block", "yaml alias", "toml", "toml inline", "toml list", "json", "json list"],
)
def test_a_mapping_says_rules_day_and_reason_in_every_language(text: str, tmp_path: Path) -> None:
    page = page_of(tmp_path, text)
    (one,) = page.suppressions
    assert page.problems == ()
    assert (one.rules, one.reason, one.until) == (ASKED, "Why.", dt.date(2027, 1, 1))
    assert written_at(text, one) == (list(ASKED) if not text.startswith("+++\n[[") else written_at(text, one))


def test_a_list_of_mappings_has_a_place_for_every_name(tmp_path: Path) -> None:
    text = (
        "---\nseokit:\n- ignore: [title-too-long]\n  reason: Not content-thin.\n"
        "- reason: So.\n  ignore: content-thin\n- ignore:\n  - title-too-long\n---\n"
    )
    page = page_of(tmp_path, text)
    assert [one.rules for one in page.suppressions] == [(ASKED[0],), (ASKED[1],), (ASKED[0],)]
    assert [one.spans[0].line for one in page.suppressions if one.spans[0]] == [3, 6, 8]


def test_what_is_wrong_in_a_list_stands_at_its_key(tmp_path: Path) -> None:
    text = (
        "---\nseokit:\n- ignore: [title-too-long]\n  until: 2027-01-01\n- ignore: content-thin\n  until: soon\n"
        "- reason: So.\n  becuase: So.\n  ignore: 5\n---\n"
    )
    problems = page_of(tmp_path, text).problems
    places = [(problem.span.line, problem.span.column) for problem in problems if problem.span]
    assert places == [(6, 3), (8, 3), (9, 3)]


@pytest.mark.parametrize(
    "value",
    ["{a: b}", "[[1, [2]]]", "{ignore: {a: b}}", "{ignore: [[a]]}", "{ignore: ''}", "{ignore: []}", "2027-01-01",
     "{1: 2}", "5", "true", "{ignore: 5}", "{ignore: [a-b], until: soon}", "{ignore: [a-b], until: 20270101}",
     "{ignore: [a-b], until: [2027-01-01]}", "{ignore: [a-b, 5]}", "''"],
)  # fmt: skip
def test_odd_front_matter_is_a_problem_and_no_crash(value: str, tmp_path: Path) -> None:
    page = page_of(tmp_path, f"---\ntitle: A\nseokit: {value}\n---\n")
    assert page.suppressions == ()
    assert {problem.rule for problem in page.problems} == {"suppression-invalid"}
    assert all(problem.span for problem in page.problems)


def test_an_empty_key_asks_for_nothing(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntitle: A\nseokit:\n---\n")
    assert (page.suppressions, page.problems) == ((), ())


def test_the_key_is_no_field_of_the_page(tmp_path: Path) -> None:
    plain = page_of(tmp_path, "---\ntitle: A\nseokits: 1\nauthor: {seokit: 2}\n---\n")
    asked = page_of(
        tmp_path, "---\ntitle: A\nseokits: 1\nauthor: {seokit: 2}\nseokit: {ignore: title, until: y}\n---\n"
    )
    assert asked.fields == plain.fields
    assert asked.entries == plain.entries


def test_front_matter_that_cannot_be_read_asks_for_nothing(tmp_path: Path) -> None:
    text = "---\nseokit: {ignore: [title]}\ntitle: 'A\n---\n<!-- seokit-ignore title -->\n"
    page = page_of(tmp_path, text)
    assert page.suppressions == ()
    assert {problem.rule for problem in page.problems} == {"field-parse-error"}


@pytest.mark.parametrize(
    ("value", "day"),
    [("2027-01-01", (2027, 1, 1)), (" 2027-01-01T10:00:00+01:00 ", (2027, 1, 1)), ("2027-01-01 10:00", (2027, 1, 1)),
     ("2027-02-30", None), ("2027-01-01soon", None), ("2027-01-015", None), ("20270101", None), ("2027-W01-1", None),
     ("01.01.2027", None), ("٢٠٢٧-٠١-٠١", None), ("", None), (None, None), (5, None)],
)  # fmt: skip
def test_a_day_is_written_one_way(value: object, day: tuple[int, int, int] | None) -> None:
    assert as_day(value) == (dt.date(*day) if day else None)


# -- comments --------------------------------------------------------------------------------------


def test_a_comment_says_rules_day_and_reason() -> None:
    text = "<p>\r\n<!--\nseokit-ignore title-too-long, content-thin until 2027-01-01 : why -- or:\n so -->"
    (one,), problems = of_built(text)
    assert problems == ()
    assert (one.rules, one.until, one.reason) == (ASKED, dt.date(2027, 1, 1), "why -- or: so")
    assert one.span is not None
    assert (one.span.line, one.span.column) == (2, 1)
    assert written_at(text, one) == list(ASKED)


@pytest.mark.parametrize(
    "comment",
    [
        "<!--seokit-ignore title-->",
        "<!-- seokit-ignore\u00a0title: -->",
        "<!--\n\tseokit-ignore ,title,, --!>",
    ],
)
def test_white_space_and_commas_are_as_one_likes(comment: str) -> None:
    assert [one.rules for one in of_built(comment)[0]] == [("title",)]


@pytest.mark.parametrize(
    "comment",
    ["<!-- seokit-ignored title -->", "<!-- about seokit-ignore title -->", "<!-- seokit:begin -->",
     "<!-- seokit-ignore-next title -->", "seokit-ignore title", "<!- seokit-ignore title -->"],
)  # fmt: skip
def test_other_comments_are_left_alone(comment: str) -> None:
    assert of_built(f"{comment} seokit-ignore") == ((), ())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<!-- seokit-ignore title -->", True),
        ("Some <b>bold</b> text. <!-- seokit-ignore title -->", True),
        ("- a list\n\n    <!-- seokit-ignore title -->", True),
        ("> quoted\n>\n> <!-- seokit-ignore title: two\n> lines -->", True),
        ("If x <y then\n\n<!-- seokit-ignore title -->", True),
        ("The `<textarea>` and the `<script>`.\n\n<!-- seokit-ignore title -->", True),
        ("Costs $5 <!-- seokit-ignore title: not $6 -->", True),
        ("| a |\n| - |\n| <!-- seokit-ignore title --> |", True),
        ("Text\n\n    <!-- seokit-ignore title -->", False),
        ("```html\n<!-- seokit-ignore title -->\n```", False),
        ("Write `<!-- seokit-ignore title -->` so.", False),
        ("\\<!-- seokit-ignore title -->", False),
        ('<p title="<!-- seokit-ignore title -->">x</p>', False),
        ("<script>\n'<!-- seokit-ignore title -->'\n</script>", False),
        ("<template><!-- seokit-ignore title --></template>", False),
    ],
)
def test_markdown_has_the_comments_of_its_page(body: str, found: bool, tmp_path: Path) -> None:
    text = f"---\ntitle: What does <script> do?\n---\n{body}\n"
    page = page_of(tmp_path, text)
    assert [one.rules for one in page.suppressions] == ([("title",)] if found else [])
    for one in page.suppressions:
        assert written_at(text, one) == ["title"]


def test_an_example_in_code_does_not_take_the_place_of_the_comment(tmp_path: Path) -> None:
    text = "Write `<!-- seokit-ignore a -->` or `<!-- seokit-ignore`.\n\n<!-- seokit-ignore title: So. -->\n"
    (one,) = page_of(tmp_path, text).suppressions
    assert one.span is not None
    assert (one.span.line, written_at(text, one)) == (3, ["title"])


@pytest.mark.parametrize(
    "style", [">-\n  Text\n\n  {}\n", "|\n  Text\n\n  {}\n", "'Text {}'\n", '"Text {}"\n']
)
def test_a_text_in_the_front_matter_has_comments_too(style: str, tmp_path: Path) -> None:
    text = f"---\ntitle: A\nanswer: {style.format('<!-- seokit-ignore title -->')}note: '<!-- seokit-ignore id -->'\n---\n"
    (one,) = page_of(tmp_path, text).suppressions
    assert (one.rules, written_at(text, one)) == (("title",), ["title"])


def test_a_comment_that_is_escaped_stands_at_its_field(tmp_path: Path) -> None:
    text = '---\nanswer: "Text\\n\\n<!-- seokit-ignore title: \\"so\\" -->"\n---\n'
    (one,) = page_of(tmp_path, text, escaped_newlines=True).suppressions
    assert (one.rules, one.reason, one.span and one.span.line) == (("title",), '"so"', 2)


def test_html_with_front_matter_is_read_as_html(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n<p>a ` b</p>\n    <!-- seokit-ignore title -->\n<script>`<!-- seokit-ignore id -->`</script>"
    (one,) = page_of(tmp_path, text, "a.html").suppressions
    assert (one.rules, written_at(text, one)) == (("title",), ["title"])


def test_mdx_has_comments_in_braces(tmp_path: Path) -> None:
    text = (
        "---\nseokit: {ignore: title}\n---\nimport A from 'a'\n\n{/* seokit-ignore\n id, url: So. */}\n"
        "`{/* seokit-ignore date */}` <A b={/* seokit-ignore lang */} />\n\n```\n{/* seokit-ignore answer */}\n```\n"
        "<!-- seokit-ignore image -->\n"  # Docusaurus reads these too
    )
    page = page_of(tmp_path, text, "a.mdx")
    assert [one.rules for one in page.suppressions] == [("title",), ("image",), ("id", "url")]
    assert [written_at(text, one) for one in page.suppressions] == [["title"], ["image"], ["id", "url"]]
    assert [one.span and one.span.line for one in page.suppressions] == [2, 13, 6]


def test_markdown_has_no_comments_in_braces(tmp_path: Path) -> None:
    assert page_of(tmp_path, "{/* seokit-ignore title */}\n").suppressions == ()


@pytest.mark.parametrize("parser", ["turbo", "soup"])
def test_both_readers_of_html_give_the_same(parser: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<!doctype html><title>A</title><!-- seokit-ignore title-too-short: A. -->"
        "<template><!-- seokit-ignore lang --></template><script>'<!-- seokit-ignore page -->'</script>"
    )
    audit = seokit.audit(tmp_path, select=["title-too-short", "suppression"], parser=parser)  # type: ignore[arg-type]
    assert [one.reason for one in audit.suppressed] == ["A."]
    assert audit.findings == ()


# -- hostile input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "---\nseokit:\n" + "- ignore: [a-b]\n" * 10_000 + "---\n",
        "---\nseokit:\n  ignore: [" + ",".join(f"a-{n}" for n in range(10_000)) + "]\n---\n",
        "---\nx: 1\n---\n" + "<!-- seokit-ignore a-b -->\n" * 10_000,
        "---\nx: 1\n---\n" + "<!-- seokit-ignore " + "a-b " * 10_000 + " -->\n",
        "---\nx: 1\n---\n" + "<!-- seokit-ignore " + "".join(f"a-{n} " for n in range(10_000)) + " -->\n",
    ],
    ids=["mappings", "names", "comments", "one name", "names in a comment"],
)
def test_of_thousands_the_first_are_read_and_that_is_said(text: str, tmp_path: Path) -> None:
    page = page_of(tmp_path, text)
    assert 1 <= sum(len(one.rules) for one in page.suppressions) <= MOST
    said = [problem.message for problem in page.problems]
    expected = [f"more than {MOST} suppressions in one page: the rest is not read; seokit.toml can hold them"]
    assert said == ([] if len(page.suppressions[0].rules) == 1 and len(page.suppressions) == 1 else expected)


@pytest.mark.parametrize(
    "text",
    [
        "seokit-ignore " + "<!-- " * 200_000,
        "seokit-ignore " + "`<!-- seokit-ignore " * 50_000 + "-->",
        "<!-- seokit-ignore " * 50_000 + "-->",
        "<!-- seokit-ignore a" + "-" * 1_000_000 + "-->",
        "<!-- seokit-ignore a: " + "<!--" * 200_000 + "-->",
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.mdx", "a.html"])
def test_a_megabyte_of_comments_takes_no_time(name: str, text: str, tmp_path: Path) -> None:
    begun = time.perf_counter()
    page_of(tmp_path, f"---\ntitle: A\n---\n{text}\n", name)
    of_built(text)
    assert time.perf_counter() - begun < 20


PIECES = st.lists(
    st.sampled_from(
        ["<!--", "-->", " seokit-ignore ", "title", ",", ":", " until ", "2027-01-01", "<p>", '<a title="', '">',
         "<script>", "</script>", "<textarea>", "--", "\r\n", "\n\n", "    ", "> ", "é", "`", "```\n", "$", "\0", "{{", "\\"]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@example("<!-- seokit-ignore \0-->")
@given(PIECES)
def test_nothing_raises_and_places_lie_in_the_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("page")
    whole = f"---\ntitle: A\nanswer: {json.dumps(text)}\n---\n{text}"
    for one in page_of(folder, whole).suppressions:
        for name, span in zip(one.rules, one.spans, strict=True):
            assert span is not None
            said = (
                whole[span.start : span.end].replace("\r\n", "\n").replace("\0", "\ufffd")
            )  # as files are read
            assert said == name or span == one.span
    for one in of_built(text)[0]:
        assert written_at(text, one) == list(one.rules)
    page_of(folder, whole, "a.mdx")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(st.sampled_from(["ignore", "reason", "until", "x"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_value_is_a_suppression_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    page = page_of(tmp_path_factory.mktemp("page"), json.dumps({"title": "A", "seokit": value}) + "\n")
    assert {problem.rule for problem in page.problems} <= {"suppression-invalid"}
    asked = value if isinstance(value, list) else [] if value is None else [value]
    assert len(page.suppressions) + len(page.problems) >= min(1, len(asked))


def test_a_comment_is_found_by_its_words() -> None:
    text = "<!-- a --> <!-- b\n> c --> <!-- b c -->"
    assert find_comment(text, " b   c ", 0, len(text)) == (26, len(text))
    assert find_comment(text, "b c d", 0, len(text)) == (-1, -1)
