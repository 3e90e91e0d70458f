"""What is remembered of texts: the last ones, and none that is very long."""

from __future__ import annotations

from seokit.extract.remember import LONGEST, remembered


def test_texts_are_worked_out_once_but_for_long_ones():
    asked: list[str] = []

    @remembered(2)
    def size(text: str) -> int:
        """Its length."""
        asked.append(text)
        return len(text)

    assert [size("a"), size("b"), size("a")] == [1, 1, 1]
    assert asked == ["a", "b"]
    assert size("ccc") == 3
    assert size("b") == 1  # forgotten: two others came after it
    assert asked == ["a", "b", "ccc", "b"]
    long = "x" * (LONGEST + 1)
    assert size(long) == size(long) == LONGEST + 1
    assert asked[-2:] == [long, long]
    assert (size.__name__, size.__doc__) == ("size", "Its length.")
