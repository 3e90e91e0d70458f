"""Why a page has a finding of a rule, or has not: `seokit explain PATH RULE`.

The site is audited with this one rule, since a rule about several pages needs them all; then the page is read
once more, for the values that the rule judges.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seokit import api
from seokit.config import load
from seokit.config_file import find_config, open_config
from seokit.extract.discover import PathError
from seokit.model import Audit, Finding, Page, RuleSettings, Settings, Summary, Suppressed, Text
from seokit.score.plan import MISSABLE, UNJUDGED, of_kind
from seokit.score.points import state
from seokit.score.program import has
from seokit.score.registry import named
from seokit.score.rule import Rule


class Value(Struct, frozen=True):
    """Something that the rule judges: its name, what the page holds there, and where."""

    name: str
    value: str
    place: str = ""


class Option(Struct, frozen=True):
    """An option of the rule with its value here, and who set it."""

    name: str
    value: Any
    origin: str


class Explanation(Struct, frozen=True, kw_only=True):
    """All there is to say of one rule on one page. `verdict` is a sentence."""

    rule: Rule
    path: str
    url: str
    verdict: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    values: tuple[Value, ...]
    options: tuple[Option, ...]


def explain(path: str, name: str, *, site: Sequence[str] = (), **options: Any) -> Explanation:
    """Explain a rule on the page at `path`. `site` is what is audited around it; see `site_of`.

    Raises KeyError with a sentence for an unknown rule, PathError for a file that is no page, ConfigError.
    """
    from seokit.generate.reports.rules import find_rule

    rule = find_rule(name)
    around = list(site) or site_of(path)
    settings, _ = load(around, **options)
    asked = replace(settings, rules=only(rule, settings))
    audit = api.audit(around, config=asked, baseline="")
    real = os.path.realpath(path)
    page = next((page for page in audit.pages if os.path.realpath(page.path) == real), None)
    if page is None:
        raise PathError(why_no_page(path, real, around, audit))
    whole = next(api.pages([page.path], audit.config), None)
    findings = tuple(f for f in audit.findings if f.rule == rule.id and f.page == page.number)
    hidden = tuple(
        one for one in audit.suppressed if one.finding.rule == rule.id and one.finding.page == page.number
    )
    return Explanation(
        rule=rule,
        path=page.path,
        url=page.url,
        verdict=verdict(rule, whole, page, findings, hidden, settings, audit),
        findings=findings,
        suppressed=hidden,
        values=tuple(values_of(rule, whole, page)) if whole else (),
        options=tuple(options_of(rule, asked)),
    )


def site_of(path: str) -> list[str]:
    """The site around a page: the topmost folder of its path below the config, or below the current folder."""
    if not os.path.lexists(path):
        raise PathError(f"no such file: {path}")
    config = find_config(path)
    root = str(config.parent) if config else os.curdir
    parts = Path(os.path.relpath(path, root)).parts
    if parts[0] == os.pardir:  # elsewhere: its own folder
        return [str(Path(path).parent)]
    return [os.path.relpath(Path(root, parts[0]) if len(parts) > 1 else root)]


def only(rule: Rule, settings: Settings) -> RuleSettings:
    """Settings under which the rule runs alone, with the config's severity and options, even if it is off."""
    severity = settings.rules.severity.get(rule.id, rule.severity)
    options = settings.rules.options.get(rule.id, dict(rule.options))
    return RuleSettings(severity={rule.id: severity}, options={rule.id: options})


def why_no_page(path: str, real: str, around: Sequence[str], audit: Audit) -> str:
    """Why there is nothing to explain."""
    for failure in audit.errors:
        if os.path.realpath(failure.path) == real:
            return f"{path} could not be read: {failure.message}"
    for line in audit.skipped:
        name, _, reason = line.rpartition(": ")
        if os.path.realpath(name) == real:
            return f"{path} is no page: {reason}"
    return f"{path} is none of the pages under {', '.join(around)}; name the site with --site"


def verdict(
    rule: Rule,
    whole: Page | None,
    page: Summary,
    findings: Sequence[Finding],
    hidden: Sequence[Suppressed],
    settings: Settings,
    audit: Audit,
) -> str:
    """What became of the rule on this page, in a sentence."""
    off = (
        ""
        if rule.id in settings.rules.severity
        else f" It does not run in an audit here: {why_off(rule, settings)}."
    )
    if findings:
        return f"It fails: {len(findings)} finding{'' if len(findings) == 1 else 's'}.{off}"
    if hidden:
        reasons = ", ".join(dict.fromkeys(one.reason for one in hidden if one.reason))
        return f"It would fail, but is suppressed here{f' ({reasons})' if reasons else ''}.{off}"
    if rule.record:
        return f"It judges no page, but {rule.record} of the site; nothing there is about this page.{off}"
    return f"{why_nothing(rule, whole, page, audit)}{off}"


