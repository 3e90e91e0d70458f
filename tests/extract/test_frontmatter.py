"""Finding and reading front matter in its three languages."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seokit.extract.frontmatter import MAX_FRONT_MATTER, FrontMatter, Unreadable, line_and_column, parse
from seokit.extract.places import Places, line_at, span_of


def read(text: str) -> FrontMatter:
    front = parse(text, "page.md")
    assert text[front.body_start :] == front.body
    for entry in front.entries:
        assert line_and_column(text, entry.span.start) == (entry.span.line, entry.span.column)
    msgspec.json.encode(front)
    json.dumps(front.values, allow_nan=False)
    return front


def raws(front: FrontMatter) -> dict[str, str]:
    return {entry.name: entry.raw for entry in front.entries}


def types(front: FrontMatter) -> dict[str, str]:
    return {entry.name: entry.type for entry in front.entries}


@pytest.mark.parametrize(
    ("text", "kind", "values", "body"),
    [
        ("---\ntitle: Rye\n---\nBody\n", "yaml", {"title": "Rye"}, "Body\n"),
        ("---  \ntitle: Rye\n---\t \nBody", "yaml", {"title": "Rye"}, "Body"),
        ("---\r\ntitle: Rye\r\n---\r\nBody\r\n", "yaml", {"title": "Rye"}, "Body\r\n"),
        ("---\rtitle: Rye\r---\rBody\r", "yaml", {"title": "Rye"}, "Body\r"),
        ("\ufeff---\ntitle: Rye\n---\nBody", "yaml", {"title": "Rye"}, "Body"),
        ("---\ntitle: Rye\n---", "yaml", {"title": "Rye"}, ""),
        ("---\n---\nBody", "yaml", {}, "Body"),
        ("---\n\n# only a comment\n---\nBody", "yaml", {}, "Body"),
        ("---\na: 1\n---\nText\n\n---\n\nMore\n---\n", "yaml", {"a": 1}, "Text\n\n---\n\nMore\n---\n"),
        ("---\na: |\n  x\n  ---\n  y\n---\nB", "yaml", {"a": "x\n---\ny\n"}, "B"),
        ("---\na: ---b\n----: c\n---\nB", "yaml", {"a": "---b", "----": "c"}, "B"),
        ("+++\ntitle = 'Rye'\n+++\nBody", "toml", {"title": "Rye"}, "Body"),
        ("+++\r\ntitle = 'Rye'\r\n+++\r\nBody", "toml", {"title": "Rye"}, "Body"),
        ("+++\n+++\n", "toml", {}, ""),
        ('{"title": "Rye"}\nBody', "json", {"title": "Rye"}, "Body"),
        ('{\r\n  "title": "Rye"\r\n}\r\n\r\nBody', "json", {"title": "Rye"}, "\r\nBody"),
        ("{}\nBody", "json", {}, "Body"),
        ("", "", {}, ""),
        ("Just text", "", {}, "Just text"),
        ("\ufeffText", "", {}, "Text"),
        ("\n---\na: 1\n---\n", "", {}, "\n---\na: 1\n---\n"),
        ("----\na: 1\n----\n", "", {}, "----\na: 1\n----\n"),
        ("{{ include }}\nText", "", {}, "{{ include }}\nText"),
        ("{% raw %}\nText", "", {}, "{% raw %}\nText"),
        ("{/* comment */}\n", "", {}, "{/* comment */}\n"),
    ],
)
def test_blocks(text: str, kind: str, values: dict[str, object], body: str) -> None:
    front = read(text)
    assert (front.kind, front.values, front.body, front.problems) == (kind, values, body, ())


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_an_unclosed_block_keeps_its_text_as_the_body(fence: str) -> None:
    front = read(f"{fence}\ntitle: Rye\n\nBody")
    assert front.values == {}
    assert front.body == "title: Rye\n\nBody"
    (problem,) = front.problems
    assert problem.rule == "field-parse-error"
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (1, 1)
    assert fence in problem.message


def test_dotted_names_types_and_sources() -> None:
    front = read(
        "---\n"
        "title: 'Rye bread'  # a comment\n"
        "seo:\n  title: Rye\n  tags: [a, b]\n"
        "related:\n- url: /a\n  id: 1\n# comment\n\n"
        "empty: {}\nnothing:\nnone: ~\ndate: 2024-02-29\nwhen: 2024-06-07T12:00:00Z\nno_index: no\n"
        "time: 12:30\nversion: 1.10\nbig: 1_000\n"
        "---\n"
    )
    assert raws(front) == {
        "title": "'Rye bread'",
        "seo.title": "Rye",
        "seo.tags": "[a, b]",
        "related": "- url: /a\n  id: 1",
        "empty": "{}",
        "nothing": "",
        "none": "~",
        "date": "2024-02-29",
        "when": "2024-06-07T12:00:00Z",
        "no_index": "no",
        "time": "12:30",
        "version": "1.10",
        "big": "1_000",
    }
    assert list(types(front).values()) == [
        *("text", "text", "list", "list", "mapping", "null", "null", "date", "date"),
        *("boolean", "number", "number", "number"),
    ]
    values = {entry.name: entry.value for entry in front.entries}
    assert values["related"] == [{"url": "/a", "id": 1}]
    assert values["when"] == "2024-06-07T12:00:00+00:00"
    assert (values["no_index"], values["time"], values["version"], values["big"]) == (False, 750, 1.1, 1000)
    assert front.values["seo"] == {"title": "Rye", "tags": ["a", "b"]}


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (">-\n  one\n  two\n\n\n", ">-\n  one\n  two"),
        ("|+\n  one\n\n  two  \n  \n \n", "|+\n  one\n\n  two  "),
        (">-\n", ">-"),
        (">-\n\n\n", ">-"),
        ("&x |\n  one\n", "&x |\n  one"),
        ('"a\n  b"\n', '"a\n  b"'),
        ("a\n  b # c\n", "a\n  b"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_raw_is_what_the_editor_wrote(value: str, raw: str, newline: str) -> None:
    text = f"---\nk: {value}# after\nz: 1\n---\n".replace("\n", newline)
    front = read(text)
    assert raws(front)["k"] == raw.replace("\n", newline)
    entry = front.entries[0]
    assert text[entry.span.start : entry.span.end] == entry.raw
    assert front.values["z"] == 1


def test_a_broken_yaml_is_a_problem_with_its_place() -> None:
    front = read("---\na: 1\ntitle: Rye: the bread\n---\nBody")
    assert (front.values, front.entries, front.body) == ({}, (), "Body")
    (problem,) = front.problems
    assert problem.span is not None
    assert (problem.rule, problem.span.line, problem.span.column) == ("field-parse-error", 3, 11)
    assert "mapping values are not allowed" in problem.message
    assert "quotes" in problem.message
    assert problem.value == "title: Rye: the bread"


@pytest.mark.parametrize(
    "block",
    [
        "- a\n- b\n",
        "just words\n",
        "a: 'x\n",
        "a: [1\n",
        "a:\n\tb: 1\n",
        "a: *no\n",
        "a: 1\n--- b\n",
        'a: "\\ud800"\n',
    ],
)
def test_other_broken_yaml(block: str) -> None:
    front = read(f"---\n{block}---\nBody")
    assert [problem.rule for problem in front.problems] == ["field-parse-error"]
    assert (front.values, front.body) == ({}, "Body")


def test_a_mapping_only_by_json_rules() -> None:
    front = read('{"a": 1,}\nBody')
    assert front.kind == "json"
    assert front.problems[0].span is not None
    assert front.problems[0].span.line == 1
    front = read('{\n  "a": 1\n  "b": 2\n}\nBody')
    assert front.problems[0].span is not None
    assert (front.problems[0].span.line, front.problems[0].span.column) == (3, 3)
    assert front.body == "Body"


def test_json_leaves() -> None:
    text = '{"a": {"b": "x\\n", "c": [1, {"d": null}]}, "e": {}, "n": NaN, "t": true, "f": 1e999,\n'
    text += ' "g": -0.5}\nB'
    front = read(text)
    assert front.values == {
        "a": {"b": "x\n", "c": [1, {"d": None}]},
        "e": {},
        "n": "NaN",
        "t": True,
        "f": "1e999",
        "g": -0.5,
    }
    assert raws(front)["a.b"] == '"x\\n"'
    assert types(front) == {
        "a.b": "text",
        "a.c": "list",
        "e": "mapping",
        "n": "text",
        "t": "boolean",
        "f": "text",
        "g": "number",
    }
    assert all(text[entry.span.start : entry.span.end] == entry.raw for entry in front.entries)


def test_json_repeated_key_and_lone_surrogate() -> None:
    front = read('{"a": {"x": 1}, "b": "\\ud800 ok \\ud83d\\ude00", "\\udc00": 1,\n "a": 2}')
    assert front.values == {"a": 2, "b": "\ufffd ok \U0001f600", "\ufffd": 1}
    assert [entry.name for entry in front.entries] == ["a", "b", "\ufffd"]
    assert [problem.rule for problem in front.problems] == [
        *("field-parse-error", "field-parse-error", "field-duplicate-key"),
    ]
    assert front.problems[-1].span is not None
    assert front.problems[-1].span.line == 2


def test_json_keys_repeated_far_apart() -> None:
    front = read("{" + ",\n".join(f'"k{n % 3}": {{"x{n}": {n}}}' for n in range(9)) + "}")
    assert front.values == {"k0": {"x6": 6}, "k1": {"x7": 7}, "k2": {"x8": 8}}
    assert raws(front) == {"k0.x6": "6", "k1.x7": "7", "k2.x8": "8"}
    assert len(front.problems) == 6


def test_toml_leaves() -> None:
    text = (
        '+++\ntitle = "Rye" # no\ndraft = false\ndate = 2024-06-07T12:00:00Z\nday = 2024-06-07\n'
        "time = 07:30:00\n"
        'tags = [\n  "a", # one ]\n  "b",\n]\nmany = """\none = 1\n"""\nlit = \'\'\'x\'\'\'\n'
        'odd."k.e" = inf\n'
        "inline = { a = 1, b = { c = 'x' } }\n[params]\nx = 1\n[params.deep]\n\"y\" = +1.5e3\n"
        "[[items]]\nname = 1\n[[items]]\nname = 2\n[end]\n+++\nBody"
    )
    front = read(text)
    assert front.problems == ()
    assert raws(front) == {
        "title": '"Rye"',
        "draft": "false",
        "date": "2024-06-07T12:00:00Z",
        "day": "2024-06-07",
        "time": "07:30:00",
        "tags": '[\n  "a", # one ]\n  "b",\n]',
        "many": '"""\none = 1\n"""',
        "lit": "'''x'''",
        "odd.k.e": "inf",
        "inline.a": "{ a = 1, b = { c = 'x' } }",
        "inline.b.c": "{ a = 1, b = { c = 'x' } }",
        "params.x": "1",
        "params.deep.y": "+1.5e3",
        "items": "[[items]]",
        "end": "",
    }
    assert front.values["date"] == "2024-06-07T12:00:00+00:00"
    assert front.values["items"] == [{"name": 1}, {"name": 2}]
    assert front.values["odd"] == {"k.e": "inf"}
    assert types(front)["day"] == "date"
    assert types(front)["time"] == "text"


@pytest.mark.parametrize(
    ("block", "line"),
    [("a = 1\nb = \n", 3), ("a = 1\na = 2\n", 3), ("a = 'x\n", 2), ("a = " + "9" * 5000 + "\n", 2)],
)
def test_broken_toml(block: str, line: int) -> None:
    front = read(f"+++\n{block}+++\nBody")
    (problem,) = front.problems
    assert problem.span is not None
    assert (problem.rule, problem.span.line) == ("field-parse-error", line)
    assert (front.values, front.body) == ({}, "Body")


def test_too_much_front_matter_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="more than 1,000,000"):
        parse("---\na: " + "x" * MAX_FRONT_MATTER + "\n---\n", "big.md")
    with pytest.raises(Unreadable, match="more than 1,000,000"):
        parse('{"a": "' + "x" * MAX_FRONT_MATTER + '"}', "big.md")


@pytest.mark.parametrize(
    "text",
    [
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": ' + "[" * 300 + "]" * 300 + "}",
        '{"a": ' * 100_000 + "1" + "}" * 100_000,
        "+++\na = " + "[" * 100_000 + "]" * 100_000 + "\n+++\n",
        "+++\n" + "a." * 100_000 + "b = 1\n+++\n",
    ],
)
def test_deep_json_and_toml_are_unreadable(text: str) -> None:
    with pytest.raises(Unreadable, match="too deep"):
        parse(text, "deep.md")


LINES = st.text(st.sampled_from("ab \n\r\x85\u2028\ufeff"), max_size=30)


@given(LINES, st.integers(0, 40))
def test_lines_end_at_newlines_only(text: str, at: int) -> None:
    at = min(at, len(text))
    line, column = line_and_column(text, at)
    before = text[:at]
    if at < len(text) and text[at - 1 : at + 1] == "\r\n" and at:
        before = before[:-1] + "x"  # between the two, still on the line
    flat = before.replace("\r\n", "\n").replace("\r", "\n")
    assert line == flat.count("\n") + 1
    expected = len(flat) - flat.rfind("\n")
    if line == 1 and text.startswith("\ufeff") and at:
        expected -= 1
    assert column == expected
    assert line_at(text, at) in text
    assert Places(text).span(at, at) == span_of(text, at, at)


@given(st.text(st.sampled_from("-+{}\":=[]#'\\ \n\r\tab1.*&!|>%@`,?\x00\x85\u2028é\ufeff"), max_size=60))
def test_nothing_raises(text: str) -> None:
    for opening in ("", "---\n", "+++\n", "{"):
        for closing in ("", "\n---\n", "\n+++\n", "}"):
            read(opening + text + closing)
