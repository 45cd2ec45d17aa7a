#!/usr/bin/env python3
"""Checks what `standoff rank` says against networkx, on the graph that `standoff export` writes.

rank.py STANDOFF DATA...: the program, and data that it can read.
"""

import json
import subprocess
import sys

import networkx


def said(program, *words):
    return json.loads(subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout)


def check(program, data):
    many = networkx.node_link_graph(said(program, "export", data, "--to", "graph", "--receipts", "0"), edges="edges")
    graph = networkx.DiGraph()
    graph.add_nodes_from(many)
    for source, target, edge in many.edges(data=True):
        before = graph.get_edge_data(source, target, {"weight": 0})["weight"]
        graph.add_edge(source, target, weight=before + edge["count"])
    hubs, authorities = networkx.hits(graph, max_iter=100_000, tol=1e-15)
    around = lambda actor: set(graph.successors(actor)) | set(graph.predecessors(actor))
    others = {actor: len(around(actor) - {actor}) for actor in graph}
    theirs = {
        "pagerank": networkx.pagerank(graph, tol=1e-15, max_iter=10_000),
        "betweenness": networkx.betweenness_centrality(graph, normalized=False),
        "hubs": hubs,
        "authorities": authorities,
        "others": others,
    }
    for measure, expected in theirs.items():
        rows = said(program, "rank", data, "--measure", measure, "--to", "json", "--receipts", "0")["ranking"]
        ours = {row["actor"]: row["score"] for row in rows}
        if ours.keys() != expected.keys():
            sys.exit(f"{data}: {measure}: other actors")
        apart = max(abs(ours[actor] - expected[actor]) / max(1, abs(expected[actor])) for actor in ours)
        if apart > 1e-9:
            sys.exit(f"{data}: {measure}: apart by {apart:.2e}")
        scores = [row["score"] for row in rows]
        if any(after > before + 1e-9 * max(1, before) for before, after in zip(scores, scores[1:])):
            sys.exit(f"{data}: {measure}: out of order")
    print(f"{data}: {len(graph)} actors: networkx ranks them the same")


if __name__ == "__main__":
    for file in sys.argv[2:]:
        check(sys.argv[1], file)
