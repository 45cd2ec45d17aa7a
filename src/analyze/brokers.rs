//! Brokers: who mediates between whom, and who stands between groups.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::camps::Camps;
use super::named::{named, note};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{By, Edge, Graph, Tie, statements};
use crate::network::Network;
use crate::relation::Sign;
use crate::words::many;

/// Which group each actor is in.
#[derive(Debug, Clone, Copy)]
pub enum Groups<'a> {
    /// Its camp; who is in none is in no group.
    Camps(&'a Camps),
    /// Whoever it acts for, its [principal](Dataset::principal): itself, where it acts for nobody or at times for
    /// different ones.
    Principals,
}

/// Somebody who mediates between two parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mediation {
    /// Who mediates.
    pub mediator: ActorIx,
    /// Between whom, by name.
    pub parties: [ActorIx; 2],
    /// The ties of the statements that say so.
    pub ties: Vec<Tie>,
    /// What the mediator says for or against each of the parties elsewhere.
    pub sides: [Vec<Tie>; 2],
}

/// What a broker B is between A and C, to whom A has no tie of its own (Gould and Fernandez 1989).
///
/// ```
/// use standoff::analyze::brokers::Role;
/// assert_eq!(Role::Gatekeeper.name(), "gatekeeper");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// All three are of one group.
    Coordinator,
    /// A and C are of one group and B of another; also called consultant.
    Itinerant,
    /// B and C are of one group: B lets in what comes from another.
    Gatekeeper,
    /// A and B are of one group: B speaks for it to another.
    Representative,
    /// All three are of different groups.
    Liaison,
}

impl Role {
    /// Every role, each once.
    pub const ALL: [Role; 5] =
        [Role::Coordinator, Role::Itinerant, Role::Gatekeeper, Role::Representative, Role::Liaison];

    /// The word for it.
    pub fn name(self) -> &'static str {
        ["coordinator", "itinerant", "gatekeeper", "representative", "liaison"][self as usize]
    }

    fn of(a: usize, b: usize, c: usize) -> Role {
        match (a == b, b == c, a == c) {
            (true, true, _) => Role::Coordinator,
            (true, ..) => Role::Representative,
            (_, true, _) => Role::Gatekeeper,
            (.., true) => Role::Itinerant,
            _ => Role::Liaison,
        }
    }
}

/// How often somebody stands between two others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker {
    /// Who.
    pub actor: ActorIx,
    /// Between how many pairs, for each [`Role`].
    pub counts: [u64; 5],
    /// The ties that lead from one to the other over it.
    pub ties: Vec<Tie>,
}

impl Broker {
    /// Between how many pairs, whatever the role.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// Who stands between whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brokers {
    /// Who mediates between whom, those with the most statements first, then by name.
    pub mediations: Vec<Mediation>,
    /// Who stands between others, those between the most first, then by name.
    pub brokers: Vec<Broker>,
    /// How many statements say that somebody mediates, but not between which two.
    pub without_parties: usize,
    /// How many statements do not count, since the source or the target is `unspecified`.
    pub unnamed: usize,
}

/// Finds mediators and brokers.
///
/// Mediators are the sources of `mediates`, once for each two of the parties that a statement names; with `by`, whoever
/// parties act for, as the graph has it. The roles are those of Gould and Fernandez ("Structures of mediation: a formal
/// approach to brokerage in transaction networks", Sociological Methodology 19, 1989): B has one between A and C
/// wherever ties lead from A to B and from B to C, but none from A to C; ties of every relation of the graph count, but
/// those of an actor to itself or with `unspecified`, and only actors that are in a group.
///
/// ```
/// # use standoff::{Data, analyze::brokers::{Groups, Role, brokers}, graph::{By, Filter, Graph}, read};
/// let town = r#"[{"source": "Abbey", "relation": "mediates", "target": ["Mill", "Ferry"]},
///     {"source": "Abbey", "relation": "supports", "target": "Ferry"}, {"source": "Inn", "relation": "aids", "target": "Abbey"}]"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = brokers(&data, &graph, By::Actor, Groups::Principals);
/// let name = |actor| data.actor(actor).name.as_str();
/// assert_eq!(found.mediations[0].parties.map(name), ["Ferry", "Mill"]);
/// assert_eq!(found.mediations[0].sides.each_ref().map(Vec::len), [1, 0]);
/// assert_eq!(found.brokers[0].counts[Role::Liaison as usize], 2);
/// ```
pub fn brokers(dataset: &Dataset, graph: &Graph, by: By, groups: Groups<'_>) -> Brokers {
    let named = named(dataset, graph);
    let graph = named.graph();
    let (mediations, without_parties) = mediations(dataset, graph, by);
    Brokers { mediations, brokers: roles(dataset, graph, groups), without_parties, unnamed: named.left_out }
}

