"""Titles and file names as address segments: each generator has rules of its own, which are kept here.

Foreign letters are put into ASCII by text-unidecode's table, which is that of Unidecode, as Pelican uses it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 1_000  # characters that are looked at: no file system has names as long as that
# Pelican's SLUG_REGEX_SUBSTITUTIONS: https://docs.getpelican.com/en/latest/settings.html#url-settings
PELICAN = ((r"[^\w\s-]", ""), (r"\A\s*", ""), (r"\s*\Z", ""), (r"[-\s]+", "-"))
# @sindresorhus/slugify, which is Eleventy's `slugify`, has these before its table of letters.
_GERMAN = str.maketrans(
    dict(zip("äöüÄÖÜßẞ", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss", "SS"), strict=True))
    | {"&": " and ", "œ": "-", "Œ": "-"}  # œ is in no table of theirs
)
_CONTRACTION = re.compile(r"([a-zA-Z\d]+)'([ts])(\s|$)")
_NO_WORD = re.compile(r"[^a-z\d]+")
# npm's slugify, which is Eleventy's older `slug`, keeps some punctuation.
_OPENING = dict.fromkeys(map(ord, "¡¿"))
_OLD_NO_WORD = re.compile(r"[^\w\s$*_+~.()'\"!\-:@]+")
_GITHUB = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"))


@lru_cache(maxsize=4096)
def pelican_slug(
    text: str,
    substitutions: Sequence[tuple[str, str]] = PELICAN,
    patience: float | None = None,
    keep_case: bool = False,
    keep_unicode: bool = False,
) -> str:
    """As `pelican.utils.slugify`. With `patience` in seconds for a site's own substitutions.

    Raises regex.error where a substitution is no regular expression, TimeoutError where it takes longer.
    """
    if patience is not None:
        import regex

    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]*>", "", text[:LONGEST]))
    if not keep_unicode:
        text = _ascii(text)
    for pattern, replacement in substitutions:
        pattern, replacement = (unicodedata.normalize("NFKC", one) for one in (pattern, replacement))
        if patience is None:
            text = re.sub(pattern, replacement, text, flags=re.IGNORECASE)
        else:
            text = regex.sub(pattern, replacement, text, flags=regex.IGNORECASE, timeout=patience)
    return (text if keep_case else text.lower()).strip()


def eleventy_slugify(text: object) -> str:
    """As Eleventy's filter `slugify`: https://www.11ty.dev/docs/filters/slugify/."""
    plain = _ascii(str(text)[:LONGEST].translate(_GERMAN)).lower()
    return _NO_WORD.sub("-", _CONTRACTION.sub(r"\1\2\3", plain)).strip("-")


def eleventy_slug(text: object) -> str:
    """As Eleventy's older filter `slug`: https://www.11ty.dev/docs/filters/slug/."""
    plain = _ascii(str(text)[:LONGEST].replace("&", "and").translate(_OPENING))
    return "-".join(_OLD_NO_WORD.sub("", plain.replace("-", " ")).split()).lower()


def github_slug(text: str) -> str:
    """As github-slugger, by which Astro names its pages: letters of every script stay, punctuation goes."""
    lower = text[:LONGEST].lower()
    if lower.isascii() and lower.replace("-", "").replace("_", "").isalnum():
        return lower
    kept = (c for c in lower if c in " -" or unicodedata.category(c) in _GITHUB)
    return "".join(kept).replace(" ", "-")


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    from text_unidecode import unidecode

    made: str = unidecode(text)
    return made


def slugify(text: object) -> str:
    """The filter `slugify` of a config's expressions: as Pelican makes a slug of a title."""
    return pelican_slug(str(text or ""))


def slug_path(text: object) -> str:
    """The filter `slug_path` of a config's expressions: a path as Astro makes it of names, segment by segment."""
    return "/".join(map(github_slug, str(text or "").split("/")))
