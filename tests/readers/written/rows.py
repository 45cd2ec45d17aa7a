"""The formats that are data again: a prepared file, read by DuckDB and pyarrow; the data file, folded into edges
here; and the table of statements, read cell by cell."""

import csv
import datetime
import json

import duckdb
import pyarrow.parquet

from .gephi import plain
from .graph import days, listed, same


def edges_of(ties):
    """The statements of each edge, of pairs of an edge and a statement."""
    edges = {}
    for key, statement in ties:
        edges.setdefault(key, set()).add(statement)
    return edges


def compare(ties, graph):
    expected = {key: {said["id"] for said in edge["statements"]} for key, edge in graph.edges.items()}
    same("edges and their statements", edges_of(ties), expected)


def check_parquet(path, graph):
    since = "CAST({} - DATE '1970-01-01' AS INT)".format
    dates = f"{since('first_day')}, {since('last_day')}"
    query = f"SELECT source, relation, target, statement, {dates} FROM '{path}' WHERE NOT negated"
    read = duckdb.sql(query).fetchall()
    compare((((source, relation, target), id) for source, relation, target, id, _, _ in read), graph)
    dates = {(id, first, last) for *_, id, first, last in read}
    same("days", dates, {(id, *numbers(said["date"])) for id, said in graph.statements.items()})
    table = pyarrow.parquet.read_table(path, columns=["source", "relation", "target", "statement", "negated"]).to_pylist()
    kept = [row for row in table if not row["negated"]]
    compare((((row["source"], row["relation"], row["target"]), row["statement"]) for row in kept), graph)
    return f"{len(table)} ties, {len(table) - len(kept)} of them negated"


def numbers(date):
    """The first and the last day of a date, counted from 1970."""
    if not date:
        return None, None
    # The calendar of Python begins with the year 1; days come again after 400 years.
    later = [datetime.date(int(day[:4]) % 9600 + 400, *map(int, day[5:].split("-"))) for day in days(date)]
    ages = [int(day[:4]) // 9600 * 9600 - 400 for day in days(date)]
    epoch = datetime.date(1970, 1, 1)
    return tuple((day - epoch).days + age // 400 * 146_097 for day, age in zip(later, ages))


def compare_data(whole, graph):
    """Makes edges of statements, which are those of the graph."""
    ties = []
    for said in whole["statements"]:
        if not said.get("negated"):
            ends = [(source, target) for source in listed(said["source"]) for target in listed(said["target"])]
            ties += [((source, said["relation"], target), said["id"]) for source, target in ends]
    compare(ties, graph)
    for said in whole["statements"]:
        if said["id"] in graph.statements:
            same(f"the date of {said['id']}", said.get("date"), graph.statements[said["id"]]["date"])
    known = {actor["id"]: actor.get("name", actor["id"]) for actor in whole.get("actors", [])}
    for id, actor in graph.actors.items():
        same(f"the name of {id}", known.get(id, actor["name"]), actor["name"])


def check_data(path, graph):
    whole = json.loads(path.read_text(encoding="utf-8"))
    compare_data(whole, graph)
    return f"{len(whole['statements'])} statements"


def value(name, cell):
    """A cell as the data file has it."""
    if name in ("document", "source", "target"):
        several = json.loads(cell) if cell.startswith("[") else [part.strip() for part in cell.split(";")]
        return several[0] if len(several) == 1 else several
    if name == "span":
        return [int(end) for end in cell.split("-")]
    return True if name == "negated" else cell


def check_statements(path, graph):
    csv.field_size_limit(2**31 - 1)
    whole = {"statements": []}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, strict=True):
            for cell in row.values():
                same(f"{cell[:40]!r} is a formula", cell.startswith(("=", "+", "-", "@")), False)
            about = json.loads(plain(row.pop("about")) or "{}")
            for key, piece in about.items():
                whole[key] = whole.get(key, []) + piece if isinstance(piece, list) else piece
            cells = {name: plain(cell) for name, cell in row.items() if cell}
            if cells:
                whole["statements"].append({name: value(name, cell) for name, cell in cells.items()})
    beside = json.loads(path.with_name("written.data.json").read_text(encoding="utf-8"))
    for ours, theirs in zip(whole["statements"], beside["statements"]):
        same(f"the statement {theirs['id']}", ours, without_nothing(theirs))
    same("data", {**whole, "statements": len(whole["statements"])}, {**beside, "statements": len(beside["statements"])})
    compare_data(whole, graph)
    return f"{len(whole['statements'])} rows, the same as the data file"


def without_nothing(statement):
    """An empty cell says nothing, and neither does an empty text."""
    return {key: value for key, value in statement.items() if value not in ("", None)}
