"""Rules about structured data: JSON-LD against schema.org and the search engines' own requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seokit import urls
from seokit.model import Fact, Hit, Page, Text
from seokit.score.answers import ANSWERS, answers, cut_short, share_shown
from seokit.score.breadcrumbs import breadcrumb_fault
from seokit.score.by_url import home_key
from seokit.score.context import Context
from seokit.score.facts import Row, index
from seokit.score.identity import addresses, by_kind, elsewhere, page_address
from seokit.score.iso import iso_fault
from seokit.score.rich_results import asked, lacking, retired_since
from seokit.score.rule import rule
from seokit.score.schema_org import (
    dates,
    faults,
    similar_property,
    similar_type,
    takes_time,
    unknown_types,
    vocabulary,
)
from seokit.score.structured import Structured, opened

GOOGLE = "https://developers.google.com/search/docs/appearance/structured-data/"
POLICIES = GOOGLE + "sd-policies"
GALLERY = GOOGLE + "search-gallery"
QA = GOOGLE + "qapage"
MODEL = "https://schema.org/docs/datamodel.html"
# Of these a page has one, whatever else it has: they say what the page itself is.
SINGLE = ("QAPage", "Quiz", "FAQPage", "Article", "Recipe")
# Whose URL is that of the page.
OF_THE_PAGE = ("WebPage", "Article", "Quiz", "Recipe")
MOST_HINTS = 20  # a page: to find a similar name takes as long as to judge ten pages
# What stands on pages of any type.
FURNITURE = frozenset({"WebPage", "WebSite", "Organization", "Person", "BreadcrumbList", "ImageObject"})


@rule(
    "schema-parse-error",
    severity="error",
    evidence="documented",
    source="https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents",
    message="JSON-LD cannot be read: {reason}",
    field="html",
    when="html.jsonld",
)
def parse_error(page: Page, ctx: Context) -> Iterator[Hit]:
    """A script that is no JSON, or has no @context, tells a search engine nothing at all.

    Mostly it is a quote or a line break that a template did not escape, or a comma after the last item.

    Fix: let a JSON library write the script, or the template's filter for JSON (jsonify, tojson, dump).

    Bad:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Recipe",}</script>
    Good:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Recipe"}</script>
    """
    if page.html is None:
        return
    for number, script in enumerate(page.html.jsonld):
        reason = script.error
        if reason.startswith(("is ", "holds ")):
            reason = f"it {reason}"
        elif not reason and number in ctx.structured.without_context:
            reason = "it has no @context, so that no name in it means anything"
        if reason:
            where = Text(value=reason, span=script.error_span or script.span, field="JSON-LD")
            yield Hit(where, {"value": script.raw.strip()[:80], "reason": reason})


@rule(
    "schema-unknown-type",
    severity="error",
    evidence="documented",
    source="https://schema.org/docs/full.html",
    message="{value} is no type of schema.org{hint}",
    field="html",
    when="html.jsonld",
)
def unknown_type(_: Page, ctx: Context) -> Iterator[Hit]:
    """Of a type that does not exist a search engine can make nothing, and drops the whole node.

    Names count letter by letter: `article` is not `Article`. Types of other vocabularies are not judged.

    Fix: write the type as schema.org does.

    Bad:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "article"}</script>
    Good:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
    """
    seen: set[str] = set()
    for node in ctx.structured.nodes:
        for name in unknown_types(node.types):
            if name not in seen and not node.open:
                seen.add(name)
                near = similar_type(name) if len(seen) <= MOST_HINTS else ""
                hint = f", perhaps {near} is meant" if near else ""
                yield Hit(ctx.structured.place(node, value=name), {"value": name, "hint": hint})


@rule(
    "schema-unknown-property",
    severity="warning",
    evidence="documented",
    source=MODEL,
    message="{value} is no property of {of}{hint}",
    field="html",
    when="html.jsonld",
)
def unknown_property(_: Page, ctx: Context) -> Iterator[Hit]:
    """What schema.org does not know, or does not know of this type, is passed over in silence.

    Properties of supertypes count, those of all types of a node, and those that schema.org has retired.

    Fix: use the type's own name for it, or leave it out.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "headLine": "Rye bread"}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "headline": "Rye bread"}
        </script>
    """
    seen: set[tuple[tuple[str, ...], str]] = set()
    for node in ctx.structured.nodes:
        wrong = faults(node.types, node.names)
        # Of a type that does not exist nothing is known, and that it does not is a fault of its own.
        if not wrong or node.open or unknown_types(node.types):
            continue
        for name, fault in wrong:
            if (node.types, name) in seen:
                continue
            seen.add((node.types, name))
            near = similar_property(name, node.types) if len(seen) <= MOST_HINTS else ""
            hint = f", perhaps {near} is meant" if near else ""
            if fault == "elsewhere" and not near:
                owners = sorted(vocabulary().properties[name].domains)[:3]
                hint = f", only of {', '.join(owners)}"
            of = " and ".join(node.types) if fault == "elsewhere" else "schema.org"
            yield Hit(ctx.structured.place(node, name, name), {"value": name, "of": of, "hint": hint})


@rule(
    "schema-required-missing",
    severity="error",
    evidence="documented",
    source=GALLERY,
    message="{type} lacks {value}, required for the {feature} result",
    field="html",
    when="html.jsonld",
)
def required_missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """Without what a search engine requires, the page cannot have the result that the markup is for.

    The requirements are Google's, dated, in `seokit/data/rich_results.toml`. They are asked of the nodes that
    say what the page is about, not of those inside them; an empty value is none.

    Fix: add the property, if the page shows it; else take the node out.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Recipe", "name": "Rye bread"}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Recipe", "name": "Rye bread",
         "image": "https://example.org/rye.jpg"}
        </script>
    """
    yield from missing_of(page, ctx, "required")


@rule(
    "schema-recommended-missing",
    severity="info",
    evidence="documented",
    source=GALLERY,
    message="{type} lacks {value}, recommended for the {feature} result",
    field="html",
    when="html.jsonld",
)
def recommended_missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """What a search engine recommends makes the result larger or the page better understood.

    Only what the page shows may be marked up: a value that does not exist is not to be invented.

    Fix: add the property where the page shows its value.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "headline": "Rye bread"}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "headline": "Rye bread",
         "image": "https://example.org/rye.jpg", "datePublished": "2024-06-07T08:00:00+02:00",
         "dateModified": "2024-06-09T08:00:00+02:00",
         "author": {"@type": "Person", "name": "Ada Rye", "url": "https://example.org/ada"}}
        </script>
    """
    yield from missing_of(page, ctx, "recommended")


def missing_of(page: Page, ctx: Context, level: str) -> Iterator[Hit]:
    """The nodes that lack what is asked on a level, one hit for each feature of each."""
    if not ctx.structured.top:
        return
    for node, feature in asked(ctx.structured):
        if feature.home and not is_home(page, ctx):
            continue
        # That a QAPage may not be there at all is a fault of its own.
        if "QAPage" in node.types and ctx.settings.qa != "community":
            continue
        if lacks := lacking(ctx.structured, node, getattr(feature, level)):
            value = ", ".join(lacks)
            where = ctx.structured.place(node, value=value)
            yield Hit(where, {"value": value, "type": node.label, "feature": feature.name})


def is_home(page: Page, ctx: Context) -> bool:
    """Whether a page is the site's home page."""
    base = ctx.settings.base_url
    return urls.key(page.url or "", base) == home_key(base)


