"""Tests of the ontology, its alignments, prefixes and vocabularies, and of the shapes that keep their style."""
