"""Texts from the web: what a reference names, which source has it, and what came of asking politely."""
