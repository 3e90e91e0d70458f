"""The table [head] of a config: what may stand in it, and what a person is told who wrote something else."""

from __future__ import annotations

import re
from typing import Any

from seokit import config_check as check
from seokit.config_check import Faults
from seokit.generate.head import VERIFICATION

# developers.google.com/search/docs/crawling-indexing/robots-meta-tag (2026-11-23); noindex and none are left out:
# for a whole site they are a mistake, and for a page its front matter says so.
_WORDS = ("index", "follow", "nofollow", "all", "nosnippet", "noarchive", "notranslate", "noimageindex")
_VALUED = {
    "max-snippet": re.compile(r"-1|\d+"),
    "max-image-preview": re.compile(r"none|standard|large"),
    "max-video-preview": re.compile(r"-1|\d+"),
}
_ACCOUNT = re.compile(r"@[A-Za-z0-9_]{1,15}")  # help.x.com/en/managing-your-account/x-username-rules
_LANG = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
)  # BCP 47: language, script, region


def robots(faults: Faults, key: str, value: Any) -> str | None:
    """Directives for indexable pages, parted by commas."""
    found = check.text(faults, key, value)
    directives = [part.strip().lower() for part in (found or "").split(",")]
    for directive in filter(None, directives):
        name, colon, limit = directive.partition(":")
        if directive in ("noindex", "none"):
            faults.add(
                key, f'"{directive}" would take the whole site out of search; mark single pages instead'
            )
        elif colon and name in _VALUED:
            if not _VALUED[name].fullmatch(limit.strip()):
                faults.add(key, f'"{directive}" is no value of {name}')
        elif directive not in _WORDS:
            names = (*_WORDS, *_VALUED)
            hint = check.nearest(name, names) or f"; known: {', '.join(names)}"
            faults.add(key, f'unknown directive "{directive}"{hint}')
    return ", ".join(filter(None, directives)) if found is not None else None


def account(faults: Faults, key: str, value: Any) -> str | None:
    """An account on X, with its @."""
    found = check.text(faults, key, value)
    if found and not _ACCOUNT.fullmatch(found):
        name = found.rstrip("/").rpartition("/")[2].lstrip("@")
        hint = f', such as "@{name}"' if _ACCOUNT.fullmatch(f"@{name}") else ""
        faults.add(
            key, f'"{check.shown(found)[1:-1]}" is no account: an @ and up to 15 letters or digits{hint}'
        )
    return found


def language(faults: Faults, key: str, value: Any) -> str | None:
    """A language, perhaps with its script and region."""
    found = check.text(faults, key, value)
    if found and not _LANG.fullmatch(found):
        faults.add(key, f'{check.shown(found)} is no language such as "en" or "en-US"')
    return found


def address(faults: Faults, key: str, value: Any) -> str | None:
    """A path from the site's root, or an absolute URL."""
    found = check.text(faults, key, value)
    if found and not found.lower().startswith(("/", "http://", "https://")):
        faults.add(key, f'{check.shown(found)} is no address: begin it with "/" or "https://"')
    return found


def addresses(faults: Faults, key: str, value: Any) -> tuple[str, ...] | None:
    """Absolute URLs."""
    found = check.texts(faults, key, value)
    for one in found or ():
        if not one.lower().startswith(("http://", "https://")):
            faults.add(key, f"{check.shown(one)} is no absolute http(s) URL")
    return found


def verification(faults: Faults, key: str, value: Any) -> dict[str, str]:
    """Codes by service; only services whose tag is known."""
    written = check.table(faults, key, value)
    check.unknown(faults, key, written, VERIFICATION, "service")
    found = {}
    for service in VERIFICATION:
        if service in written and (code := check.text(faults, f"{key}.{service}", written[service])):
            if "<" in code:
                faults.add(f"{key}.{service}", "give the code alone, not the whole tag")
            found[service] = code
    return found


HEAD_VALUES: dict[str, check.Value] = {
    "image": address,
    "image_alt": check.text,
    "lang": language,
    "twitter": account,
    "twitter_creator": account,
    "robots": robots,
    "alternate_name": check.text,
    "organization": check.text,
    "logo": address,
    "same_as": addresses,
    "verification": verification,
}