impl Groups<'_> {
    /// The group of an actor; the numbers of camps and of principals are not to be mixed.
    fn of(&self, dataset: &Dataset, actor: ActorIx) -> Option<usize> {
        match self {
            Groups::Camps(camps) => camps.camp_of(actor),
            Groups::Principals => Some(dataset.principal(actor, None).0 as usize),
        }
    }

    fn cell(&self, dataset: &Dataset, actor: ActorIx) -> Cell {
        match self {
            Groups::Camps(camps) => camps.camp_of(actor).map_or(Cell::Nothing, |camp| Cell::Count(camp as u64 + 1)),
            Groups::Principals => Cell::Actor(dataset.principal(actor, None)),
        }
    }
}

fn mediations(dataset: &Dataset, graph: &Graph, by: By) -> (Vec<Mediation>, usize) {
    let name = |actor: ActorIx| (&dataset.actor(actor).name, actor);
    let mut found: BTreeMap<(ActorIx, [ActorIx; 2]), Vec<Tie>> = BTreeMap::new();
    let mut ties: Vec<Tie> =
        graph.edges().filter(|edge| dataset.relation(edge.relation()).between()).flat_map(Edge::ties).collect();
    ties.sort_unstable_by_key(|tie| (tie.source, tie.statement, tie.target));
    let mut without_parties = 0;
    for same in ties.chunk_by(|a, b| (a.source, a.statement) == (b.source, b.statement)) {
        let statement = dataset.statement(same[0].statement);
        // All parties that the statement names, also where a filter keeps only some of its ties.
        let mut parties: Vec<ActorIx> = statement
            .targets()
            .map(|target| match by {
                By::Actor => target,
                By::Principal => dataset.principal(target, statement.day()),
            })
            .collect();
        parties.sort_by_key(|&party| name(party));
        parties.dedup();
        without_parties += usize::from(parties.len() < 2);
        for (at, &a) in parties.iter().enumerate() {
            for &b in &parties[at + 1..] {
                let of_pair = same.iter().filter(|tie| tie.target == a || tie.target == b);
                found.entry((same[0].source, [a, b])).or_default().extend(of_pair);
            }
        }
    }
    // Where none of the ties to two parties is left, nothing is said of the two.
    let mediation = |((mediator, parties), ties): ((ActorIx, [ActorIx; 2]), Vec<Tie>)| {
        let side = |party: ActorIx| {
            let edges = graph.between(mediator, party).filter(|_| party != mediator);
            let signed = edges.filter(|edge| dataset.relation(edge.relation()).sign != Sign::Neutral);
            signed.flat_map(Edge::ties).collect()
        };
        (!ties.is_empty()).then(|| Mediation { mediator, parties, sides: parties.map(side), ties })
    };
    let mut mediations: Vec<(usize, Mediation)> = found
        .into_iter()
        .filter_map(mediation)
        .map(|mediation| (statements(&mediation.ties).len(), mediation))
        .collect();
    mediations.sort_by(|(many, a), (others, b)| {
        let names = |one: &Mediation| (name(one.mediator), one.parties.map(name));
        others.cmp(many).then_with(|| names(a).cmp(&names(b)))
    });
    (mediations.into_iter().map(|(_, mediation)| mediation).collect(), without_parties)
}

fn roles(dataset: &Dataset, graph: &Graph, groups: Groups<'_>) -> Vec<Broker> {
    let network = Network::of(dataset, graph);
    let group: Vec<Option<usize>> =
        (0..network.len() as u32).map(|actor| groups.of(dataset, network.actor(actor))).collect();
    let (out, into) = (network.out(), network.back());
    let mut brokers = Vec::new();
    for b in 0..network.len() as u32 {
        let Some(own) = group[b as usize] else { continue };
        let grouped = |&&end: &&u32| end != b && group[end as usize].is_some();
        let sources: Vec<u32> = into.ends(b).iter().filter(grouped).copied().collect();
        let targets: Vec<u32> = out.ends(b).iter().filter(grouped).copied().collect();
        let mut counts = [0; 5];
        let mut from = vec![false; sources.len()];
        let mut to = vec![false; targets.len()];
        for (at, &a) in sources.iter().enumerate() {
            let known = out.ends(a);
            for (beside, &c) in targets.iter().enumerate() {
                let groups = group[a as usize].zip(group[c as usize]);
                if let Some((of_a, of_c)) = groups.filter(|_| a != c && known.binary_search(&c).is_err()) {
                    counts[Role::of(of_a, own, of_c) as usize] += 1;
                    (from[at], to[beside]) = (true, true);
                }
            }
        }
        if counts == [0; 5] {
            continue;
        }
        let actor = network.actor(b);
        let kept = |ends: &[u32], used: &[bool]| -> Vec<ActorIx> {
            ends.iter().zip(used).filter(|(_, used)| **used).map(|(&end, _)| network.actor(end)).collect()
        };
        let incoming = kept(&sources, &from).into_iter().flat_map(|source| graph.between(source, actor));
        let outgoing = kept(&targets, &to).into_iter().flat_map(|target| graph.between(actor, target));
        let ties = incoming.chain(outgoing).flat_map(Edge::ties).collect();
        brokers.push(Broker { actor, counts, ties });
    }
    brokers.sort_by_key(|broker| (Reverse(broker.total()), &dataset.actor(broker.actor).name, broker.actor));
    brokers
}

