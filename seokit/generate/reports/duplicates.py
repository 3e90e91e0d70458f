"""The merge plan as text, CSV and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from seokit.generate.reports.concise import terminal_safe
from seokit.generate.reports.csv import write_table
from seokit.generate.reports.json import encode
from seokit.generate.reports.tables import Row
from seokit.score.merge import Cluster, Member

FORMATS = ("text", "csv", "json")
COLUMNS = (
    "cluster", "kind", "action", "url", "path", "line", "column", "old", "new", "similarity", "inlinks", "date",
    "reason",
)  # fmt: skip
SHOWN = 3  # links of a page in the text; csv and json have all


def duplicate_lines(clusters: Sequence[Cluster]) -> Iterator[str]:
    """The plan for a terminal: a block a cluster, paths and URLs whole."""
    for cluster in clusters:
        yield terminal_safe(f"{cluster.kind}, {len(cluster.members):,} pages: {cluster.name}")
        for member in cluster.members:
            yield terminal_safe(f"  {member.action:<17} {member.page.address}")
            yield terminal_safe(f"  {'':<17} {member.page.path}: {about(member)}")
            for link in member.rewrites[:SHOWN]:
                yield terminal_safe(
                    f"    {link.path}:{link.line or ''}:{link.column or ''} {link.old} -> {link.new}"
                )
            if len(member.rewrites) > SHOWN:
                yield f"    and {len(member.rewrites) - SHOWN:,} more links"
        yield ""
    yield total(clusters)


def about(member: Member) -> str:
    """Why a page has its part in the plan."""
    alike = f"{member.similarity:g} % alike, " if member.similarity not in (None, 100.0) else ""
    count = len(member.rewrites)
    links = f"; {count:,} link{'' if count == 1 else 's'} to rewrite" if count else ""
    return f"{alike}{member.reason}{links}"


def total(clusters: Sequence[Cluster]) -> str:
    """The plan in a line."""
    if not clusters:
        return "no duplicates"
    counts: dict[str, int] = {}
    links = 0
    for cluster in clusters:
        for member in cluster.members:
            counts[member.action] = counts.get(member.action, 0) + 1
            links += len(member.rewrites)
    parts = [f"{counts[action]:,} {action}" for action in sorted(counts) if action != "survivor"]
    return f"{len(clusters):,} cluster{'' if len(clusters) == 1 else 's'}: {', '.join(parts)}, {links:,} links to rewrite"


def rows(clusters: Sequence[Cluster]) -> Iterator[Row]:
    """One row a page and one a link, in COLUMNS."""
    for cluster in clusters:
        first = cluster.members[0].page
        for member in cluster.members:
            page = member.page
            new = first.address if member.action in ("redirect", "canonical") else ""
            yield (
                cluster.name, cluster.kind, member.action, page.url, page.path, None, None, "", new,
                member.similarity, page.unique_inlinks, page.date, member.reason,
            )  # fmt: skip
            for link in member.rewrites:
                yield (
                    cluster.name, cluster.kind, "link", page.url, link.path, link.line, link.column, link.old, link.new,
                    None, None, "", "leads to a page that goes",
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
                "title": member.page.title, "reason": member.reason, "similarity": member.similarity,
                "inlinks": member.page.unique_inlinks, "date": member.page.date, "links": member.rewrites,
            }
            for member in cluster.members
        ]  # fmt: skip
        write(encode({"name": cluster.name, "kind": cluster.kind, "pages": members}))
    write(b"]}\n")
