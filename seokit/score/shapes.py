"""The shape of a page's front matter: its keys with their types, and which type of a key is the usual one."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import xxhash
from msgspec.structs import replace

from seokit.extract.dates import parse_date
from seokit.model import Entry, Fact, Page
from seokit.score.context import Context
from seokit.score.facts import Groups, PackedRow, Row, index

# At a tie the earlier one is the usual type: a quoted date and a lone tag are slips, and so is a title 1984.
TYPES = ("date", "list", "mapping", "text", "number", "boolean")
FALSY = ("number", "boolean")  # types whose 0 and false are values; an empty text or list is none
EMPTY = "empty"  # what stands for the type of a value that says nothing
SHAPES = "\0shapes"  # key of the shapes themselves: no section is called that


def once(rows: list[PackedRow]) -> list[PackedRow]:
    """The rows of a chunk with each shape once: most pages of a site share theirs."""
    seen: set[int] = set()
    kept = []
    for row in rows:
        if row[0] == SHAPES:
            if row[2][0] in seen:
                continue
            seen.add(row[2][0])
        kept.append(row)
    return kept


def with_shapes(groups: Groups) -> list[tuple[str, list[Fact]]]:
    """The sections of at least two pages, each fact with the shape itself for its hash."""
    shapes = {fact.value[0]: fact.value[1] for key, facts in groups if key == SHAPES for fact in facts}
    return [
        (key, [replace(fact, value=(shapes[fact.value[0]], fact.value[1])) for fact in facts])
        for key, facts in groups
        if key != SHAPES and len(facts) > 1
    ]


@index(prepare=with_shapes, pack=once)
def by_shape(page: Page, ctx: Context) -> Iterator[Row]:
    """Under the section: the page's keys with their types as one text, and beside it packed places.

    One fact per page and not one per field: a page has 30 of them. Empty values have the type EMPTY. A date that
    nobody can read is left out: it is text because it is wrong, which date-invalid reports. Metadata in plain lines
    (`Date: 2024-05-06`) has no types: it is text to all, and so of type EMPTY beside pages that are written in YAML.
    """
    entries: Sequence[Entry] = page.entries
    wrong = {t.field for t in (page.date, page.modified) if t and not t.blank and parse_date(t.value) is None}
    if wrong:
        entries = [entry for entry in entries if entry.name not in wrong]
    if entries:
        spans = [entry.span for entry in entries]
        kinds = [entry.type if entry.value or entry.type in FALSY else EMPTY for entry in entries]
        if ctx.section.metadata_lines and spans[0].line == 1:  # where YAML has its `---`
            kinds = [EMPTY] * len(entries)
        names = [entry.name for entry in entries]
        shape = "\n".join(map("\t".join, zip(names, kinds, strict=True)))
        if shape.count("\n") >= len(entries):  # a key in quotes may hold a line break
            names = [name.replace("\n", "\\n") for name in names]
            shape = "\n".join(map("\t".join, zip(names, kinds, strict=True)))
        places = array("I", [number for span in spans for number in (span.line, span.column)])
        known = xxhash.xxh3_64_intdigest(shape.encode("utf-8", "surrogatepass"))
        yield SHAPES, (known, shape), None
        yield page.section, (known, places.tobytes()), None


def line_and_column(packed: bytes, place: int) -> tuple[int, int]:
    """Where the entry at `place` of a shape stands."""
    line, column = memoryview(packed).cast("I")[2 * place : 2 * place + 2]
    return line, column


def rows(shape: str, *, empty: bool = False) -> list[tuple[int, str, str]]:
    """Place, name and type of each key; a key that holds others is a mapping, at the place of the first.

    Keys without a value are left out unless `empty` asks for them.
    """
    found: list[tuple[int, str, str]] = []
    holders: set[str] = set()
    for place, line in enumerate(shape.split("\n")):
        name, _, kind = line.rpartition("\t")
        if kind == EMPTY and not empty:
            continue
        found.append((place, name, kind))
        while "." in name:
            name = name.rpartition(".")[0]
            if name in holders:
                break
            holders.add(name)
            found.append((place, name, "mapping"))
    return found


def count_types(shapes: Mapping[str, int]) -> dict[str, Counter[str]]:
    """Key → type → number of pages."""
    types: dict[str, Counter[str]] = {}
    for shape, pages in shapes.items():
        for _, name, kind in rows(shape):
            types.setdefault(name, Counter())[kind] += pages
    return types


def usual_type(counts: Mapping[str, int]) -> str:
    """The type of most pages; at a tie the first of TYPES."""
    return max(counts, key=lambda kind: (counts[kind], -TYPES.index(kind)))
