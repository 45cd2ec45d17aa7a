"""The graph as `standoff export --to graph` has it, in a form that readers can be compared with."""

import calendar
import json
import subprocess


class Different(Exception):
    """What a reader found is not what was written."""


def export(standoff, data, name, path):
    # 1 says that there are no edges, and is no error.
    run = subprocess.run([standoff, "export", data, "--to", name, "-o", path], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{data}: {name}: {run.stderr}")
    return path


def ends(date):
    """Both ends of a date of EDTF: days, months or years."""
    first, _, last = date.partition("/")
    return first, last or first


def days(date):
    """The first and the last day that a date may be."""
    first, last = ends(date)
    first = {4: f"{first}-01-01", 7: f"{first}-01"}.get(len(first), first)
    if len(last) == 4:
        last = f"{last}-12"
    if len(last) == 7:
        year, month = map(int, last.split("-"))
        # The calendar of Python begins with the year 1; leap years come again after 400.
        last = f"{last}-{calendar.monthrange(year + 400, month)[1]}"
    return first, last


def listed(value):
    return value if isinstance(value, list) else [] if value is None else [value]


class Graph:
    def __init__(self, path):
        whole = json.loads(path.read_text(encoding="utf-8"))
        self.actors = {node["id"]: node for node in whole["nodes"]}
        self.documents = {document["id"]: document for document in whole["graph"]["documents"]}
        self.edges = {(edge["source"], edge["relation"], edge["target"]): edge for edge in whole["edges"]}
        self.statements = {said["id"]: said for edge in whole["edges"] for said in edge["statements"]}
        if len(self.edges) != len(whole["edges"]):
            raise Different("two edges have the same ends and relation")

    def counts(self):
        return {key: edge["count"] for key, edge in self.edges.items()}

    def signs(self):
        return {edge["relation"]: edge["sign"] for edge in self.edges.values()}

    def ties(self):
        """The statement, source, relation, target and date of each tie."""
        return [
            (said["id"], *key, said["date"]) for key, edge in self.edges.items() for said in edge["statements"]
        ]


def same(what, found, expected):
    """Compares sets, dictionaries or values, and says one that differs."""
    if found == expected:
        return
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *found]:
            if found.get(key) != expected.get(key) or (key in found) != (key in expected):
                raise Different(f"{what}: {key!r} is {found.get(key)!r} and should be {expected.get(key)!r}")
    if isinstance(expected, set) and isinstance(found, set):
        raise Different(f"{what}: only read {list(found - expected)[:3]!r}, only written {list(expected - found)[:3]!r}")
    raise Different(f"{what}: {found!r} is not {expected!r}")