@rule(
    "schema-qa-not-eligible",
    severity="error",
    evidence="documented",
    source=QA,
    message='QAPage is only for pages where users can submit answers; the config says qa = "{value}"',
    field="html",
    when="html.jsonld",
)
def qa_not_eligible(_: Page, ctx: Context) -> Iterator[Hit]:
    """Google names as invalid: an FAQ of the site, a how-to, an article that answers a question.

    A site that marks up its own answers as QAPage risks a manual action. Where users do answer, say so once:
    `qa = "community"` in the config.

    Fix: use Article, or Quiz with Question for flashcards (`qa = "education"`).

    Bad:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "QAPage"}</script>
    Good:
        config: qa = "community"
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "QAPage"}</script>
    """
    if ctx.settings.qa == "community":
        return
    for node in ctx.structured.of("QAPage"):
        yield Hit(ctx.structured.place(node, value="QAPage"), {"value": ctx.settings.qa})
        return


@rule(
    "schema-answer-count-wrong",
    severity="error",
    evidence="documented",
    source=QA,
    message="answerCount is {value}, but {reason}",
    field="html",
    when="html.jsonld",
)
def answer_count_wrong(_: Page, ctx: Context) -> Iterator[Hit]:
    """The count is of all answers that the question has, those on further pages too: never less than here.

    Fix: count the answers; 0 for a question without one.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "answerCount": 0, "acceptedAnswer": {"@type": "Answer", "text": "Less than you think."}}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "answerCount": 1, "acceptedAnswer": {"@type": "Answer", "text": "Less than you think."}}
        </script>
    """
    for question in ctx.structured.of("Question"):
        for written in ctx.structured.values(question, "answerCount")[:1]:
            count = sum(len(ctx.structured.values(question, name)) for name in ANSWERS)
            number = whole_number(written)
            if number is None:
                reason = "that is no whole number"
            elif number < count:
                reason = f"{count} answers are marked up" if count != 1 else "1 answer is marked up"
            else:
                continue
            where = ctx.structured.place(question, "answerCount", str(written))
            yield Hit(
                where, {"value": written if number is None else number, "limit": count, "reason": reason}
            )


