"""Rules about the front matter itself: whether it can be read, and whether its fields agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from seokit.model import Fact, Hit, Html, Page, Problem, Text
from seokit.score import ambiguous
from seokit.score.clusters import by_address, others
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.rare_keys import preset_keys, rare_keys
from seokit.score.rule import rule
from seokit.score.shapes import by_shape, count_types, line_and_column, rows, usual_type
from seokit.score.wording import PARTS, same

YAML_TYPES = "https://yaml.org/type/"
SCHEMAS = "https://docs.astro.build/en/guides/content-collections/"
YAML_CHARACTERS = "https://yaml.org/spec/1.2.2/#51-character-set"
CLUSTERING = "https://openrefine.org/docs/technical-reference/clustering-in-depth"


def problems(page: Page, rule_id: str) -> Iterator[Problem]:
    """What the extractor met that is this rule's to report."""
    return (problem for problem in page.problems if problem.rule == rule_id)


@rule("field-parse-error", severity="error", evidence="self-evident", message="{reason}", when="problems")
def parse_error(page: Page) -> Iterator[Hit]:
    """Front matter that cannot be read: the generator stops at it, or publishes the page without it.

    The message is the parser's, with the line and column where it gave up. The rest of the file is
    audited as far as it can be read.

    Fix: correct the place that the message names; text with a colon, a # or quotes needs quotes around it.

    Bad:
        title: "How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    Good:
        title: "How sour is rye?"
        url: /learn/bread/questions/how-sour-is-rye
    """
    for problem in problems(page, "field-parse-error"):
        yield Hit(problem, {"value": problem.value, "reason": problem.message})


@rule("field-encoding", severity="error", evidence="self-evident", message="{reason}", when="problems")
def encoding(page: Page) -> Iterator[Hit]:
    """A file that is not plain UTF-8 shows wrong characters, and some generators miss its front matter.

    A byte order mark counts: it stands before the `---`, where a generator that does not expect it sees
    no front matter at all.

    Fix: save the file as UTF-8 without a byte order mark.

    Bad:
        \ufeff---
        title: How sour is rye?
        ---
    Good:
        title: How sour is rye?
    """
    for problem in problems(page, "field-encoding"):
        yield Hit(problem, {"value": problem.value, "reason": problem.message})


@rule(
    "field-duplicate-key",
    severity="error",
    evidence="self-evident",
    message="{reason}",
    kind="source",
    when="problems",
)
def duplicate_key(page: Page) -> Iterator[Hit]:
    """A key that is written twice: parsers keep the last value, keep the first, or refuse the file.

    Fix: keep one of the two lines.

    Bad:
        title: How sour is rye?
        title: Is rye sour?
    Good:
        title: How sour is rye?
    """
    for problem in problems(page, "field-duplicate-key"):
        yield Hit(problem, {"value": problem.value, "reason": problem.message})


EMPTY: tuple[Any, ...] = (None, "", [], {})
# Roles whose absence has a rule of its own: a missing value is one fault, so it is reported once.
ABSENCE_RULES = {
    "title": "title-missing",
    "description": "description-missing",
    "keywords": "keywords-missing",
    "question": "question-missing",
    "answer": "answer-missing",
    "date": "date-missing",
    "url": "url-missing",
}


@rule(
    "field-missing",
    severity="warning",
    evidence="self-evident",
    kind="source",
    message="the required field {value} is {state}",
)
def missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """A field that the preset or the section requires is not there, or has no value.

    One finding per field. A field whose absence another active rule reports (`title-missing`,
    `date-missing` …) is left to that rule.

    Fix: fill the field in, or take it out of `required`.

    Bad:
        title: How sour is rye?
        id: 12
        subject: Bread
    Good:
        title: How sour is rye?
        id: 12
        subject: Bread
        file_name: page.md
    """
    for name in ctx.section.required:
        value: Any = page.fields
        for part in name.split(".") if "." in name else (name,):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, str):
            value = value.strip()
        if not value and value in EMPTY and not reported_elsewhere(name, page, ctx):
            entry = next((entry for entry in page.entries if entry.name == name), None)
            where = entry or Text(field=name)
            yield Hit(where, {"value": name, "state": "empty" if entry else "missing"})


