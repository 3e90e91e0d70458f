"""Why a page has a finding of a rule, or has not: `seokit explain PATH RULE`.

The page is audited with this one rule, and the whole site where the rule needs it; then the page is read once more,
for the values that the rule judges.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from seokit import api, urls
from seokit.config import load
from seokit.config_file import find_config
from seokit.config_origin import Origins
from seokit.extract.discover import SUFFIXES, Found, PathError, discover, shown, valid_utf8
from seokit.extract.layout import find_layouts
from seokit.extract.sections import Sections
from seokit.model import (
    Audit,
    Finding,
    Page,
    RuleSettings,
    SectionSettings,
    Settings,
    Summary,
    Suppressed,
    Text,
)
from seokit.score import engine
from seokit.score.detect_language import find_languages
from seokit.score.plan import MISSABLE, UNJUDGED, of_kind
from seokit.score.points import state
from seokit.score.program import has
from seokit.score.registry import RULES
from seokit.score.rule import Rule

UNREAD = "field-parse-error"


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
    """All there is to say of one rule on one page. `verdict` is a sentence, and so is `old`: what a baseline knows."""

    rule: Rule
    path: str
    url: str
    verdict: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    values: tuple[Value, ...]
    options: tuple[Option, ...]
    old: str = ""


def explain(path: str, name: str, *, site: Sequence[str] = (), **options: Any) -> Explanation:
    """Explain a rule on the page at `path`. `site` is what is audited around it; see `site_of`.

    Raises KeyError with a sentence for an unknown rule, PathError for a file that is no page, ConfigError.
    """
    from seokit.generate.reports.rules import find_rule

    rule = find_rule(name)
    require_page(path)
    around = list(site) or site_of(path, options.get("config"))
    settings, _ = load(around, **options)
    asked = replace(settings, rules=only(rule, settings))
    audit = audit_for(rule, path, around, asked)
    real = os.path.realpath(path)
    page = next((page for page in audit.pages if os.path.realpath(page.path) == real), None)
    if page is None:
        raise PathError(why_no_page(path, real, around, audit))
    source = next(file for file in discover(around, audit.config).files if file.path == page.path)
    whole = next(api.read_files([source], audit.config, [], with_text=True), None)
    findings = tuple(f for f in audit.findings if f.rule == rule.id and f.page == page.number)
    hidden = tuple(
        one for one in audit.suppressed if one.finding.rule == rule.id and one.finding.page == page.number
    )
    section = Sections(settings).of(page.path)
    origins = Origins(settings)
    return Explanation(
        rule=rule,
        path=page.path,
        url=page.url,
        verdict=verdict(rule, whole, page, findings, hidden, settings, audit),
        findings=findings,
        suppressed=hidden,
        values=tuple(values_of(rule, whole, page, origins, section)) if whole else (),
        options=tuple(options_of(rule, asked, origins)),
        old=old_ones(audit, findings),
    )


def require_page(path: str) -> None:
    """Raise PathError for what is no page for sure, before anything is audited."""
    if not os.path.lexists(path):
        raise PathError(f"no such file: {path}")
    if Path(path).is_dir():
        raise PathError(f"{path} is a folder: name one page in it")
    if not path.lower().endswith(SUFFIXES):
        raise PathError(f"{path} is no page by its suffix ({' '.join(SUFFIXES)}): name one page")


def site_of(path: str, config: str | None = None) -> list[str]:
    """The site around a page: the topmost folder of its path below the config, or below the current folder."""
    file = Path(config) if config else find_config(path)
    root = str(file.parent) if file else os.curdir
    parts = Path(os.path.relpath(path, root)).parts
    if parts[0] == os.pardir:  # elsewhere: its own folder
        return [str(Path(path).parent)]
    return [os.path.relpath(Path(root, parts[0]) if len(parts) > 1 else root)]


def only(rule: Rule, settings: Settings) -> RuleSettings:
    """Settings under which the rule runs alone, with the config's severity and options, even if it is off.

    Beside it runs the one that silences all others, on front matter that cannot be read. What suppressions did
    shows only where all rules run that they may name.
    """
    running = settings.rules.severity.keys()
    names = {rule.id, *(running if rule.record == "suppressions" else {UNREAD} & running)}
    return RuleSettings(
        severity={
            name: settings.rules.severity.get(name, RULES[name].severity) for name in RULES if name in names
        },
        options={name: settings.rules.options.get(name, dict(RULES[name].options)) for name in names},
    )


def audit_for(rule: Rule, path: str, around: Sequence[str], settings: Settings) -> Audit:
    """The audit that shows what becomes of the rule on this page: of the page alone where that is enough.

    A rule that looks across pages needs them all, and so does what is said once: for the whole site, or for a
    source and what is built of it. For the language of pages that declare none a sample of the site is read.
    """
    found = discover(around, settings)
    known = find_layouts(found.files, settings)
    if rule.index is not None or rule.record or rule.once or known.paired:
        return api.audit(around, config=settings, baseline="")
    if rule.wants_context:  # by which alone it knows a language that the page does not declare
        known = find_languages(found.files, known)
    known, _ = api.with_robots(around, known, [])
    real = os.path.realpath(path)
    mine = tuple(file for file in found.files if os.path.realpath(file.path) == real)
    return engine.run(Found(mine, found.skipped, found.errors), known, jobs=1)


def why_no_page(path: str, real: str, around: Sequence[str], audit: Audit) -> str:
    """Why there is nothing to explain."""
    for failure in audit.errors:
        if is_named(failure.path, path, real):
            return f"{path} could not be read: {failure.message}"
    for line in audit.skipped:
        name, _, reason = line.rpartition(": ")
        if is_named(name, path, real):
            return f"{path} is no page: {reason}"
    return f"{path} is none of the pages under {', '.join(around)}; name the site with --site"


def is_named(name: str, path: str, real: str) -> bool:
    """Whether an audit speaks of the file at `path`; it prints what the system's encoding may not know."""
    try:
        return os.path.realpath(name) == real
    except UnicodeEncodeError:
        return name == valid_utf8(shown(path))


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
        else f" It does not run in an audit here: {Origins(settings).off(rule)}."
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
    if whole is not None and is_unread(whole) and UNREAD in audit.config.rules.severity:
        return f"Nothing is said of it: the front matter cannot be read, which {UNREAD} reports."
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
    if source := source_of(page, audit, {one.path for one in elsewhere}):
        return f"Nothing is said of it here: its source {source} has this finding, and what both have is said once."
    others = f"{len(elsewhere):,} finding{' is' if len(elsewhere) == 1 else 's are'} on other pages"
    return f"It passes.{f' {others}.' if elsewhere else ''}"


