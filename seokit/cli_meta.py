"""What `seokit meta` prints: the heads of pages as HTML, as JSON, or as a table of where each value comes from."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

MOST = 50  # pages with one title, as title-not-unique-in-field has it
_TITLE = re.compile(rb'"kind":"title",[^{}]*?"content":("(?:[^"\\]|\\.)*"),"source":("(?:[^"\\]|\\.)*")')


def show_heads(records: Iterable[bytes], form: str, templates: str = "") -> list[str]:
    """Print the heads of pages as html, json, jsonl or jsonld, or as the table of `explain`.

    `templates` is a folder whose templates go before ours.

    Returns sentences about what has to be known of them: pages without an address, titles that many pages share.
    Raises BadTemplateError.
    """
    pages = without = 0
    titles: Counter[tuple[bytes, ...]] = Counter()

    def counted() -> Iterator[bytes]:
        nonlocal pages, without
        for record in records:
            pages += 1
            without += b'"name":"canonical"' not in record
            titles.update(match.groups() for match in _TITLE.finditer(record))
            yield record

    if form in ("html", "explain"):
        for text in _printed(counted(), form, templates):
            sys.stdout.write(text)
    else:
        sys.stdout.flush()
        for part in {"json": _as_array, "jsonld": _graphs, "jsonl": _as_lines}[form](counted()):
            sys.stdout.buffer.write(part)  # JSON is UTF-8, whatever the terminal's encoding
        sys.stdout.buffer.flush()
    told = list(_shared(titles))
    if without:
        which = "" if pages == 1 else f" of {without:,} of {pages:,} pages"
        cure = "; give --base-url, or base_url in the config" if without == pages else ""
        told.append(f"left out, as the address{which} is not known: canonical, og:url, structured data{cure}")
    return told


def _shared(titles: Counter[tuple[bytes, ...]]) -> Iterator[str]:
    """What to say of titles, with their sources, that more than MOST pages would be published with."""
    import msgspec

    common = [(title, pages) for title, pages in titles.most_common() if pages > MOST]
    if common:
        value, source = map(msgspec.json.decode, common[0][0])
        others = f" and {len(common) - 1:,} more" if len(common) > 1 else ""
        yield (
            f'{sum(pages for _, pages in common):,} pages share their title, "{value}"{others}, from {source}: '
            "where templates do not print that, take the field out of [fields], or let title in the config say what "
            "they print"
        )


def _printed(records: Iterable[bytes], form: str, templates: str) -> Iterator[str]:
    """Tags or tables; of several pages each below a comment with its path, parted by blank lines."""
    from seokit.generate.charset import held
    from seokit.generate.head import explain_head, render_head
    from seokit.generate.meta import read_record
    from seokit.generate.reports.concise import terminal_safe

    encoding = sys.stdout.encoding or "utf-8"
    title = first = ""  # the first page waits until it is known whether there is another
    for number, made in enumerate(map(read_record, records)):
        if form == "explain":
            body = explain_head(made.head)
        else:
            body = "\n".join(held(line, encoding) for line in render_head(made.head, templates).split("\n"))
        if number == 1:
            yield title + first
        title = f"<!-- {terminal_safe(made.path).replace('--', '- -')} -->\n"
        first = body + "\n"
        if number:
            yield "\n" + title + first
            first = ""
    yield first


def _as_lines(records: Iterable[bytes]) -> Iterator[bytes]:
    """One page a line."""
    for record in records:
        yield record + b"\n"


def _as_array(records: Iterable[bytes]) -> Iterator[bytes]:
    """One array of pages."""
    import msgspec

    begun = False
    for record in records:
        yield (b",\n" if begun else b"[\n") + msgspec.json.format(record, indent=2)
        begun = True
    yield b"\n]\n" if begun else b"[]\n"


def _graphs(records: Iterable[bytes]) -> Iterator[bytes]:
    """The graph of one page, or an array of those of several."""
    import msgspec

    from seokit.generate.meta import read_record

    graphs = [msgspec.json.encode(graph) for record in records if (graph := read_record(record).jsonld)]
    whole = graphs[0] if len(graphs) == 1 else b"[" + b",".join(graphs) + b"]"
    yield msgspec.json.format(whole, indent=2) + b"\n"
