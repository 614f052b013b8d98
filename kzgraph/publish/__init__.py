"""Graphs into stores: one named graph per resolution, replaced whole or not at all, and only what changed."""
