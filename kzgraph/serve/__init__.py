"""A server for those without a store: SPARQL, graphs and a description of every IRI, read-only, over HTTP."""
