"""Random resolutions with known answers: drawn from packs, vocabularies and phrases of our own, and read back for a score."""