def is_unread(page: Page) -> bool:
    """Whether the page's front matter could not be read."""
    return page.html is None and not page.entries and any(problem.rule == UNREAD for problem in page.problems)


def source_of(page: Summary, audit: Audit, failing: Collection[str]) -> str:
    """The path of the source that a built page was made of, if that is among `failing`; else empty."""
    if page.kind == "source" or not page.url:
        return ""
    base = audit.config.base_url
    own = urls.key(page.url, base)
    sources = (one for one in audit.pages if one.kind == "source" and one.path in failing and one.url)
    return next((one.path for one in sources if urls.key(one.url, base) == own), "")


def old_ones(audit: Audit, findings: Collection[Finding]) -> str:
    """How many of a page's findings the config's baseline knows, in words; empty for none."""
    if not findings or not audit.config.baseline:
        return ""
    from seokit.generate.baseline import BaselineError, is_old, keyed

    try:
        known = api.known_findings(audit.config)
    except BaselineError as error:
        return f"Whether that is old is not known: {error}"
    if known is None:
        return ""
    baseline, file = known
    now = (finding for key, name, finding in keyed(audit) if is_old(baseline, key, name))
    count = sum(finding in findings for finding in now)
    if not count:
        return ""
    verb, them = ("is", "it") if count == 1 else ("are", "them")
    which = "It" if len(findings) == 1 else f"{count} of them"
    return f"{which} {verb} old: {file} has {them}, so that an audit does not report {them}."


def options_of(rule: Rule, settings: Settings, origins: Origins) -> list[Option]:
    """The rule's severity and options, with their origin."""
    values = {"severity": settings.rules.severity[rule.id], **settings.rules.options[rule.id]}
    return [Option(key, value, origins.option(rule, key)) for key, value in values.items()]


def values_of(
    rule: Rule, page: Page, summary: Summary, origins: Origins, section: SectionSettings
) -> list[Value]:
    """What the rule judges, as the page holds it; lengths in characters, widths in pixels."""
    found = [value_of(name, getattr(page, name), origins, section) for name in rule.field if name != "html"]
    for key, text, length, width in (
        ("title", summary.title, summary.title_length, summary.title_width),
        ("description", summary.description, summary.description_length, summary.description_width),
    ):
        if key in rule.field:
            template = origins.template(key, section) if page.html is None else ""
            found.append(Value(f"published {key}", text, template and f"by the {key} of {template}"))
            found.append(Value("its length, width", f"{length} characters, {width} px"))
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


def value_of(name: str, value: Any, origins: Origins, section: SectionSettings) -> Value:
    """An attribute of a page, as one line."""
    if isinstance(value, Text):
        known = section.fields.get(name, ())
        origin = f"; {origins.role(name, section)}" if value.field in known else ""
        at = f", line {value.span.line}, column {value.span.column}" if value.span else ""
        said = f"no {', '.join(known) or value.field or name}" if value.missing else value.value
        return Value(name, said, f"{value.field or name}{at}{origin}")
    if value is None:
        return Value(name, "not known from this source")
    if isinstance(value, tuple | list):
        told = ", ".join(map(str, value)) if all(isinstance(one, str) for one in value) else f"{len(value)}"
        return Value(name, told)
    return Value(name, str(value))