def reported_elsewhere(name: str, page: Page, ctx: Context) -> bool:
    """Whether an active rule reports that this key's role has no value."""
    for role, rule_id in ABSENCE_RULES.items():
        if name in ctx.section.fields.get(role, ()) and rule_id in ctx.settings.rules.severity:
            judged = page.keywords_field if role == "keywords" else getattr(page, role)
            if judged == "" or (isinstance(judged, Text) and judged.blank):
                return True
    return False


@index(least=2)
def by_spelling(page: Page, ctx: Context) -> Iterator[Row]:
    """Subject, tags and author by their case-folded value; the value is the spelling."""
    for kind, text in (("subject", page.subject), ("author", page.author)):
        if text is not None and not text.blank:
            # A list is joined by commas in Text.value; each of its items is a subject of its own.
            values = text.value.split(", ") if text.raw[:1] in ("[", "-") else (text.value,)
            for value in values:
                yield f"{kind}: {same(value)}", value.strip(), text
    if page.tags:
        names = ctx.section.fields.get("tags", ())
        where = next((entry for entry in page.entries if entry.name in names and entry.value), None)
        for tag in page.tags:
            yield f"tag: {same(tag)}", tag, where


@rule(
    "field-case-variant",
    severity="warning",
    evidence="convention",
    source=CLUSTERING,
    kind="source",
    message='{kind} "{value}" on {count}, but "{common}" on {common_count}',
    group=by_spelling,
)
def case_variant(key: str, facts: Sequence[Fact], *, common: bool = False) -> Iterator[Hit]:
    """One subject, tag or author in two spellings makes two lists, two menu entries or two pages of it.

    Spellings that differ in letter case, white space or the width of characters are taken for one. The
    pages with the rarer spelling are reported, since that is the smaller repair; with `common` those
    with the commonest one as well, so that their number is that of all pages concerned. At a tie the
    spelling that sorts first counts as the common one. `group` names the value.

    Fix: write the value as most pages do.

    Bad:
        --- file: a.md
        title: How sour is rye?
        subject: Baking Bread
        --- file: b.md
        title: Why does dough tear?
        subject: Baking bread
    Good:
        --- file: a.md
        title: How sour is rye?
        subject: Baking Bread
        --- file: b.md
        title: Why does dough tear?
        subject: Baking Bread
    """
    counts = Counter([fact.value for fact in facts])
    if len(counts) < 2:
        return
    usual, rarer = sorted(counts, key=lambda spelling: (-counts[spelling], spelling))[:2]
    for fact in facts:
        other = rarer if fact.value == usual else usual
        if fact.value != usual or common:
            yield Hit(
                fact,
                {
                    "kind": key.partition(":")[0],
                    "value": fact.value,
                    "count": pages_text(counts[fact.value]),
                    "common": other,
                    "common_count": counts[other],
                },
                group=key,
            )


def pages_text(number: int) -> str:
    """`1 page`, `2 pages`."""
    return f"{number} page" if number == 1 else f"{number} pages"


