"""The merge plan as text, CSV and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from seokit.generate.reports.concise import terminal_safe
from seokit.generate.reports.csv import write_table
from seokit.generate.reports.json import encode
from seokit.generate.reports.tables import Row
from seokit.score.merged import TO_DO, Cluster, Member

FORMATS = ("text", "csv", "json")
COLUMNS = (
    "cluster", "kind", "action", "url", "path", "line", "column", "old", "new", "similarity", "inlinks", "date",
    "reason",
)  # fmt: skip
INDENT = " " * 21


def duplicate_lines(clusters: Sequence[Cluster]) -> Iterator[str]:
    """The plan for a terminal: a block a cluster; paths and URLs are whole, all else fits 80 columns."""
    for cluster in clusters:
        yield f"{cluster.kind}, {len(cluster.members):,} pages"
        for member in cluster.members:
            yield terminal_safe(f"  {member.action:<17}  {member.page.address}")
            for line in (member.page.path, *about(member)):
                yield terminal_safe(f"{INDENT}{line}")
            for link in member.rewrites:
                place = ":".join(
                    str(part) for part in (link.path, link.line, link.column) if part is not None
                )
                yield terminal_safe(f"{INDENT}  {place}")
                yield terminal_safe(f"{INDENT}    {link.old} -> {link.new or '(take the link out)'}")
        yield ""
    yield total(clusters)


def about(member: Member) -> Iterator[str]:
    """Why a page has its part in the plan, and how many links lead to it."""
    alike = f"{member.similarity:g} % alike: " if member.similarity not in (None, 100.0) else ""
    yield f"{alike}{member.reason}"
    if member.rewrites:
        yield f"{counted(len(member.rewrites), 'link')} to rewrite"


def counted(number: int, noun: str) -> str:
    """A count with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def total(clusters: Sequence[Cluster]) -> str:
    """The plan in a line."""
    if not clusters:
        return "no duplicates"
    members = [member for cluster in clusters for member in cluster.members]
    counts = Counter(member.action for member in members)
    parts = [f"{counts[action]:,} {action}" for action in TO_DO if counts[action]]
    if links := sum(len(member.rewrites) for member in members):
        parts.append(f"{counted(links, 'link')} to rewrite")
    return f"{counted(len(clusters), 'cluster')}: {', '.join(parts) or 'nothing is left to do'}"


def rows(clusters: Sequence[Cluster]) -> Iterator[Row]:
    """One row a page and one a link, in COLUMNS."""
    for cluster in clusters:
        for member in cluster.members:
            page = member.page
            yield (
                cluster.name, cluster.kind, member.action, page.url, page.path, None, None, "", member.target,
                member.similarity, page.unique_inlinks, page.date, member.reason,
            )  # fmt: skip
            for link in member.rewrites:
                reason = (
                    "leads to a page that goes" if link.new else "would lead to its own page: take it out"
                )
                yield (
                    cluster.name, cluster.kind, "link", page.url, link.path, link.line, link.column, link.old, link.new,
                    None, None, "", reason,
                )  # fmt: skip


def write_csv(clusters: Sequence[Cluster], write: Callable[[bytes], object]) -> None:
    """Write the plan as CSV."""
    write_table(COLUMNS, rows(clusters), write)


def write_json(clusters: Sequence[Cluster], write: Callable[[bytes], object]) -> None:
    """Write the plan as one object; every cluster stands on a line of its own."""
    write(b'{"version":1,"clusters":[')
    for number, cluster in enumerate(clusters):
        write(b",\n" if number else b"\n")
        members = [
            {
                "action": member.action, "url": member.page.url, "path": member.page.path,
                "title": member.page.title, "target": member.target, "reason": member.reason,
                "similarity": member.similarity,
                "inlinks": member.page.unique_inlinks, "date": member.page.date, "links": member.rewrites,
            }
            for member in cluster.members
        ]  # fmt: skip
        write(encode({"name": cluster.name, "kind": cluster.kind, "pages": members}))
    write(b"]}\n")
