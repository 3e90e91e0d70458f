"""What most pages have is said once, and whose doing it most likely is."""

from __future__ import annotations

from pathlib import Path

from seokit import api


def test_a_fault_of_a_field_is_not_the_template_s(tmp_path: Path) -> None:
    """Backslash-n in the front matter of nearly all pages was "most likely the template's doing"."""
    for number in range(20):
        answer = r"Feed it daily.\n\nKeep it warm."
        (tmp_path / f"{number:02}.md").write_text(f"---\nquestion: Rye {number}?\nanswer: {answer}\n---\n")
    found = api.audit(tmp_path, preset="cloudcannon-qa", select=["answer-escaped-newlines"]).findings
    assert [one.message for one in found] == [
        "the answer holds 2 newlines as backslash-n; so on 20 of 20 pages: "
        "most likely the editor's or the import's doing"
    ]


def test_a_fault_of_the_head_is_the_template_s(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.html").write_text(f"<title>Rye {number}</title><body><p>Rye")
    found = api.audit(tmp_path, preset="generic", select=["page-doctype-missing"]).findings
    assert len(found) == 1
    assert found[0].message.endswith("; so on 20 of 20 pages: most likely the template's doing")
