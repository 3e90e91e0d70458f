"""Tables and sample content that ship with the package."""
