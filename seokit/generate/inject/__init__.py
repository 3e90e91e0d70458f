"""Head tags spliced into the files of a site: one block between two comments, and nothing else touched."""
