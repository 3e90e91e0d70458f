"""Rules about headings: of Markdown texts and of built pages."""
