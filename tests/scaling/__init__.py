"""The benchmark of whole archives."""
