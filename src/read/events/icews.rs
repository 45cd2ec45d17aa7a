//! ICEWS (Boschee et al., ICEWS Coded Event Data, doi:10.7910/DVN/28075): twenty columns that a header names,
//! apart by tabs, without quoting.
//!
//! An event id is unique only together with its day. Visits, consultations, negotiations and signed
//! agreements stand there twice, once from either side (`Event::mirror`).

use std::borrow::Cow;

use super::table::{Cells, Table};
use super::{Event, Party, Reader, Row, Said, Scanner, event_of_text, every_line, iso_day, mirrored};
use crate::actor::UNSPECIFIED;
use crate::codes;
use crate::read::want::Want;

/// The reader of a table with these columns.
#[derive(Debug)]
pub(super) struct Icews {
    table: Table,
    date: usize,
    source: usize,
    target: usize,
    code: Option<usize>,
    text: Option<usize>,
    id: Option<usize>,
    source_country: Option<usize>,
    target_country: Option<usize>,
    story: Option<usize>,
    sentence: Option<usize>,
}

impl Icews {
    /// The reader of a table with this header.
    ///
    /// # Errors
    /// Which column is missing.
    pub fn of_header(line: &[u8]) -> Result<Self, String> {
        let table = Table::of_header(line);
        let (code, text) = (table.column("CAMEO Code"), table.column("Event Text"));
        if code.is_none() && text.is_none() {
            return Err("the header has no column `CAMEO Code`, and no `Event Text`".to_owned());
        }
        Ok(Icews {
            date: table.needed("Event Date")?,
            source: table.needed("Source Name")?,
            target: table.needed("Target Name")?,
            code,
            text,
            id: table.column("Event ID"),
            source_country: table.column("Source Country"),
            target_country: table.column("Target Country"),
            story: table.column("Story ID"),
            sentence: table.column("Sentence Number"),
            table,
        })
    }

    fn read<'t>(&self, line: &'t [u8]) -> Result<Row<'t>, Said> {
        let Some(cells) = self.table.cells(line)? else { return Ok(Row::Blank) };
        let party = |name, country| -> Result<Option<Party<'t>>, Said> {
            Ok(cells.text(name)?.map(|name| party(name, cells.extra(country))))
        };
        let Some(source) = party(self.source, self.source_country)? else { return Ok(Row::NoSource) };
        let Some(target) = party(self.target, self.target_country)? else { return Ok(Row::NoTarget) };
        let code = match self.code(&cells)? {
            Ok(code) => code,
            Err(unknown) => return Ok(Row::UnknownCode(unknown)),
        };
        let Some(date) = cells.text(self.date)?.and_then(|text| iso_day(&text)) else {
            return Ok(Row::Malformed("the event's date is no day, such as 2018-10-04".into()));
        };
        let (story, sentence) = (cells.extra(self.story), cells.extra(self.sentence));
        // Who meets twice a day meets in two stories: without the story nothing tells it from one meeting that
        // stands there twice.
        let mirror = match (&story, &sentence) {
            (Some(story), Some(sentence)) => {
                mirrored(&[&date.to_string(), story, sentence], &source.id, &target.id, code.code)
            }
            _ => None,
        };
        Ok(Row::Event(Event {
            id: cells.extra(self.id).map(|id| format!("icews:{date}:{id}").into()),
            documents: story.map(|story| format!("icews:{story}").into()).into_iter().collect(),
            date: Some(date),
            sources: vec![source],
            targets: vec![target],
            code,
            gist: cells.extra(self.text),
            mirror,
        }))
    }

    /// What is done, by its code, or by its text where that is missing; else what is in no code book.
    fn code<'t>(&self, cells: &Cells<'t>) -> Result<Result<&'static codes::Event, Cow<'t, str>>, Said> {
        let cell = |column: Option<usize>| column.map_or(Ok(None), |column| cells.text(column));
        if let Some(code) = cell(self.code)? {
            return Ok(codes::cameo(&code).ok_or(code));
        }
        let text = cell(self.text)?.unwrap_or_default();
        Ok(event_of_text(&text).ok_or(text))
    }
}

impl Reader for Icews {
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t> {
        self.read(line).unwrap_or_else(Row::Malformed)
    }

    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r> {
        every_line(self, want)
    }
}

