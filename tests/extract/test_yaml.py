"""YAML front matter: the same values as PyYAML's C loader, with places, and unharmed by hostile input."""

from __future__ import annotations

import math
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seokit.extract.frontmatter import FrontMatter, Unreadable, line_and_column, parse
from seokit.extract.yamlmarks import too_deep

ROOT = Path(__file__).resolve().parents[2]


def front(block: str) -> FrontMatter:
    return parse(f"---\n{block}\n---\n", "page.md")


def plain(value: Any) -> Any:
    """What PyYAML gives, JSON-plain; numbers that are not finite stay out (their text is not known here)."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set):
        return {str(item): None for item in value}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return {str(value[0]): plain(value[1])}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return "not finite"
    return value


def unwritten(value: Any) -> Any:
    """Ours, with the texts of numbers that are not finite made equal."""
    if isinstance(value, dict):
        return {key: unwritten(item) for key, item in value.items()}
    if isinstance(value, list):
        return [unwritten(item) for item in value]
    if isinstance(value, str) and value.lower().lstrip("+-") in (".inf", ".nan"):
        return "not finite"
    return value


def agree(block: str) -> None:
    """Ours equals PyYAML's wherever PyYAML reads the block; where its parser does not, ours reports it."""
    try:
        expected = yaml.load(block + "\n", Loader=yaml.CSafeLoader)
    except yaml.constructor.ConstructorError:
        return
    except yaml.YAMLError:
        assert any(problem.rule == "field-parse-error" for problem in front(block).problems), block
        return
    except (ValueError, LookupError, AttributeError, OverflowError, RecursionError):
        return  # one impossible scalar: here it stays a text
    ours = front(block)
    if isinstance(expected, dict):
        assert unwritten(ours.values) == unwritten(plain(expected)), block
        assert not [problem for problem in ours.problems if problem.rule == "field-parse-error"], block
    elif expected is not None:
        assert ours.problems


SCALARS = st.sampled_from(
    [
        *(
            "rye",
            "no",
            "Yes",
            "on",
            "~",
            "null",
            "''",
            '""',
            "12:30",
            "1:2:3.5",
            "1.10",
            "0o17",
            "017",
            "0x1F",
            "0b11",
        ),
        *(
            "1_000",
            "-0",
            "+1",
            "1e3",
            "1.0e+3",
            ".5",
            ".inf",
            "-.INF",
            ".nan",
            "2024-01-31",
            "2024-1-3 4:05:06.5",
        ),
        *(
            "2024-06-07T12:00:00Z",
            "2024-06-07 12:00:00 -5",
            "'it''s'",
            '"a\\tb\\u00e9\\x41"',
            "a b",
            "é",
            "<x>",
        ),
        *(
            "!!str 5",
            "!!int '5'",
            "!!float 1",
            "!!null ''",
            "!!bool 'yes'",
            "&a x",
            "x # y",
            "a:b",
            "-1",
            "- 1",
            "?",
        ),
        *(
            "[]",
            "{}",
            "[1, no, [x]]",
            "{a: 1, b: {c: ~}}",
            "{a, b}",
            "[a: 1]",
            "!!set {a, b}",
            "!!omap [a: 1]",
        ),
        *(
            ">-\n    folded\n    text\n\n    more\n",
            "|\n    kept\n      in\n",
            "|+\n    k\n\n",
            "'two\n    lines'",
        ),
        *("a\u2028b", "'a\x85b'", "\U0001f35e", "a\ufeffb", "99999999999999999999", "1__0", "=x", "<<x"),
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "title",
            "seo",
            "a",
            "b",
            "no",
            "1",
            "1.5",
            "2024-01-01",
            "~",
            "'q r'",
            '"x"',
            "true",
            "=",
            "é",
            "a b",
            "'1'",
        )
    ]
)


@st.composite
def mappings(draw: st.DrawFn, depth: int = 0) -> str:
    pad = "  " * depth
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        key = draw(KEYS)
        kind = draw(st.integers(0, 6)) if depth < 3 else 0
        if kind == 1:
            lines.append(f"{pad}{key}:\n{draw(mappings(depth + 1))}")
        elif kind == 2:
            items = [f"{pad}- {draw(SCALARS)}" for _ in range(draw(st.integers(1, 3)))]
            lines.append(f"{pad}{key}:\n" + "\n".join(items))
        elif kind == 3:
            inner = draw(mappings(depth + 1)).split("\n")
            inner[0] = f"{pad}- {inner[0].lstrip()}"
            lines.append(f"{pad}{key}:\n" + "\n".join(inner))
        else:
            lines.append(f"{pad}{key}: {draw(SCALARS)}".replace("\n    ", f"\n{pad}    "))
    return "\n".join(lines)