def why_nothing(rule: Rule, whole: Page | None, page: Summary, audit: Audit) -> str:
    """Why a rule found nothing on a page: it does not apply, or the page passes."""
    if not of_kind(rule, page.kind):
        return f"It does not apply: it judges {rule.kind} pages, and this is a {page.kind} one."
    if rule.topic in UNJUDGED.get(page.not_indexable, ()):
        return f"It does not apply: the page is a {page.not_indexable}, which nobody reads."
    if rule.index is not None and rule.index.across and not audit.config.paired:
        return "It does not apply: it compares sources with built pages, and only one of them was audited."
    if whole is not None:
        for name in rule.field:
            found = state(whole, name, MISSABLE[page.kind])
            if found == "unknown":
                return f"It does not apply: this source cannot know the page's {name}, or the page has none."
            if found == "missing" and not rule.missing:
                return f"It counts as failed, since the page has no {name}; the rule about that reports it."
        if rule.when and not has(whole, rule.when):
            return f"It passes: the page has nothing that it could find fault with (no {rule.when})."
    elsewhere = [one for one in audit.findings if one.rule == rule.id]
    if any(one.everywhere for one in elsewhere):
        return f"It fails on most pages and is said once, at {elsewhere[0].path}."
    more = f" {len(elsewhere):,} findings are on other pages." if elsewhere else ""
    return f"It passes.{more}"


def why_off(rule: Rule, settings: Settings) -> str:
    """Why a rule is not among those that run."""
    if not settings.file:
        return "it is off by default"
    written, faults = open_config(find_config(settings.file), False)
    rules = written.get("rules", {})
    ignored = any(rule.id in named(name) for name in rules.get("ignore", ()))
    key = "ignore" if ignored else "select"
    if key not in rules or (not ignored and "default" in rules[key]):
        return "it is off by default"
    line = faults.line(f"rules.{key}")
    return f"it is {'ignored' if ignored else 'not selected'} in {faults.name}{f':{line}' if line else ''}"


def options_of(rule: Rule, settings: Settings) -> list[Option]:
    """The rule's severity and options, with their origin."""
    written: Mapping[str, Any] = {}
    faults = None
    if settings.file:
        whole, faults = open_config(find_config(settings.file), False)
        written = whole.get("rules", {}).get(rule.id, {})

    def origin(key: str) -> str:
        if faults is None or key not in written:
            return "default"
        line = faults.line(f"rules.{rule.id}.{key}")
        return f"{faults.name}:{line}" if line else faults.name

    values = {"severity": settings.rules.severity[rule.id], **settings.rules.options[rule.id]}
    return [Option(key, value, origin(key)) for key, value in values.items()]


def values_of(rule: Rule, page: Page, summary: Summary) -> list[Value]:
    """What the rule judges, as the page holds it; lengths in characters, widths in pixels."""
    found = [value_of(name, getattr(page, name)) for name in rule.field if name != "html"]
    if "title" in rule.field:
        found.append(Value("published title", summary.title))
        found.append(
            Value("its length, width", f"{summary.title_length} characters, {summary.title_width} px")
        )
    if "description" in rule.field:
        width = f"{summary.description_length} characters, {summary.description_width} px"
        found += [Value("published description", summary.description), Value("its length, width", width)]
    if rule.topic == "keywords":
        found.append(Value("supported as a phrase", ", ".join(summary.keywords_phrase)))
        found.append(Value("within a sentence", ", ".join(summary.keywords_sentence)))
        found.append(Value("not supported", ", ".join(summary.keywords_unsupported)))
    if rule.topic in ("content", "question", "keywords") and summary.word_count is not None:
        found.append(Value("words of the text", f"{summary.word_count:,}"))
    if rule.topic == "link":
        found.append(Value("links out, links in", f"{told(summary.outlinks)}, {told(summary.inlinks)}"))
    found.append(Value("indexable", "yes" if summary.indexable else f"no: {summary.not_indexable}"))
    return found


def told(count: int | None) -> str:
    """A count, where it is known."""
    return "not known" if count is None else f"{count:,}"


def value_of(name: str, value: Any) -> Value:
    """An attribute of a page, as one line."""
    if isinstance(value, Text):
        place = (
            f"{value.field or name}, line {value.span.line}, column {value.span.column}" if value.span else ""
        )
        return Value(name, value.value if not value.missing else f"no {value.field or name}", place)
    if value is None:
        return Value(name, "not known from this source")
    if isinstance(value, tuple | list):
        return Value(
            name, ", ".join(map(str, value)) if all(isinstance(v, str) for v in value) else f"{len(value)}"
        )
    return Value(name, str(value))
