//! POLECAT (Halterman et al., PLOVER and POLECAT, doi:10.31235/osf.io/rm5dw; data: doi:10.7910/DVN/AJGVIT): a
//! header and forty columns apart by tabs, or some of them in a CSV file.
//!
//! A cell may name several actors, and their countries, apart by semicolons; nothing is `None`. An actor without a
//! name is one of a country whom nobody could name, and the country stands for it, as it does in GDELT and
//! Phoenix. Countries are taken as they are written, by names or by the codes of ISO 3166-1: a code and a name
//! of the same country are one actor only where a list of actors says so.

use std::borrow::Cow;

use super::table::Table;
use super::{Event, Party, Reader, Row, Said, Scanner, every_line, iso_day};
use crate::codes;
use crate::read::want::Want;

/// The reader of a table with these columns.
#[derive(Debug)]
pub(super) struct Polecat {
    table: Table,
    date: usize,
    source: usize,
    target: usize,
    event_type: usize,
    mode: Option<usize>,
    id: Option<usize>,
    source_country: Option<usize>,
    target_country: Option<usize>,
    contexts: Option<usize>,
}

/// Columns that the header of some released files has, and none of their rows.
const SPARE: [&str; 4] = ["Headline", "Event Text", "Feed", "Story ID"];

impl Polecat {
    /// The reader of a table with this header.
    ///
    /// # Errors
    /// Which column is missing.
    pub fn of_header(line: &[u8]) -> Result<Self, String> {
        let table = Table::of_header(line).may_lack(&SPARE);
        Ok(Polecat {
            date: table.needed("Event Date")?,
            source: table.needed("Actor Name")?,
            target: table.needed("Recipient Name")?,
            event_type: table.needed("Event Type")?,
            mode: table.column("Event Mode"),
            id: table.column("Event ID"),
            source_country: table.column("Actor Country"),
            target_country: table.column("Recipient Country"),
            contexts: table.column("Contexts"),
            table,
        })
    }

    fn read<'t>(&self, line: &'t [u8]) -> Result<Row<'t>, Said> {
        let Some(cells) = self.table.cells(line)? else { return Ok(Row::Blank) };
        let parties = |names, countries| -> Result<Vec<Party<'t>>, Said> {
            Ok(parties(cells.text(names)?.unwrap_or_default(), cells.extra(countries).unwrap_or_default()))
        };
        let sources = parties(self.source, self.source_country)?;
        if sources.is_empty() {
            return Ok(Row::NoSource);
        }
        let targets = parties(self.target, self.target_country)?;
        if targets.is_empty() {
            return Ok(Row::NoTarget);
        }
        let event_type = cells.text(self.event_type)?.unwrap_or_default();
        let Some(code) = codes::plover(&event_type, cells.extra(self.mode).as_deref()) else {
            return Ok(Row::UnknownCode(event_type));
        };
        let Some(date) = cells.text(self.date)?.and_then(|text| iso_day(&text)) else {
            return Ok(Row::Malformed("the event's date is no day, such as 2023-09-14".into()));
        };
        let id = cells.extra(self.id);
        // Behind the story stands in the id what of it is told: `20230914-8069-6cb96d82f622_AID`.
        let story = id.as_ref().and_then(|id| id.split_once('_')).filter(|(story, _)| !story.is_empty());
        Ok(Row::Event(Event {
            documents: story.map(|(story, _)| format!("polecat:{story}").into()).into_iter().collect(),
            id: id.as_ref().map(|id| format!("polecat:{id}").into()),
            date: Some(date),
            sources,
            targets,
            code,
            gist: cells.extra(self.contexts).and_then(|contexts| gist(code, &contexts)),
            mirror: None,
        }))
    }
}

/// What a row says beyond its code: `Arrest or detain (military, human rights)`.
fn gist<'t>(code: &codes::Event, contexts: &str) -> Option<Cow<'t, str>> {
    let contexts: Vec<String> = list(contexts, '|').flatten().map(|one| one.replace('_', " ").to_lowercase()).collect();
    (!contexts.is_empty()).then(|| format!("{} ({})", code.label, contexts.join(", ")).into())
}

/// What a cell lists, none where it says that there is nothing.
fn list(cell: &str, separator: char) -> impl Iterator<Item = Option<&str>> {
    cell.split(separator).map(str::trim).map(|one| (!matches!(one, "" | "None")).then_some(one))
}

