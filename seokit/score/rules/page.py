"""Rules about the HTML document itself: doctype, charset, viewport, head."""
