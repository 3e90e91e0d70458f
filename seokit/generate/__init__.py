"""What is made of an audit and of pages: reports, sitemaps, head tags."""
