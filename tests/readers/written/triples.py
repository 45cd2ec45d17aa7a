"""The triples, read by rdflib and asked in SPARQL."""

import re

import rdflib

from .graph import ends, listed, same

PREFIXES = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX term: <urn:standoff:term:>
"""

TIES = """SELECT ?claim ?source ?relation ?target WHERE {
    ?tie a rdf:Statement ; rdf:subject ?source ; rdf:predicate ?relation ; rdf:object ?target ;
        prov:wasDerivedFrom ?claim . ?claim schema:about ?tie
}"""
IDS = """SELECT ?thing ?id WHERE { { ?thing dcterms:identifier ?id } UNION { ?thing a rdf:Property ; rdfs:label ?id } }"""
DATES = """SELECT ?id ?date ?from ?to ?interval WHERE {
    ?claim a schema:Claim ; dcterms:identifier ?id .
    OPTIONAL { ?claim schema:dateCreated ?date }
    OPTIONAL { ?claim schema:startDate ?from ; schema:endDate ?to ; schema:temporalCoverage ?interval }
}"""
DERIVED = """SELECT ?claim ?document WHERE { ?claim a schema:Claim ; prov:wasDerivedFrom ?document }"""
SPANS = """SELECT ?id ?start ?end WHERE {
    ?claim dcterms:identifier ?id ; oa:hasTarget/oa:hasSelector ?selector .
    ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end
}"""
ONE = "SELECT ?id ?value WHERE { ?thing %s ?value ; a %s ; dcterms:identifier ?id }"
ACTS_FOR = """SELECT ?id ?principal ?from ?to WHERE {
    ?actor term:kind ?kind ; dcterms:identifier ?id ; prov:qualifiedDelegation ?delegation .
    ?delegation a prov:Delegation ; prov:agent/dcterms:identifier ?principal .
    ?actor prov:actedOnBehalfOf/dcterms:identifier ?principal .
    OPTIONAL { ?delegation schema:startDate ?from } OPTIONAL { ?delegation schema:endDate ?to }
}"""
ACTORS = "SELECT ?id ?name ?kind WHERE { ?actor term:kind ?kind ; dcterms:identifier ?id ; rdfs:label ?name }"
ALIASES = "SELECT ?id ?alias WHERE { ?actor term:kind ?kind ; dcterms:identifier ?id ; skos:altLabel ?alias }"


# What RFC 3987 and Turtle have in no IRI.
FORBIDDEN = re.compile(r"""[\x00-\x20<>"{}|^`\\]|%(?![0-9A-Fa-f]{2})""")


def text(words):
    """What RDF can hold of a text."""
    return words.replace("\0", "\N{REPLACEMENT CHARACTER}")


def typed(end):
    return None if end is None else (end, {4: "gYear", 7: "gYearMonth"}.get(len(end), "date"))


def literal(value):
    return None if value is None else (str(value), value.datatype.rsplit("#")[1])


def check(path, graph):
    store = rdflib.Graph()
    # By itself rdflib writes 0900 as 900, and more of the kind.
    rdflib.NORMALIZE_LITERALS = False
    store.parse(path, format="turtle")
    for thing in {thing for triple in store for thing in triple}:
        if isinstance(thing, rdflib.Literal):
            same(f"the literal {thing!r} that is ill-typed", bool(thing.ill_typed), False)
        else:
            same(f"{thing!r} as an IRI", isinstance(thing, rdflib.URIRef) and not FORBIDDEN.search(thing), True)

    def ask(query):
        return [tuple(row) for row in store.query(PREFIXES + query)]

    def plain(query):
        return {tuple(str(value) for value in row) for row in ask(query)}

    ties = {tuple(text(word) for word in tie[:4]) for tie in graph.ties()}
    ids = dict(ask(IDS))
    same("ties", {tuple(str(ids[thing]) for thing in row) for row in ask(TIES)}, ties)
    statements = len(list(store.subjects(rdflib.RDF.type, rdflib.RDF.Statement)))
    same("how many ties", statements, len(ties))
    said = graph.statements.items()
    expected = {}
    for id, statement in said:
        date = statement["date"]
        first, last = ends(date) if date else (None, None)
        apart = first != last
        expected[text(id)] = (
            None if apart else typed(first), typed(first) if apart else None, typed(last) if apart else None,
            date if apart else None,
        )
    found = {str(id): (*map(literal, dates), interval and str(interval)) for id, *dates, interval in ask(DATES)}
    same("dates", found, expected)
    same(
        "documents",
        {tuple(str(ids[thing]) for thing in row) for row in ask(DERIVED)},
        {(text(id), text(document)) for id, statement in said for document in listed(statement["document"])},
    )
    spans = {(text(id), *map(str, statement["span"])) for id, statement in said if "span" in statement}
    same("spans", plain(SPANS), spans)
    for verb, key in [("schema:abstract", "gist"), ("term:certainty", "certainty"), ("term:code", "code")]:
        values = {(text(id), text(statement[key])) for id, statement in said if statement.get(key) is not None}
        same(key, plain(ONE % (verb, "schema:Claim")), values)
    signs = plain("SELECT ?id ?sign WHERE { ?relation a rdf:Property ; rdfs:label ?id ; term:sign ?sign }")
    same("signs", signs, {(text(id), sign) for id, sign in graph.signs().items()})

    # Those for whom actors act, and their members, are there too.
    ends_of = {text(id) for id in graph.actors}
    ours = lambda rows: {row for row in rows if row[0] in ends_of}
    actors = graph.actors.items()
    same("actors", ours(plain(ACTORS)), {(text(id), text(actor["name"]), actor["kind"]) for id, actor in actors})
    aliases = {(text(id), text(alias)) for id, actor in actors for alias in actor.get("aliases", [])}
    same("aliases", ours(plain(ALIASES)), aliases)
    found = {(str(id), str(principal), literal(a), literal(b)) for id, principal, a, b in ask(ACTS_FOR)}
    expected = {
        (text(id), text(entry["actor"]), typed(entry.get("from") and ends(entry["from"])[0]),
         typed(entry.get("to") and ends(entry["to"])[1]))
        for id, actor in actors for entry in actor.get("acts_for", [])
    }
    same("acts_for", ours(found), expected)
    titles = {(text(id), text(document["title"])) for id, document in graph.documents.items() if document.get("title")}
    same("titles", plain(ONE % ("schema:name", "schema:CreativeWork")), titles)
    return f"{len(store)} triples, {statements} ties of {len(graph.statements)} claims"
