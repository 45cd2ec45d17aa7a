"""What a graph says: as `standoff export --to graph` writes it, and as the readers of other formats found it.

A reader makes a list of nodes, (id, name), and one of edges, with the names of EDGE, and calls `compare`.
"""

import json
import re
import sys

EDGE = ("source", "target", "relation", "sign", "count", "first", "last", "statements", "evidence")

# What XML 1.0 has no character for.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def held(text):
    return NO_XML.sub("\ufffd", text) if isinstance(text, str) else text


def line(statement):
    """A statement in a line, as the formats without lists have it."""
    several = lambda value: ", ".join([value] if isinstance(value, str) else value or [])
    said = statement["gist"]
    if said is None and "quote" in statement:
        # Where nobody has put it in few words, there are the first that the document has.
        words = " ".join(statement["quote"].split())
        said = f"“{words[:160].rstrip()}…”" if len(words) > 160 else f"“{words}”"
    gist = f": {said}" if said else ""
    certainty = f" ({statement['certainty']})" if "certainty" in statement else ""
    document = several(statement["document"])
    text = f"{statement['date'] or 'undated'}{gist}{certainty} [{document}] {statement['id']}"
    return text.replace("\n", " ").replace("\r", " ")


def written(path, xml=False, flat=True):
    """The nodes and edges of a node-link file, with U+FFFD for what XML does not have."""
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    fit = held if xml else lambda text: text
    # Where there are no nulls, an empty text says that there is no date.
    none = "" if flat else None
    nodes = [(fit(node["id"]), fit(node["name"])) for node in data["nodes"]]
    edges = []
    for edge in data["edges"]:
        statements = edge["statements"]
        if len(statements) != edge["count"]:
            sys.exit(f"{path}: an edge lists {len(statements)} of {edge['count']} statements")
        row = {key: edge[key] for key in EDGE[:5]}
        row["first"] = none if edge["first"] is None else edge["first"]
        row["last"] = none if edge["last"] is None else edge["last"]
        row["statements"] = sorted(statement["id"] for statement in statements)
        row["evidence"] = "\n".join(line(statement) for statement in statements)
        edges.append({key: [fit(one) for one in value] if key == "statements" else fit(value) for key, value in row.items()})
    return nodes, edges


def listed(text, expected):
    """The members of a joined list: a member may hold what joins, so that only those expected can tell them apart."""
    parts, left = [], text
    for member in sorted(expected, key=len, reverse=True):
        if member in left:
            parts.append(member)
            left = left.replace(member, "", 1)
    return sorted(parts) if not left.strip("; ") else [text]


def short(value):
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:200]} … {text[-90:]}"


def compare(reader, found, expected):
    """Ends the program where what was found is not what was written."""
    (nodes, edges), (expected_nodes, expected_edges) = found, expected
    for what, here, there in [("node", nodes, expected_nodes), ("edge", edges, expected_edges)]:
        if len(here) != len(there):
            sys.exit(f"{reader}: {len(here)} {what}s, {len(there)} were written")
    for here, there in zip(sorted(nodes), sorted(expected_nodes)):
        if here != there:
            sys.exit(f"{reader}: the node {short(here)} was written as {short(there)}")
    key = lambda edge: (edge["source"], edge["target"], edge["relation"])
    for here, there in zip(sorted(edges, key=key), sorted(expected_edges, key=key)):
        here = dict(here)
        if isinstance(here["statements"], str):
            here["statements"] = listed(here["statements"], there["statements"])
        for name in EDGE:
            if here[name] != there[name]:
                values = f"{short(here[name])}, {short(there[name])} was written"
                sys.exit(f"{reader}: {name} of the edge {short(key(there))} is {values}")
    print(f"{reader}: {len(nodes)} nodes and {len(edges)} edges, as written")