@settings(max_examples=400, deadline=None)
@given(mappings())
@example("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\ne: *x\nf: [*x, *x]")
@example("a: &x {b: 1}\nb: &y {c: 2, <<: *x}\nc:\n  <<: [*y, *x]\n  b: 5")
@example("a: 1\ntrue: 2\n1: 3\n'1': 4\nyes: 5\n1.0: 6")
@example("? a\n: b\n? c\n")
@example("a: b\n...\n")
@example("%YAML 1.1\n")
def test_values_are_pyyamls(block: str) -> None:
    agree(block)


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("ab01:-?,[]{}&*!|>'\"%@#\\ \n\n\t.~=<é\x85\u2028\u0007"), max_size=40))
def test_values_are_pyyamls_on_noise(block: str) -> None:
    if "\n---" not in "\n" + block:
        agree(block)


@settings(max_examples=200, deadline=None)
@given(mappings(), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_spans_hold_what_was_written(block: str, newline: str, mark: str) -> None:
    text = mark + f"---\n{block}\n---\nBody\n".replace("\n", newline)
    for entry in parse(text, "page.md").entries:
        span = entry.span
        assert text[span.start : span.end] == entry.raw
        assert line_and_column(text, span.start) == (span.line, span.column)
        assert entry.raw == entry.raw.rstrip("\r\n")
        if entry.type == "text" and entry.raw == entry.value:
            continue
        if newline == "\n" and entry.type in ("number", "boolean", "date"):
            again = parse(f"---\nk: {entry.raw}\n---\n", "page.md")
            assert again.values["k"] == entry.value


@pytest.mark.parametrize(
    "written", ["2024-02-30", "2024-13-01", "2024-01-01 25:00:00", "2024-01-01 00:00:00 +99:99"]
)
def test_an_impossible_date_stays_text(written: str) -> None:
    ours = front(f"date: {written}\ntitle: Rye")
    assert ours.values == {"date": written, "title": "Rye"}
    assert ours.entries[0].type == "text"
    assert ours.problems == ()


@pytest.mark.parametrize(
    "written", ["9" * 5000, "0x" + "F" * 5000, "=", "<<", ".inf", "-.Inf", ".NaN", "1.0e+999"]
)
def test_what_json_cannot_hold_stays_text(written: str) -> None:
    ours = front(f"k: {written}\ntitle: Rye")
    assert ours.values == {"k": written, "title": "Rye"}
    assert ours.problems == ()


def test_repeated_keys_are_reported_once_and_the_last_wins() -> None:
    ours = front("title: a\nseo:\n  x: 1\ntitle: b\nseo:\n  y: 2\ntitle: c")
    assert ours.values == {"title": "c", "seo": {"y": 2}}
    assert [entry.name for entry in ours.entries] == ["title", "seo.y"]
    title, seo = ours.problems
    assert (title.rule, title.field, title.value) == ("field-duplicate-key", "title", "c")
    assert title.span is not None
    assert title.span.line == 8
    assert "3 times" in title.message
    assert "line 2" in title.message
    assert seo.field == "seo"


def test_a_repeated_key_deep_down_costs_no_more() -> None:
    block = "".join(f"{' ' * level}a: 1\n{' ' * level}a:\n" for level in range(90)) + " " * 90 + "z: 1"
    ours = front(block)
    assert len(ours.problems) == 90


def test_many_repeated_keys_are_not_all_listed() -> None:
    block = "".join(f"k{n}: 1\nk{n}: 2\n" for n in range(1000))
    assert len(front(block).problems) == 100


def test_unknown_tags_are_reported_and_dropped() -> None:
    ours = front("a: !mine {x: 1}\nb: !yours text\nc: [!theirs [1]]")
    assert ours.values == {"a": {"x": 1}, "b": "text", "c": [[1]]}
    assert [problem.field for problem in ours.problems] == ["a", "b", "c"]


def test_an_alias_shows_its_name_and_its_anchors_place() -> None:
    text = "---\na: &x Rye\nb: *x\nc: &l [1]\nd:   *l\ne: &m\n  f: 1\ng: *m\n---\n"
    ours = parse(text, "page.md")
    assert ours.values == {"a": "Rye", "b": "Rye", "c": [1], "d": [1], "e": {"f": 1}, "g": {"f": 1}}
    named = {entry.name: entry for entry in ours.entries}
    assert named["b"].raw == "*x"
    assert named["d"].raw == "*l"
    assert text[named["b"].span.start : named["b"].span.end] == "&x Rye"
    assert named["g.f"].span == named["e.f"].span


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff"])
def test_a_byte_order_mark_behind_the_fence_shifts_no_place(marks: str) -> None:
    text = f"---\n{marks}title: rye\nb: wheat\n---\n"
    front = parse(text, "page.md")
    assert [text[e.span.start : e.span.end] for e in front.entries] == ["rye", "wheat"]
    assert [e.span.column for e in front.entries] == [8 + len(marks), 4]
    assert front.problems == ()


def test_lists_end_before_the_comment_that_follows() -> None:
    ours = front("a:\n  - x\n  - y: |\n      # text\n# comment\n\nb: &z 1\nc:\n- &q 1\n- *q\n# comment\nd: 1")
    assert ours.entries[0].raw == "- x\n  - y: |\n      # text"
    assert ours.values["c"] == [1, 1]


@pytest.mark.parametrize(
    "block",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
        ),
        "a: &a {k: v}\n"
        + "".join(
            f"b{n}: &b{n} {{x: *{'a' if not n else f'b{n - 1}'}, y: *{'a' if not n else f'b{n - 1}'}}}\n"
            for n in range(60)
        ),
        "b: &b0 {a: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*b{n - 1}, *b{n - 1}]}}\n" for n in range(1, 60)),
        "e: &e0 [[], []]\n" + "".join(f"e{n}: &e{n} [*e{n - 1}, *e{n - 1}]\n" for n in range(1, 60)),
        "a: &a [*a]\n",
        "a: &a {b: *a}\n",
        "a: &a\n  <<: *a\n",
        "x: &x " + "y" * 100_000 + "\n" + "".join(f"k{n}: *x\n" for n in range(1000)),
        "a: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 5000)),
        "a: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 5000)),
    ],
    ids=[
        "list",
        "mapping",
        "merge",
        "empty",
        "self",
        "self-in-mapping",
        "self-merge",
        "long",
        "chain",
        "merge-chain",
    ],
)
def test_bombs_are_problems(block: str) -> None:
    ours = front(block)
    assert [problem.rule for problem in ours.problems] == ["field-parse-error"]
    assert ours.values == {}
    assert ours.entries == ()


