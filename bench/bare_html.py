"""The bare limit for built pages: title, metas, headings, links, images and text by turbohtml, nothing else."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator

import turbohtml

CHUNK = 200


def walk(folder: str) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from walk(entry.path)
        elif entry.name.endswith(".html"):
            yield entry.path


def extract(paths: list[str]) -> int:
    for path in paths:
        fd = os.open(path, os.O_RDONLY)
        data = os.read(fd, 1 << 24)
        os.close(fd)
        doc = turbohtml.parse(data)
        title = doc.select_one("title")
        _ = title.text if title else ""
        _ = [(tag.attr("name") or tag.attr("property"), tag.attr("content")) for tag in doc.select("meta")]
        _ = [(tag.tag, tag.text) for tag in doc.select("h1,h2,h3,h4,h5,h6")]
        _ = [(tag.attr("href"), tag.text) for tag in doc.select("a")]
        _ = [(tag.attr("src"), tag.attr("alt")) for tag in doc.select("img")]
        doc.to_text()
    return len(paths)


def main(folder: str, jobs: int) -> None:
    files = list(walk(folder))
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    if jobs == 1:
        print(sum(map(extract, chunks)))
        return
    with multiprocessing.Pool(jobs) as pool:
        print(sum(pool.imap(extract, chunks)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
