"""Rules about questions and their answers, where the front matter holds both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from seokit.extract.newlines import restore_newlines
from seokit.model import Fact, Hit, Page
from seokit.score.clusters import equals
from seokit.score.context import Context, SiteContext
from seokit.score.endings import cut_ending
from seokit.score.facts import Row, index
from seokit.score.languages import asks
from seokit.score.markup import fence_left_open, math_fault, raw_tags, without_math
from seokit.score.near import near_answers, near_hits
from seokit.score.rule import rule
from seokit.score.same import normal
from seokit.score.subject import answer_hash, answer_markdown, is_answer, reads_as_nothing

QA_PAGE = "https://developers.google.com/search/docs/appearance/structured-data/qapage"
DUPLICATES = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
HELPFUL = "https://developers.google.com/search/docs/fundamentals/creating-helpful-content"
TITLES = "https://developers.google.com/search/docs/appearance/title-link"
YAML_ESCAPES = "https://yaml.org/spec/1.2.2/#57-escaped-characters"
DELIMITERS = "https://docs.mathjax.org/en/latest/input/tex/delimiters.html"
RAW_HTML = "https://spec.commonmark.org/0.31.2/#raw-html"

WORDS_BESIDE_MATH = 20  # an answer of fewer words and a formula says it with the formula
QUESTION_MARKS = re.compile(r"[?？؟⁇⁈⁉;՞፧]")  # the Greek one (U+037E) included


@rule(
    "question-missing",
    severity="error",
    evidence="self-evident",
    message="the page has no question",
    field="question",
    missing=True,
)
def question_missing(page: Page) -> Iterator[Hit]:
    """A question-and-answer page without its question shows an answer to nothing.

    Fix: write the question that the answer answers.

    Bad:
        question: ""
        answer: After about a day in the fridge.
    Good:
        question: How long does sourdough keep?
        answer: After about a day in the fridge.
    """
    if page.question is None or page.question.blank:
        yield Hit(page.question)


@rule(
    "question-differs-from-title",
    severity="info",
    evidence="convention",
    source=TITLES,
    message="the question is not the title: {value}",
    field=("question", "title"),
)
def differs_from_title(page: Page) -> Iterator[Hit]:
    """A searcher clicks on the title and expects its question answered. Case, spaces and `?` do not count.

    Fix: make title and question say the same, or shorten both.

    Bad:
        title: How long does sourdough keep?
        question: Can I freeze sourdough?
    Good:
        title: Can I freeze sourdough?
        question: Can I freeze sourdough?
    """
    question, title = page.question, page.title
    if question is None or title is None or question.value == title.value:
        return
    if normal(question.value).rstrip("? ") != normal(title.value).rstrip("? "):
        yield Hit(question, {"value": question.value})


@rule(
    "question-not-a-question",
    severity="info",
    evidence="convention",
    source=QA_PAGE,
    message="it is a task or a statement, not a question: {value}",
    field="question",
)
def not_a_question(page: Page, ctx: Context) -> Iterator[Hit]:
    """People search with questions; a task such as "Describe …" asks for something too, but is rarely what they type.

    A question has a question mark, or an interrogative of the page's language anywhere, or a verb such as `does`
    at the beginning. Known are the words of twelve languages: English, German, French, Spanish, Italian,
    Portuguese, Dutch, Polish, Swedish, Danish, Norwegian and Russian. Other languages are not judged: many ask
    without a mark.

    Fix: ask it: "What is …?", "How does …?".

    Bad:
        question: Describe the smell of a ripe starter.
    Good:
        question: What does a ripe starter smell like?
    """
    question = page.question
    if question is None or "?" in question.value or QUESTION_MARKS.search(question.value):
        return
    words = question.value.casefold().replace("’", "'").split()
    language = ctx.language or ("en" if any(word[0].isascii() for word in words) else "")
    if not asks(words, language):
        yield Hit(question, {"value": question.value})


@rule(
    "answer-missing",
    severity="error",
    evidence="self-evident",
    message="the question has no answer",
    field="answer",
    missing=True,
)
def answer_missing(page: Page) -> Iterator[Hit]:
    """A question without an answer is an empty page to whoever came for it. `&nbsp;` is no answer.

    Fix: answer the question, or unpublish the page.

    Bad:
        question: How long does sourdough keep?
        answer: "&nbsp;"
    Good:
        question: How long does sourdough keep?
        answer: About four days in a bread box.
    """
    answer = page.answer
    if answer is None or answer.blank or (is_answer(page) and reads_as_nothing(page)):
        yield Hit(answer)


@rule(
    "answer-off-topic",
    severity="warning",
    evidence="convention",
    source=HELPFUL,
    message="the answer holds {value} of the question's words, less than {limit}",
    field=("question", "answer"),
)
def off_topic(page: Page, ctx: Context, *, limit: float = 0.3) -> Iterator[Hit]:
    r"""An answer that uses hardly a word of its question probably belongs to another one.

    Compared are the stems of the question's words, without stop words and formulas, as a share from 0 to 1. What
    stands in the answer's formulas counts as its words: `\cos` is a cos. Where formulas stand for the words, beside
    fewer than 20 of these, nothing is said. An answer with nothing to read is answer-missing.

    Fix: check that answer and question belong together.

    Bad:
        question: Why does rye dough stick to wooden bowls?
        answer: Oil the chain twice a month.
    Good:
        question: Why does rye dough stick to wooden bowls?
        answer: Rye holds much water, so its dough sticks to wood.
    """
    question = page.question
    if question is None or not is_answer(page) or reads_as_nothing(page):
        return
    plain = without_math(question.value)
    words = ctx.prose.vocabulary
    stems = ctx.prose.question_stems if plain == question.value else words.stem_numbers(plain)
    asked = frozenset(stems) - words.stop_stems
    if not asked:
        return
    share = len(asked & ctx.prose.stem_set) / len(asked)
    if share < limit and page.math:
        if ctx.prose.word_count < WORDS_BESIDE_MATH:
            return
        share = len(asked & ctx.prose.stem_set.union(words.stem_numbers(" ".join(page.math)))) / len(asked)
    if share < limit:
        yield Hit(page.answer, {"value": round(share, 2)})


@index(least=2)
def by_answer(page: Page, _ctx: Context) -> Iterator[Row]:
    """Pages by their normalised answer; the field's value, before newlines are restored."""
    if page.answer is not None and not page.answer.blank:
        yield answer_hash(page.answer.value), None, page.answer


