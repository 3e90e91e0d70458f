"""Codes of languages and regions: what may stand in hreflang and in lang, and what is wrong with the rest.

The table is languages.json, made by `seokit.data.make_languages` from IANA's registry.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.resources import files

DEFAULT = "x-default"
# What people write, and the code that they mean.
REGION_SLIPS = {"UK": "the United Kingdom is GB", "EN": "it is a language; the United Kingdom is GB"} | dict.fromkeys(
    ("EU", "UN", "XK", "AC", "TA", "IC", "EA", "DG", "CP"), "it is reserved, and ignored"
)  # fmt: skip
LANGUAGE_SLIPS = {
    "jp": "Japanese is ja", "cn": "Chinese is zh", "cz": "Czech is cs", "dk": "Danish is da",
    "gr": "Greek is el", "ua": "Ukrainian is uk", "iw": "Hebrew is he", "in": "Indonesian is id",
    "ji": "Yiddish is yi", "mo": "Romanian is ro", "tw": "Chinese of Taiwan is zh-TW",
    "uk": "Ukrainian is uk, English of the United Kingdom en-GB", "us": "English of the United States is en-US",
    "gb": "English of the United Kingdom is en-GB", "ge": "Georgian is ka", "by": "Belarusian is be",
}  # fmt: skip


@cache
def tables() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Languages of two letters, scripts and regions; each as it is usually written."""
    table = json.loads(files("seokit.data").joinpath("languages.json").read_text(encoding="utf-8"))
    return (
        frozenset(table["languages"].split()),
        frozenset(table["scripts"].split()),
        frozenset(table["regions"].split()),
    )


@lru_cache(maxsize=512)
def hreflang_fault(code: str) -> str:
    """What is wrong with a hreflang value; empty where it is one.

    Google takes a language of ISO 639-1, then perhaps a script of ISO 15924, then perhaps a region of
    ISO 3166-1 alpha 2; or x-default. Letter case makes no difference.
    """
    written = code.strip()
    if written.lower() == DEFAULT:
        return ""
    if not written:
        return "it is empty"
    if "_" in written:
        return "its parts are joined by a hyphen, not by an underscore"
    languages, scripts, regions = tables()
    language, *rest = written.split("-")
    if language.lower() not in languages:
        if language.upper() in regions and not rest and language.lower() not in LANGUAGE_SLIPS:
            return f"{language} is a region, and a language must stand first"
        return no_language(language)
    if rest and rest[0].title() in scripts:
        rest = rest[1:]
    if len(rest) > 1:
        return "more than language, script and region"
    if rest and rest[0].upper() not in regions:
        return no_region(rest[0])
    return ""


@lru_cache(maxsize=512)
def lang_fault(code: str) -> str:
    """What is wrong with a `lang` by RFC 5646; empty where nothing is.

    Languages of three letters are taken to exist, and so are variants and extensions.
    """
    written = code.strip()
    if "_" in written:
        return "its parts are joined by a hyphen, not by an underscore"
    languages, scripts, regions = tables()
    language, *rest = written.split("-")
    if language.lower() in ("x", "i"):
        return ""
    letters = language.isascii() and language.isalpha()
    if not letters or not (language.lower() in languages or len(language) == 3):
        return no_language(language)
    if rest and len(rest[0]) == 4 and rest[0].isalpha():
        if rest[0].title() not in scripts:
            return f"no script is called {rest[0]}"
        rest = rest[1:]
    if rest and len(rest[0]) == 2 and rest[0].upper() not in regions:
        return no_region(rest[0])
    if any(not 1 <= len(part) <= 8 or not part.isalnum() or not part.isascii() for part in rest):
        return "a part is empty, too long, or holds a strange character"
    return ""


def no_language(code: str) -> str:
    """Why a code is no language's."""
    slip = LANGUAGE_SLIPS.get(code.lower())
    return f"no language is called {code}" + (f", {slip}" if slip else "")


def no_region(code: str) -> str:
    """Why a code is no region's."""
    slip = REGION_SLIPS.get(code.upper())
    return f"no region is called {code}" + (f", {slip}" if slip else "")
