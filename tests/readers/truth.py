"""Gathers the edges of a data file by itself, and compares them with what `standoff export --to graph` makes of it.

truth.py DATA WRITTEN: DATA is a data file in JSON, JSON Lines or CSV, or a folder of them; WRITTEN is the node-link
JSON.
"""

import csv
import json
import os
import sys
import unicodedata

import said

LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold(name):
    """A name without case, diacritics and punctuation, which is how names are compared."""
    name = unicodedata.normalize("NFKD", name.lower())
    name = "".join(c for c in name if unicodedata.combining(c) < 10).translate(LETTERS).lower()
    name = "".join(c for c in name if c not in "'’ʼ`")
    words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in name).split()
    return " ".join(words)


def several(value):
    return [] if value is None else [value] if isinstance(value, str) else value


def read(path, data):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if os.path.isfile(os.path.join(path, name)):
                read(os.path.join(path, name), data)
        return
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".jsonl"):
            data["statements"] += map(json.loads, file)
        elif path.endswith(".csv"):
            for row in csv.DictReader(file):
                row = {key: value or None for key, value in row.items()}
                for key in ("source", "target", "document"):
                    row[key] = row[key].split("; ") if row[key] else None
                data["statements"].append(row)
        elif path.endswith(".json"):
            value = json.load(file)
            kind = os.path.basename(path).removesuffix(".json")
            for key, records in ({kind: value} if isinstance(value, list) else value).items():
                if key in data:
                    data[key] += records


def bounds(date):
    """The first and the last day, near enough to sort by: no month has more than 31 days."""
    first, _, last = date.partition("/")
    last = last or first
    return first + "0000-01-01"[len(first) :], last + "0000-12-31"[len(last) :]


def edges(path):
    data = {"documents": [], "actors": [], "relations": [], "statements": []}
    read(path, data)
    ids = {}
    for actor in data["actors"]:
        for name in [actor["id"], actor.get("name", actor["id"]), *actor.get("aliases", [])]:
            ids[fold(name) or name.strip().lower()] = actor["id"]
    relations = {fold(relation["id"]): relation for relation in data["relations"]}
    gathered = {}
    for statement in data["statements"]:
        if statement.get("negated") in (True, "true"):
            continue
        relation = relations.get(fold(statement["relation"]), {"id": statement["relation"]})
        # Where there is no table of actors, a name is an actor.
        actor = lambda name: ids.setdefault(fold(name) or name.strip().lower(), name)
        ties = {(actor(s), actor(t)) for s in several(statement["source"]) for t in several(statement["target"])}
        for source, target in ties:
            edge = gathered.setdefault((source, target, relation["id"]), {"count": 0, "dates": [], "documents": set()})
            edge["count"] += 1
            edge["sign"] = relation.get("sign")
            edge["dates"] += several(statement.get("date"))
            edge["documents"].update(several(statement.get("document")))
    for edge in gathered.values():
        dates = edge.pop("dates")
        edge["first"] = min(dates, key=bounds, default=None)
        edge["last"] = max(dates, key=lambda date: bounds(date)[::-1], default=None)
        edge["documents"] = len(edge["documents"])
    return gathered


def main(path, written):
    expected = edges(path)
    with open(written, encoding="utf-8") as file:
        graph = json.load(file)
    found = {(edge["source"], edge["target"], edge["relation"]): edge for edge in graph["edges"]}
    if len(found) != len(graph["edges"]):
        sys.exit(f"{path}: an edge comes twice")
    for key in found.keys() ^ expected.keys():
        sys.exit(f"{path}: the edge {said.short(key)} is only {'in the graph' if key in found else 'in the data'}")
    for key, edge in expected.items():
        for name, value in edge.items():
            # Signs of built-in relations are not in the data.
            if found[key][name] != value and (name, value) != ("sign", None):
                values = f"{said.short(found[key][name])}, and {said.short(value)} in the data"
                sys.exit(f"{path}: {name} of the edge {said.short(key)} is {values}")
    ends = {end for source, target, _ in expected for end in (source, target)}
    if ends != {node["id"] for node in graph["nodes"]}:
        sys.exit(f"{path}: other nodes than the ends of the edges")
    print(f"{path}: {len(ends)} nodes and {len(expected)} edges, as in the data")


if __name__ == "__main__":
    main(*sys.argv[1:])
