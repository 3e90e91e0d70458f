from __future__ import annotations

import io
import re

import msgspec
import pytest
from rich.cells import cell_len

from seokit.extract.searchconsole import Shown
from seokit.generate.reports.text import failure_lines, percent, write_text
from seokit.model import Audit, Scores
from seokit.score.traffic import with_traffic


def shown(audit: Audit, **options: int | None) -> str:
    stream = io.StringIO()
    write_text(audit, stream, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def test_scores_rules_worst_pages_and_total(audit: Audit) -> None:
    lines = [" ".join(line.split()) for line in shown(audit).splitlines()]
    assert lines == [
        "Score 70.0 of 100, mean of 2 indexable pages",
        "Weakest 46.0 a tenth of the pages scores this or less",
        "Section 70.0 the lowest mean: bread",
        "Health 50.0 per cent of the indexable pages have no error",
        "",
        "Severity Rule Findings Pages Share",
        "error link-broken 1 1 33.3 %",
        "warning title-near-duplicate 2 2 66.7 %",
        "warning description-too-long 1 1 33.3 %",
        "info no-such-rule 1 1 33.3 %",
        "",
        "Score Errors Warnings Worst pages",
        "40.0 1 2 content/bread/rye.md",
        "",
        "content/locked.md: not read: permission denied",
        "5 findings (1 error, 3 warnings, 1 info)",
        "in 3 pages, 1 file not read, 1.3 s",
    ]


def test_it_fits_80_columns_and_a_pipe_gets_plain_text(audit: Audit, hostile: Audit) -> None:
    for one in (audit, hostile):
        text = shown(one, max_findings=50)
        assert max(map(len, text.splitlines())) <= 80
        assert "\x1b" not in text
        assert not set(text) & set("│─┃━╭╮\u202e")


def test_a_terminal_gets_colour_unless_it_says_no(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    write_text(audit, terminal, width=80)
    assert "\x1b[1;31m" in terminal.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = io.StringIO()
    monkeypatch.setattr(plain, "isatty", lambda: True)
    write_text(audit, plain, width=80)
    assert "31m" not in plain.getvalue()


def test_a_reader_at_a_terminal_is_told_how_to_go_on(audit: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    def said(one: Audit, *, terminal: bool) -> list[str]:
        stream = io.StringIO()
        monkeypatch.setattr(stream, "isatty", lambda: terminal)
        write_text(one, stream, width=80)
        return re.sub("\x1b\\[[0-9;]*m", "", stream.getvalue()).splitlines()[-3:]

    told = ["where: --select link-broken --format concise", "why:   seokit rule link-broken"]
    assert said(audit, terminal=True)[1:] == told
    many = msgspec.structs.replace(audit, findings=audit.findings * 300)
    assert said(many, terminal=True) == [
        *told, "many old ones: seokit baseline create PATH... remembers them",
    ]  # fmt: skip
    assert not set(told) & set(said(audit, terminal=False))


def test_markup_in_content_is_content(audit: Audit) -> None:
    page = msgspec.structs.replace(audit.pages[0], path="content/[red]a[/red].md")
    assert "content/[red]a[/red].md" in shown(msgspec.structs.replace(audit, pages=(page,)))


def test_max_findings_shows_the_worst_first(audit: Audit) -> None:
    turned = msgspec.structs.replace(audit, findings=audit.findings[::-1])
    text = shown(turned, max_findings=1)
    assert "content/bread/rye.md:7:3 error link-broken no page: /bread/oat" in text
    assert "says so" not in text


def test_a_stream_that_knows_ascii_only(audit: Audit) -> None:
    page = msgspec.structs.replace(audit.pages[0], path="content/größe.md")
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    write_text(msgspec.structs.replace(audit, pages=(page,)), stream)
    stream.flush()
    assert rb"content/gr\xf6\xdfe.md" in raw.getvalue()


def test_without_duration_and_without_pages(audit: Audit) -> None:
    assert "1.3 s" not in shown(audit, duration=False)
    nothing = msgspec.structs.replace(audit, pages=(), findings=(), errors=(), scores=Scores(), duration=0.0)
    assert [" ".join(line.split()) for line in shown(nothing).splitlines()] == [
        "Score none no page is indexable",
        "",
        "0 findings",
        "in 0 pages",
    ]


def test_percent_never_hides_a_finding() -> None:
    assert [percent(0.0, 0), percent(0.01, 1), percent(12.34, 5), percent(100.0, 5)] == [
        "0.0 %",
        "< 0.1 %",
        "12.3 %",
        "100.0 %",
    ]


def test_failures_are_safe_to_print(hostile: Audit) -> None:
    assert not set("".join(failure_lines(hostile))) & set("\x1b\0\r\n\u202e\ud83d")


def test_a_long_path_takes_one_line(audit: Audit) -> None:
    paths = (
        "content/" + "folder/" * 9 + "rye.md",
        "content/" + "a-very-long-name-" * 6 + "end.md",
        "content/" + "麦" * 60,
    )
    pages = tuple(msgspec.structs.replace(audit.pages[0], path=path) for path in paths)
    long = msgspec.structs.replace(audit, pages=pages)
    assert all(f" {path}\n" in shown(long) for path in paths), "who pipes it wants whole paths"
    text = shown(long, width=80)
    assert " .../folder/folder/folder/folder/folder/folder/rye.md\n" in text
    assert "-name-a-very-...-a-very-long-name-end.md\n" in text
    assert "麦...\n" in text
    assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_with_search_console_the_pages_that_are_seen_come_first(audit: Audit) -> None:
    searched = with_traffic(audit, [Shown("/bread/rye", 2, 12_700, 3.0), Shown("/gone", 0, 5)], "Pages.csv")
    lines = [" ".join(line.split()) for line in shown(searched).splitlines()]
    assert "Search 50.0 per cent of the pages that Search Console lists were audited" in lines
    assert "Severity Rule Findings Pages Impressions" in lines
    assert "error link-broken 1 1 12,700" in lines
    assert "40.0 1 2 12,700 content/bread/rye.md" in lines
    assert max(map(len, shown(searched).splitlines())) <= 80


def test_a_page_that_the_export_does_not_list_has_no_figure(audit: Audit) -> None:
    worse = msgspec.structs.replace(
        audit, pages=tuple(msgspec.structs.replace(page, score=40.0, errors=1) for page in audit.pages)
    )
    searched = with_traffic(worse, [Shown("/bread/rye", 2, 12_700, 3.0)], "Pages.csv")
    lines = [line.split() for line in shown(searched).splitlines() if line.startswith(" 40.0")]
    assert [len(words) for words in lines] == [5, *[4] * (len(lines) - 1)]
    assert len(lines) > 1
