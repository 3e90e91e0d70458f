"""Rules about images: alternative texts, files, dimensions."""
