"""What the text of a page is: its answer or not, as Markdown, and whether there is anything to read."""

from __future__ import annotations

from seokit.extract.newlines import restore_newlines
from seokit.extract.remember import remembered
from seokit.model import Page
from seokit.score.context import Context
from seokit.score.same import normal, text_hash


def is_answer(page: Page) -> bool:
    """Whether the text that is scored is the page's answer, so that the answer rules judge it."""
    return bool(page.answer and page.text_field and page.text_field.field == page.answer.field)


def reads_as_nothing(page: Page) -> bool:
    """Whether a reader of the text finds nothing: no word, no code, no formula, no image."""
    return page.text is not None and not (page.text.strip() or page.code or page.math or page.images)


def answer_markdown(page: Page, ctx: Context) -> str:
    """The answer as Markdown: newlines restored where the preset says that it holds them as backslash-n."""
    if page.answer is None:
        return ""
    if page.text_field is not None and is_answer(page):
        return page.text_field.value
    return restore_newlines(page.answer.value).text if ctx.section.escaped_newlines else page.answer.value


@remembered(128)  # two indexes ask it of one page
def answer_hash(value: str) -> str:
    """The hash of an answer as texts are compared: NFKC, casefolded, white space collapsed."""
    return text_hash(normal(value))
