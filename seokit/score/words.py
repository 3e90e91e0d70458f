"""Text to words: one pass for tokens and sentence ends, on C-level string methods.

A word is a run of letters, marks and digits, casefolded; apostrophes stay inside it (`don't`; `’` counts as
`'`), hyphens, dots and underscores part words. Scripts without spaces have no words that could be told without a
dictionary: a Chinese character or one of Japanese kana is a word, and so is a Thai, Lao, Khmer or Burmese letter
with the marks and vowels after it. Words of such a text are found as they stand there, all the same.
A sentence ends at a line's end, at `.`, `!` or `?` before white space (closing quotes and brackets between
them allowed), and at the marks of other scripts (`。`, `؟`, `।` …); not at a full stop after an abbreviation or a
single letter (`e.g.`, `Dr.`, `z. B.`, `U.S.`).

A table of bytes does the work; characters beyond ASCII are replaced before, each by itself. Only texts in
which characters join (combining marks, Hangul's parts) take a table of all characters, which is slower. Both
give the same tokens for the same text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from string import ascii_lowercase

# The end of a sentence in a token stream: a control character, so no word can be it.
END = "\x02"
_END = END.encode()
_SPACED_END = f" {END} ".encode()
# A full stop before white space, which ends a sentence unless it stands after an abbreviation.
STOP = "\x04"
_SPACED_STOP = f" {STOP} ".encode()
# Between texts that are marked together; likewise.
PART = "\x03"
_BETWEEN = f" {PART} "
# The marks among numbers of stems (vocabulary.py), and the first number of a stem.
END_NUMBER, PART_NUMBER, STOP_NUMBER, FIRST_NUMBER = range(4)

_ABBREVIATIONS = """
    al approx ave ca cf co corp dept dr ed eds eg eq est etc fig figs gen gov hon ie inc jr lt ltd messrs
    mr mrs ms nos op pp prof rep rev sec sen sr st viz vol vols vs
    abb bsp bzgl bzw evtl ggf hrsg inkl jh kap nr sog str usw vgl zzgl
    chap éd env mlle mme
    dña ej núm págs pág sra srta uds vda
    dott ecc pagg sig
    bijv dhr enz mevr nl
    ds itd itp jw np tj ul zob
    bl ev fig osv resp
    гг др проф рис см стр тыс ул
"""
# After these, casefolded, a full stop ends no sentence: abbreviations and single letters.
NO_ENDS = frozenset((*_ABBREVIATIONS.split(), *ascii_lowercase))
# What ends a sentence wherever it stands: Chinese and Japanese, Arabic and Urdu, Devanagari and its kin, Ethiopic,
# Khmer, Burmese, Armenian.
ENDS = "。！？｡؟۔।॥።፧៕។။։"
_CJK = (
    (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D), (0x20000, 0x3FFFF),
)  # fmt: skip
# Letters of Thai, Lao, Khmer and Burmese; their vowels that stand behind a letter go with it.
_SYLLABIC = ((0x0E01, 0x0EDF), (0x1000, 0x109F), (0x1780, 0x17DC))
_BEHIND = frozenset("ะาำๅະາຳ")
# Runs of what is written without spaces; the scripts of the second kind need more characters for a word.
EAST_ASIAN_RUN = re.compile(
    "[\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d]+"
)
SYLLABIC_RUN = re.compile("[\u0e01-\u0edf\u1000-\u109f\u1780-\u17dc]+")


def _token_character(code: int) -> str:
    """What a character becomes before the text is split: itself, a space, or the mark of an end."""
    character = chr(code)
    if character in "'’‘":
        return "'"
    if character in ".…":
        return "."
    if character in "!?":
        return "?"
    if character == "\n" or character in ENDS:
        return END
    if character == PART:
        return PART
    if unicodedata.category(character)[0] not in "LMN":
        return " "
    if any(low <= code <= high for low, high in _CJK):
        return f" {character} "
    return f" {character}" if begins_a_word(character) else character


def begins_a_word(character: str) -> bool:
    """Whether this is a letter of a script without spaces in which letters take marks and vowels with them."""
    code = ord(character)
    return (
        any(low <= code <= high for low, high in _SYLLABIC)
        and unicodedata.category(character) == "Lo"
        and character not in _BEHIND
    )


def is_one_run(text: str) -> bool:
    """Whether a keyword is written without spaces: its characters, elsewhere in a sentence, are not its words."""
    return not text.isascii() and bool(EAST_ASIAN_RUN.fullmatch(text) or SYLLABIC_RUN.fullmatch(text))


def unspaced(text: str) -> int:
    """How many words too many `tokens` counts in scripts without spaces, by the usual length of a word there.

    Two characters in Chinese and Japanese, four in Thai, Lao, Khmer and Burmese.
    """
    surplus = sum(len(run) // 2 for run in EAST_ASIAN_RUN.findall(text))
    for run in SYLLABIC_RUN.findall(text):
        surplus += sum(map(begins_a_word, run)) - -(-len(run) // 4)
    return max(surplus, 0)


class _Table(dict[int, str]):
    """Every character that was met, and what it becomes. Bounded by the size of Unicode."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _token_character(code)
        return found