/// Whom the cells of one side name, each once.
fn parties<'t>(names: Cow<'t, str>, countries: Cow<'t, str>) -> Vec<Party<'t>> {
    match (names, countries) {
        (Cow::Borrowed(names), Cow::Borrowed(countries)) => parties_of(names, countries, Cow::Borrowed),
        (names, countries) => parties_of(&names, &countries, |text| Cow::Owned(text.to_owned())),
    }
}

fn parties_of<'c, 't>(names: &'c str, countries: &'c str, kept: impl Fn(&'c str) -> Cow<'t, str>) -> Vec<Party<'t>> {
    let names: Vec<Option<&str>> = list(names, ';').collect();
    let countries: Vec<Option<&str>> = list(countries, ';').collect();
    // Where one list is longer than the other, nothing says which country is whose.
    let country_of = |place: usize| if countries.len() == names.len() { countries[place] } else { None };
    let mut parties = Vec::new();
    let mut put = |party: Party<'t>| {
        if !parties.contains(&party) {
            parties.push(party);
        }
    };
    if names.iter().all(Option::is_none) {
        countries.iter().flatten().for_each(|country| put(Party::named(kept(country))));
    } else {
        for (place, &name) in names.iter().enumerate() {
            match (name, country_of(place)) {
                (Some(name), country) => {
                    let acts_for = country.filter(|&country| country != name).map(&kept);
                    put(Party { acts_for, ..Party::named(kept(name)) });
                }
                (None, Some(country)) => put(Party::named(kept(country))),
                (None, None) => {}
            }
        }
    }
    parties
}

