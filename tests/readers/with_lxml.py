"""Checks GEXF against its schema with lxml, and its spells against the dates of the statements.

with_lxml.py FILE WRITTEN: WRITTEN is the same graph as node-link JSON.
"""

import calendar
import json
import os
import sys
from collections import defaultdict

from lxml import etree

import said

GEXF = "{http://gexf.net/1.3}"


def days(date):
    """The first and the last day of a date, as text."""
    first, _, last = date.partition("/")
    last = last or first
    if len(last) == 4:
        last += "-12"
    if len(last) == 7:
        year, month = int(last[:4]), int(last[5:])
        last += f"-{calendar.monthrange(year, month)[1]:02}"
    return first + "0000-01-01"[len(first) :], last


def apart(dates):
    spells = []
    for start, end in sorted(map(days, dates)):
        if spells and start <= spells[-1][1]:
            spells[-1][1] = max(end, spells[-1][1])
        else:
            spells.append([start, end])
    return [tuple(spell) for spell in spells]


def main(path, written):
    reader = f"lxml {etree.__version__}, gexf"
    tree = etree.parse(path, etree.XMLParser(huge_tree=True))
    schema = etree.RelaxNG(etree.parse(os.path.join(os.path.dirname(os.path.abspath(__file__)), "gexf.rng")))
    if not schema.validate(tree):
        sys.exit(f"{reader}: {schema.error_log.last_error}")
    values = lambda element: {one.get("for"): one.get("value") for one in element.iter(f"{GEXF}attvalue")}
    spells = lambda element: [(spell.get("start"), spell.get("end")) for spell in element.iter(f"{GEXF}spell")]
    declared = defaultdict(set)
    for attributes in tree.iter(f"{GEXF}attributes"):
        declared[attributes.get("class")] |= {attribute.get("id") for attribute in attributes}

    nodes, times = [], {}
    for node in tree.iter(f"{GEXF}node"):
        if not values(node).keys() <= declared["node"]:
            sys.exit(f"{reader}: a node has an attribute that is not declared")
        nodes.append((node.get("id"), node.get("label")))
        times[node.get("id")] = spells(node)
    edges, unique = [], set()
    for edge in tree.iter(f"{GEXF}edge"):
        value = values(edge)
        if not value.keys() <= declared["edge"]:
            sys.exit(f"{reader}: an edge has an attribute that is not declared")
        ends = {"source": edge.get("source"), "target": edge.get("target")}
        edges.append({key: value.get(key, "") for key in said.EDGE} | ends | {"count": int(value["count"])})
        key = (*ends.values(), edge.get("kind"))
        if key in unique or edge.get("kind") != value["relation"] or edge.get("weight") != value["count"]:
            sys.exit(f"{reader}: kind or weight of {key!r}")
        unique.add(key)
        times[key] = spells(edge)
    said.compare(reader, (nodes, edges), said.written(written, xml=True))

    expected = defaultdict(list)
    with open(written, encoding="utf-8") as file:
        for edge in json.load(file)["edges"]:
            source, target, relation = (said.held(edge[key]) for key in ("source", "target", "relation"))
            for date in filter(None, (statement["date"] for statement in edge["statements"])):
                # The dates of XML Schema begin with the year 1.
                if date >= "0001":
                    for key in (source, target, (source, target, relation)):
                        expected[key].append(date)
    for key, found in times.items():
        if found != apart(expected[key]):
            sys.exit(f"{reader}: the spells of {said.short(key)} are {found}, not {apart(expected[key])}")
    mode = "dynamic" if expected and any(expected.values()) else "static"
    if tree.find(f"{GEXF}graph").get("mode") != mode:
        sys.exit(f"{reader}: the graph is not {mode}")
    print(f"{reader}: valid, with the spells of {sum(map(bool, times.values()))} nodes and edges")


if __name__ == "__main__":
    main(*sys.argv[1:])
