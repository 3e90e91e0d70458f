"""Front matter files → Pages."""
