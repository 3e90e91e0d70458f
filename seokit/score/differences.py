"""How what was built differs from what the source says, and which differences have one cause.

Shared by the rules about drift. A template's fault is on every page: what many pages share is told once.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from msgspec import Struct

from seokit.extract.spaces import collapse
from seokit.model import Fact, Hit, Settings, Summary
from seokit.score.pairs import Pair
from seokit.score.same import normal

# So many pages that differ in one way have one cause, a template; and so have nearly all pages of a small site.
MANY = 20
NEARLY_ALL = 0.8
NO_PAGES = ("redirect", "error page")  # what is built at a source's URL, but is no page made of it
# What smart punctuation, a common step of generators, makes of a text; and the marks of Markdown.
_PUNCTUATION = str.maketrans(dict(zip("’‘“”", "''\"\"", strict=True)) | dict.fromkeys("`*_\\"))
_DASHES = re.compile("-{2,3}|[–—]")


class Difference(Struct, frozen=True):
    """One pair that differs, in which way (what many share has one cause), and what mends all of those."""

    way: Hashable
    hit: Hit
    cure: str = ""


def both(found: Iterable[Pair]) -> Iterator[tuple[Pair, Fact, Fact]]:
    """The pairs that have a source and a built page of its own."""
    for pair in found:
        if pair.source and pair.built and pair.built.page.not_indexable not in NO_PAGES:
            yield pair, pair.source, pair.built


def texts(
    found: Sequence[Pair],
    field: str,
    value_of: Callable[[Summary], str],
    place: Callable[[Pair], Fact | None],
    settings: Settings,
) -> Iterator[Hit]:
    """The pairs whose title or description differs."""
    knows = any(getattr(section, field) for section in settings.sections)
    differences = []
    compared = 0
    for pair, source, built in both(found):
        wanted, given = value_of(source.page), value_of(built.page)
        if not wanted:
            continue
        compared += 1
        if wanted == given or plain(wanted) == plain(given):
            continue
        if field == "title" and source.value[3] and plain(source.value[3]) == plain(given):
            continue
        way = with_subject(difference(collapse(wanted), collapse(given)), source.value[4])
        cure = "" if knows or way[0] != "around" else in_config(field, way[1], way[2])
        written = f'the {field} "{given}"' if given.strip() else f"no {field}"
        hit = Hit(place(pair), {"value": wanted, "built": written}, related=[built.page.path])
        differences.append(Difference(way, hit, cure))
    yield from told(differences, compared)


def plain(text: str) -> str:
    """What is left of a text when a generator's smart punctuation and Markdown's marks are taken back."""
    return normal(_DASHES.sub("-", text.replace("...", "…")).translate(_PUNCTUATION))


def difference(wanted: str, given: str) -> tuple[str, str, str]:
    """In which way a built text differs: words around it, an end cut off, other words in it."""
    if not given:
        return "missing", "", ""
    before, same, after = given.partition(wanted)
    if same:
        return "around", before, after
    if wanted.startswith(given.rstrip("….").rstrip()):
        return "cut", "", ""
    start = len(posixpath.commonprefix([wanted, given]))
    end = len(posixpath.commonprefix([wanted[start:][::-1], given[start:][::-1]]))
    return "instead", wanted[start : len(wanted) - end], given[start : len(given) - end]


def with_subject(way: tuple[str, str, str], subject: str) -> tuple[str, str, str]:
    """A difference where the page's subject stands in what is put around it: the field in its place.

    A template that prints it is one template, whatever the subject.
    """
    kind, before, after = way
    if kind != "around" or not subject or subject not in before + after:
        return way
    name = re.compile(rf"(?<!\w){re.escape(subject)}(?!\w)")
    return kind, name.sub("{{ subject }}", before), name.sub("{{ subject }}", after)


def in_config(field: str, before: str, after: str) -> str:
    """The line that lets the config say what the template makes of a field."""
    expression = json.dumps(f"{before}{{{{ {field} }}}}{after}", ensure_ascii=False)
    return f"; if the template is right, set {field} = {expression} in the config"


def told(differences: Sequence[Difference], compared: int) -> Iterator[Hit]:
    """One hit a pair; of those that nearly all or very many pairs share, only the first."""
    counts = Counter(one.way for one in differences)
    shared = {way for way, count in counts.items() if count >= MANY or count >= max(2, NEARLY_ALL * compared)}
    said: set[Hashable] = set()
    for one in differences:
        more = ""
        if one.way in shared:
            if one.way in said:
                continue
            said.add(one.way)
            others = counts[one.way] - 1
            differ = "1 more page differs" if others == 1 else f"{others:,} more pages differ"
            more = f"; {differ} in the same way{one.cure}"
        yield Hit(one.hit.where, {**one.hit.values, "more": more}, related=one.hit.related)