impl Brokers {
    /// Mediations, the mediators who take sides, between which groups they mediate, and roles.
    pub fn findings(&self, dataset: &Dataset, groups: Groups<'_>, top: Option<usize>) -> Findings {
        let of = |actor: ActorIx| groups.of(dataset, actor);
        let mediations = self.mediations.iter().map(|one| {
            let [a, b] = one.parties;
            let across = of(a).zip(of(b)).map_or(Cell::Nothing, |(a, b)| Cell::Truth(a != b));
            let cells = [
                Cell::Actor(one.mediator),
                Cell::Actor(a),
                Cell::Actor(b),
                groups.cell(dataset, one.mediator),
                groups.cell(dataset, a),
                groups.cell(dataset, b),
                across,
            ];
            Row::new(cells, one.ties.clone())
        });
        let columns = ["mediator", "party", "other", "mediator_group", "party_group", "other_group", "between_groups"];
        let mediations = Section::new("mediations", &columns, mediations.collect()).top(top);
        let mut between: BTreeMap<(usize, usize, ActorIx), Row> = BTreeMap::new();
        for one in &self.mediations {
            let [a, b] = one.parties;
            let Some((of_a, of_b)) = of(a).zip(of(b)) else { continue };
            let (a, b) = if of_a <= of_b { (a, b) } else { (b, a) };
            let cells = || vec![Cell::Actor(one.mediator), groups.cell(dataset, a), groups.cell(dataset, b)];
            let key = (of_a.min(of_b), of_a.max(of_b), one.mediator);
            between.entry(key).or_insert_with(|| Row::new(cells(), Vec::new())).ties.extend(&one.ties);
        }
        let mut between: Vec<Row> = between.into_values().collect();
        between.sort_by_cached_key(|row| Reverse(row.statements().len()));
        let between = Section::new("between_groups", &["mediator", "group", "other_group"], between).top(top);
        let mut sides: BTreeMap<(ActorIx, ActorIx), (Vec<Tie>, Vec<Tie>)> = BTreeMap::new();
        for one in &self.mediations {
            for (&party, said) in one.parties.iter().zip(&one.sides).filter(|(_, said)| !said.is_empty()) {
                let (mediates, side) = sides.entry((one.mediator, party)).or_default();
                mediates.extend(one.ties.iter().filter(|tie| tie.target == party));
                side.clone_from(said);
            }
        }
        let sides = sides.into_iter().map(|((mediator, party), (mut mediates, side))| {
            mediates.sort_unstable();
            mediates.dedup();
            let of_sign = |sign: Sign| {
                let ties = side.iter().filter(|tie| dataset.relation(tie.relation).sign == sign);
                Cell::Count(Row::new([], ties.copied().collect::<Vec<_>>()).statements().len() as u64)
            };
            let mediated = Row::new([], mediates.clone()).statements().len();
            let cells = [
                Cell::Actor(mediator),
                Cell::Actor(party),
                Cell::Count(mediated as u64),
                of_sign(Sign::Positive),
                of_sign(Sign::Negative),
            ];
            Row::new(cells, mediates.into_iter().chain(side.iter().copied()).collect())
        });
        let mut sides: Vec<Row> = sides.collect();
        sides.sort_by_cached_key(|row| Reverse(row.statements().len()));
        let sides = Section::new("sides", &["mediator", "party", "mediates", "for", "against"], sides).top(top);
        let brokers = self.brokers.iter().take(top.unwrap_or(usize::MAX)).map(|broker| {
            let counts = broker.counts.into_iter().chain([broker.total()]).map(Cell::Count);
            let cells = [Cell::Actor(broker.actor), groups.cell(dataset, broker.actor)].into_iter().chain(counts);
            Row::new(cells.collect::<Vec<_>>(), broker.ties.clone())
        });
        let columns = [&["actor", "group"][..], &Role::ALL.map(Role::name), &["total"]].concat();
        let brokers = Section::new("roles", &columns, brokers.collect());
        let brokers = Section { total: self.brokers.len(), ..brokers };
        let mut notes: Vec<String> = note(self.unnamed).into_iter().collect();
        if self.without_parties > 0 {
            let what = many(self.without_parties, "mediation");
            notes.push(format!("{what} in the roles alone: they name fewer than two different parties"));
        }
        let drawn = self.mediations.iter().flat_map(|one| one.ties.iter().chain(one.sides.iter().flatten())).copied();
        Findings {
            drawn: Some(drawn.collect()),
            sections: vec![mediations, sides, between, brokers],
            notes,
            ..Findings::new("Who stands between whom")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use crate::analyze::camps::{Options, camps};
    use crate::dataset::read;
    use crate::graph::Filter;

    #[test]
    fn each_order_of_groups_is_a_role() {
        let roles = [(1, 1, 1), (1, 2, 1), (1, 2, 2), (1, 1, 2), (1, 2, 3)].map(|(a, b, c)| Role::of(a, b, c));
        assert_eq!(roles, Role::ALL);
    }

    #[test]
    fn roles_are_counted_as_by_hand() {
        let town = r#"{"actors": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"},
            {"id": "a1", "name": "a1", "acts_for": ["a"]}, {"id": "a2", "name": "a2", "acts_for": ["a"]},
            {"id": "b1", "name": "b1", "acts_for": ["b"]}, {"id": "b2", "name": "b2", "acts_for": ["b"]}],
            "statements": [{"source": "a1", "relation": "aids", "target": "a2"},
                {"source": "a2", "relation": "accuses", "target": "b1"}, {"source": "b1", "relation": "meets", "target": "b2"},
                {"source": "b2", "relation": "aids", "target": "c"}, {"source": "a1", "relation": "aids", "target": "b1"},
                {"source": "b2", "relation": "aids", "target": "b2"}, {"source": "c", "relation": "aids", "target": "b2"}]}"#;
        let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let found = brokers(&data, &graph, By::Actor, Groups::Principals);
        let counts: BTreeMap<&str, ([u64; 5], usize)> = found
            .brokers
            .iter()
            .map(|broker| (data.actor(broker.actor).name.as_str(), (broker.counts, broker.ties.len())))
            .collect();
        // a1→a2→b1 is closed by a1→b1; a1→b1→b2 and a2→b1→b2 let in; b1→b2→c speaks out; c→b2→c leads back.
        let known = [("b1", ([0, 0, 2, 0, 0], 3)), ("b2", ([0, 0, 0, 1, 0], 2))];
        assert_eq!(counts, BTreeMap::from(known));
    }