@index(least=2)
def by_id(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages by their id."""
    if page.id is not None and not page.id.blank:
        yield page.id.value.strip(), None, page.id


@rule(
    "field-id-duplicate",
    severity="warning",
    evidence="self-evident",
    kind="source",
    message="{field} {value} is also that of {other}",
    field="id",
    group=by_id,
)
def id_duplicate(key: str, facts: Sequence[Fact]) -> Iterator[Hit]:
    """An id that two pages share identifies neither: related articles and edits reach the wrong one.

    `related` holds the first 50 of the other pages.

    Fix: give the newer page an id of its own, or delete it if it is a copy.

    Bad:
        --- file: a.md
        id: 12
        title: How sour is rye?
        --- file: b.md
        id: 12
        title: Why does dough tear?
    Good:
        --- file: a.md
        id: 12
        title: How sour is rye?
        --- file: b.md
        id: 13
        title: Why does dough tear?
    """
    members = by_address(facts)
    if len(members) < 2:
        return
    more = f" and {pages_text(len(members) - 2)} more" if len(members) > 2 else ""
    for place, fact in enumerate(members):
        related = others(members, place)
        values = {"field": fact.field, "value": key, "other": related[0] + more}
        yield Hit(fact, values, related=related, group=members[0].page.address)


@rule(
    "field-ambiguous-yaml",
    severity="warning",
    evidence="convention",
    source=YAML_TYPES,
    kind="source",
    message="{name}: {value} without quotes is {reading}",
)
def ambiguous_yaml(page: Page) -> Iterator[Hit]:
    """A value without quotes that YAML parsers read differently, or not as it looks.

    `no`, `off`, `yes`, `on` are booleans in YAML 1.1 and text in 1.2, so that `no_index: no` is switched on
    for one tool and off for the other; `y` and `n` likewise; `12:30` is 750; `010` is 8; `1.10` is 1.1; `1e5`
    is text or a number. Plain true, false, null, numbers and dates are clear and never reported. Values
    in lists are looked at for yes, no, on and off (country and language codes).

    Fix: put quotes around it where a text is meant; write true or false where a switch is meant.

    Bad:
        title: How sour is rye?
        country: no
    Good:
        title: How sour is rye?
        country: "no"
    """
    for entry in page.entries:
        raw = entry.raw
        if len(raw) > ambiguous.LONGEST and entry.type == "text":  # most of them
            continue
        if ambiguous.is_clear(raw):  # most others
            continue
        written, reading = ambiguous.reading(entry)
        if reading:
            yield Hit(entry, {"name": entry.name, "value": written, "reading": reading})


# Whole values that no editor means; in exactly this case, since Null is a surname and Nan a town.
NOTHING = frozenset({"undefined", "null", "NULL", "NaN", "[object Object]", "TODO", "TBD", "FIXME"})
TITLES = frozenset({"title", "og:title", "twitter:title"})
LONGEST_WORD = 20  # characters; the longest of them, with some blanks
# An expression that a template was to fill in. LaTeX has double braces too: \frac{{a}}{{b}}.
EXPRESSION = re.compile(
    r"(?<![\\^_}\w])(?:\{\{-?\s*[A-Za-z_.][^{}\\$^]*\}\}|\{%-?\s*\w[^{}]*%\}|\{\{\s*\}\})"
)
IN_ADDRESS = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")  # where there is no LaTeX


@rule(
    "field-placeholder",
    severity="warning",
    evidence="self-evident",
    message="{name} holds the placeholder {value}",
)
def placeholder(page: Page, ctx: Context) -> Iterator[Hit]:
    """A field, or a tag, in which a program printed a missing value, or an expression was never filled in.

    Found are values that are wholly `undefined`, `null` (as text), `NaN`, `[object Object]`, `TODO` or `TBD`,
    and values with `{{ … }}`, `{% … %}` or `lorem ipsum` in them. In the page's text an expression is
    rendered or explained, so there only the whole value counts. Of built pages the tags of the head are
    looked at, of their titles each part (`undefined | Bakery`). Left to the rules that judge
    them: targets of related links (`link-placeholder`), dates (`date-invalid`), and
    expressions in the meta description (`description-is-markup`).

    Fix: write the value, or take the field out.

    Bad:
        title: How sour is rye?
        subject: undefined
    Good:
        title: How sour is rye?
        subject: Bread
    """
    if page.html is not None:
        yield from unfilled_tags(page.html, ctx)
        return
    text_name = page.text_field.field if page.text_field else ""
    for entry in page.entries:
        value = entry.value
        found = ""
        if entry.type == "text":
            if len(value) <= LONGEST_WORD and value.strip() in NOTHING:
                found = value.strip()
            # Not of the page's text, whose expressions are rendered and which is long to search.
            elif entry.name != text_name and ("{" in value or "orem ipsum" in value):
                found = unfilled(value)
        elif entry.type == "list":
            found = next((item for item in value if isinstance(item, str) and item.strip() in NOTHING), "")
        if found and entry.name not in judged_elsewhere(page, ctx, whole=found in NOTHING):
            yield Hit(entry, {"name": entry.name, "value": found})


def unfilled_tags(html: Html, ctx: Context) -> Iterator[Hit]:
    """The tags of a built page's head that hold a placeholder."""
    described = "description-is-markup" in ctx.settings.rules.severity
    for tag in html.tags:
        value, name = tag.value.value, tag.value.field
        found = ""
        if len(value) <= LONGEST_WORD and value.strip() in NOTHING:
            found = value.strip()
        elif "{" in value or "orem ipsum" in value:
            in_address = IN_ADDRESS.search(value) if tag.kind == "link" else None
            found = in_address[0] if in_address else unfilled(value)
            if described and name == "description":
                found = ""
        elif name in TITLES and any(word in value for word in NOTHING):
            found = next((part for part in PARTS.split(value.strip()) if part in NOTHING), "")
        if found:
            yield Hit(tag.value, {"name": name, "value": found})


def unfilled(value: str) -> str:
    """The expression or filler text in a value; empty if there is none."""
    found = EXPRESSION.search(value) if "{" in value else None
    if found:
        return found[0]
    return "lorem ipsum" if "orem ipsum" in value else ""


def judged_elsewhere(page: Page, ctx: Context, *, whole: bool) -> set[str]:
    """Fields whose placeholders another rule reports; `whole`: the placeholder is all of the value."""
    names = {text.field for text in (page.date, page.modified, page.date_format) if text is not None}
    if page.url != "" and page.url_field is None:  # a pattern that the site's generator fills in
        names.update(ctx.section.fields.get("url", ()))
    for link in page.links or ():
        if link.origin == "related":
            names |= {link.field, f"{link.field}.url"}
    if not whole and page.description and "description-is-markup" in ctx.settings.rules.severity:
        names.add(page.description.field)
    return names


@rule(
    "field-type-drift",
    severity="warning",
    evidence="convention",
    source=SCHEMAS,
    kind="source",
    message="{field} is a {value} here and a {common} on {count} of the section",
    group=by_shape,
)
def type_drift(_section: str, facts: Sequence[Fact]) -> Iterator[Hit]:
    """The same key is text on one page and a number, a date or a list on another of its section.

    A template that expects one type fails on the other, or prints something else: a title that is a
    number, a date in quotes that is not sorted with the dates. Empty values do not count. The pages with
    the rarer types are reported; at a tie date, list and mapping stand before text, and text before
    number and boolean.

    Fix: write the value as most pages do, with or without quotes or brackets.

    Bad:
        --- file: a.md
        id: 12
        title: How sour is rye?
        --- file: b.md
        id: thirteen
        title: Why does dough tear?
    Good:
        --- file: a.md
        id: 12
        title: How sour is rye?
        --- file: b.md
        id: 13
        title: Why does dough tear?
    """
    shapes = Counter([fact.value[0] for fact in facts])
    if len(shapes) < 2:
        return
    types = count_types(shapes)
    mixed = {name: usual_type(counts) for name, counts in types.items() if len(counts) > 1}
    if not mixed:
        return
    drifting = {
        shape: [row for row in rows(shape) if row[2] != mixed.get(row[1], row[2])] for shape in shapes
    }
    for fact in facts:
        for place, name, kind in drifting[fact.value[0]]:
            line, column = line_and_column(fact.value[1], place)
            where = replace(fact, field=name, line=line, column=column)
            common = mixed[name]
            count = pages_text(types[name][common])
            yield Hit(where, {"field": name, "value": kind, "common": common, "count": count})


@rule(
    "field-unknown",
    severity="info",
    evidence="convention",
    source=SCHEMAS,
    checked="2026-11-26",
    kind="source",
    message="the key {value} is on {count} of {pages:,} pages of the section{meant}",
    group=by_shape,
)
def unknown_key(
    _section: str, facts: Sequence[Fact], ctx: SiteContext, *, share: float = 0.01, least: int = 200
) -> Iterator[Hit]:
    """A key that hardly any page has is mostly a slip (`descripton`), and nothing reads what stands there.

    Judged in sections of at least `least` pages: a key on less than `share` of them (from 0 to 1), which neither the
    preset nor the config reads, and none of the usual generators. Never keys that begin with `_`, which are a
    CMS's, and never where a mapping's keys are its data: one with more rare keys than common ones.

    Fix: write the key as the other pages do, or take it out; if a template reads it, ignore the rule there.

    Bad:
        config: [rules.field-unknown]
        config: least = 3
        config: share = 0.4
        --- file: a.md
        title: How sour is rye?
        difficulty: easy
        --- file: b.md
        title: Why does dough tear?
        difficulty: hard
        --- file: c.md
        title: How hot is an oven?
        dificulty: easy
    Good:
        config: [rules.field-unknown]
        config: least = 3
        config: share = 0.4
        --- file: a.md
        title: How sour is rye?
        difficulty: easy
        --- file: b.md
        title: Why does dough tear?
        difficulty: hard
        --- file: c.md
        title: How hot is an oven?
        difficulty: easy
    """
    if len(facts) < least:
        return
    shapes = Counter([fact.value[0] for fact in facts])
    found = rare_keys(shapes, preset_keys(ctx.settings), len(facts), 100 * share)
    if not found:
        return
    odd = {
        shape: [(place, found[name]) for place, name, _ in rows(shape, empty=True) if name in found]
        for shape in shapes
    }
    for fact in facts:
        for place, key in odd[fact.value[0]]:
            line, column = line_and_column(fact.value[1], place)
            where = replace(fact, field=key.name, line=line, column=column)
            meant = f"; is {key.meant} meant?" if key.meant else ""
            yield Hit(where, {"value": key.name, "count": key.pages, "pages": len(facts), "meant": meant})


# What a text is made of, and may stay in it: all of ASCII that can be seen, tab and line breaks. What is left of
# a text without them is short, and looked at more closely.
SEEN = bytes([9, 10, 13, *range(0x20, 0x7F)])
# Controls (C0, DEL, C1), line and paragraph separators, marks that force a direction, a byte order mark within a
# text, what Unicode keeps for annotations or for nothing. Not joiners, soft hyphens and the marks and isolates of
# right-to-left writing: languages need them.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


@rule(
    "field-control-character",
    severity="warning",
    evidence="self-evident",
    source=YAML_CHARACTERS,
    checked="2026-11-26",
    kind="source",
    message="{name} holds {value}, which nobody sees{more}",
    when="entries",
)
def control_character(page: Page) -> Iterator[Hit]:
    r"""A character that is not seen, pasted from a PDF or a word processor: it breaks searches, feeds and XML.

    Reported are control characters (but tab and line breaks), line and paragraph separators, marks that force
    a direction of writing, and byte order marks within a text; not what Persian, Hebrew, Hindi or emoji need.

    Fix: delete the character; an editor shows it when it is asked to show invisible characters.

    Bad:
        description: "Rye is sour\x08 to taste"
    Good:
        description: "Rye is sour to taste"
    """
    values = [entry.value for entry in page.entries if entry.type == "text"]
    lists = [entry for entry in page.entries if entry.type == "list"]
    for one in lists:
        values += texts_of(one.value)
    rest = "".join(values).encode("utf-8", "surrogatepass").translate(None, SEEN)
    if not rest or not CONTROL.search(rest.decode("utf-8", "surrogatepass")):
        return
    for entry in page.entries:
        found = CONTROL.findall("".join(texts_of(entry.value)))
        if found:
            names = list(dict.fromkeys(f"U+{ord(character):04X}" for character in found))
            more = f" ({len(found)} times)" if len(found) > 1 else ""
            yield Hit(entry, {"name": entry.name, "value": ", ".join(names[:3]), "more": more})


def texts_of(value: Any) -> Iterable[str]:
    """The texts in a value of front matter, also those in lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
