"""One finding a line for editors, grep and CI: `path:line:column severity rule message`.

Where the line is unknown the place is `path:`, where only the column is, `path:line:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from seokit.model import Audit, Finding

# C0 and C1 controls, line separators, lone surrogates, and what reorders or hides text on a terminal.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)

NAMED = 3  # other pages that are looked for in a message; none names more


def terminal_safe(text: str, encoding: str = "utf-8") -> str:
    r"""The text on one line and without what could steer a terminal or fool its reader.

    Control characters, escape sequences, bidirectional and invisible marks are shown as backslash escapes
    (`\x1b`, `\u202e`), and so is what the terminal's encoding cannot say.
    """
    if not text.isprintable():
        text = _UNSAFE.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)
    return text if text.isascii() else text.encode(encoding, "backslashreplace").decode(encoding)


def safe_lines(text: str) -> str:
    """A text of several lines, each of them `terminal_safe`."""
    return "\n".join(map(terminal_safe, text.splitlines()))


def place(finding: Finding) -> str:
    """Where a finding stands: `path:line:column`, as far as it is known, else `path:`."""
    if finding.line is None:
        return f"{finding.path}:"
    return f"{finding.path}:{finding.line}:{'' if finding.column is None else finding.column}"


def concise_lines(audit: Audit, max_findings: int | None = None, encoding: str = "utf-8") -> Iterator[str]:
    """Every finding, or the first `max_findings`, as a line with its newline."""
    for f in islice(audit.findings, max_findings):
        line = f"{place(f)} {f.severity} {f.rule} {message_of(f)}"
        yield terminal_safe(line, encoding) + "\n"


def message_of(finding: Finding) -> str:
    """The message, and the first of the other pages that it speaks of."""
    return finding.message + other_pages(finding)


def other_pages(finding: Finding) -> str:
    """Which other pages a finding speaks of, where its message only counts them: the first, and how many more."""
    others = finding.related
    if not others or any(path_of(other) in finding.message for other in others[:NAMED]):
        return ""
    more = f" and {len(others) - 1:,} more" if len(others) > 1 else ""
    return f" (see {others[0]}{more})"


def path_of(address: str) -> str:
    """What a message calls a page at least: the path of its URL, the whole URL of a home page, a file's path."""
    _, scheme, rest = address.partition("://")
    path = rest.partition("/")[2]
    return f"/{path}" if scheme and path else address
