"""The config's [[suppress]] tables: rules that whole parts of a site ask not to hear of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from seokit import config_check as check
from seokit.config_check import Faults
from seokit.extract.suppressions import as_day
from seokit.model import PathSuppression


def day(faults: Faults, key: str, value: Any) -> dt.date | None:
    """A date, in quotes or not."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    found = as_day(value) if isinstance(value, str) else None
    if found is None:
        faults.add(key, f"must be a date such as 2027-01-01, not {check.shown(value)}")
    return found


SUPPRESS_VALUES: dict[str, check.Value] = {
    "files": check.glob_or_globs,
    "rules": check.texts,
    "reason": check.text,
    "until": day,
}


def suppressions(faults: Faults, value: Any, warnings: list[str]) -> tuple[PathSuppression, ...]:
    """The [[suppress]] tables; names of rules are checked, as those of [rules] are, and old ones go to `warnings`."""
    if not isinstance(value, list):
        faults.add("suppress", f"must be a list of tables; write [[suppress]], not {check.kind(value)}")
        return ()
    found = []
    for number, item in enumerate(value):
        path = f"suppress[{number}]"
        written = check.table(faults, path, item)
        check.unknown(faults, path, written, SUPPRESS_VALUES)
        good = {
            key: checked(faults, f"{path}.{key}", written[key])
            for key, checked in SUPPRESS_VALUES.items()
            if key in written
        }
        for key, example in (("files", '["content/legal/**"]'), ("rules", '["content-thin"]')):
            if isinstance(item, dict) and not written.get(key):
                faults.add(f"{path}.{key}", f"a suppression needs {key}, such as {key} = {example}")
        warnings += check_names(faults, f"{path}.rules", good.get("rules") or ())
        found.append(
            PathSuppression(
                files=good.get("files") or (),
                rules=good.get("rules") or (),
                reason=good.get("reason") or "",
                until=good.get("until"),
                line=faults.line(path) or None,
            )
        )
    return tuple(found)


def check_names(faults: Faults, key: str, names: tuple[str, ...]) -> Iterator[str]:
    """Note every name that no rule and no topic has, or that may not be suppressed. Warns of old names."""
    if not names:
        return
    from seokit.score.registry import ALIASES, RULES, TOPICS, named  # imports every rule: only where asked
    from seokit.score.suppress import is_beyond

    for name in names:
        rules = named(name)
        if name in ALIASES:
            yield f'{key}: the rule "{name}" is called "{ALIASES[name]}" now; the old name will go'
        if rules and all(map(is_beyond, rules)):
            faults.add(key, f'"{name}" cannot be suppressed by path: switch it off in rules.ignore')
        elif not rules:
            hint = check.nearest(name, (*RULES, *ALIASES, *TOPICS)) or "; `seokit rule` lists all"
            faults.add(key, f'no rule or topic is called "{name}"{hint}')
