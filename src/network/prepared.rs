//! A network straight from a prepared file: who is tied to whom, without the statements.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use hashbrown::HashMap;

use super::{Network, Rows, Weight};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::LeftOut;
use crate::names::fold;
use crate::prepared::Prepared;
use crate::relation::Sign;

/// A network that was read without its statements, and what its actors are called. Their indexes hold for it
/// alone, not for a data set: they are in the order of the names in the file.
#[derive(Debug)]
pub struct Loaded {
    /// Who is tied to whom: the same as of the graph of all statements in the file.
    pub network: Network,
    /// What was left out, as of that graph.
    pub left_out: LeftOut,
    prepared: Prepared,
    /// What stands in the file beside its rows, and who of the rows is in its table of actors.
    tables: Dataset,
    listed: HashMap<u32, ActorIx>,
}

impl Loaded {
    /// Reads all ties of a prepared file; none where that takes reading the statements, because some actor goes by
    /// several names in the rows, or because something is wrong with its tables.
    ///
    /// # Errors
    /// A file that cannot be read, was not made by an import, or is damaged.
    pub fn of(path: &Path) -> io::Result<Option<Loaded>> {
        let prepared = Prepared::of(File::open(path)?)?;
        let Ok(tables) = Dataset::of_tables(&prepared.tables()?) else { return Ok(None) };
        if !prepared.names_differ()? {
            return Ok(None);
        }
        let mut listed = HashMap::new();
        for ix in tables.actor_ixs() {
            let actor = tables.actor(ix);
            let mut numbers = Vec::new();
            for name in [&actor.id, &actor.name].into_iter().chain(&actor.aliases) {
                numbers.extend(prepared.find_actors(&fold(name))?);
            }
            numbers.sort_unstable();
            numbers.dedup();
            match numbers[..] {
                [] => {}
                [number] => _ = listed.insert(number, ix),
                _ => return Ok(None),
            }
        }
        let sign = |id: &str| tables.find_relation(id).map(|ix| tables.relation(ix).sign);
        let Some(signs) = prepared.relations().map(sign).collect::<Option<Vec<Sign>>>() else { return Ok(None) };
        let found = prepared.pairs()?;
        let mut of: Vec<u32> = vec![0; prepared.actor_count() as usize];
        let mut named = vec![false; of.len()];
        for &[source, target, _] in found.pairs.iter().flat_map(|pairs| &pairs.ties) {
            (named[source as usize], named[target as usize]) = (true, true);
        }
        let mut actors = Vec::with_capacity(of.len());
        for (number, of) in (0..).zip(&mut of).filter(|(number, _)| named[*number as usize]) {
            *of = actors.len() as u32;
            actors.push(ActorIx(number));
        }
        let (pairs, of) = (&found.pairs, &of);
        let out = Rows::gather(actors.len(), || {
            pairs.iter().flat_map(|pairs| {
                let sign = signs[pairs.relation as usize];
                let tie = move |&[source, target, count]: &[u32; 3]| {
                    (of[source as usize], of[target as usize], Weight::of(sign, count))
                };
                pairs.ties.iter().map(tie)
            })
        });
        let network = Network { actors, out, into: OnceLock::new() };
        let left_out = LeftOut { negated: found.negated, ..LeftOut::default() };
        Ok(Some(Loaded { network, left_out, prepared, tables, listed }))
    }

    /// The id of an actor of the network.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn id(&self, actor: ActorIx) -> io::Result<String> {
        match self.listed.get(&actor.0) {
            Some(&ix) => Ok(self.tables.actor(ix).id.clone()),
            None => self.prepared.actor(actor.0),
        }
    }

    /// The name of an actor of the network.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn name(&self, actor: ActorIx) -> io::Result<String> {
        match self.listed.get(&actor.0) {
            Some(&ix) => Ok(self.tables.actor(ix).name.clone()),
            None => self.prepared.actor(actor.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Filter, Graph};
    use crate::import::import;
    use crate::read::{Data, Options};
    use crate::{read, read_with};

    /// Both ways to the network of what is imported: straight, if there is one, and by its statements.
    fn both(data: Data) -> (Option<Loaded>, Network, Dataset, LeftOut) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("prepared.parquet");
        let out = File::create(&path).unwrap();
        import(vec![data], &Options::default(), folder.path(), out).unwrap();
        let (dataset, _) = read_with([Data::Path(path.clone())], &Options::default()).unwrap();
        let (graph, left_out) = Graph::of(&dataset, &Filter::default());
        let network = Network::of(&dataset, &graph);
        (Loaded::of(&path).unwrap(), network, dataset, left_out)
    }

    fn named(network: &Network, id: impl Fn(ActorIx) -> String) -> Vec<(String, String, Weight)> {
        let id = |number| id(network.actor(number));
        let row = |from| network.out().row(from).map(move |(to, weight)| (from, to, weight));
        let ties = (0..network.len() as u32).flat_map(row);
        let mut ties: Vec<_> = ties.map(|(from, to, weight)| (id(from), id(to), weight)).collect();
        ties.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
        ties
    }

    #[test]
    fn a_network_is_the_same_with_and_without_its_statements() {
        let town = r#"{"relations": [{"id": "envies", "sign": "-"}], "actors": [{"id": "ob", "name": "Oldbridge"}, {"id": "mill"},
            {"id": "abbey"}, {"id": "silent"}], "statements": [
            {"source": "Oldbridge", "relation": "envies", "target": ["mill", "abbey"]},
            {"source": ["mill", "abbey"], "relation": "denies", "target": ["mill", "ob"], "negated": true},
            {"source": "abbey", "relation": "mediates", "target": ["mill", "Oldbridge"], "date": "1902"},
            {"source": "ob", "relation": "aids", "target": "mill"}, {"source": "ob", "relation": "envies", "target": "mill"},
            {"source": "silent", "relation": "accuses", "target": "ob", "negated": true}]}"#;
        for data in [Data::bytes("town.json", town), Data::Path("tests/corpus".into()), Data::Path("data".into())] {
            let (loaded, network, dataset, left_out) = both(data);
            let loaded = loaded.expect("its names are one each");
            assert_eq!(loaded.left_out, left_out);
            let ours = named(&loaded.network, |actor| loaded.id(actor).unwrap());
            assert_eq!(ours, named(&network, |actor| dataset.actor(actor).id.clone()));
            let names = named(&loaded.network, |actor| loaded.name(actor).unwrap());
            assert_eq!(names, named(&network, |actor| dataset.actor(actor).name.clone()));
            assert!(!ours.is_empty());
        }
    }

    #[test]
    fn actors_of_several_names_take_their_statements() {
        let folder = tempfile::tempdir().unwrap();
        // What streams into a prepared file has each name as it is written.
        let path = folder.path().join("town.jsonl");
        let line = |source: &str| format!(r#"{{"source": "{source}", "relation": "aids", "target": "Abbey"}}"#);
        std::fs::write(&path, format!("{}\n{}\n", line("Marsh End"), line("marsh-end"))).unwrap();
        let (loaded, network, ..) = both(Data::Path(path));
        assert!(loaded.is_none());
        assert_eq!(network.len(), 2);
        let nothing = folder.path().join("no.parquet");
        std::fs::write(&nothing, "PAR1 and no more").unwrap();
        assert!(Loaded::of(&nothing).is_err());
        assert!(read([Data::Path(nothing)]).is_err());
    }
}
