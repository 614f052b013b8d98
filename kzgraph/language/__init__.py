"""What is known about each language: packs of grammar, read from data."""
