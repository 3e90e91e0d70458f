"""The audit for programs: `json` is one object, `jsonl` one finding a line.

A finding has the columns of findings.csv as keys, in their order, and `fingerprint`, its name across runs:
`related` is a list, numbers are numbers, null is what the source cannot know. A page has the fields of
`seokit.model.Summary`. There is no duration and no clock: the same audit gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import Any

import msgspec

from seokit import __version__
from seokit.generate.reports.tables import FINDING_COLUMNS, about_rules
from seokit.model import Audit, Settings
from seokit.score.fingerprint import fingerprints

Write = Callable[[bytes], object]
VERSION = 1  # of the shape; raised when a key changes its meaning or goes away
_BATCH = 2_000

_Line = msgspec.defstruct("_Line", (*FINDING_COLUMNS, "fingerprint"), frozen=True, gc=False)


def write_json(audit: Audit, write: Write) -> None:
    """Write one object, piece by piece, as UTF-8; every page and finding stands on a line of its own."""
    write(b'{"version":%d,"seokit":%s,"pages":[' % (VERSION, encode(__version__)))
    write_list(audit.pages, write)
    write(b'],"findings":[')
    write_list(_lines(audit), write)
    write(b'],"suppressed":[')
    write_list(_suppressed(audit), write)
    write(b'],"errors":[')
    write_list(audit.errors, write)
    write(b'],"skipped":%s' % encode(audit.skipped))
    sections = dict(sorted(audit.scores.sections.items()))
    write(b',"scores":%s' % encode(msgspec.structs.replace(audit.scores, sections=sections)))
    write(b',"baselined":%s,"changed":%s' % (encode(audit.baselined), encode(audit.changed)))
    write(b',"searched":%s' % encode(audit.searched))
    write(b',"config":%s}\n' % encode(scope(audit.config)))


def write_jsonl(audit: Audit, write: Write) -> None:
    """Write one finding a line, as UTF-8."""
    lines = _lines(audit)
    while batch := list(islice(lines, _BATCH)):
        write(b"".join(encode(line) + b"\n" for line in batch))


def scope(config: Settings) -> dict[str, Any]:
    """What was audited and by which rules. Holds no path outside the site, so that machines agree."""
    return {
        "today": config.today.isoformat(),
        "config": PurePath(config.file).name,
        "preset": config.preset_reason,
        "base_url": config.base_url,
        "site_name": config.site_name,
        "entry": config.entry,
        "qa": config.qa,
        "include": config.include,
        "exclude": config.exclude,
        "sections": [
            {
                "name": s.name,
                "files": s.files,
                "preset": s.preset,
                "title": s.title,
                "description": s.description,
                "url": s.url,
            }
            for s in config.sections
        ],
        "rules": {
            rule: {"severity": severity, **config.rules.options.get(rule, {})}
            for rule, severity in sorted(config.rules.severity.items())
        },
    }


def _lines(audit: Audit) -> Iterator[Any]:
    known = about_rules({f.rule for f in audit.findings})
    names = fingerprints(audit.findings, audit.config.root)
    for f, name in zip(audit.findings, names, strict=True):
        about = known[f.rule]
        yield _Line(
            f.severity,
            f.rule,
            about.evidence,
            f.url,
            f.path,
            f.line,
            f.column,
            f.field,
            f.message,
            f.value,
            f.limit,
            f.group,
            f.related,
            f.fix,
            about.help,
            name,
        )


def _suppressed(audit: Audit) -> Iterator[dict[str, Any]]:
    for one in audit.suppressed:
        f = one.finding
        yield {"rule": f.rule, "path": f.path, "line": f.line, "message": f.message, "reason": one.reason}


def write_list(items: Iterable[Any], write: Write) -> None:
    """Write the items of a JSON list, a line each, piece by piece."""
    rest = iter(items)
    lead = b"\n"
    while batch := list(islice(rest, _BATCH)):
        write(lead + b",\n".join(map(encode, batch)))
        lead = b",\n"


_encoder = msgspec.json.Encoder()


def encode(item: Any) -> bytes:
    """JSON bytes; lone surrogates, which a file name or an escape can hold, as backslash escapes."""
    try:
        return _encoder.encode(item)
    except UnicodeEncodeError:
        return _encoder.encode(_printable(msgspec.to_builtins(item)))


def _printable(item: Any) -> Any:
    if isinstance(item, str):
        return item.encode("utf-8", "backslashreplace").decode()
    if isinstance(item, dict):
        return {_printable(key): _printable(value) for key, value in item.items()}
    if isinstance(item, list | tuple):
        return [_printable(value) for value in item]
    return item
