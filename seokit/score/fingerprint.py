"""A finding's name across runs: what baselines, SARIF and GitLab recognise an old finding by.

It is made of rule, path, field and normalised value, not of the line: text that is added above an old fault
does not make it new. The same fault several times in one page is counted, so that each has a name of its own.

A value that is a number is left out: it says how bad a fault is, not which one. Words, pixels, the size of a
cluster, the clicks from the home page change with every edit, of other pages even, and the fault stays the same.

A URL of the site is its path, so that a base URL that is set later changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import xxhash

from seokit.extract.rooted import Root
from seokit.model import Finding
from seokit.score.same import normal


def fingerprints(findings: Iterable[Finding], root: str) -> Iterator[str]:
    """The fingerprint of each finding, in their order: 32 hexadecimal digits (xxh3, 128 bits).

    Paths are taken relative to `root`, the folder of the config, so that it does not matter from which folder
    the audit was started. What is said once for the whole site has none: whatever page is first, it is the same.
    """
    seen: dict[tuple[str, str, str, str], int] = {}
    name = cache(Root(root).name)
    for finding in findings:
        path = "" if finding.everywhere else name(finding.path)
        value = normal(within_site(finding.value, finding.url)) if isinstance(finding.value, str) else ""
        key = finding.rule, path, finding.field, value
        count = seen[key] = seen.get(key, 0) + 1
        text = "\0".join((*key, str(count)))
        yield xxhash.xxh3_128_hexdigest(text.encode("utf-8", "surrogatepass"))


def within_site(value: str, url: str) -> str:
    """A value without scheme and host, where those are the same as of the page's own `url`."""
    scheme, mark, rest = url.partition("://")
    origin = f"{scheme}{mark}{rest.partition('/')[0]}"
    return value[len(origin) :] if mark and value.startswith(f"{origin}/") else value
