"""Which rules run, how severe they are and with which options: the config's [rules] and the command line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from seokit.config_check import CALLED, Faults, kind, nearest, shown, table, texts, unknown
from seokit.model import SEVERITIES, RuleSettings, Severity
from seokit.score.registry import ALIASES, RULES, TOPICS
from seokit.score.rule import Rule


class Names:
    """Rule names as people write them → rule ids; collects a warning for each old name."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.warnings: list[str] = []

    def one(self, key: str, name: str) -> str | None:
        """The id of one rule, an old name included; None after noting a fault."""
        if name in ALIASES:
            new = ALIASES[name]
            self.warnings.append(f'{key}: the rule "{name}" is called "{new}" now; the old name will go')
            return new
        if name in RULES:
            return name
        hint = nearest(name, RULES) or "; `seokit rule` lists all"
        self.faults.add(key, f'no rule is called "{name}"{hint}')
        return None

    def many(self, key: str, names: Sequence[str]) -> dict[str, None]:
        """The ids that "default", "all", topics and rule names stand for."""
        found: dict[str, None] = {}
        for name in names:
            if name == "all":
                found |= dict.fromkeys(RULES)
            elif name == "default":
                found |= dict.fromkeys(ident for ident, rule in RULES.items() if rule.default)
            elif name in TOPICS:
                found |= dict.fromkeys(TOPICS[name])
            elif name in RULES or name in ALIASES:
                ident = self.one(key, name)
                found |= {ident: None} if ident else {}
            else:
                every = (*RULES, *ALIASES, *TOPICS, "default", "all")
                hint = nearest(name, every) or "; `seokit rule` lists all"
                self.faults.add(key, f'no rule or topic is called "{name}"{hint}')
        return found


def rule_settings(
    written: Mapping[str, Any],
    select: Sequence[str],
    ignore: Sequence[str],
    faults: Faults,
    command: Faults,
    called: tuple[str, str] = CALLED,
) -> tuple[RuleSettings, list[str]]:
    """The rules that run, with warnings about old names.

    `written` is the config's [rules]. On the command line `select` takes the place of the config's, and a
    rule that it names by its id runs even if the config ignores it; `ignore` adds to the config's.
    Faults of the config go to `faults`, those of the command line to `command`, which is told of them by what
    the options are `called` there: a plugin has its own.
    """
    names, asked = Names(faults), Names(command)
    chosen = texts(faults, "rules.select", written["select"]) if "select" in written else ("default",)
    dropped = texts(faults, "rules.ignore", written["ignore"]) if "ignore" in written else ()
    running = names.many("rules.select", chosen or ())
    ignored = names.many("rules.ignore", dropped or ())
    if select:
        running = asked.many(called[0], select)
        ignored = {
            ident: None for ident in ignored if ident not in {ALIASES.get(name, name) for name in select}
        }
    ignored |= asked.many(called[1], ignore)
    changed = rule_tables(written, names)
    ids = [ident for ident in RULES if ident in running and ident not in ignored]
    if (select or ignore) and not ids and not (faults.messages or command.messages):
        command.add(" and ".join(called), "no rule is left to run; `seokit rule` lists all")
    nothing: tuple[Severity | None, dict[str, Any]] = (None, {})
    made = RuleSettings(
        severity={ident: changed.get(ident, nothing)[0] or RULES[ident].severity for ident in ids},
        options={ident: {**RULES[ident].options, **changed.get(ident, nothing)[1]} for ident in ids},
    )
    return made, names.warnings + asked.warnings


def rules_named(names: Sequence[str], settings: RuleSettings) -> RuleSettings:
    """These rules with the severity and options that `settings` gives them, whether they run there or not."""
    return RuleSettings(
        severity={name: settings.severity.get(name, RULES[name].severity) for name in names},
        options={name: settings.options.get(name, dict(RULES[name].options)) for name in names},
    )


def default_rules(topic: str) -> RuleSettings:
    """The rules of a topic that are on by default, with their own severity and options."""
    rules = {name: RULES[name] for name in TOPICS[topic] if RULES[name].default}
    return RuleSettings(
        severity={name: rule.severity for name, rule in rules.items()},
        options={name: dict(rule.options) for name, rule in rules.items()},
    )


def rule_tables(
    written: Mapping[str, Any], names: Names
) -> dict[str, tuple[Severity | None, dict[str, Any]]]:
    """The [rules.NAME] tables: rule id → severity (None: the rule's own) and the options written there."""
    faults = names.faults
    changed: dict[str, tuple[Severity | None, dict[str, Any]]] = {}
    for name, value in written.items():
        if name in ("select", "ignore"):
            continue
        key = f"rules.{name}"
        if name not in RULES and name not in ALIASES and not isinstance(value, dict):
            unknown(faults, "rules", {name: value}, ("select", "ignore", *RULES))
            continue
        ident = names.one(key, name)
        options = table(faults, key, value)
        if ident is None:
            continue
        if ident in changed:
            faults.add(key, f'the rule "{ident}" has a second table, under its old name')
            continue
        changed[ident] = (
            severity(faults, key, options, RULES[ident]),
            option_values(faults, key, options, RULES[ident]),
        )
    return changed


def severity(faults: Faults, key: str, options: Mapping[str, Any], rule: Rule) -> Severity | None:
    """The severity written for a rule. A convention is never an error."""
    value = options.get("severity")
    if value is None:
        return None
    for known in SEVERITIES:
        if value == known:
            if known == "error" and rule.evidence == "convention":
                message = "rests on a convention, and a convention is never an error; use warning or info"
                faults.add(f"{key}.severity", f'"{rule.id}" {message}')
                return None
            return known
    off = f'; to switch the rule off, write it into rules.ignore: ["{rule.id}"]'
    faults.add(
        f"{key}.severity",
        f"must be one of {', '.join(SEVERITIES)}, not {shown(value)}"
        + (off if value in ("off", "none", "ignore", False) else nearest(str(value), SEVERITIES)),
    )
    return None


def option_values(faults: Faults, key: str, written: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    """The options written for a rule, in their declared types; numbers are finite and not negative."""
    found: dict[str, Any] = {}
    unknown(faults, key, written, (*rule.options, "severity"), "option")
    for name in rule.options:
        if name not in written:
            continue
        value, place = written[name], f"{key}.{name}"
        try:
            made = msgspec.convert(value, rule.types[name])
        except msgspec.ValidationError as error:
            wanted = type_words(rule.options[name]) or str(error)
            faults.add(place, f"must be {wanted}, not {kind(value)} ({shown(value)})")
            continue
        if isinstance(made, int | float) and not (made >= 0 and math.isfinite(made)):
            faults.add(place, f"must be a number from 0 up, not {made}")
            continue
        found[name] = made
    return found


def type_words(default: Any) -> str:
    """What an option takes, in words, told by its default."""
    if isinstance(default, bool):
        return "true or false"
    if isinstance(default, int):
        return "a whole number"
    if isinstance(default, float):
        return "a number"
    if isinstance(default, str):
        return "a text"
    return "a list of texts" if isinstance(default, tuple | list | frozenset) else ""
