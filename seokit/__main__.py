"""`python -m seokit`."""

from seokit.cli import main

main()
