"""What `seokit meta` prints: the heads of pages as HTML, as JSON, or as a table of where each value comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

from seokit.cli_options import sayable


def show_heads(records: Iterable[bytes], form: str) -> str:
    """Print the heads of pages as html, json, jsonl or jsonld, or as the table of `explain`.

    Returns a sentence when some have no address; empty when all do. Raises what reading the pages raises.
    """
    shown = FORMS[form]
    out = sys.stdout.buffer
    sys.stdout.flush()
    pages = without = 0

    def counted() -> Iterator[bytes]:
        nonlocal pages, without
        for record in records:
            pages += 1
            without += b'"name":"canonical"' not in record
            yield record

    for part in shown(counted(), form):
        out.write(part)
    out.flush()
    if not without:
        return ""
    which = "" if pages == 1 else f" of {without:,} of {pages:,} pages"
    cure = "; give --base-url, or base_url in the config" if without == pages else ""
    return f"left out, as the address{which} is not known: canonical, og:url, structured data{cure}"


def _heads_html(records: Iterable[bytes], form: str) -> Iterator[bytes]:
    """Tags or tables, a blank line and a comment with the path between those of several pages."""
    from seokit.generate.head import explain_head, render_head
    from seokit.generate.meta import read_record
    from seokit.generate.reports.concise import terminal_safe

    held: list[bytes] = []  # the first page waits until it is known whether there is another

    for number, made in enumerate(map(read_record, records)):
        if form == "explain":
            text = sayable(explain_head(made.head), "backslashreplace")
        else:
            text = sayable(render_head(made.head), "xmlcharrefreplace")
        name = sayable(terminal_safe(made.path).replace("--", "- -"), "backslashreplace")
        title, body = f"<!-- {name} -->\n".encode(), text.encode(sys.stdout.encoding or "utf-8") + b"\n"
        if number == 0:
            held = [title, body]
            continue
        yield from held
        held = []
        yield b"\n" + title + body
    yield from held[1:]


def _heads_jsonl(records: Iterable[bytes], _form: str) -> Iterator[bytes]:
    """One page a line."""
    for record in records:
        yield record + b"\n"


def _heads_json(records: Iterable[bytes], form: str) -> Iterator[bytes]:
    """One array of pages; of structured data alone, the graph of one page, or an array of those of several."""
    import msgspec

    from seokit.generate.meta import read_record

    if form == "jsonld":
        graphs = [msgspec.json.encode(graph) for one in records if (graph := read_record(one).jsonld)]
        whole = graphs[0] if len(graphs) == 1 else b"[" + b",".join(graphs) + b"]"
        yield msgspec.json.format(whole, indent=2) + b"\n"
        return
    begun = False
    for record in records:
        yield (b",\n" if begun else b"[\n") + msgspec.json.format(record, indent=2)
        begun = True
    yield b"\n]\n" if begun else b"[]\n"


FORMS: dict[str, Callable[[Iterable[bytes], str], Iterator[bytes]]] = {
    "html": _heads_html,
    "explain": _heads_html,
    "json": _heads_json,
    "jsonld": _heads_json,
    "jsonl": _heads_jsonl,
}
