"""The rules as text: the list, one rule explained, and reports/rules.md."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator, Sequence

from seokit.generate.reports.counts import counted
from seokit.score.registry import ALIASES, MODULES, RULES, TOPICS
from seokit.score.rule import Rule

# What a rule judges that is no page, in words.
RECORDS = {
    "sitemap": "the sitemap",
    "robots": "robots.txt",
    "llms": "llms.txt",
    "suppressions": "all suppressions together",
}


BELOW = " " * 12  # under the values of the lines above the prose
EXAMPLES = ("Bad:", "Good:")


def list_rules(width: int = 80) -> str:
    """One line a rule: name, severity, evidence, and whether it is off by default; then the topics."""
    topics = wrapped("Topics: ", f"{', '.join(TOPICS)}; seokit rule TOPIC lists the rules of one", width)
    return "\n".join([*rule_lines(tuple(RULES)), count_line(len(RULES)), "", topics, ""])


def explain_name(name: str, width: int = 80) -> str:
    """A topic's rules as `list_rules` lists them, or everything about one rule. Raises KeyError as `find_rule`."""
    if name in TOPICS:
        return "\n".join([*rule_lines(TOPICS[name]), count_line(len(TOPICS[name])), ""])
    return explain_rule(name, width)


def rule_lines(names: Sequence[str]) -> Iterator[str]:
    """The rules of these names, one a line."""
    longest = max(map(len, names))
    for name in names:
        rule = RULES[name]
        off = "" if rule.default else "  (off)"
        yield f"{name:<{longest}}  {rule.severity:<7}  {rule.evidence}{off}"


def count_line(number: int) -> str:
    """What stands below a list of rules."""
    return f"{counted(number, 'rule')}; seokit rule NAME explains one"


def wrapped(head: str, text: str, width: int, indent: str = "") -> str:
    """A paragraph of at most `width` columns, but for what has no space in it; lines after the first are indented."""
    return textwrap.fill(
        head + text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def prose(rationale: str, width: int) -> Iterator[str]:
    """A rule's docstring with its paragraphs wrapped; the examples stay as they are."""
    paragraph: list[str] = []
    for line in [*rationale.splitlines(), ""]:
        apart = not line or line.startswith(" ") or line in EXAMPLES
        if paragraph and (apart or line.startswith("Fix:")):
            yield wrapped("", " ".join(paragraph), width)
            paragraph = []
        if apart:
            yield line
        else:
            paragraph.append(line)


def find_rule(name: str) -> Rule:
    """The rule of that name, or of the name that it had before.

    Raises KeyError with a sentence that names the nearest rules.
    """
    found = RULES.get(ALIASES.get(name, name))
    if found is None:
        if any(rule.topic == name for rule in RULES.values()):
            listed = ", ".join(rule.id for rule in RULES.values() if rule.topic == name)
            raise KeyError(f"{name} is a topic, not a rule: {listed}")
        near = difflib.get_close_matches(name, RULES, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "seokit rule lists them."
        raise KeyError(f"there is no rule {name!r}; {hint}")
    return found


def option_lines(rule: Rule) -> Iterator[str]:
    """The rule's options with type and default, one a line."""
    for name, default in rule.options.items():
        kind = getattr(rule.types[name], "__name__", str(rule.types[name]))
        yield f"{name} ({kind}, default {default!r})"


def judged(rule: Rule) -> str:
    """What a rule looks at, in words."""
    if rule.record:
        return RECORDS[rule.record]
    return "all pages together" if rule.index else "one page"


def explain_rule(name: str, width: int = 80) -> str:
    """Everything about one rule, for a terminal of `width` columns. Raises KeyError for an unknown name."""
    rule = find_rule(name)
    head = [
        rule.id,
        f"  severity: {rule.severity}" + ("" if rule.default else " (off by default)"),
        f"  evidence: {rule.evidence}" + (f", checked {rule.checked}" if rule.source else ""),
        *([f"  source:   {rule.source}"] if rule.source else []),
        f"  judges:   {judged(rule)}",
        f"  fix:      {rule.fix}",
    ]
    head += [wrapped("  option:   ", line, width, BELOW) for line in option_lines(rule)]
    configured = [f"{key} = {toml_value(value)}" for key, value in rule.options.items()]
    tail = textwrap.indent(
        "\n".join([f"[rules.{rule.id}]", f'severity = "{rule.severity}"', *configured]), "    "
    )
    return "\n".join([*head, "", *prose(rule.rationale, width), "In seokit.toml:", tail, ""])


def toml_value(value: object) -> str:
    """A default as TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def rules_markdown() -> str:
    """All rules as one Markdown page, by topic, generated from the rules themselves."""
    lines = [
        "# The rules",
        "",
        "Generated from the rules by `make reports`; do not edit. Severity and every option can be set in",
        "`seokit.toml` under `[rules.NAME]`. Evidence: *documented* by a search engine or a standard, *measured*",
        "by somebody who counted, *convention* among tools, *self-evident* where a site contradicts itself.",
        "",
        f"{len(RULES)} rules, {sum(rule.default for rule in RULES.values())} of them on by default.",
        "",
    ]
    for module in MODULES:
        topic = module.__name__.rpartition(".")[2]
        rules = [rule for rule in RULES.values() if rule.topic == topic]
        lines += [f"## {topic}", "", "| rule | severity | evidence | default |", "| --- | --- | --- | --- |"]
        lines += [
            f"| [{rule.id}](#{rule.id}) | {rule.severity} | {rule.evidence} | {'on' if rule.default else 'off'} |"
            for rule in rules
        ]
        lines.append("")
        for rule in rules:
            lines += rule_section(rule)
    return "\n".join(lines).rstrip("\n") + "\n"


def rule_section(rule: Rule) -> Iterator[str]:
    """One rule's part of the page; the indented examples are Markdown code blocks already."""
    source = f" [{rule.source}]({rule.source}), checked {rule.checked}." if rule.source else ""
    yield from (f"### {rule.id}", "", f"{rule.severity.capitalize()}; {rule.evidence}.{source}", "")
    yield from (rationale_markdown(rule), "")
    options = list(option_lines(rule))
    if options:
        yield f"Options: {'; '.join(options)}."
        yield ""


def rationale_markdown(rule: Rule) -> str:
    """A rule's docstring as Markdown: an indented example is a code block where an empty line comes before it."""
    lines = rule.rationale.splitlines()
    return "\n".join(f"{line}\n" if line in EXAMPLES else line for line in lines)
