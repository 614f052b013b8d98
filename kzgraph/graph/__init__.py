"""From works to RDF: terms, statements, writers and validation. Only here and in ``publish`` is RDF known."""
