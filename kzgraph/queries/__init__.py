"""Questions to a graph: those of ``ontology/queries`` and those of users, asked of a dataset, answered in the forms of SPARQL."""
