"""A network in the forms that other programs read: GraphML, GEXF and node-link JSON; sorted, and without a clock."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

import networkx as nx

_CLOCK = re.compile(r' lastmodifieddate="[^"]*"')
# Characters that no XML file can hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def graphml(graph: nx.Graph) -> str:
    """Return a network as GraphML.

    Args:
        graph: The network.
    """
    return "\n".join(nx.generate_graphml(_plain(graph))) + "\n"


def gexf(graph: nx.Graph) -> str:
    """Return a network as GEXF 1.2, as Gephi reads it.

    Args:
        graph: The network.
    """
    return _CLOCK.sub("", "\n".join(nx.generate_gexf(_plain(graph)))) + "\n"


def node_link(graph: nx.Graph) -> str:
    """Return a network as node-link JSON, as D3 reads it.

    Args:
        graph: The network.
    """
    data = nx.node_link_data(_sorted(graph), edges="links")
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


#: Ending and writer.
WRITERS: Mapping[str, Callable[[nx.Graph], str]] = {"graphml": graphml, "gexf": gexf, "json": node_link}


def _sorted(graph: nx.Graph) -> nx.Graph:
    """The same network, its nodes and edges in order."""
    ordered = graph.__class__()
    ordered.add_nodes_from(sorted(graph.nodes(data=True), key=lambda row: str(row[0])))
    edges = ((*sorted(row[:2]), row[2]) if not graph.is_directed() else row for row in graph.edges(data=True))
    ordered.add_edges_from(sorted(edges, key=lambda row: (str(row[0]), str(row[1]))))
    return ordered


def _plain(graph: nx.Graph) -> nx.Graph:
    """The same in order, without what XML cannot hold."""
    plain = _sorted(graph)
    for _, values in plain.nodes(data=True):
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = _UNWRITABLE.sub("\ufffd", value)
    return plain
