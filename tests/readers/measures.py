#!/usr/bin/env python3
"""Checks standoff's network measures against python-igraph and networkx.

measures.py MEASURES FILE...: the program is the example `measures`; each file is data that it can read.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import igraph
import networkx
import numpy as np

NAMES = ["edges", "starts", "pagerank", "hits", "distances", "components", "betweenness", "triangles", "triads"]
UNREACHED = 2**32 - 1


def close(what, ours, theirs, most=1e-9):
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    apart = np.abs(ours - theirs) / np.maximum(1, np.abs(theirs))
    if ours.shape != theirs.shape or apart.max(initial=0) > most:
        sys.exit(f"{what}: {ours.shape}, {theirs.shape}, apart by {apart.max(initial=0):.2e}")


def groups(numbers):
    of = {}
    for actor, number in enumerate(numbers):
        of.setdefault(number, []).append(actor)
    return sorted(of.values())


def census(both):
    """Triads by the signs of their ties, from the definition: all pairs of neighbours of each actor."""
    classes = [0] * 5
    for a in both:
        later = sorted(b for b in both[a] if b > a)
        for at, b in enumerate(later):
            for c in later[at + 1 :]:
                if both.has_edge(b, c):
                    signs = [np.sign(both[x][y]["net"]) for x, y in ((a, b), (b, c), (a, c))]
                    classes[4 if 0 in signs else sum(sign < 0 for sign in signs)] += 1
    return classes


def check(program, path):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, path, folder, *NAMES], check=True, stdout=subprocess.DEVNULL)
        floats = lambda name: np.fromfile(Path(folder, name), dtype="<f8")
        numbers = lambda name: np.fromfile(Path(folder, name), dtype="<u4")
        edges = np.fromfile(Path(folder, "edges"), dtype="<i4").reshape(-1, 4).tolist()
        ranks, hubs, authorities = floats("pagerank"), floats("hubs"), floats("authorities")
        between, triangles, triads = floats("betweenness"), floats("triangles"), floats("triads")
        distances, components, busiest = numbers("distances"), numbers("components"), int(numbers("busiest")[0])
    actors = range(len(ranks))
    graph = networkx.DiGraph()
    graph.add_nodes_from(actors)
    both = networkx.Graph(graph)
    for source, target, count, net in edges:
        graph.add_edge(source, target, weight=count)
        if source != target:
            before = both.get_edge_data(source, target, {"net": 0})["net"]
            both.add_edge(source, target, net=before + net)
    other = igraph.Graph(n=len(ranks), edges=[edge[:2] for edge in edges], directed=True)
    other.es["weight"] = [edge[2] for edge in edges]

    in_order = lambda found: [found[actor] for actor in actors]
    close("PageRank of igraph", ranks * len(ranks), np.array(other.pagerank(weights="weight")) * len(ranks))
    theirs = np.array(in_order(networkx.pagerank(graph, tol=1e-15, max_iter=10_000)))
    close("PageRank of networkx", ranks * len(ranks), theirs * len(ranks))
    their_hubs, their_authorities = networkx.hits(graph, max_iter=100_000, tol=1e-15)
    close("hubs of networkx", hubs, in_order(their_hubs))
    close("authorities of networkx", authorities, in_order(their_authorities))
    close("betweenness of igraph", between, other.betweenness())
    close("betweenness of networkx", between, in_order(networkx.betweenness_centrality(graph, normalized=False)))
    close("triangles of networkx", triangles, in_order(networkx.triangles(both)))
    close("triads by definition", triads, census(both))
    theirs = networkx.single_source_shortest_path_length(graph, busiest)
    close("distances of networkx", distances, [theirs.get(actor, UNREACHED) for actor in actors])
    if groups(components) != sorted(map(sorted, networkx.strongly_connected_components(graph))):
        sys.exit("components: others than those of networkx")
    if groups(components) != groups(other.connected_components(mode="strong").membership):
        sys.exit("components: others than those of igraph")
    print(f"{path}: {len(ranks)} actors, {len(edges)} ties: igraph and networkx measure the same")


if __name__ == "__main__":
    for file in sys.argv[2:]:
        check(sys.argv[1], file)
