"""The matrices: those of UCINET by the letter of its help (DL language), and by igraph where there is only one."""

import csv

import igraph

from .gephi import plain, written
from .graph import same


def check_dl(path, graph):
    words = path.read_text(encoding="utf-8").split("\n")
    first = words[0].split()
    same("the first word", first[0], "DL")
    actors, matrices = (int(word.split("=")[1]) for word in first[1:])
    same("the lines before the labels", words[1:3], ["FORMAT=FULLMATRIX", "LABELS:"])
    labels = words[3 : 3 + actors]
    relations = words[4 + actors : 4 + actors + matrices]
    same("the lines between", (words[3 + actors], words[4 + actors + matrices]), ("MATRIX LABELS:", "DATA:"))
    for some in (labels, relations):
        same("labels that UCINET takes for one", len({label.upper() for label in some}), len(some))
        for label in some:
            fits = 0 < len(label.encode()) <= 18 and not any(c.isspace() or c in ",=:\"'" for c in label)
            same(f"the label {label!r}", fits, True)
    # Labels are cut: actors and relations come in the order of their ids.
    ids, names = sorted(graph.actors, key=str.encode), sorted(graph.signs(), key=str.encode)
    same("actors and matrices", (actors, matrices), (len(ids), len(names)))
    lines = words[5 + actors + matrices : -1]
    same("lines", len(lines), actors * matrices)
    found = {}
    for place, line in enumerate(lines):
        counts = line.split(" ")
        same("numbers of a line", len(counts), actors)
        matrix, source = divmod(place, actors)
        for target, count in enumerate(counts):
            if count != "0":
                found[ids[source], names[matrix], ids[target]] = int(count)
    same("counts", found, graph.counts())
    for label, id in zip(labels, ids):
        name = graph.actors[id]["name"]
        if name.isascii() and name.isalnum() and len(name) <= 15:
            same("the label of a short name", label[: len(name)], name)
    if matrices:
        # igraph reads one matrix, of noughts and ones.
        one = path.with_suffix(".one.dl")
        data = words[5 + actors + matrices : 5 + 2 * actors + matrices]
        data = [" ".join("1" if number != "0" else "0" for number in line.split()) for line in data]
        one.write_text("\n".join([f"DL N={actors}", *words[1 : 3 + actors], "DATA:", *data, ""]), encoding="utf-8")
        read = igraph.Graph.Read_DL(str(one), directed=True)
        theirs = {(ids[edge.source], names[0], ids[edge.target]) for edge in read.es}
        same("ties by igraph", theirs, {key for key in graph.edges if key[1] == names[0]})
        same("labels by igraph", [name.upper() for name in read.vs["name"]], [label.upper() for label in labels])
    return f"{actors} actors, {matrices} matrices, {sum(found.values())} ties"


def check_csv(path, graph):
    with open(path, encoding="utf-8", newline="") as file:
        (corner, *header), *rows = csv.reader(file, strict=True)
    same("the corner", corner, "")
    for cell in [*header, *(row[0] for row in rows)]:
        same(f"{cell!r} is a formula", cell.startswith(("=", "+", "-", "@")), False)
    same("columns", [row[0] for row in rows], header)
    ids = sorted(graph.actors, key=str.encode)
    names = [written(graph.actors[id]["name"]) for id in ids]
    same("names", [plain(cell) for cell in header], names if "" not in names else [written(id) for id in ids])
    same("names of two", len(set(header)), len(header))
    found, expected = {}, {}
    for source, row in zip(ids, rows):
        same("cells of a row", len(row), len(ids) + 1)
        found.update({(source, target): int(count) for target, count in zip(ids, row[1:]) if int(count)})
    for (source, _, target), count in graph.counts().items():
        expected[source, target] = expected.get((source, target), 0) + count
    same("counts", found, expected)
    return f"{len(ids)} actors, {sum(found.values())} ties"