def whole_number(written: Any) -> int | None:
    """A count as a number, also where it is written as a text; None for what is none."""
    if isinstance(written, bool):
        return None
    if isinstance(written, str) and written.strip().isdecimal() and len(written) < 20:
        return int(written)
    return written if isinstance(written, int) and written >= 0 else None


@rule(
    "schema-answer-not-visible",
    severity="error",
    evidence="documented",
    source=POLICIES,
    message="only {value} % of this answer stands on the page",
    field=("html", "text"),
    when="html.jsonld",
)
def answer_not_visible(page: Page, ctx: Context, *, least: int = 50) -> Iterator[Hit]:
    """Only what a reader can see may be marked up; an answer that is not on the page risks a manual action.

    The answer is looked for in runs of four words, in percent of which `least` have to be on the page, so
    that a formula or an image within it does no harm.

    Fix: mark up the answer as the page shows it.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "acceptedAnswer": {"@type": "Answer", "text": "Less sour than most people think it is."}}
        </script>
        <body><p>Buy our flour today.</p></body>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "acceptedAnswer": {"@type": "Answer", "text": "Less sour than most people think it is."}}
        </script>
        <body><p>Less sour than most people think it is.</p></body>
    """
    for answer, text in answers(ctx.structured):
        percent = round(100 * share_shown(text, page))
        if percent < least:
            where = ctx.structured.place(answer, "text", text)
            yield Hit(where, {"value": percent, "limit": least})


@rule(
    "schema-answer-truncated",
    severity="error",
    evidence="documented",
    source=QA,
    message="this answer is cut short: {reason}",
    field=("html", "text"),
    when="html.jsonld",
)
def answer_truncated(page: Page, ctx: Context) -> Iterator[Hit]:
    """An answer is to be marked up in full. Templates like to cut it as they cut a description.

    Fix: take the filter that shortens the text out of the template.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "acceptedAnswer": {"@type": "Answer", "text": "Less sour than most people..."}}
        </script>
        <body><p>Less sour than most people think it is.</p></body>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Question", "name": "How sour is rye?",
         "acceptedAnswer": {"@type": "Answer", "text": "Less sour than most people think it is."}}
        </script>
        <body><p>Less sour than most people think it is.</p></body>
    """
    for answer, text in answers(ctx.structured):
        if reason := cut_short(text, page):
            yield Hit(ctx.structured.place(answer, "text", text), {"value": text[-80:], "reason": reason})