def test_forbidden_characters_are_reported_and_the_rest_is_read() -> None:
    text = "---\na: 1\nb: x\x07y\n---\nBody"
    ours = parse(text, "page.md")
    assert ours.values == {"a": 1, "b": "x\ufffdy"}
    (problem,) = ours.problems
    assert problem.span is not None
    assert (problem.rule, problem.span.line, problem.span.column) == ("field-parse-error", 3, 5)
    assert "U+0007" in problem.message


DEEP = {
    "flow": "a: " + "[" * 100_000,
    "flow-closed": "a: " + "[" * 50_000 + "]" * 50_000,
    "flow-mapping": "a: " + "{a: " * 50_000,
    "flow-lines": "a:\n" + " [\n" * 50_000,
    "compact": "a:\n" + "- " * 50_000 + "x",
    "question": "? " * 50_000 + "x",
    "mixed": "- ? " * 20_000 + "x",
    "indent": "".join(" " * level + "a:\n" for level in range(1300)),
    "indent-return": "".join(" " * level + "a:\r" for level in range(1300)),
    "separators": "\u2028".join("- " * 300 + "x" for _ in range(2)),
    "after-bell": "a: \x07\nb: " + "[" * 100_000,
    "quoted": 'a: ["]", ' + '["]", ' * 50_000,
    "keys": "a: " + "[? " * 40_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_unreadable_and_kills_nothing(name: str) -> None:
    program = (
        "import sys\n"
        "from seokit.extract.frontmatter import Unreadable, parse\n"
        "try:\n    parse('---\\n' + sys.stdin.buffer.read().decode() + '\\n---\\n', 'deep.md')\n"
        "except Unreadable as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=DEEP[name].encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"nested too deep" in done.stdout


@pytest.mark.parametrize("depth", [40, 60, 150])
@pytest.mark.parametrize("shape", ["[{}]", "flow", "- ", "? ", "indent"])
def test_nesting_that_people_write_is_read(depth: int, shape: str) -> None:
    block = {
        "[{}]": "a: " + "[" * depth + "]" * depth + " # [[[",
        "flow": "a: '" + " [ {" * 500 + "'\nb: " + "[" * depth + "]" * depth,
        "- ": "a:\n" + "- " * depth + "x",
        "? ": "a:\n " + "? " * depth + "x",
        "indent": "".join(" " * level + "a:\n" for level in range(depth)),
    }[shape]
    assert not too_deep(block)
    assert front(block).entries


def test_a_long_key_over_many_leaves_stays_small() -> None:
    block = "? " + "k" * 400_000 + "\n: {" + ", ".join(f"a{n}: 1" for n in range(20_000)) + "}"
    assert max(len(entry.name) for entry in front(block).entries) < 300


def test_unreadable_travels_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(Unreadable("a.md", "is a device")))
    assert (error.path, error.reason, str(error)) == ("a.md", "is a device", "a.md: is a device")


@pytest.mark.corpus
def test_the_real_site_reads_as_pyyaml_reads_it(corpus: Path) -> None:
    count = 0
    for path in sorted((corpus / "content").rglob("*.md")):
        text = path.read_bytes().decode()
        ours = parse(text, str(path))
        if ours.kind != "yaml":
            continue
        block = text[4 : text.index("\n---", 3) + 1]
        assert ours.values == plain(yaml.load(block, Loader=yaml.CSafeLoader)), path
        for entry in ours.entries:
            assert text[entry.span.start : entry.span.end] == entry.raw
            assert line_and_column(text, entry.span.start) == (entry.span.line, entry.span.column)
        count += 1
    assert count > 7_900
