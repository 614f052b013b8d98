"""Parliamentary resolutions, in any official EU language, as one validated knowledge graph.

Text becomes units, units become findings and mentions, mentions become statements, statements become Turtle.
:func:`kzgraph.pipeline.build` is the whole chain.
"""

__version__ = "0.1.0"
