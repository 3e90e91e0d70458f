// One million URLs through SitemapAndIndexStream to files, as its README shows. Prints the seconds it took.
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SitemapAndIndexStream, SitemapStream } from "sitemap";

const [count, folder] = [Number(process.argv[2]), process.argv[3]];
const two = (number) => String(number).padStart(2, "0");
const entries = Array.from({ length: count }, (_, i) => ({
  url: `https://example.org/learn/subject-${i % 97}/questions/what-is-number-${String((i * 7919) % count).padStart(7, "0")}`,
  lastmod: `2025-${two((i % 12) + 1)}-${two((i % 28) + 1)}`,
}));
const begun = performance.now();
const stream = new SitemapAndIndexStream({
  limit: 50000,
  lastmodDateOnly: true,
  getSitemapStream: (number) => {
    const part = new SitemapStream({ hostname: "https://example.org", lastmodDateOnly: true });
    const name = `sitemap-${number + 1}.xml`;
    const file = part.pipe(createWriteStream(join(folder, name)));
    return [`https://example.org/${name}`, part, file];
  },
});
await pipeline(Readable.from(entries), stream, createWriteStream(join(folder, "sitemap.xml")));
console.log((performance.now() - begun) / 1000);
