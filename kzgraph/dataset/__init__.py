"""A graph in hand: files become an RDF dataset, one named graph per resolution, that can be queried, digested and shown."""
