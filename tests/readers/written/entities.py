"""The entities, read by followthemoney, which says nothing of what it drops: each property is compared."""

import json
from collections import Counter

from followthemoney import model
from followthemoney.types import registry

from .graph import ends, listed, same

SCHEMATA = {
    "state": "PublicBody", "person": "Person", "organization": "Organization", "group": "LegalEntity",
    "event": "Event", "concept": "Note", "unspecified": "LegalEntity",
}


def visible(text):
    """What followthemoney leaves of a text."""
    return registry.string.clean(text) or ""


def known(date):
    """Whether followthemoney knows the year."""
    return date[0] in "12"


def check(path, graph):
    entities = {}
    schemata = Counter()
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            data = json.loads(line)
            same("an id that is there twice", data["id"] in entities, False)
            same("the id", registry.entity.validate(data["id"]), True)
            schema = model.get(data["schema"])
            schema.validate(data)
            proxy = model.get_proxy(data, cleaned=False)
            for name, values in data["properties"].items():
                same(f"{name} of {data['id']}", sorted(proxy.get(name)), sorted(values))
                property = schema.properties[name]
                for value in values:
                    valid = property.type.validate(value, format=property.format)
                    same(f"{name} {value[:60]!r} of {schema.name}", valid and len(value) <= property.max_length, True)
            same("properties", set(proxy.to_dict()["properties"]), set(data["properties"]))
            missing = [name for name in schema.required if not proxy.get(name) and schema.name != "Article"]
            same(f"what {schema.name} requires", missing, [])
            entities[data["id"]] = proxy
            schemata[data["schema"]] += 1
    # No end is missing, and each is of a schema that may stand there.
    for proxy in entities.values():
        for property, value in proxy.itervalues():
            if property.type == registry.entity:
                same(f"{property.name} is there", value in entities, True)
                same(f"{property.name} is one", entities[value].schema.is_a(property.range), True)

    def own(proxy):
        return proxy.first("notes")[len("id: "):]

    things = {id: proxy for id, proxy in entities.items() if not proxy.schema.edge}
    found = {id: (own(proxy), proxy.schema.name) for id, proxy in things.items() if proxy.schema.name != "Article"}
    expected = {(visible(id), SCHEMATA[actor["kind"]]) for id, actor in graph.actors.items()}
    same("actors that are missing", expected - set(found.values()), set())
    articles = Counter(own(proxy) for proxy in things.values() if proxy.schema.name == "Article")
    same("documents", articles, Counter(visible(id) for id in graph.documents))
    names = {own(proxy): proxy.first("name") for proxy in things.values() if proxy.schema.name != "Article"}
    for id, actor in graph.actors.items():
        if len(actor["name"]) <= 384:
            shown = registry.name.clean(actor["name"]) or "?"
            while registry.name.clean(shown) != shown:
                shown = registry.name.clean(shown)
            same(f"the name of {id!r}", names[visible(id)], shown)

    links = [proxy for proxy in entities.values() if proxy.get("recordId", quiet=True)]
    found, written = Counter(), Counter()
    for link in links:
        dates = tuple(link.first(name) for name in ("date", "startDate", "endDate"))
        proofs = tuple(sorted(own(entities[proof]) for proof in link.get("proof")))
        source, target = (own(entities[link.first(end)]) for end in ("subject", "object"))
        found[link.first("recordId"), source, link.first("role"), target, dates, proofs, link.first("summary"), link.first("status")] += 1
    for key, edge in graph.edges.items():
        source, relation, target = map(visible, key)
        for said in edge["statements"]:
            first, last = ends(said["date"]) if said["date"] else ("0", "0")
            dates = (first, None, None) if first == last else (None, first, last)
            dates = tuple(date if date and known(date) else None for date in dates)
            proofs = tuple(sorted(visible(id) for id in listed(said["document"])))
            gist = visible(said["gist"])[:65_000] if said["gist"] else None
            role = visible(f"subject {key[1]} object ({edge['sign']})")[:1024]
            written[visible(said["id"])[:1024], source, role, target, dates, proofs, gist or None, said.get("certainty")] += 1
    same("links", dict(found), dict(written))
    return ", ".join(f"{count} {schema}" for schema, count in sorted(schemata.items()))
