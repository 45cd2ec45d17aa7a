"""Reads a graph file with networkx and compares what networkx makes of it with what the file says."""

import json
import sys

import networkx

with open(sys.argv[1], encoding="utf-8") as file:
    data = json.load(file)
graph = networkx.node_link_graph(data, edges="edges")

assert graph.is_directed() and graph.is_multigraph()
assert graph.number_of_nodes() == len(data["nodes"]) > 0
assert graph.number_of_edges() == len(data["edges"]) > 0
for edge in data["edges"]:
    read = graph.edges[edge["source"], edge["target"], edge["key"]]
    assert read["relation"] == edge["relation"] and read["sign"] in ("-", "+", "0")
    assert read["count"] == len(read["statements"]) >= 1
    assert all(statement["document"] for statement in read["statements"])
for node, attributes in graph.nodes(data=True):
    assert attributes["name"] and attributes["kind"], node
print(f"networkx {networkx.__version__}: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges, as written")
