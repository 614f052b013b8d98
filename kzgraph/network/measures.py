"""What is central in a network, as attributes of its nodes."""

from __future__ import annotations

import networkx as nx

#: Digits behind the point: more would differ between machines.
_DIGITS = 6
#: Of a larger network the paths from so many nodes are counted, those of most edges: all would take the square of its size.
_SOURCES = 400


def measured(graph: nx.Graph) -> nx.Graph:
    """Return a network with ``degree``, ``degree_centrality``, ``betweenness`` and ``closeness`` on each node.

    Degree counts edges, in a directed network those that come (``in_degree``) and go (``out_degree``) too. Betweenness is the
    share of shortest paths that lead over a node, closeness the harmonic mean of nearness (Boldi and Vigna 2014), which is
    defined in networks of several pieces.

    Args:
        graph: The network; it is not changed.

    >>> star = nx.star_graph(3)
    >>> [measured(star).nodes[node]["betweenness"] for node in (0, 1)]
    [1.0, 0.0]
    """
    graph = graph.copy()
    count = len(graph)
    plain = graph.to_undirected(as_view=True) if graph.is_directed() else graph
    sources = sorted(graph, key=lambda node: (-graph.degree(node), str(node)))[:_SOURCES]
    targets = list(graph)
    if len(sources) == count:
        between = nx.betweenness_centrality(plain)
    else:
        between = nx.betweenness_centrality_subset(plain, sources, targets, normalized=False)
        most = max(between.values(), default=0.0) or 1.0
        between = {node: value / most for node, value in between.items()}
    near = nx.harmonic_centrality(plain, sources=sources)
    for node, values in graph.nodes(data=True):
        values["degree"] = graph.degree(node)
        if graph.is_directed():
            values["in_degree"] = graph.in_degree(node)
            values["out_degree"] = graph.out_degree(node)
        values["degree_centrality"] = round(graph.degree(node) / max(1, count - 1), _DIGITS)
        values["betweenness"] = round(between[node], _DIGITS)
        values["closeness"] = round(near[node] / max(1, len(sources) - 1), _DIGITS)
    return graph