/// What the country column calls some of the countries, and what they are called as actors.
const COUNTRIES: [(&str, &str); 7] = [
    ("Cook Island", "Cook Islands"),
    ("Curaçao", "Curacao"),
    ("Holy See", "Holy See (Vatican City State)"),
    ("Moldova, Republic of", "Moldova"),
    ("Occupied Palestinian Territory", "Palestinian Territory, Occupied"),
    ("Russian Federation", "Russia"),
    ("the former Yugoslav Republic of Macedonia", "Macedonia"),
];

/// An actor, who acts for whom the name says, or else for the country of its row.
fn party<'t>(name: Cow<'t, str>, country: Option<Cow<'t, str>>) -> Party<'t> {
    // Where it is not said who, the built-in actor stands for whoever it is.
    if name == "Unspecified Actor" {
        return Party::named(UNSPECIFIED);
    }
    let acts_for = principal_of(&name).or_else(|| {
        let country = country?;
        let known = COUNTRIES.iter().find(|(other, _)| *other == country);
        Some(known.map_or(country, |&(_, actor)| Cow::Borrowed(actor)))
    });
    Party { acts_for: acts_for.filter(|principal| *principal != name), ..Party::named(name) }
}

fn principal_of<'t>(name: &Cow<'t, str>) -> Option<Cow<'t, str>> {
    match name {
        Cow::Borrowed(name) => principal(name).map(Cow::Borrowed),
        Cow::Owned(name) => principal(name).map(|principal| Cow::Owned(principal.to_owned())),
    }
}

/// What stands in parentheses behind a name and is part of it.
const PARTS_OF_NAMES: [&str; 5] = ["Maoist", "Marxist", "Marxist-Leninist", "Social Group", "Vatican City State"];

