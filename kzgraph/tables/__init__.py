"""Graphs as tables for people without RDF: CSV and JSON, with metadata that says what each column means (CSV on the Web)."""
