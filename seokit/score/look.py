"""The page pass: one file → its Summary, its findings and its facts, in the process that read it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

from msgspec import Struct

from seokit.extract.discover import Source
from seokit.extract.files import Unreadable
from seokit.extract.published import ExpressionError
from seokit.extract.sections import Sections
from seokit.extract.source import Reader, Skip
from seokit.model import (
    Edit,
    Entry,
    Fact,
    Failure,
    Finding,
    Hit,
    Link,
    Page,
    Problem,
    Settings,
    Spot,
    Summary,
    Suppression,
    Text,
)
from seokit.score.context import Context
from seokit.score.facts import Index
from seokit.score.graphemes import length
from seokit.score.plan import MISSABLE, Active, Plan, make_plan
from seokit.score.program import Program, Programs, Standing
from seokit.score.stopwatch import INDEXES, READ, RULES, SUMMARY, TEXT, Stopwatch

# One fact: key, page number, value, field, line, column. A bare tuple, since a large site has a million
# of them and most keys turn out to be alone.
Row = tuple[str | int, int, Any, str, int | None, int | None]


# One finding of a page rule on its way to the parent: the number of the rule in the plan, message, line,
# column, field, value, limit, group, related, edits. What all findings of a page or a rule share is added there.
Noted = tuple[
    int,
    str,
    int | None,
    int | None,
    str,
    str | int | float,
    str | int | float,
    str,
    tuple[str, ...],
    tuple[Edit, ...],
]


# So many pages, or characters, are looked at together.
MOST_READ, MOST_HELD = 64, 4_000_000


class Look(Struct):
    """A page while it is looked at. `applicable` and `failed` are weights of rules."""

    number: int
    page: Page
    context: Context
    applicable: float = 0.0
    failed: float = 0.0
    findings: list[Noted] = []
    standing: Standing = Standing((), ())
    unsaid: list[int] = []  # numbers of rules that failed without a finding


class Looked(Struct):
    """What a chunk of files gave. Page numbers are the places in the whole list of files."""

    pages: list[Summary]
    findings: list[list[Noted]]  # beside `pages`
    facts: dict[str, list[Row]]
    skipped: list[str]
    errors: list[Failure]
    suppressions: dict[int, tuple[Suppression, ...]]  # by number of page, of the few that have any
    seconds: Mapping[str, float]  # see Stopwatch
    standings: list[Standing] = []  # the different ones of the chunk
    standing: list[int] = []  # beside `pages`: which of them is the page's
    unsaid: dict[int, list[int]] = {}  # by number of page: rules that failed without a finding


class Looker:
    """Looks at files under one configuration; made once per process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.plan: Plan = make_plan(settings)
        self.programs = {
            name: Programs(groups, MISSABLE.get(name, MISSABLE["built"]))
            for name, groups in self.plan.groups.items()
        }
        self.reader = Reader(settings)
        self.sections = Sections(settings)
        self.watch = Stopwatch()

    def look(self, first: int, sources: list[Source]) -> Looked:
        """Look at a chunk of files, the first of which has the number `first`."""
        self.watch = Stopwatch()
        looked = Looked([], [], {index.name: [] for index in self.plan.indexes}, [], [], {}, self.watch)
        read: list[Look] = []
        held = 0
        now = perf_counter()
        for number, source in enumerate(sources, first):
            section = self.sections.of(source.path)
            try:
                page = self.reader.read(source, section)
            except Skip as reason:
                looked.skipped.append(f"{source.path}: {reason}")
                continue
            except (Unreadable, ExpressionError) as error:
                looked.errors.append(Failure(source.path, getattr(error, "reason", str(error))))
                continue
            read.append(Look(number, page, Context(page, self.settings, section)))
            if page.suppressions:
                looked.suppressions[number] = page.suppressions
            held += len(page.text or "") + (page.html.size if page.html else 0)
            if len(read) >= MOST_READ or held >= MOST_HELD:
                self.watch.add(now, READ)
                self.analyse(read, looked)
                read, held = [], 0
                now = perf_counter()
        self.watch.add(now, READ)
        self.analyse(read, looked)
        for index in self.plan.indexes:
            if index.pack:
                now = perf_counter()
                looked.facts[index.name] = index.pack(looked.facts[index.name])
                self.watch.add(now, INDEXES, index.name)
        return looked

    def analyse(self, looks: list[Look], looked: Looked) -> None:
        """Analyse, judge, summarise and index pages: one thing of all of them after another.

        Extraction and a hundred rules do not fit into a processor's caches together; a page at a time they take
        half as long again.
        """
        now = perf_counter()
        for one in looks:
            if one.page.text is not None:
                one.context.prose.analyse()
        self.watch.add(now, TEXT)
        self.judge(looks)
        now = perf_counter()
        for one in looks:
            looked.pages.append(summarise(one.page, one.context, one.number, one.applicable, one.failed))
            looked.findings.append(one.findings)
            looked.standing.append(number_of(one.standing, looked.standings))
            if one.unsaid:
                looked.unsaid[one.number] = one.unsaid
        now = self.watch.add(now, SUMMARY)
        for index in self.plan.indexes:
            facts = looked.facts[index.name]
            for one in looks:
                reason = one.page.not_indexable
                if not reason or index.name not in self.plan.unasked.get(reason, ()):
                    collect(index, one, facts)
            now = self.watch.add(now, INDEXES, index.name)

    def judge(self, looks: Sequence[Look]) -> None:
        """Run the page rules, each on all pages that have to be asked."""
        alike: dict[int, tuple[Program, list[Look]]] = {}
        for one in looks:
            page = one.page
            program = self.programs.get(page.not_indexable, self.programs[page.kind]).of(page)
            one.applicable, one.failed, one.standing = program.applicable, program.failed, program.standing
            alike.setdefault(id(program), (program, []))[1].append(one)
        now = perf_counter()
        for program, pages in alike.values():
            for active in program.rules:
                check, wants_context = active.check, active.wants_context
                for one in pages:
                    hits = [*(check(one.page, one.context) if wants_context else check(one.page))]
                    if hits:
                        self.take(one, active, hits)
                now = self.watch.add(now, RULES, active.rule.id)

    def take(self, one: Look, active: Active, hits: list[Hit]) -> None:
        """Note what a rule found on a page."""
        one.failed += active.weight
        # Of front matter that cannot be read, every field is missing: that is one fault, and said once.
        if self.is_unread(one.page) and not isinstance(hits[0].where, Problem):
            one.unsaid.append(active.number)
            return
        one.findings += [note(active, hit) for hit in hits]

    def is_unread(self, page: Page) -> bool:
        """Whether the page's front matter could not be read, and field-parse-error says so."""
        return (
            bool(page.problems)
            and not page.entries
            and page.html is None
            and "field-parse-error" in self.settings.rules.severity
            and any(one.rule == "field-parse-error" for one in page.problems)
        )


