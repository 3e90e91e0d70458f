"""One module a topic; a rule is one function."""
