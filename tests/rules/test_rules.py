"""What holds for every rule: its declaration, its docstring, and that the docstring's examples are true."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import seokit
from seokit.generate.reports.rules import RECORDS, explain_name, explain_rule, list_rules
from seokit.score.registry import MODULES, RULES, TOPICS, collect
from seokit.score.rule import Rule
from tests.conftest import SHARED, need

BLOCK = re.compile(r"^(Bad|Good):\n((?:(?: {4}.*)?\n?)+)", re.MULTILINE)
FILE = re.compile(r"^--- file: (\S+)$", re.MULTILINE)


def blocks(rule: Rule) -> dict[str, str]:
    return {name: textwrap.dedent(body).strip("\n") for name, body in BLOCK.findall(rule.rationale)}


def site(block: str) -> tuple[dict[str, str], list[str]]:
    """A block → its files and config lines. A fragment is one file's front matter, or HTML of its head."""
    lines = block.split("\n")
    config = [line.removeprefix("config: ") for line in lines if line.startswith("config: ")]
    rest = "\n".join(line for line in lines if not line.startswith("config: "))
    parts = FILE.split(rest)
    named = dict(zip(parts[1::2], parts[2::2], strict=True)) if len(parts) > 1 else {single(rest): rest}
    pages = {name: whole(text.strip("\n")) for name, text in named.items() if name.endswith((".md", ".html"))}
    return {name: pages.get(name, text.strip("\n") + "\n") for name, text in named.items()}, config


def single(fragment: str) -> str:
    return "page.html" if fragment.lstrip().startswith("<") else "page.md"


def document(fragment: str) -> str:
    """A whole HTML page around what belongs into its head, or around a <body>."""
    if fragment.lower().startswith(("<!doctype", "<html")):
        return fragment + "\n"
    head, body, rest = fragment.partition("<body")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"{head}\n</head>\n{body}{rest}\n</html>\n"
    )


def whole(fragment: str) -> str:
    if fragment.startswith("<"):
        return document(fragment)
    return (
        fragment + "\n"
        if fragment.lstrip("\ufeff").startswith(("---", "+++", "{"))
        else f"---\n{fragment}\n---\n"
    )


def run(folder: Path, rule: Rule, block: str) -> list[Any]:
    folder.mkdir()
    files, config = site(block)
    if not any(line.startswith("preset") for line in config):
        config.insert(0, 'preset = "cloudcannon-qa"')
    (folder / "seokit.toml").write_text("\n".join(config), "utf-8")
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    beside = ["default"] if rule.record == "suppressions" else []  # whose findings are suppressed
    audit = seokit.audit(folder, select=[rule.id, *beside])
    assert not audit.errors
    return [finding for finding in audit.findings if finding.rule == rule.id]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_docstring_examples_are_true(rule: Rule, tmp_path: Path) -> None:
    found = blocks(rule)
    assert set(found) == {"Bad", "Good"}, f"{rule.id} has no Bad and Good block"
    assert run(tmp_path / "bad", rule, found["Bad"]), f"the Bad block of {rule.id} passes"
    assert not run(tmp_path / "good", rule, found["Good"]), f"the Good block of {rule.id} fails"


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_declaration(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    assert rule.rationale.split("\n")[0].endswith(".")
    assert re.search(r"^Fix: \S", rule.rationale, re.MULTILINE), f"{rule.id} does not say how to fix it"
    assert rule.evidence == "self-evident" or rule.source.startswith("https://")
    assert set(rule.types.values()) <= {int, float, str, bool, tuple[str, ...]}, rule.types


@pytest.mark.parametrize(
    ("name", "what"),
    [("title-empty", "one page"), ("title-duplicate", "all pages together"),
     ("suppression-unused", "all suppressions together")],
)  # fmt: skip
def test_it_is_said_what_a_rule_judges(name: str, what: str) -> None:
    assert f"  judges:   {what}\n" in explain_rule(name)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_prose_is_wrapped_and_examples_are_not(width: int) -> None:
    """Lines were up to 153 wide on a terminal of 80 columns."""
    for name, rule in RULES.items():
        said = explain_rule(name, width)
        for part in blocks(rule).values():
            assert textwrap.indent(part, "    ", lambda line: line != "\n") in said
        prose = [line for line in said.splitlines() if not line.startswith("    ")]
        assert [line for line in prose if len(line) > width and "://" not in line] == []
        # Nothing is lost, and paragraphs stay apart.
        assert "".join(rule.rationale.split()) in "".join(said.split())
        assert said.count("\n\n") >= rule.rationale.count("\n\n") + 2


def test_a_topic_lists_its_rules() -> None:
    """`seokit rule title` was an error."""
    for topic, names in TOPICS.items():
        lines = explain_name(topic).splitlines()
        assert [line.split()[0] for line in lines[:-1]] == list(names)
    topics = list_rules(80).partition("Topics: ")[2].partition(";")[0]
    assert topics.replace("\n", " ").split(", ") == list(TOPICS)
    with pytest.raises(KeyError, match="did you mean title-too-long"):
        explain_name("title-to-long")


def test_every_record_has_words() -> None:
    assert {rule.record for rule in RULES.values() if rule.record} == set(RECORDS)


# Rules of the catalogue that only a crawl can judge: they need status codes, headers, or the network.
CRAWLED = {
    "canonical-header-mismatch", "link-external-broken", "link-redirect-chain", "link-redirect-loop",
    "link-to-redirect", "page-status-error",
}  # fmt: skip
CATALOGUED = re.compile(
    r"\b((?:title|description|keywords|question|answer|content|heading|link|url|canonical|index|hreflang|lang|image"
    r"|schema|social|sitemap|date|field|page|robots|llms)-[a-z0-9-]+) (?:[EWI]\b|off)"
)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_meta(rule: Rule) -> None:
    """What holds for the whole catalogue: topic and file, message and fields, evidence and default."""
    words = {"question": ("question", "answer"), "hreflang": ("hreflang", "lang")}
    assert rule.id.partition("-")[0] in words.get(rule.topic, (rule.topic,))
    assert rule.message
    assert not rule.message.endswith(".")
    for _, name, _, _ in Formatter().parse(rule.message):
        assert name is None or name.isidentifier(), f"{rule.id}: the message has an unnamed field"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", rule.checked)
    assert not (rule.evidence == "convention" and rule.severity == "error")
    if not rule.default:
        assert "off by default" in rule.rationale.lower(), f"{rule.id} does not say why it is off"


def test_every_rule_of_the_catalogue_is_there() -> None:
    file = SHARED / "CATALOGUE.md"
    need("catalogue", file.is_file(), f"the catalogue is not at {file} (SEOKIT_SHARED)")
    names = set(CATALOGUED.findall(re.sub(r"\([A-Z ]+\)", "", file.read_text("utf-8"))))
    assert len(names) > 200
    assert names - set(RULES) == CRAWLED


def test_registry_refuses_two_rules_of_one_name() -> None:
    with pytest.raises(ValueError, match="two rules are called"):
        collect((*MODULES, MODULES[0]))