def number_of(standing: Standing, standings: list[Standing]) -> int:
    """The place of a standing in the list, to which it is added where it is new: there are about ten on a site."""
    for place, known in enumerate(standings):
        if known is standing:
            return place
    standings.append(standing)
    return len(standings) - 1


def collect(index: Index, one: Look, facts: list[Row]) -> None:
    """Run an index over a page."""
    number = one.number
    for key, value, where in index.facts(one.page, one.context):
        facts.append((key, number, value, *place(where)))


def place(where: Text | Entry | Link | Problem | Fact | Spot | None) -> tuple[str, int | None, int | None]:
    """Field name, line and column of what a rule points at."""
    if where is None:
        return "", None, None
    if isinstance(where, Fact | Spot):
        return where.field, where.line, where.column
    field = where.name if isinstance(where, Entry) else where.field
    span = where.span
    return (field, span.line, span.column) if span else (field, None, None)


def note(active: Active, hit: Hit) -> Noted:
    """What is the hit's own of a finding."""
    values = hit.values
    field, line, column = place(hit.where)
    limit = values.get("limit", active.options.get("limit", ""))
    message = active.rule.message.format(**{"limit": limit, **values})
    value = values.get("value", "")
    return active.number, message, line, column, field, value, limit, hit.group, tuple(hit.related), hit.edits


def stamp(active: Active, noted: Noted, page: Summary | Spot) -> Finding:
    """Make a Finding: rule id, severity, path and URL are shared by all findings of a rule or a page."""
    _, message, line, column, field, value, limit, group, related, edits = noted
    return Finding(
        severity=active.severity,
        rule=active.rule.id,
        message=message,
        url=page.url,
        path=page.path,
        line=line,
        column=column,
        field=sys.intern(field),
        value=value,
        limit=limit,
        group=group,
        related=related,
        fix=active.rule.fix,
        edits=edits,
        page=page.number if isinstance(page, Summary) else -1,
    )


def summarise(page: Page, context: Context, number: int, applicable: float, failed: float) -> Summary:
    """What the reports need of a page."""
    title = (page.title_published or "") if page.title and not page.title.blank else ""
    told = (page.description_published or "") if page.description and not page.description.blank else ""
    support: dict[str, list[str]] = {"phrase": [], "sentence": [], "": []}
    known = page.text is not None
    if known:
        for keyword, how in zip(page.keywords or (), context.prose.supports, strict=True):
            support[how].append(keyword)
    headings = page.headings or ()
    return Summary(
        number=number,
        path=page.path,
        kind=page.kind,
        url=page.url or "",
        section=page.section,
        indexable=not page.not_indexable,
        not_indexable=page.not_indexable,
        title=title,
        title_length=length(title),
        title_width=context.title_width if title else 0,
        description=told,
        description_length=length(told),
        description_width=context.description_width if told else 0,
        keywords=page.keywords or (),
        keywords_supported=(
            len(support["phrase"]) + len(support["sentence"]) if known and page.keywords is not None else None
        ),
        keywords_phrase=tuple(support["phrase"]),
        keywords_sentence=tuple(support["sentence"]),
        keywords_unsupported=tuple(support[""]),
        h1=next((h.text for h in headings if h.level == 1), None),
        h2=next((h.text for h in headings if h.level == 2), None),
        robots=robots(page),
        canonical=page.canonical.value if page.canonical else "",
        word_count=context.prose.word_count if known else None,
        outlinks=len(page.links) if page.links is not None else None,
        hash=context.prose.hash if known else "",
        date=page.date.value if page.date else "",
        last_modified=next((t.value for t in (page.modified, page.date) if t and not t.blank), ""),
        applicable=applicable,
        failed=failed,
    )


def robots(page: Page) -> str:
    """What the page's robots metas say; of a source, whether it will have one that says noindex."""
    if page.html is None:
        return "noindex" if page.noindex else ""
    return ", ".join(tag.value.value.strip() for tag in page.html.of("meta", "robots") if not tag.value.blank)