/// For whom an actor acts by its name: `Police (Turkey)` for Turkey, `Militant (Taliban)` for the Taliban.
pub(super) fn principal(name: &str) -> Option<&str> {
    let inside = name.strip_suffix(')')?;
    let mut depth = 1;
    let open = inside.rfind(|c| {
        depth += match c {
            ')' => 1,
            '(' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    let (before, principal) = (&name[..open], inside[open + 1..].trim());
    let whose = before.len() > 1 && before.ends_with(' ') && !before.trim().is_empty();
    // A single letter is a faction, as in Pakistan Muslim League (N).
    (whose && principal.chars().nth(1).is_some() && !PARTS_OF_NAMES.contains(&principal)).then_some(principal)
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::super::Shape;
    use super::super::tests::{Sums, shared};
    use super::*;

    const HEADER: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t\
        Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t\
        Province\tCountry\tLatitude\tLongitude";

    fn reader() -> Icews {
        Icews::of_header(HEADER.as_bytes()).unwrap()
    }

    /// A row of the twenty columns, of which only some are set.
    fn line(cells: &[(&str, &str)]) -> String {
        let default = |name: &str| match name {
            "Event ID" => "17",
            "Event Date" => "1902-03-04",
            "Source Name" => "Ferry Company (Oldbridge)",
            "Source Country" => "Oldbridge",
            "Event Text" => "Consult",
            "CAMEO Code" => "040",
            "Target Name" => "Marsh End",
            "Target Country" => "Marsh End",
            "Story ID" => "900",
            "Sentence Number" => "2",
            "City" => "say \"when",
            _ => "",
        };
        let cell = |name| cells.iter().find(|(column, _)| *column == name).map_or(default(name), |(_, cell)| cell);
        HEADER.split('\t').map(cell).collect::<Vec<_>>().join("\t")
    }

    #[track_caller]
    fn event(line: &str) -> Event<'_> {
        reader().row(line.as_bytes()).into_event()
    }

    fn acting(name: &str, acts_for: Option<&str>) -> Party<'static> {
        Party { acts_for: acts_for.map(|name| name.to_owned().into()), ..Party::named(name.to_owned()) }
    }

    #[test]
    fn a_row_is_an_event() {
        let line = line(&[]);
        let event = event(&line);
        assert_eq!(event.id.as_deref(), Some("icews:1902-03-04:17"));
        assert_eq!(event.documents, ["icews:900"]);
        assert_eq!(event.date.unwrap().to_string(), "1902-03-04");
        assert_eq!(event.sources, [acting("Ferry Company (Oldbridge)", Some("Oldbridge"))]);
        assert_eq!(event.targets, [acting("Marsh End", None)]);
        assert_eq!((event.code.code, event.gist.as_deref()), ("040", Some("Consult")));
    }

    #[test]
    fn whom_an_actor_acts_for() {
        let source = |name: &str, country: &str| {
            let line = line(&[("Source Name", name), ("Source Country", country)]);
            event(&line).sources.remove(0).acts_for.map(Cow::into_owned)
        };
        assert_eq!(source("Police (Turkey)", "Turkey").as_deref(), Some("Turkey"));
        assert_eq!(source("Militant (Taliban)", "Afghanistan").as_deref(), Some("Taliban"));
        assert_eq!(source("Police (Africa)", "NA").as_deref(), Some("Africa"));
        assert_eq!(source("Ada Ferry", "Oldbridge").as_deref(), Some("Oldbridge"));
        assert_eq!(source("Ada Ferry", ""), None);
        assert_eq!(source("Member of Legislative (Govt) (Armenia)", "Armenia").as_deref(), Some("Armenia"));
        assert_eq!(source("Communist Party (Marxist)", "India").as_deref(), Some("India"));
        assert_eq!(source("Muslim League (N)", "Pakistan").as_deref(), Some("Pakistan"));
        assert_eq!(source("Awami (People's) League", "Pakistan").as_deref(), Some("Pakistan"));
        assert_eq!(source("Russia", "Russian Federation"), None);
        assert_eq!(source("Ada Ferry", "Russian Federation").as_deref(), Some("Russia"));
        assert_eq!(source("Holy See (Vatican City State)", "Holy See"), None);
        let see = "Holy See (Vatican City State)";
        assert_eq!(source("Citizen (Holy See (Vatican City State))", "Holy See").as_deref(), Some(see));
    }

    #[test]
    fn parentheses_that_name_nobody() {
        for name in
            ["", ")", "()", "x)", "(x)", " (xx)", "x(xx)", "x ()", "x (y)", "x (é)", "x (y", "((x))", "x )(", "é)"]
        {
            assert_eq!(principal(name), None, "{name}");
        }
        assert_eq!(principal("x (éé)"), Some("éé"));
    }

    #[test]
    fn what_is_missing_is_said() {
        for nothing in ["", " ", "NULL", "NA"] {
            assert!(matches!(reader().row(line(&[("Source Name", nothing)]).as_bytes()), Row::NoSource));
            assert!(matches!(reader().row(line(&[("Target Name", nothing)]).as_bytes()), Row::NoTarget));
            let line = line(&[("Story ID", nothing), ("Event ID", nothing), ("Event Text", nothing)]);
            let event = event(&line);
            assert_eq!((event.documents.len(), event.id, event.gist, event.mirror), (0, None, None, None));
        }
    }

    #[test]
    fn codes_stand_as_numbers_or_as_texts() {
        let code = |code: &str, text: &str| match reader()
            .row(line(&[("CAMEO Code", code), ("Event Text", text)]).as_bytes())
        {
            Row::Event(event) => Ok(event.code.code),
            Row::UnknownCode(code) => Err(code.into_owned()),
            other => panic!("{other:?}"),
        };
        assert_eq!(code("43", "Host a visit"), Ok("043"));
        assert_eq!(code("NULL", "Host a visit"), Ok("043"));
        assert_eq!(code("", "PROTEST"), Ok("14"));
        assert_eq!(code("999", "Host a visit"), Err("999".to_owned()));
        assert_eq!(code("", "Wave"), Err("Wave".to_owned()));
        assert_eq!(code("", ""), Err(String::new()));
    }

    #[test]
    fn days_stand_in_more_than_one_form() {
        let date = |text: &str| match reader().row(line(&[("Event Date", text)]).as_bytes()) {
            Row::Event(event) => Some(event.date.unwrap().to_string()),
            Row::Malformed(said) => {
                assert_eq!(said, "the event's date is no day, such as 2018-10-04");
                None
            }
            other => panic!("{other:?}"),
        };
        for text in ["1902-03-04", "19020304", "1902-03-04 00:00:00", "1902-03-04T00:00:00Z"] {
            assert_eq!(date(text).as_deref(), Some("1902-03-04"));
        }
        for text in
            ["", "NULL", "1902-03", "3/4/1902", "1902-02-30", "1902-03-041", "190é0304", "１902-03-04", "1902/1903"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn both_sides_of_an_event_have_the_same_mirror() {
        let visit = [("Source Name", "A"), ("Target Name", "B"), ("CAMEO Code", "042")];
        let hosted = [("Source Name", "B"), ("Target Name", "A"), ("CAMEO Code", "43")];
        let mirror = |cells: &[(&str, &str)]| event(&line(cells)).mirror;
        assert_eq!(mirror(&visit), Some(MIRROR));
        assert_eq!(mirror(&hosted), Some(MIRROR));
        for other in [("Event Date", "1902-03-05"), ("Story ID", "901"), ("Sentence Number", "3"), ("Target Name", "C")]
        {
            let changed: Vec<_> = [other].into_iter().chain(visit).collect();
            assert_ne!(mirror(&changed), Some(MIRROR), "{other:?}");
        }
        let back = [("Source Name", "B"), ("Target Name", "A"), ("CAMEO Code", "042")];
        assert!(mirror(&back).is_some_and(|mirror| mirror != MIRROR));
        let both = |source, target| mirror(&[("Source Name", source), ("Target Name", target)]);
        assert_eq!(both("A", "B"), both("B", "A"));
        let code = |code| mirror(&[("CAMEO Code", code), ("Source Name", "A"), ("Target Name", "B")]);
        assert!(code("040").is_some() && code("040") != code("046") && code("046") != code("057"));
        assert_eq!(code("112"), None);
    }

    /// As another program has it for what both sides say.
    const MIRROR: u64 = 0x552a_051d_aff4_b3f2;

    #[test]
    fn columns_may_be_few_and_in_any_order() {
        let reader = Icews::of_header(b"\xef\xbb\xbftarget_name,event_text,source_name,event_date").unwrap();
        let row = reader.row(b"\"Marsh End, Upper\",Accuse,Oldbridge,1902-03-04");
        let Row::Event(event) = row else { panic!("{row:?}") };
        assert_eq!((event.targets[0].id.as_ref(), event.code.code), ("Marsh End, Upper", "112"));
        assert_eq!((event.id, event.documents.len(), event.mirror), (None, 0, None));
        for (header, lacks) in [
            ("Event Date\tSource Name\tCAMEO Code", "the header has no column `Target Name`"),
            ("Event Date\tSource Name\tTarget Name", "the header has no column `CAMEO Code`, and no `Event Text`"),
            ("", "the header has no column `CAMEO Code`, and no `Event Text`"),
        ] {
            assert_eq!(Icews::of_header(header.as_bytes()).unwrap_err(), lacks);
        }
    }

    #[test]
    fn what_is_not_needed_may_be_anything() {
        let mut bytes = line(&[("Publisher", "?"), ("Source Country", "?")]).into_bytes();
        bytes.iter_mut().filter(|byte| **byte == b'?').for_each(|byte| *byte = 0xff);
        assert!(matches!(reader().row(&bytes), Row::Event(_)));
        for needed in ["Source Name", "Target Name", "CAMEO Code", "Event Date"] {
            for bad in [0xff, 0] {
                let mut bytes = line(&[(needed, "?")]).into_bytes();
                bytes.iter_mut().filter(|byte| **byte == b'?').for_each(|byte| *byte = bad);
                assert!(matches!(reader().row(&bytes), Row::Malformed(_)), "{needed}");
            }
        }
        for columns in [3, 300] {
            let row = vec!["1"; columns].join("\t");
            assert!(matches!(reader().row(row.as_bytes()), Row::Malformed(_)));
        }
        assert!(matches!(reader().row(HEADER.as_bytes()), Row::Blank));
    }

    #[test]
    fn real_files_are_read_whole() {
        let mut sums = Sums::default();
        let mut mirrors = HashMap::<u64, u32>::new();
        let (mut acting, mut ids) = (0, HashSet::new());
        for path in shared("icews") {
            sums.add(&path, Shape::Icews, |event| {
                if let Some(mirror) = event.mirror {
                    *mirrors.entry(mirror).or_default() += 1;
                }
                acting += event.sources.iter().chain(&event.targets).filter(|party| party.acts_for.is_some()).count();
                assert!(ids.insert(event.id.unwrap().into_owned()));
                assert_eq!((event.documents.len(), event.sources.len(), event.targets.len()), (1, 1, 1));
            });
        }
        if sums.files == 0 {
            return;
        }
        assert_eq!((sums.files, sums.rows, sums.events), (29, 58_316, 58_316));
        let of = |rows: u32| mirrors.values().filter(|&&count| count == rows).count();
        assert_eq!((mirrors.len(), of(2), of(1)), (7158, 7131, 27));
        assert_eq!(acting, 82_367);
    }
}