impl Reader for Polecat {
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t> {
        self.read(line).unwrap_or_else(Row::Malformed)
    }

    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r> {
        every_line(self, want)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::super::tests::{Sums, shared};
    use super::*;

    const HEADER: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t\
        Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\t\
        Recipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\t\
        Recipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t\
        GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\t\
        Story Locations\tLanguage\tVersion";

    /// A row in which only some columns are set.
    fn line(cells: &[(&str, &str)]) -> String {
        let default = |name: &str| match name {
            "Event ID" => "19020304-17-abc_COERCE_arrest",
            "Event Date" => "1902-03-04",
            "Event Type" => "COERCE",
            "Event Mode" => "arrest",
            "Contexts" => "military | human_rights",
            "Actor Name" => "Harbour Watch; Ada Ferry",
            "Actor Country" => "OLD; MSH",
            "Recipient Name" => "Marsh End",
            "Recipient Country" => "Marsh End",
            "Raw Placename" => "the \"old\" bridge, north",
            _ => "None",
        };
        let cell = |name| cells.iter().find(|(column, _)| *column == name).map_or(default(name), |(_, cell)| cell);
        HEADER.split('\t').map(cell).collect::<Vec<_>>().join("\t")
    }

    fn row(cells: &[(&str, &str)]) -> String {
        let show = |parties: Vec<Party<'_>>| {
            let one = |party: &Party<'_>| match &party.acts_for {
                Some(principal) => format!("{} for {principal}", party.id),
                None => party.id.to_string(),
            };
            parties.iter().map(one).collect::<Vec<_>>().join(" & ")
        };
        match Polecat::of_header(HEADER.as_bytes()).unwrap().row(line(cells).as_bytes()) {
            Row::Event(event) => format!("{}: {} → {}", event.code.code, show(event.sources), show(event.targets)),
            Row::NoSource => "no source".to_owned(),
            Row::NoTarget => "no target".to_owned(),
            Row::UnknownCode(code) => format!("unknown {code:?}"),
            Row::Malformed(said) => said.into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_row_is_an_event() {
        let line = line(&[]);
        let event = Polecat::of_header(HEADER.as_bytes()).unwrap().row(line.as_bytes()).into_event();
        assert_eq!(event.id.as_deref(), Some("polecat:19020304-17-abc_COERCE_arrest"));
        assert_eq!(event.documents, ["polecat:19020304-17-abc"]);
        assert_eq!(event.date.unwrap().to_string(), "1902-03-04");
        let label = codes::plover("coerce", Some("arrest")).unwrap().label;
        assert_eq!(event.gist.unwrap(), format!("{label} (military, human rights)"));
        assert_eq!(HEADER.split('\t').count(), 40);
    }

    #[test]
    fn several_actors_have_each_their_country() {
        let source = |names, countries| row(&[("Actor Name", names), ("Actor Country", countries)]);
        let said = |sources: &str| format!("COERCE.arrest: {sources} → Marsh End");
        assert_eq!(row(&[]), said("Harbour Watch for OLD & Ada Ferry for MSH"));
        assert_eq!(source("Ada Ferry", "Oldbridge"), said("Ada Ferry for Oldbridge"));
        assert_eq!(source("Ada Ferry; Harbour Watch", "OLD"), said("Ada Ferry & Harbour Watch"));
        assert_eq!(source("Ada Ferry", "OLD; MSH"), said("Ada Ferry"));
        assert_eq!(source("Ada Ferry; None", "None; OLD"), said("Ada Ferry & OLD"));
        assert_eq!(source("Ada Ferry; None", "OLD"), said("Ada Ferry"));
        assert_eq!(source("None", "OLD; OLD; MSH"), said("OLD & MSH"));
        assert_eq!(source("", "OLD"), said("OLD"));
        assert_eq!(source("None; None", "OLD; None"), said("OLD"));
        assert_eq!(source("Ada Ferry;Ada Ferry", "OLD;OLD"), said("Ada Ferry for OLD"));
    }

    #[test]
    fn what_is_missing_or_unknown_is_said() {
        for nothing in ["None", "", "None; None", ";", " ; "] {
            let missing = |side| row(&[(&format!("{side} Name"), nothing), (&format!("{side} Country"), nothing)]);
            assert_eq!([missing("Actor"), missing("Recipient")], ["no source", "no target"], "{nothing:?}");
        }
        assert!(row(&[("Event Mode", "None")]).starts_with("COERCE:"));
        assert!(row(&[("Event Mode", "wave")]).starts_with("COERCE:"));
        assert_eq!(row(&[("Event Type", "WAVE")]), "unknown \"WAVE\"");
        assert_eq!(row(&[("Event Type", "None")]), "unknown \"\"");
        assert_eq!(row(&[("Event Date", "None")]), "the event's date is no day, such as 2023-09-14");
        assert_eq!(row(&[("Actor Name", "a\0b")]), "a zero byte stands in the row");
        assert_eq!(row(&[("Version", "a\tb")]), "the row has 41 columns, the header 40");
        let reader = Polecat::of_header(HEADER.as_bytes()).unwrap();
        for columns in [3, 300] {
            assert!(matches!(reader.row(vec!["1"; columns].join("\t").as_bytes()), Row::Malformed(_)));
        }
        let line = line(&[("Event ID", "x"), ("Contexts", "None")]);
        let event = reader.row(line.as_bytes());
        assert!(matches!(event, Row::Event(Event { ref documents, gist: None, .. }) if documents.is_empty()));
    }

    #[test]
    fn some_headers_have_columns_that_no_row_has() {
        let header = HEADER.replacen("Intensity", "Headline\tIntensity\tEvent Text", 1) + "\tFeed\tStory ID";
        let reader = Polecat::of_header(header.as_bytes()).unwrap();
        let line = line(&[]);
        assert_eq!(reader.row(line.as_bytes()).into_event().targets, [Party::named("Marsh End")]);
    }

    #[test]
    fn csv_has_quotes() {
        let header = "Event ID,Event Date,Event Type,Actor Name,Recipient Name,Recipient Country";
        let reader = Polecat::of_header(header.as_bytes()).unwrap();
        let line = "1_x,1902-03-04 00:00:00,Aid,\"Company, \"\"The\"\"\",\"Ada; Bo\",\"MSH; MSH\"";
        let event = reader.row(line.as_bytes()).into_event();
        assert_eq!(event.sources, [Party::named("Company, \"The\"")]);
        let targets: Vec<_> = event.targets.iter().map(|party| (&*party.id, party.acts_for.as_deref())).collect();
        assert_eq!(targets, [("Ada", Some("MSH")), ("Bo", Some("MSH"))]);
        // A cell with a line break comes in two lines, neither of which is a row.
        for part in ["1_x,1902-03-04,Aid,\"Company,", "The\",Ada,MSH"] {
            assert!(matches!(reader.row(part.as_bytes()), Row::Malformed(_)));
        }
        assert!(matches!(reader.row(header.as_bytes()), Row::Blank));
    }

    #[test]
    fn real_files_are_read_whole() {
        let mut sums = Sums::default();
        for path in shared("polecat") {
            let (mut acting, mut stories) = (0, std::collections::HashSet::new());
            sums.add(&path, Shape::Polecat, |event| {
                acting += event.sources.iter().chain(&event.targets).filter(|party| party.acts_for.is_some()).count();
                stories.extend(event.documents.into_iter().map(Cow::into_owned));
            });
            assert_eq!((sums.rows, sums.events, acting, stories.len()), (183, 183, 350, 161));
        }
    }
}