@rule(
    "answer-duplicate",
    severity="error",
    evidence="documented",
    source=DUPLICATES,
    message="the same answer as {value} other {pages}",
    field="answer",
    group=by_answer,
)
def duplicate(_key: str, facts: Sequence[Fact]) -> Iterator[Hit]:
    """Of pages with one answer a search engine shows one, and it may not be the one that you would choose.

    Case and white space make no difference. A finding names at most 50 of the other pages.

    Fix: keep one page and redirect the others, or name it as their canonical URL.

    Bad:
        --- file: a.md
        answer: About four days in a bread box.
        --- file: b.md
        answer: About  four days in a Bread Box.
    Good:
        --- file: a.md
        answer: About four days in a bread box.
        --- file: b.md
        answer: A month or two in the freezer.
    """
    yield from equals(facts)


@rule(
    "answer-near-duplicate",
    severity="warning",
    evidence="documented",
    source=DUPLICATES,
    message="the answer is {value} % like that of {count} other {pages}",
    field="answer",
    groups=near_answers,
)
def near_duplicate(
    groups: Iterable[tuple[Any, Sequence[Fact]]], _ctx: SiteContext, *, limit: float = 0.9
) -> Iterator[Hit]:
    """Answers that differ in a few words compete with each other like copies, and are harder to see.

    Compared is every run of 5 words, every formula and every block of code: `limit` is the share of all that
    both have (Jaccard, from 0 to 1), and no pair above it is missed. Pages join a cluster through any pair; the
    value is the page's highest similarity in per cent. Exact copies are left to answer-duplicate: only answers
    that differ count and are named, at most 50 of them. `seokit duplicates` shows each cluster whole.

    Fix: merge the answers into one page, or write about what sets the questions apart.

    Bad:
        --- file: a.md
        answer: >-
          Knead the dough until it is smooth and shines, let it rest in a warm place under a damp cloth
          for an hour, fold it twice from all four sides, shape it into a tight round loaf, put it into a
          floured basket, and leave it in the fridge until the next morning, when the oven is hot. Bake it.
        --- file: b.md
        answer: >-
          Knead the dough until it is smooth and shines, let it rest in a warm place under a damp cloth
          for an hour, fold it twice from all four sides, shape it into a tight round loaf, put it into a
          floured basket, and leave it in the fridge until the next morning, when the oven is hot. Bake now.
    Good:
        --- file: a.md
        answer: Knead the dough until it is smooth and shines, and let it rest in a warm place.
        --- file: b.md
        answer: Fold it twice from all four sides, and leave it in the fridge until the next morning.
    """
    yield from near_hits(groups, limit)


