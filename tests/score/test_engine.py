"""The engines: the same bytes from one process and from several, and one bad file ends no run."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

import seokit
from seokit.model import Audit
from seokit.score import engine


def site(folder: Path, pages: int) -> Path:
    for number in range(pages):
        subject = ("bread", "Bread", "bicycles")[number % 3]
        (folder / f"page-{number}.md").write_text(
            f"---\nid: {number // 2}\ntitle: How do I keep sourdough number {number // 3} alive?\n"
            f"question: How do I keep sourdough alive?\nsubject: {subject}\n"
            f"answer: Feed it with flour and water every day and keep it cool, number {number // 4} says.\n"
            f"url: /learn/{number}\nrelated_article1: {{url: /learn/{number + 1}, title: Next}}\n---\n",
            "utf-8",
        )
    return folder


def as_bytes(audit: Audit) -> bytes:
    return msgspec.json.encode(replace(audit, duration=0.0, seconds={}))


def test_processes_give_the_same_bytes_as_serial(tmp_path: Path) -> None:
    folder = site(tmp_path, 60)
    one = seokit.audit(folder, preset="cloudcannon-qa", jobs=1)
    two = seokit.audit(folder, preset="cloudcannon-qa", jobs=2)
    three = seokit.audit(folder, preset="cloudcannon-qa", jobs=3)
    assert one.findings
    assert as_bytes(one) == as_bytes(two) == as_bytes(three)


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = site(tmp_path, 20)
    assert as_bytes(seokit.audit(folder)) == as_bytes(seokit.audit(folder))


@pytest.mark.parametrize(
    ("files", "jobs", "expected"), [(10, None, "serial"), (10, 2, "processes"), (10_000, 1, "serial")]
)
def test_the_engine_is_picked_by_size(files: int, jobs: int | None, expected: str) -> None:
    picked, _ = engine.pick(files, jobs)
    assert picked.__name__ == expected


def test_chunks_keep_the_order_and_lose_nothing() -> None:
    sources = list(range(1001))
    chunks = engine.chunked(sources, 4)  # type: ignore[arg-type]
    assert [first for first, _ in chunks] == [sum(len(c) for _, c in chunks[:n]) for n in range(len(chunks))]
    assert [one for _, chunk in chunks for one in chunk] == sources
    assert max(len(chunk) for _, chunk in chunks) <= engine.CHUNK


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    seokit.audit(site(tmp_path, 7), progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (7, 7)


def test_one_bad_file_does_not_end_the_run(tmp_path: Path) -> None:
    folder = site(tmp_path, 5)
    (folder / "page-9.md").write_bytes(b"---\ntitle: " + b"[" * 100_000 + b"\n---\n")
    audit = seokit.audit(folder, preset="cloudcannon-qa", jobs=2)
    assert len(audit.pages) == 5
    assert [Path(error.path).name for error in audit.errors] == ["page-9.md"]
    assert "deep" in audit.errors[0].message
