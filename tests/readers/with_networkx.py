"""Reads a graph with networkx and compares what it finds with what was written.

with_networkx.py FORMAT FILE WRITTEN: FORMAT is graph, links, cyjs, graphml or gexf; WRITTEN is the same graph as
node-link JSON.
"""

import inspect
import json
import sys

import networkx

import said


def node_link(path, edges):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    names = inspect.signature(networkx.node_link_graph).parameters
    if "edges" in names:
        return networkx.node_link_graph(data, edges=edges)
    # Up to 3.3 it is always `links`, unless `link` says otherwise.
    return networkx.node_link_graph(data, link=edges) if "link" in names else networkx.node_link_graph(data)


def cytoscape(path):
    with open(path, encoding="utf-8") as file:
        return networkx.cytoscape_graph(json.load(file))


def main(form, path, written):
    reader = f"networkx {networkx.__version__}, {form}"
    read = {
        "graph": lambda: node_link(path, "edges"),
        "links": lambda: node_link(path, "links"),
        "cyjs": lambda: cytoscape(path),
        "graphml": lambda: networkx.read_graphml(path, force_multigraph=True),
        "gexf": lambda: networkx.read_gexf(path, version="1.3"),
    }[form]
    graph = read()
    xml = form in ("graphml", "gexf")
    if not graph.is_directed():
        sys.exit(f"{reader}: not directed")
    if not graph.is_multigraph() and form != "gexf":
        sys.exit(f"{reader}: one edge a pair")
    if xml and len({key for *_, key in graph.edges(keys=True)} if graph.is_multigraph() else graph.edges) != len(graph.edges):
        sys.exit(f"{reader}: edges share an id")
    name = {"graphml": "actor"}.get(form)
    ids = {node: data[name] if name else node for node, data in graph.nodes(data=True)}
    nodes = [(ids[node], data["name"]) for node, data in graph.nodes(data=True)]
    if form == "gexf" and any(data["name"] != data["label"] for _, data in graph.nodes(data=True)):
        sys.exit(f"{reader}: a label is no name")
    edges = []
    for source, target, data in graph.edges(data=True):
        # What is empty is left out of GEXF, and of GraphML by networkx up to 3.0.
        edge = {key: data.get(key, "") if xml else data.get(key) for key in said.EDGE}
        edge |= {"source": ids[source], "target": ids[target]}
        if not xml:
            if not graph.has_edge(source, target, key=data["relation"]):
                sys.exit(f"{reader}: the key of an edge is not its relation {said.short(data['relation'])}")
            statements = data["statements"]
            edge["statements"] = sorted(statement["id"] for statement in statements)
            lines = "\n".join(said.line(statement) for statement in statements)
            edge["evidence"] = lines
            if form == "cyjs" and data["evidence"] != lines:
                sys.exit(f"{reader}: the evidence is not the statements': {said.short(data['evidence'])}")
        edges.append(edge)
    said.compare(reader, (nodes, edges), said.written(written, xml=xml, flat=xml))


if __name__ == "__main__":
    main(*sys.argv[1:])
