"""Answers in structured data, held against what the page shows."""

from __future__ import annotations

from collections.abc import Iterator

from seokit.extract.html.page import without_math
from seokit.extract.reader import choose_reader
from seokit.extract.remember import remembered
from seokit.model import Page
from seokit.score.same import normal
from seokit.score.structured import Node, Structured, texts

ANSWERS = ("acceptedAnswer", "suggestedAnswer")
ELLIPSES = ("…", "...", "[…]", "[...]")
SENTENCE_ENDS = tuple(".!?…。!?؟।:;)]}\"'”’»`")
RUN = 4  # words that are looked for together
MOST_RUNS = 64  # of one answer, spread over it
TAIL = 40  # characters of the end of an answer that are looked for


def answers(structured: Structured) -> Iterator[tuple[Node, str]]:
    """The answers of all questions, each with its text."""
    for question in structured.of("Question"):
        for name in ANSWERS:
            for answer in structured.linked(question, name):
                for text in texts(structured.values(answer, "text"))[:1]:
                    yield answer, text


def share_shown(answer: str, page: Page) -> float:
    """How much of an answer stands on the page, 0 to 1, by runs of words; 1 where it stands there as a whole.

    Case, white space, and the form of a character count as equal. An answer may be HTML.
    """
    if answer in (page.text or "") or normal(answer) in normalised(page.text or ""):
        return 1.0
    # What a page's text leaves out is looked at too: code, and headings that a script moved there.
    everything = normalised("\n".join((page.text or "", *(h.text for h in page.headings or ()), *page.code)))
    words = normal(without_math(plain(answer))[0]).split()
    runs = [" ".join(words[at : at + RUN]) for at in range(0, len(words), RUN)]
    runs = runs[:: len(runs) // MOST_RUNS + 1]
    return sum(run in everything for run in runs) / len(runs) if runs else 1.0


def cut_short(answer: str, page: Page) -> str:
    """How an answer is cut, if it is: it ends in dots, or the page goes on where it ends; empty otherwise.

    Dots that the page shows too are the author's.
    """
    text = plain(answer).strip()
    dots = next((end for end in ELLIPSES if text.endswith(end)), "")
    if text.endswith(SENTENCE_ENDS) and not dots:
        return ""
    text = normal(text)
    if dots:
        return "" if text[-TAIL:] in normalised(page.text or "") else f"it ends in {dots}"
    if not text:
        return ""
    tail = text[-TAIL:]
    for line in (page.text or "").split("\n"):
        line = normal(line)
        found = line.find(tail)
        if found >= 0:
            rest = line[found + len(tail) :]
            if rest[:1].isalnum():
                return "it ends within a word"
            if rest[:1] == " " and rest[1:2].isalnum():
                return f"the page goes on: {' '.join(rest.split()[:RUN])}"
            return ""
    return ""


@remembered(128)  # several answers, and two rules, ask it of one page
def normalised(text: str) -> str:
    """A page's text as it is compared."""
    return normal(text)


def plain(answer: str) -> str:
    """An answer without its markup."""
    if ("<" in answer and ">" in answer) or "&" in answer:
        return choose_reader()(answer, True)[0]
    return answer
