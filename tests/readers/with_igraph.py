"""Reads GraphML with python-igraph and compares what it finds with what was written.

with_igraph.py FILE WRITTEN: WRITTEN is the same graph as node-link JSON.
"""

import sys

import igraph

import said


def main(path, written):
    reader = f"igraph {igraph.__version__}, graphml"
    graph = igraph.Graph.Read_GraphML(path)
    if not graph.is_directed():
        sys.exit(f"{reader}: not directed")
    nodes = [(node["actor"], node["name"]) for node in graph.vs]
    edges = []
    for edge in graph.es:
        source, target = graph.vs[edge.source]["actor"], graph.vs[edge.target]["actor"]
        edges.append({key: edge[key] for key in said.EDGE[2:]} | {"source": source, "target": target})
    said.compare(reader, (nodes, edges), said.written(written, xml=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
