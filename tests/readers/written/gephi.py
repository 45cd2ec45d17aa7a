"""The tables for Gephi, read the way its importer does: RFC 4180, and a backslash before a backslash."""

import csv
import re

from .graph import days, same

WORDS = {"-": "negative", "+": "positive", "0": "neutral"}


def plain(cell):
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    if cell.startswith("'") and cell.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r")):
        return cell[1:]
    return cell


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for row in rows:
        for name, cell in row.items():
            # Every backslash is two, so that no other escape can be seen.
            same(f"backslashes in {path.name}", re.sub(r"\\\\", "", cell).count("\\"), 0)
            if cell.startswith(("=", "+", "-", "@")):
                same(f"{name} is a formula", cell, "'" + cell)
            row[name] = plain(cell.replace("\\\\", "\\"))
    return rows


def written(text):
    """What a table can hold of a text."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def check(folder, graph):
    nodes, edges = table(folder / "nodes.csv"), table(folder / "edges.csv")
    header = (folder / "edges.csv").read_text(encoding="utf-8").split("\n")[0].strip().split(",")
    same("the first columns", header[:8], ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Timeset"])
    same(
        "actors",
        {node["Id"]: (node["Label"], node["kind"]) for node in nodes},
        {written(id): (written(actor["name"]), actor["kind"]) for id, actor in graph.actors.items()},
    )
    found, expected = {}, {}
    for edge in edges:
        same("direction", edge["Type"], "Directed")
        same("relation", edge["Label"], edge["Kind"])
        times = re.findall(r"\[(\S+), (\S+)\]", edge["Timeset"])
        same("times", edge["Timeset"], f"<{'; '.join(f'[{first}, {last}]' for first, last in times)}>" if times else "")
        same("times in order", [a[1] < b[0] for a, b in zip(times, times[1:])], [True] * (len(times) - 1 if times else 0))
        covered = (times[0][0], times[-1][1]) if times else None
        found[edge["Source"], edge["Kind"], edge["Target"]] = (int(edge["Weight"]), edge["sign"], covered)
    for (source, relation, target), edge in graph.edges.items():
        dates = [days(said["date"]) for said in edge["statements"] if said["date"]]
        covered = (min(first for first, _ in dates), max(last for _, last in dates)) if dates else None
        key = written(source), written(relation), written(target)
        expected[key] = (edge["count"], WORDS[edge["sign"]], covered)
    same("edges", found, expected)
    same("ids of edges", len({edge["Id"] for edge in edges}), len(edges))
    return f"{len(nodes)} nodes, {len(edges)} edges"
