#!/usr/bin/env python3
"""Exports data in the formats that hold a graph, and has other people's programs read them back.

graphs.py STANDOFF DATA...: the program, and data that it can read. OLD_NETWORKX may name a Python with an older
networkx than this one. Says what differs, and fails if anything does.
"""

import concurrent.futures
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FORMATS = ["graph", "links", "jgf", "cyjs", "graphml", "gexf", "mermaid"]


def export(standoff, data, folder):
    """A file of each format, by its name."""
    files = {form: os.path.join(folder, form) for form in FORMATS}
    for form, path in files.items():
        run = subprocess.run([standoff, "export", data, "--to", form, "-o", path], capture_output=True, text=True)
        # 1 says that the graph has no edges.
        if run.returncode not in (0, 1):
            sys.exit(f"{data}: {form}: {run.stderr}")
        with open(path, "rb") as file:
            first = file.read()
        again = subprocess.run([standoff, "export", data, "--to", form], capture_output=True)
        if again.stdout != first:
            sys.exit(f"{data}: {form}: other bytes the second time")
    return files


def commands(data, files):
    """What reads them back."""
    python = lambda script, *words, by=sys.executable: [by, os.path.join(HERE, script), *words]
    written = files["graph"]
    yield python("truth.py", data, written)
    for form in ("graph", "links", "cyjs", "graphml", "gexf"):
        yield python("with_networkx.py", form, files[form], written)
        # The old one knows no GEXF 1.3.
        if form != "gexf" and (old := os.environ.get("OLD_NETWORKX")):
            yield python("with_networkx.py", form, files[form], written, by=old)
    yield python("with_igraph.py", files["graphml"], written)
    yield python("with_lxml.py", files["gexf"], written)
    yield ["node", os.path.join(HERE, "with_node.mjs"), *(files[form] for form in ("graph", "jgf", "cyjs", "gexf", "mermaid"))]


def main(standoff, *all_data):
    failed = False
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for data in all_data:
            with tempfile.TemporaryDirectory() as folder:
                files = export(standoff, data, folder)
                run = lambda command: subprocess.run(command, capture_output=True, text=True)
                for done in pool.map(run, list(commands(data, files))):
                    print(done.stdout, end="")
                    if done.returncode != 0:
                        failed = True
                        print(f"{data}: {done.stderr}", file=sys.stderr)
    sys.exit(failed)


if __name__ == "__main__":
    main(*sys.argv[1:])
