"""The rules as text: the list, one rule explained, and reports/rules.md."""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterator

from seokit.score.registry import ALIASES, MODULES, RULES
from seokit.score.rule import Rule

# What a rule judges that is no page, in words.
RECORDS = {
    "sitemap": "the sitemap",
    "robots": "robots.txt",
    "llms": "llms.txt",
    "suppressions": "all suppressions together",
}


def list_rules() -> str:
    """One line a rule: name, severity, evidence, and whether it is off by default."""
    width = max(len(name) for name in RULES)
    lines = [
        f"{name:<{width}}  {rule.severity:<7}  {rule.evidence}{'' if rule.default else '  (off)'}"
        for name, rule in RULES.items()
    ]
    return "\n".join([*lines, f"{len(RULES)} rules; seokit rule NAME explains one", ""])


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


def explain_rule(name: str) -> str:
    """Everything about one rule, for a terminal. Raises KeyError for an unknown name."""
    rule = find_rule(name)
    head = [
        rule.id,
        f"  severity: {rule.severity}" + ("" if rule.default else " (off by default)"),
        f"  evidence: {rule.evidence}" + (f", {rule.source} (checked {rule.checked})" if rule.source else ""),
        f"  judges:   {judged(rule)}",
        f"  fix:      {rule.fix}",
    ]
    head += [f"  option:   {line}" for line in option_lines(rule)]
    configured = [f"{key} = {toml_value(value)}" for key, value in rule.options.items()]
    tail = textwrap.indent(
        "\n".join([f"[rules.{rule.id}]", f'severity = "{rule.severity}"', *configured]), "    "
    )
    return "\n".join([*head, "", rule.rationale, "", "In seokit.toml:", tail, ""])


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
    return "\n".join(f"{line}\n" if line in ("Bad:", "Good:") else line for line in lines)