@rule(
    "schema-multiple-main",
    severity="warning",
    evidence="documented",
    source=POLICIES,
    message="{value} {of} where there should be one",
    field="html",
    when="html.jsonld",
)
def multiple_main(page: Page, ctx: Context) -> Iterator[Hit]:
    """Two nodes that both say what the page is leave it to chance which one a search engine takes.

    Mostly a theme writes one and a plugin another. Nodes with the URL of another page are a list, and fine;
    nodes with one @id are one. A QAPage has one Question.

    Fix: let one of them write the node, or give both the same @id.

    Bad:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "BlogPosting"}</script>
    Good:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "BlogPosting"}</script>
    """
    structured = ctx.structured
    for kind, same in by_kind(structured, SINGLE).items():
        here = [node for node in same if not elsewhere(node, page, ctx)] if len(same) > 1 else []
        if len(here) > 1:
            where = structured.place(here[1], value=kind)
            yield Hit(where, {"value": len(here), "of": f"{kind} nodes"})
    for node in structured.of("QAPage"):
        questions = structured.values(node, "mainEntity")
        if len(questions) > 1:
            where = structured.place(node, "mainEntity", str(len(questions)))
            yield Hit(where, {"value": len(questions), "of": "questions in a QAPage"})


@rule(
    "schema-url-mismatch",
    severity="warning",
    evidence="documented",
    source=POLICIES,
    message="{name} of {type} is {value}, but the page is {limit}",
    field="html",
    when="html.jsonld",
)
def url_mismatch(page: Page, ctx: Context) -> Iterator[Hit]:
    """Structured data that names another URL than the canonical describes another page.

    Looked at are `url` and `mainEntityOfPage` of the nodes that are the page; scheme, trailing slash and
    fragment do not count. Several articles, each with a URL of its own, are a list.

    Fix: write the canonical URL, in the data as in the link.

    Bad:
        <link rel="canonical" href="https://example.org/rye">
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "url": "https://example.org/wheat"}
        </script>
    Good:
        <link rel="canonical" href="https://example.org/rye">
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "url": "https://example.org/rye"}
        </script>
    """
    for same in by_kind(ctx.structured, OF_THE_PAGE).values():
        if len(same) != 1:
            continue
        for name, value, other in addresses(same[0], page, ctx):
            if other:
                where = ctx.structured.place(same[0], name, value)
                own = page_address(page, ctx)
                yield Hit(where, {"value": value, "limit": own, "name": name, "type": same[0].label})
                return


@rule(
    "schema-date-invalid",
    severity="error",
    evidence="documented",
    source="https://developers.google.com/search/docs/appearance/publication-dates",
    message="{name} {value} {reason}",
    field="html",
    when="html.jsonld",
)
def date_invalid(_: Page, ctx: Context) -> Iterator[Hit]:
    """A date that is not written by ISO 8601 is dropped, however well a person reads it.

    Judged are the properties whose values schema.org says are dates. A year or a month alone will do.

    Fix: write 2024-06-07, or with time and zone 2024-06-07T12:00:00+02:00.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "datePublished": "June 7, 2024"}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "Article", "datePublished": "2024-06-07"}
        </script>
    """
    for node in ctx.structured.nodes:
        for name in dates(node.names):
            for value in opened(node.get(name)):
                if isinstance(value, dict):
                    continue
                reason = iso_fault(value, takes_time(name)) if isinstance(value, str) else "is no text"
                if reason:
                    where = ctx.structured.place(node, name, str(value))
                    yield Hit(where, {"value": str(value), "name": name, "reason": reason})