    #[test]
    fn mediators_are_between_camps_and_take_sides() {
        let town = r#"[{"source": "Abbey", "relation": "mediates", "target": ["Mill", "Ferry", "Inn"]},
            {"source": "Abbey", "relation": "mediates", "target": ["Mill", "Ferry"]},
            {"source": "Abbey", "relation": "condemns", "target": "Mill"},
            {"source": "Ferry", "relation": "accuses", "target": "Mill"}, {"source": "Inn", "relation": "aids", "target": "Ferry"}]"#;
        let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let camps = camps(&data, &graph, &Options::default());
        let found = brokers(&data, &graph, By::Actor, Groups::Camps(&camps));
        let name = |actor: ActorIx| data.actor(actor).name.as_str();
        let pairs: Vec<_> = found.mediations.iter().map(|one| (one.parties.map(name), one.ties.len())).collect();
        assert_eq!(pairs, [(["Ferry", "Mill"], 4), (["Ferry", "Inn"], 2), (["Inn", "Mill"], 2)]);
        let findings = found.findings(&data, Groups::Camps(&camps), None);
        let across: Vec<&Cell> = findings.sections[0].rows.iter().map(|row| &row.cells[6]).collect();
        assert_eq!(across, [&Cell::Truth(true), &Cell::Truth(false), &Cell::Truth(true)]);
        let [side] = &findings.sections[1].rows[..] else { panic!() };
        assert_eq!(
            side.cells[1..],
            [Cell::Actor(data.find_actor("Mill").unwrap()), Cell::Count(2), Cell::Count(0), Cell::Count(1)]
        );
        assert_eq!(side.statements().len(), 3);
        // What a filter leaves of a statement is a mediation between all whom it names.
        let filter = Filter { about: vec![data.find_actor("Inn").unwrap()], ..Filter::default() };
        let (graph, _) = Graph::of(&data, &filter);
        let found = brokers(&data, &graph, By::Actor, Groups::Principals);
        let pairs: Vec<_> = found.mediations.iter().map(|one| one.parties.map(name)).collect();
        assert_eq!(pairs, [["Ferry", "Inn"], ["Inn", "Mill"]]);
    }
}
