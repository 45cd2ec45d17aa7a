"""Programs that are not ours read a prepared file, and count in it what standoff answers.

python tests/readers/prepared.py STANDOFF DATA FILE.parquet

FILE.parquet was made of DATA by `standoff import`.
"""

import json
import subprocess
import sys

import duckdb
import pandas
import polars

standoff, data, file = sys.argv[1:]


def ask(question, source):
    run = subprocess.run(
        [standoff, "ask", question, source, "--to", "json", "--receipts", "0"], check=True, capture_output=True
    )
    return json.loads(run.stdout)


answer = ask("?x accuses ?y", data)
assert ask("?x accuses ?y", file)["rows"] == answer["rows"], "the prepared file answers otherwise"
expected = {(row["bindings"]["x"], row["bindings"]["y"]): row["count"] for row in answer["rows"]}
assert expected, "nobody accuses anybody"

# Negated statements are no edges; what is denied is counted apart.
sql = f"SELECT source, target, count(DISTINCT statement) FROM '{file}' WHERE relation = 'accuses' AND NOT negated GROUP BY ALL"
by_duckdb = {(source, target): count for source, target, count in duckdb.sql(sql).fetchall()}

frame = polars.read_parquet(file)
accusations = frame.filter((polars.col("relation") == "accuses") & ~polars.col("negated"))
counted = accusations.group_by("source", "target").agg(polars.col("statement").n_unique())
by_polars = {(source, target): count for source, target, count in counted.iter_rows()}

table = pandas.read_parquet(file)
accusations = table[(table["relation"] == "accuses") & ~table["negated"]]
by_pandas = accusations.groupby(["source", "target"], observed=True)["statement"].nunique().to_dict()

for name, found in [("DuckDB", by_duckdb), ("Polars", by_polars), ("pandas", by_pandas)]:
    assert found == expected, f"{name}: {found} is not {expected}"
    print(f"{name} {len(found)} pairs, {sum(found.values())} statements")

types = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{file}')").fetchall())
assert types["first_day"] == types["last_day"] == "DATE", types
assert types["other_documents"] == "VARCHAR[]", types
assert len(table) == len(frame) == duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0]
