"""One page as bytes and as text, so that what is not spliced stays as it is, byte for byte, in any charset."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from seokit.extract.html.decode import Decoded, codec_of, declared, decode_page
from seokit.extract.places import line_and_column
from seokit.generate.charset import held
from seokit.generate.inject.diff import alike
from seokit.generate.inject.document import HeadError, HeadMap, map_head
from seokit.generate.inject.splice import Splice, find_block, take_out

# The codecs of pages that begin with a mark; UTF-32's begin with UTF-16's.
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_MARK = "<!-- seokit:"


class PageError(ValueError):
    """The page cannot be spliced; `reason` says why, `line` where (0: nowhere in particular)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class LeftOut(Exception):  # noqa: N818 - a verdict, not an error
    """The file is not for us; `reason` says why, `line` where."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class PageFile:
    """The bytes of a page and the text that they say."""

    def __init__(self, data: bytes, encoding: str = "") -> None:
        """`encoding` is the codec where it is known already; else it is found as a browser does."""
        self.data = data
        self.text: str
        self._map: HeadMap | None = None
        self._decoded: Decoded | None = None
        self.encoding, self.lossless = encoding, "surrogateescape"
        if not encoding:
            self.encoding = self.decoded.encoding
        if self.encoding in ("utf-16", "utf-32"):
            self.encoding = next(name for mark, name in _WIDE.items() if data.startswith(mark))
        if self.encoding.startswith(("utf-16", "utf-32")):
            self.lossless = "surrogatepass"
        if self.encoding == "utf-8" and self._decoded is not None and not self._decoded.problems:
            self.text = self._decoded.text
            return
        try:
            self.text = data.decode(self.encoding, self.lossless)
        except UnicodeDecodeError as error:
            place = error.object[: error.start].decode(self.encoding, "replace")
            raise PageError(
                f"is not the {self.encoding} that it declares: nothing can be written into it safely",
                line_and_column(place, len(place))[0],
            ) from error

    @property
    def decoded(self) -> Decoded:
        """The page as the extractor decodes it, who replaces what cannot be shown."""
        if self._decoded is None:
            self._decoded = decode_page(self.data)
        return self._decoded

    @property
    def head(self) -> HeadMap:
        """The map of its head. Raises PageError."""
        if self._map is None:
            try:
                self._map = map_head(self.text)
            except HeadError as error:
                raise PageError(str(error)) from error
        return self._map

    @property
    def marked(self) -> bool:
        """Whether a mark of ours stands anywhere in the page. The sign of it that is rare is looked for."""
        at = self.text.find("!")
        while at >= 0:
            if self.text.startswith(_MARK, at - 1):
                return True
            at = self.text.find("!", at + 1)
        return False

    def original(self) -> PageFile:
        """The page without our block; itself where it has none.

        Raises BlockError where the marks are not as we wrote them.
        """
        if not self.marked:
            return self
        block = find_block(self.text, self.head.comments)
        if block is None:
            return self
        return PageFile(self.spliced(take_out(self.text, block)), self.encoding)

    def declares_before(self, at: int) -> bool:
        """Whether the charset is declared before an offset, so that nothing behind can change it.

        Browsers look for it in bytes, with an eye for comments only: a `-->` of ours may end one of theirs.
        """
        return declared(self.data[: len(self._encode(self.text[:at]))]) != ""

    def spliced(self, splices: Sequence[Splice]) -> bytes:
        """The bytes after the splices; all others are the file's own.

        Raises PageError where the codec does not give back the bytes it was made of.
        """
        ascii_only = len(self.data) == len(self.text) and self.data.isascii()
        if ascii_only and len(splices) == 1:
            only = splices[0]
            return b"".join((self.data[: only.start], self._encode(only.text), self.data[only.end :]))
        parts: list[bytes] = []
        at_char = at_byte = 0
        for splice in sorted(splices, key=lambda splice: splice.start):
            start, end = at_byte + splice.start - at_char, at_byte + splice.end - at_char
            if not ascii_only:
                start = at_byte + self._width(at_char, splice.start, at_byte)
                end = start + self._width(splice.start, splice.end, start)
            parts += (self.data[at_byte:start], self._encode(splice.text))
            at_char, at_byte = splice.end, end
        return b"".join((*parts, self.data[at_byte:]))

    def rewritten(self, text: str) -> bytes:
        """The bytes for another text of the page; what both texts begin and end with stays as it is."""
        first = alike(self.text, text)
        last = alike(self.text[first:][::-1], text[first:][::-1])
        return self.spliced([Splice(first, len(self.text) - last, text[first : len(text) - last])])

    def _width(self, start: int, end: int, at: int) -> int:
        """The number of bytes that characters take; they must be those at the byte `at`."""
        made = self._encode(self.text[start:end])
        if not self.data.startswith(made, at):
            line = line_and_column(self.text, start)[0]
            raise PageError(f"holds {self.encoding} that cannot be written back as it was", line)
        return len(made)

    def _encode(self, text: str) -> bytes:
        try:
            return text.encode(self.encoding, self.lossless)
        except UnicodeEncodeError as error:
            raise PageError(f"cannot be written in {self.encoding}: {error.reason}") from error

    def holdable(self, lines: Sequence[str]) -> list[str]:
        """The lines in characters that the page's charset has; the others as references.

        A page gets ASCII where its reader might take other bytes for anything: where it declares no charset, or
        another than its bytes are in, or where it is ASCII itself and only our bytes would tell which it is.
        """
        encoding = self.encoding
        if encoding.startswith(("utf-16", "utf-32")):
            return list(lines)
        label = declared(self.data)
        known = codec_of(label) == encoding if label else self.data.startswith(codecs.BOM_UTF8)
        if known and encoding == "utf-8":
            return list(lines)
        return [held(line, encoding if known and not self.data.isascii() else "ascii") for line in lines]
