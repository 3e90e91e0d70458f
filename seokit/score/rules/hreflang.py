"""Rules about languages: the hreflang alternates and the declared language of a page."""
