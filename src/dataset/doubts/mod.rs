//! What is valid and yet looks wrong, as coded data really are: dates, names, and what is coded twice.

mod dates;
mod names;
mod twice;

use super::Dataset;
use crate::files::At;
use crate::problem::{Problems, Report};

impl Dataset {
    /// Looks for what is valid and yet looks wrong. All that it says are warnings:
    ///
    /// - a date that is years away from all others, that is not the one that the id, title or address of the
    ///   document has in it, or on which nobody could know yet what the document says;
    /// - a name that is empty to the eye, or that says that there is none;
    /// - names that differ in a letter, in their order or in their spaces, and what else may make two actors of
    ///   one: the same Wikidata item or country code, initials, a surname;
    /// - a statement that says again, of overlapping words, what another one does.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = "document,source,relation,target\nminutes,Oldbridge,aids,Marsh End\nminutes,Oldbrigde,aids,Abbey\n";
    /// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let report = data.check_coding();
    /// assert_eq!(report.problems[0].message, "`Oldbrigde` and `Oldbridge` are two actors, and differ in a letter");
    /// ```
    pub fn check_coding(&self) -> Report {
        let mut findings = Problems::default();
        dates::check(self, &mut findings);
        names::check(self, &mut findings);
        twice::check(self, &mut findings);
        findings.report(&self.files)
    }

    /// Where an actor stands in a table, or else the first statement that names it.
    fn actor_at(&self, actor: u32) -> Option<At> {
        self.actor_places.get(actor as usize).copied().or_else(|| {
            let rows = 0..self.statements.len();
            let names = |row: &usize| {
                self.statements.sources.get(*row).contains(&actor) || self.statements.targets.get(*row).contains(&actor)
            };
            rows.into_iter().find(names).map(|row| self.statements.at[row])
        })
    }
}
