"""What a parser may stumble over, in words; what it mends without loss is not worth a word."""

from __future__ import annotations

# The standard's name of a parse error → the sentence. Each loses all that follows.
PARSE_ERRORS = {
    "eof-in-comment": "a comment is never closed (-->): nothing after its <!-- is read",
    "eof-in-tag": "a tag is never closed (>): nothing after its < is read",
    "eof-in-script-html-comment-like-text": (
        "a script holds <!-- without -->, and so does not end at </script>: nothing after it is read"
    ),
}