class _Other(dict[str, str | None]):
    """What a character beyond ASCII becomes, by itself; None where it depends on its neighbours.

    Those are combining marks and Hangul's parts, which NFC joins to what stands before them.
    """

    def __missing__(self, character: str) -> str | None:
        folded = unicodedata.normalize("NFC", character.casefold())
        joins = any(unicodedata.category(one)[0] == "M" or "\u1100" <= one <= "\u11ff" for one in folded)
        becomes = "".join(_token_character(ord(one)) for one in folded)
        # The table of bytes comes after, and makes the mark of an end of a line's end only.
        self[character] = found = None if joins else becomes.replace(END, "\n")
        return found


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OTHER = _Other()
# For bytes.translate; the bytes of other characters stay as they are.
_ASCII = bytes(
    ord(_token_character(ord(chr(code).casefold()))) if code < 128 else code for code in range(256)
)
_TABLE = _Table()


def tokens(text: str) -> list[str]:
    """The words of a text in order, with END where a sentence ends."""
    return _with_ends(marked_parts([text]))


def general_tokens(text: str) -> list[str]:
    """As `tokens`, by the table for any text: slower."""
    return _with_ends(_general(text.replace(PART, " ")))


def _with_ends(data: bytes) -> list[str]:
    found: list[str] = []
    for token in data.decode("utf-8", "surrogatepass").split(" "):
        if token == STOP:
            found += [] if found and ends_no_sentence(found[-1]) else [END]
        elif token:
            found.append(token)
    return found


def marked_parts(texts: Sequence[str]) -> bytes:
    """Texts as UTF-8 words, casefolded, with spaces between them; PART between any two texts.

    END and STOP stand where a sentence ends, as words do. STOP is a full stop's: after an abbreviation
    (`ends_no_sentence`) it ends none.
    """
    whole = _BETWEEN.join(texts)
    if whole.count(PART) != len(texts) - 1:  # one stands in a text: it is no word
        whole = _BETWEEN.join([text.replace(PART, " ") for text in texts])
    if not whole.isascii():
        for character in set(_NOT_ASCII.findall(whole)):
            becomes = _OTHER[character]
            if becomes is None:
                return _general(whole)
            if becomes != character:
                whole = whole.replace(character, becomes)
    return _marked(whole.encode("utf-8", "surrogatepass").translate(_ASCII))


def _general(text: str) -> bytes:
    text = unicodedata.normalize("NFC", text.casefold()).translate(_TABLE)
    return _marked(text.encode("utf-8", "surrogatepass"))


def _marked(data: bytes) -> bytes:
    """What a table made of a text: in it are left `.` and `?`, END and apostrophes."""
    data = b" %b " % data
    data = _ended(data, b"?", _SPACED_END)
    if _END in data:
        data = data.replace(_END, _SPACED_END)
    data = _ended(data, b".", _SPACED_STOP)
    if b"'" in data and _has_loose(data.split(b"'")):
        while b" '" in data or b"' " in data:  # an apostrophe belongs to a word only inside of it
            data = data.replace(b" '", b" ").replace(b"' ", b" ")
    return data


def _ended(data: bytes, mark: bytes, end: bytes) -> bytes:
    """The text with `end` for each mark before a space, and a space for any other.

    Splitting at one byte takes a fifth of the time of replacing two.
    """
    first, *parts = data.split(mark)
    if not parts:
        return data
    return first + b"".join([(end if part[:1] == b" " else b" ") + part for part in parts])


def _has_loose(parts: list[bytes]) -> bool:
    """Whether an apostrophe, at which a text was split, stands beside a space."""
    return b" " in [part[-1:] for part in parts[:-1]] or b" " in [part[:1] for part in parts[1:]]


def ends_no_sentence(word: str) -> bool:
    """Whether a full stop after this word, casefolded, is an abbreviation's: no end of a sentence."""
    return word in NO_ENDS


_SENTENCE_END = re.compile(rf"[.!?…]+[\"”’)\]»]*(?=\s|$)|[{ENDS}]+[」』）”]*|\n+")
_LAST_WORD = re.compile(r"[^\W_]+$")


def sentences(text: str) -> list[str]:
    """The sentences of a text as written, white space trimmed; the same ends as in `tokens`."""
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[0][0] == "." and "\n" not in end[0]:
            word = _LAST_WORD.search(text, max(start, end.start() - 20), end.start())
            if (
                word is not None
                and len(end[0].rstrip('"”’)]»')) == 1
                and ends_no_sentence(word[0].casefold())
            ):
                continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