@rule(
    "schema-faq-retired",
    severity="info",
    evidence="documented",
    source="https://developers.google.com/search/updates",
    message="{value} brings no result of its own since {since}",
    field="html",
    when="html.jsonld",
)
def faq_retired(_: Page, ctx: Context) -> Iterator[Hit]:
    """Google ended the FAQ results on 2026-05-07 and the how-to results on 2023-09-13.

    The markup does no harm, and other readers may use it; it only is no reason to write any.

    Fix: nothing, or take the node out of the template.

    Bad:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "FAQPage"}</script>
    Good:
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
    """
    seen: set[str] = set()
    for node in ctx.structured.nodes:
        since = retired_since(node.types) if node.types else None
        if since and node.label not in seen:
            seen.add(node.label)
            yield Hit(ctx.structured.place(node, value=node.label), {"value": node.label, "since": since})


@rule(
    "schema-breadcrumb-broken",
    severity="warning",
    evidence="documented",
    source=GOOGLE + "breadcrumb",
    message="breadcrumb: {reason}",
    field="html",
    when="html.jsonld",
)
def breadcrumb_broken(_: Page, ctx: Context) -> Iterator[Hit]:
    """A trail needs two items or more, counted from 1, each with a name and, but for the last, a URL.

    Fix: write the whole trail, with absolute URLs of pages that exist.

    Bad:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
         {"@type": "ListItem", "position": 0, "name": "Bread", "item": "https://example.org/bread"},
         {"@type": "ListItem", "position": 1, "name": "Rye"}]}
        </script>
    Good:
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
         {"@type": "ListItem", "position": 1, "name": "Bread", "item": "https://example.org/bread"},
         {"@type": "ListItem", "position": 2, "name": "Rye"}]}
        </script>
    """
    for node in ctx.structured.of("BreadcrumbList"):
        if fault := breadcrumb_fault(ctx.structured, node):
            where = ctx.structured.place(fault.node, fault.name, fault.value)
            yield Hit(where, {"value": fault.value, "reason": fault.reason})


@index(least=2)
def by_page_type(page: Page, ctx: Context) -> Iterator[Row]:
    """What the pages of a section say that they are, in JSON-LD. Microdata is not read, so its pages stay out."""
    html = page.html
    if html is None or page.not_indexable or (not html.jsonld and (html.microdata or html.rdfa)):
        return
    where = Text(span=html.jsonld[0].span, field="JSON-LD") if html.jsonld else None
    yield page.section, what_it_is(ctx.structured), where


def what_it_is(structured: Structured) -> str:
    """The types that tell pages apart, joined; empty where there are none."""
    types = {node.label for node in structured.top if not node.stub and node.types}
    return " + ".join(sorted(types - FURNITURE))


@rule(
    "schema-type-outlier",
    severity="info",
    evidence="convention",
    source=GALLERY,
    message="{percent} % of the pages of {section} are marked up as {most}, this one as {value}",
    field="html",
    group=by_page_type,
)
def type_outlier(key: str, facts: Sequence[Fact], *, pages: int = 20, percent: int = 90) -> Iterator[Hit]:
    """Pages of one kind come from one template; one that is marked up otherwise was mostly forgotten.

    Compared are the pages of a section, where it has at least `pages` of them and `percent` percent agree.

    Fix: let the template of the section write the data for this page too.

    Bad:
        config: [rules.schema-type-outlier]
        config: pages = 2
        config: percent = 60
        --- file: a.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
        --- file: b.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
        --- file: c.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Recipe"}</script>
    Good:
        config: [rules.schema-type-outlier]
        config: pages = 2
        config: percent = 60
        --- file: a.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
        --- file: b.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
        --- file: c.html
        <script type="application/ld+json">{"@context": "https://schema.org", "@type": "Article"}</script>
    """
    if len(facts) < pages:
        return
    counts: dict[str, int] = {}
    for fact in facts:
        counts[fact.value] = counts.get(fact.value, 0) + 1
    most = max(sorted(counts), key=lambda name: counts[name])
    share = 100 * counts[most] // len(facts)
    if not most or share < percent:
        return
    for fact in facts:
        if fact.value != most:
            values = {"value": fact.value or "nothing", "most": most, "percent": share, "limit": percent}
            yield Hit(fact, {**values, "section": key or "the site"}, group=key)
