"""Rules about Open Graph and Twitter tags."""
