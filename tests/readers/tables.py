#!/usr/bin/env python3
"""Writes data in every format that is made of tables, triples, entities, matrices or DOT, and reads each back with a
program that is not ours, or by the letter of its standard: what comes back must be the graph.

tables.py STANDOFF DATA...: the program, and data that it can read. Each reader is a file in the folder `written`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from written import cypher, dot, entities, gephi, matrices, rows, triples
from written.graph import Different, Graph, export

READERS = [
    ("gephi", "gephi.d", gephi.check),
    ("neo4j", "neo4j.d", cypher.check),
    ("turtle", "ttl", triples.check),
    ("ftm", "ftm.json", entities.check),
    ("dl", "dl", matrices.check_dl),
    ("matrix", "matrix.csv", matrices.check_csv),
    ("parquet", "parquet", rows.check_parquet),
    ("data", "data.json", rows.check_data),
    ("statements", "statements.csv", rows.check_statements),
    ("dot", "dot", dot.check),
]


def check(standoff, data):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        graph = Graph(export(standoff, data, "graph", folder / "whole.graph.json"))
        for name, ending, reader in READERS:
            written = export(standoff, data, name, folder / f"written.{ending}")
            try:
                said = reader(written, graph)
            except Different as different:
                sys.exit(f"{data}: {name}: {different}")
            print(f"{data}: {name}: {said}")
        with open(folder / "written.statements.csv", "rb") as table:
            again = subprocess.run([standoff, "export", "-", "--to", "data"], stdin=table, capture_output=True)
        if again.stdout != (folder / "written.data.json").read_bytes():
            sys.exit(f"{data}: statements: what is read of the table is other data; {again.stderr.decode()}")


if __name__ == "__main__":
    for source in sys.argv[2:]:
        check(sys.argv[1], source)
