"""The `@rule` decorator: a rule is a function, its keyword-only parameters are its options.

A page rule is `def f(page, *, …)` or `def f(page, ctx, *, …)`: it looks at one page.
A site rule names an index: with `group=` it is called once per key, `def f(key, facts, ctx, *, …)`;
with `groups=` once for the whole index, `def f(groups, ctx, *, …)`, where groups are (key, facts) pairs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeVar

from msgspec import Struct

from seokit.model import Evidence, Fix, Hit, Html, Page, Severity
from seokit.score.facts import Index

Kind = Literal["", "source", "built"]
Check = Callable[..., Iterator[Hit]]
F = TypeVar("F", bound=Check)


class Rule(Struct, frozen=True, kw_only=True):
    """A declared rule. `field` names the Page attributes it judges (dotted names are not used).

    Where one of them is None, the page is not applicable; where one is missing or blank, the rule
    does not run and counts as failed, unless `missing` says that it judges just that.
    `kind` says which pages it judges: source or built; empty: both. One that judges `html` is for built pages.
    `record` names what a rule judges that is no page at all: a file of the site, or its suppressions. Such a rule
    is called once, with what was read of it, `def f(record, ctx, *, …)`, and counts for no page's score.
    `once` says that the fault is the template's where most pages have it: then it is said once for the site.
    `when` names what a page must have for the rule to find anything: an attribute of Page, or of Html as
    `html.jsonld`. A page without it passes, and the rule is not called.
    """

    id: str
    check: Check
    severity: Severity
    evidence: Evidence
    source: str
    checked: str
    message: str
    field: tuple[str, ...] = ()
    missing: bool = False
    kind: Kind = ""
    when: str = ""
    record: str = ""
    once: bool = False
    fix: Fix = "none"
    default: bool = True
    index: Index | None = None
    whole: bool = False
    wants_context: bool = False
    options: Mapping[str, Any] = {}
    types: Mapping[str, Any] = {}

    @property
    def topic(self) -> str:
        """The first word of the id: the file under rules/ that holds the rule."""
        return self.check.__module__.rpartition(".")[2]

    @property
    def rationale(self) -> str:
        """The docstring: why, with its Bad and Good blocks."""
        return inspect.getdoc(self.check) or ""


def rule(
    name: str,
    *,
    severity: Severity,
    evidence: Evidence,
    message: str,
    source: str = "",
    checked: str = "2026-11-23",
    field: str | tuple[str, ...] = (),
    missing: bool = False,
    kind: Kind = "",
    when: str = "",
    record: str = "",
    once: bool = False,
    fix: Fix = "none",
    default: bool = True,
    group: Index | None = None,
    groups: Index | None = None,
) -> Callable[[F], F]:
    """Declare a rule. The function keeps working as a plain function; `function.rule` is its Rule.

    Raises ValueError at import for a declaration that breaks the catalogue's own rules.
    """
    if evidence == "convention" and severity == "error":
        raise ValueError(f"{name}: a convention is never an error")
    if evidence != "self-evident" and not source:
        raise ValueError(f"{name}: evidence {evidence} needs a source")
    if when and not hasattr(Html if when.startswith("html.") else Page, when.removeprefix("html.")):
        raise ValueError(f"{name}: no page has {when}")

    fields = (field,) if isinstance(field, str) else field

    def declare(function: F) -> F:
        parameters = inspect.signature(function, eval_str=True).parameters.values()
        options = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
        function.rule = Rule(  # type: ignore[attr-defined]
            id=name,
            check=function,
            severity=severity,
            evidence=evidence,
            source=source,
            checked=checked,
            message=message,
            field=fields,
            missing=missing,
            kind=kind or ("built" if "html" in fields else ""),
            when=when,
            record=record,
            once=once,
            fix=fix,
            default=default,
            index=group or groups,
            whole=groups is not None,
            wants_context="ctx" in inspect.signature(function).parameters,
            options={p.name: p.default for p in options},
            types={p.name: p.annotation for p in options},
        )
        return function

    return declare
