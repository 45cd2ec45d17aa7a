"""The picture in DOT, read by Graphviz."""

import json
import subprocess
from collections import Counter

from .graph import same


def check(path, graph):
    # Where everybody is drawn is all the same here, and takes long for thousands of edges.
    fast = ["-Kpatchwork"] if len(graph.edges) > 500 else []
    run = subprocess.run(["dot", *fast, "-Tjson0", path], capture_output=True, text=True, encoding="utf-8")
    same("exit code", run.returncode, 0)
    same("what dot has to say", run.stderr, "")
    read = json.loads(run.stdout)
    same("direction", read["directed"], True)
    objects = {thing["_gvid"]: thing for thing in read.get("objects", [])}
    edges = read.get("edges", [])
    same("edges", len(edges), len(graph.edges))
    ids = sorted(graph.actors, key=str.encode)
    number = {f"n{place}": id for place, id in enumerate(ids)}
    ends = Counter((number.get(objects[edge["tail"]]["name"]), number.get(objects[edge["head"]]["name"])) for edge in edges)
    same("ends", ends, Counter((source, target) for source, _, target in graph.edges))
    return f"{len(edges)} edges"
