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
