"""Makes a synthetic Q&A site of any size, in the shape of the reference site, the same bytes each time."""

from __future__ import annotations

import random
import sys
from pathlib import Path

SUBJECTS = [f"Subject {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
SYLLABLES = [
    a + b
    for a in [
        "b",
        "c",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "w",
        "st",
        "tr",
        "pl",
        "gr",
    ]
    for b in ["a", "e", "i", "o", "u", "ai", "ea", "on", "er", "al"]
]


def words(rng: random.Random, size: int) -> list[str]:
    """A vocabulary of made-up words."""
    made: set[str] = set()
    while len(made) < size:
        made.add("".join(rng.choice(SYLLABLES) for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))))
    return sorted(made)


def sentence(rng: random.Random, vocabulary: list[str], weights: list[float], low: int, high: int) -> str:
    """A sentence of made-up words, frequent words more often, as in a language."""
    chosen = rng.choices(vocabulary, cum_weights=weights, k=rng.randint(low, high))
    return " ".join(chosen).capitalize()


def answer(rng: random.Random, vocabulary: list[str], weights: list[float]) -> str:
    """About 350 words of Markdown with literal backslash-n between its blocks, some math and code."""
    blocks = [sentence(rng, vocabulary, weights, 20, 35) + ":"]
    for number in range(1, rng.randint(5, 9)):
        head = " ".join(rng.choices(vocabulary, k=2)).title()
        text = ". ".join(sentence(rng, vocabulary, weights, 12, 24) for _ in range(2))
        blocks.append(f"{number}. **{head}**: {text}.")
    if rng.random() < 0.15:
        blocks.append("$$ \\\\nabla f = \\\\frac{a}{b} $$".replace("\\\\", "\\"))
    if rng.random() < 0.05:
        blocks.append("```python\\nprint(1)\\n```")
    blocks.append(sentence(rng, vocabulary, weights, 20, 35) + ".")
    return "\\n\\n".join(blocks)


def page(
    rng: random.Random, number: int, urls: list[str], titles: list[str], text: str, vocabulary: list[str]
) -> str:
    """One page in the shape of the reference site."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    title = titles[number]
    keywords = ", ".join(" ".join(rng.choices(vocabulary, k=rng.randint(1, 3))) for _ in range(12))
    lines = [
        "---", "_schema: default", f"id: {100000 + number}", "date: 2025-01-22",
        "title: >-", f"    {title}", "article_title: >-", f"    {title}",
        "date_format: MMM DD, YYYY", "post_on_text: Posted on", "seo:", f"  title: Example | {subject}",
        "  page_description: >-", f"    This content discusses {' '.join(rng.choices(vocabulary, k=28))}.",
        "  page_keywords: >-", f"    {keywords}", "author: Example", "question: >-", f"    {title}",
        "answer: >-", f"    {text}", f"subject: {subject}", f"file_name: {urls[number].rpartition('/')[2]}.md",
        f"url: {urls[number]}", "score: -1.0",
    ]  # fmt: skip
    for place in range(1, 6):
        other = rng.randrange(len(urls))
        lines += [
            f"related_article{place}:", f"    id: {100000 + other}", "    title: >-", f"        {titles[other]}",
            f"    subject: {SUBJECTS[other % len(SUBJECTS)]}", f"    url: {urls[other]}",
        ]  # fmt: skip
    return "\n".join([*lines, "---", "", "&nbsp;"])


def make_site(folder: Path, pages: int) -> Path:
    """Write `pages` pages below `folder`/content/learn, unless they are there; returns the content folder."""
    content = folder / f"site-{pages}" / "content"
    if (content / ".complete").is_file():
        return content
    rng = random.Random(20261123)
    vocabulary = words(rng, 6000)
    rng.shuffle(vocabulary)
    total, weights = 0.0, []
    for rank in range(1, len(vocabulary) + 1):
        total += 1 / rank
        weights.append(total)
    titles = [f"What is the {' '.join(rng.choices(vocabulary, k=rng.randint(6, 12)))}?" for _ in range(pages)]
    urls = []
    for number, title in enumerate(titles):
        subject = SUBJECTS[number % len(SUBJECTS)].lower().replace(" ", "-")
        urls.append(f"/learn/{subject}/questions/{title[:-1].lower().replace(' ', '-')}-{number}")
    texts: list[str] = []
    for number in range(pages):
        # One answer in fifty is another page's, as it stands or with one word changed.
        text = answer(rng, vocabulary, weights)
        if number % 50 == 49:
            text = texts[rng.randrange(len(texts))]
            if number % 100 == 99:
                text = text.replace(". ", f". {rng.choice(vocabulary)} ", 1)
        texts.append(text)
        subject = urls[number].split("/")[2]
        target = content / "learn" / subject / f"{urls[number].rpartition('/')[2]}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(rng, number, urls, titles, text, vocabulary), "utf-8")
    (content / ".complete").touch()
    return content


if __name__ == "__main__":
    print(make_site(Path(sys.argv[1]), int(sys.argv[2])))