@rule(
    "answer-truncated",
    severity="warning",
    evidence="convention",
    source=QA_PAGE,
    message="the answer looks cut off: {reason}",
    field="answer",
)
def truncated(page: Page, ctx: Context) -> Iterator[Hit]:
    """Google asks for the whole answer in the page and its markup; a reader asks for the end of the sentence.

    An answer is cut off if a code fence or a formula is left open at its end, or its last line has no end
    of a sentence. A list item, table, formula, code, image or URL may end it, and a few words that are no
    sentence.

    Fix: finish the answer.

    Bad:
        answer: Rye holds a lot of water, and so its dough sticks to the bowl until you
    Good:
        answer: Rye holds a lot of water, and so its dough sticks to the bowl until you wet it.
    """
    text = answer_markdown(page, ctx)
    if fence_left_open(text):
        yield Hit(page.answer, {"value": "```", "reason": "a code fence is not closed"})
        return
    delimiter, cut = math_fault(text)
    if cut:
        yield Hit(page.answer, {"value": delimiter, "reason": f"the formula after {delimiter} has no end"})
        return
    end = cut_ending(text)
    if end:
        yield Hit(page.answer, {"value": end, "reason": f"it ends with {end}"})


@rule(
    "answer-escaped-newlines",
    severity="warning",
    evidence="convention",
    source=YAML_ESCAPES,
    message="the answer holds {value} newlines as backslash-n",
    field="answer",
    once=True,
)
def escaped_newlines(page: Page, ctx: Context) -> Iterator[Hit]:
    r"""Only double quotes turn backslash-n into a newline; elsewhere a template must, and may break LaTeX.

    What begins a LaTeX command or stands in code is not counted. The rule also speaks where the preset
    knows that the site's template replaces them: the field is still not what it says.

    Fix: write the text as a block scalar (`answer: |`) with real newlines.

    Bad:
        answer: Feed it daily.\n\nKeep it warm.
    Good:
        answer: |
          Feed it daily.

          Keep it warm.
    """
    answer = page.answer
    if answer is None or "\\n" not in answer.value:
        return
    text = answer_markdown(page, ctx) if ctx.section.escaped_newlines else restore_newlines(answer.value).text
    count = text.count("\n") - answer.value.count("\n")
    if count > 0:
        yield Hit(answer, {"value": count})


@rule(
    "answer-latex-collision",
    severity="error",
    evidence="self-evident",
    message="a newline for every backslash-n breaks {names}",
    field="answer",
)
def latex_collision(page: Page, ctx: Context) -> Iterator[Hit]:
    r"""A template that replaces every backslash-n by a newline turns `\neq` in a formula into `eq`.

    Judged where the preset says that the field's backslash-n are newlines.

    Fix: write the text with real newlines, or the commands otherwise (`\ne` as `\not=` will not do).

    Bad:
        answer: It holds if $b \neq 0$.\nElse not.
    Good:
        answer: It holds if $b < 0$.\nElse not.
    """
    answer = page.answer
    if answer is None or not ctx.section.escaped_newlines:
        return
    text = answer_markdown(page, ctx)
    if "\\" not in text or "\\n" not in text:  # the first is much quicker to tell
        return  # a command that would break is still there when newlines are restored
    collisions = restore_newlines(answer.value).collisions
    if collisions:
        names = list(dict.fromkeys(f"\\{collision.command}" for collision in collisions))
        yield Hit(answer, {"value": len(collisions), "names": ", ".join(names)})


@rule(
    "answer-unbalanced-math",
    severity="warning",
    evidence="convention",
    source=DELIMITERS,
    message="{value} in the answer has no partner",
    field="answer",
)
def unbalanced_math(page: Page, ctx: Context) -> Iterator[Hit]:
    r"""A formula whose delimiter has no partner is shown as LaTeX source, often with the text after it.

    Judged are `$`, `$$`, `\(`, `\[` and environments outside code; a dollar before an amount is money. Where
    the text ends inside the formula, answer-truncated reports it.

    Fix: close the formula with the delimiter that opened it.

    Bad:
        answer: The area is $\pi r^2 and grows with the radius. That is all.
    Good:
        answer: The area is $\pi r^2$ and grows with the radius. That is all.
    """
    delimiter, cut = math_fault(answer_markdown(page, ctx))
    if delimiter and not cut:
        yield Hit(page.answer, {"value": delimiter})


@rule(
    "answer-raw-html",
    severity="info",
    evidence="convention",
    source=RAW_HTML,
    message="the answer holds raw HTML: {names}",
    field="answer",
)
def raw_html(page: Page, ctx: Context) -> Iterator[Hit]:
    """Raw HTML in Markdown is dropped, escaped or passed on, as the renderer pleases.

    Code and formulas are not looked into.

    Fix: write it in Markdown.

    Bad:
        answer: Feed it <b>daily</b>.
    Good:
        answer: Feed it **daily**.
    """
    tags = raw_tags(answer_markdown(page, ctx))
    if tags:
        names = [f"<{tag}>" if tag != "comment" else "a comment" for tag in dict.fromkeys(tags)]
        yield Hit(page.answer, {"value": len(tags), "names": ", ".join(names)})
