"""Rules about structured data: JSON-LD against schema.org and the search engines' own requirements."""
