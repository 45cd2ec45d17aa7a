//! What was done: CAMEO event codes, PLOVER types and modes, and the texts that ICEWS has for codes.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::relation;

/// A CAMEO event code, or a PLOVER type with or without a mode, and what it says.
///
/// ```
/// let lawsuit = standoff::codes::cameo("115").unwrap();
/// assert_eq!((lawsuit.label, lawsuit.relation), ("Bring lawsuit against", "sues"));
/// assert_eq!((lawsuit.quad_class, lawsuit.goldstein), (3, Some(-2.0)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// As the codebook writes it: `0211`; in PLOVER `ACCUSE` or `ACCUSE.disapprove`.
    pub code: &'static str,
    /// What it means: in CAMEO as codebook 1.1b3 has it, capitals for the twenty roots.
    pub label: &'static str,
    /// The id of the [built-in relation](relation::built_in) that it means.
    pub relation: &'static str,
    /// 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict; not the sign, since a
    /// denial is of class 1.
    pub quad_class: u8,
    /// From −10 (conflict) to 10 (cooperation), as GDELT has it; ICEWS and Phoenix differ from it in a
    /// few codes. None for the five codes that CAMEO got after its scores.
    pub goldstein: Option<f32>,
}

/// Every CAMEO code in the order of the codebook, then every PLOVER type with its modes.
///
/// ```
/// let cameo = standoff::codes::events().filter(|event| event.code.starts_with(|c: char| c.is_ascii_digit())).count();
/// assert_eq!((cameo, standoff::codes::events().len() - cameo), (317, 90));
/// ```
pub fn events() -> impl ExactSizeIterator<Item = &'static Event> {
    TABLES.events.iter()
}

/// What the cell of a column of CAMEO event codes means; none for what is no such code.
///
/// Files that went through a spreadsheet have lost leading zeros: `43` is 043, and so `14` is 014, not
/// the root 14, which no file has among its event codes. A root with its zero, `05`, is the root. A zero
/// too many is none: Phoenix writes `0110` for 011. A code that the table does not have is nobody's
/// child: nothing tells a newer code from a broken one.
///
/// ```
/// use standoff::codes::cameo;
/// let code = |cell| cameo(cell).map(|event| event.code);
/// assert_eq!(["043", "43", "43.0"].map(code), [Some("043"); 3]);
/// assert_eq!([code("14"), code("140"), code("5"), code("211")], [Some("014"), Some("140"), Some("05"), Some("0211")]);
/// assert_eq!(["---", "X", "", "999", "0999"].map(code), [None; 5]);
/// ```
pub fn cameo(code: &str) -> Option<&'static Event> {
    let code = code.trim_ascii();
    // What pandas makes of a column of numbers that misses some.
    let code = code.strip_suffix(".0").unwrap_or(code);
    let tables = &*TABLES;
    tables.event(tables.cameo[place(code)?])
}

/// What a PLOVER event type and its mode mean, without regard to case; the type alone where the mode is
/// missing or not known. Four types of the first draft of PLOVER are taken for what they became.
///
/// ```
/// use standoff::codes::plover;
/// assert_eq!(plover("ACCUSE", Some("disapprove")).unwrap().relation, "condemns");
/// assert_eq!(plover("Accuse", None).unwrap().relation, "accuses");
/// assert_eq!(plover("accuse", Some("None")), plover("ACCUSE", None));
/// assert_eq!(plover("DISAPPROVE", None), plover("ACCUSE", Some("disapprove")));
/// assert_eq!(plover("Gossip", None), None);
/// ```
pub fn plover(event_type: &str, mode: Option<&str>) -> Option<&'static Event> {
    let (event_type, mode) = (event_type.trim_ascii(), mode.map(str::trim_ascii));
    let tables = &*TABLES;
    let (_, modes) = tables.types.iter().find(|(of, _)| of.eq_ignore_ascii_case(event_type))?;
    // The type itself stands before its modes, with an empty one.
    let exact = modes.iter().find(|(of, _)| mode.is_some_and(|mode| of.eq_ignore_ascii_case(mode)));
    let &(_, number) = exact.or(modes.first())?;
    tables.event(number)
}

/// The CAMEO code of a text that stands for it in ICEWS, as its files and the quads made of them write it: case,
/// spaces, underscores and punctuation mean nothing. Roots are named like their first child; capitals
/// mean the root, as in the codebook.
///
/// ```
/// use standoff::codes::icews_text;
/// assert_eq!(icews_text("Make an appeal or request"), Some("020"));
/// assert_eq!(icews_text("Meet_at_a_'third'_location"), Some("044"));
/// assert_eq!((icews_text("Consult"), icews_text("CONSULT")), (Some("040"), Some("04")));
/// assert_eq!(icews_text("Wave"), None);
/// ```
pub fn icews_text(text: &str) -> Option<&'static str> {
    let mut room = [0; LONGEST_TEXT];
    let letters = letters(text, &mut room)?;
    let tables = &*TABLES;
    let (child, root) = (tables.texts.get(letters), tables.roots.get(letters));
    let capitals = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    let &found = if capitals { root.or(child) } else { child.or(root) }?;
    tables.event(found).map(|event| event.code)
}

/// The code under which ICEWS has the same event a second time, with source and target exchanged; none
/// for a code of which it stores each event once.
///
/// A visit is Make a visit of the guest and Host a visit of the host. Consultations, talks by telephone,
/// meetings at a third place, negotiations and signed agreements stand there from both sides. In 28 days
/// of it each of these codes is paired in 98 to 100 of 100 rows, and no other frequent code in more than
/// 82 (030, where two intend to cooperate).
///
/// ```
/// use standoff::codes::mirror;
/// assert_eq!([mirror("042"), mirror("043")], [Some("043"), Some("042")]);
/// assert!(["040", "041", "044", "046", "057"].iter().all(|&code| mirror(code) == Some(code)));
/// assert_eq!([mirror("030"), mirror("112")], [None, None]);
/// ```
pub fn mirror(code: &str) -> Option<&'static str> {
    match code {
        "042" => Some("043"),
        "043" => Some("042"),
        _ => ["040", "041", "044", "046", "057"].into_iter().find(|&both| both == code),
    }
}

/// Codes that some ICEWS files write for others.
const RESPELLED: [(&str, &str); 1] = [("1883", "183")];

/// Types of the first draft of PLOVER, which its gold standard has, and what they became.
const FIRST_TYPES: [(&str, &str); 4] = [
    ("DEMAND", "REQUEST"),
    ("DISAPPROVE", "ACCUSE.disapprove"),
    ("FIGHT", "ASSAULT"),
    ("INVESTIGATE", "ACCUSE.investigate"),
];

/// Texts of ICEWS that are not the codebook's.
const OTHER_TEXTS: [(&str, &str); 1] = [("Carry out car bombing", "1832")];

/// No text of a code has more letters.
const LONGEST_TEXT: usize = 80;

const NONE: u16 = u16::MAX;

struct Tables {
    /// CAMEO, then PLOVER from `plover` on; each in the order of its codes.
    events: Vec<Event>,
    plover: usize,
    /// The types of PLOVER, each with its modes.
    types: Vec<(&'static str, Vec<(&'static str, u16)>)>,
    /// By [`place`], which event each way to write a CAMEO code means.
    cameo: Box<[u16; PLACES]>,
    /// By its letters, what a text of ICEWS means that is not a root's.
    texts: HashMap<Box<[u8]>, u16>,
    roots: HashMap<Box<[u8]>, u16>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let events: Vec<Event> = super::rows(include_str!("events.tsv")).map(event).collect();
    let plover = events.partition_point(|event| event.code.starts_with(|c: char| c.is_ascii_digit()));
    let mut tables = Tables {
        types: Vec::new(),
        cameo: Box::new([NONE; PLACES]),
        texts: HashMap::new(),
        roots: HashMap::new(),
        plover,
        events,
    };
    tables.index_types();
    tables.index_codes();
    tables.index_texts();
    tables
});

impl Tables {
    fn event(&self, number: u16) -> Option<&Event> {
        self.events.get(usize::from(number))
    }

    fn index_types(&mut self) {
        for (number, event) in (0..).zip(&self.events).skip(self.plover) {
            let (of, mode) = split_mode(event.code);
            match self.types.last_mut() {
                Some((last, modes)) if *last == of => modes.push((mode.unwrap_or_default(), number)),
                _ => self.types.push((of, vec![("", number)])),
            }
        }
        for (first, became) in FIRST_TYPES {
            let event = self.events.iter().position(|event| event.code == became);
            let number = event.expect("the table has every code that is meant") as u16;
            self.types.push((first, vec![("", number)]));
        }
    }

    fn index_codes(&mut self) {
        let codes: Vec<(u16, &str)> = (0..).zip(self.events[..self.plover].iter().map(|event| event.code)).collect();
        let mut put = |code: &str, number, over| {
            let place = place(code).expect("the table's codes are of one to four digits");
            if over || self.cameo[place] == NONE {
                self.cameo[place] = number;
            }
        };
        for &(number, code) in &codes {
            put(code, number, true);
        }
        for &(number, code) in &codes {
            if let Some(shortened) = code.strip_prefix('0') {
                put(shortened, number, shortened.len() == 2);
            }
        }
        for &(number, code) in codes.iter().filter(|(_, code)| code.len() == 3) {
            put(&format!("{code}0"), number, false);
        }
        for (other, meant) in RESPELLED {
            let number =
                codes.iter().find(|(_, code)| *code == meant).expect("the table has every code that is meant").0;
            put(other, number, false);
        }
    }

    fn index_texts(&mut self) {
        let cameo = &self.events[..self.plover];
        let others = OTHER_TEXTS.iter().map(|&(text, meant)| {
            (text, cameo.iter().position(|event| event.code == meant).expect("the table has every code that is meant"))
        });
        let labels = cameo.iter().enumerate().map(|(number, event)| (event.label, number));
        for (text, number) in labels.chain(others) {
            let mut room = [0; LONGEST_TEXT];
            let letters = letters(text, &mut room).expect("no label is longer than the longest");
            let texts = if cameo[number].code.len() == 2 { &mut self.roots } else { &mut self.texts };
            texts.insert(letters.into(), number as u16);
        }
    }
}

fn event(row: &'static str) -> Event {
    let mut cells = row.split('\t');
    let mut cell = || cells.next().expect("a row of events.tsv has four cells");
    let (code, quad_class, goldstein, label) = (cell(), cell(), cell(), cell());
    Event {
        code,
        label,
        relation: meaning(code).expect("the built-in relations begin every code"),
        quad_class: quad_class.parse().expect("a quad class is a digit"),
        goldstein: (!goldstein.is_empty()).then(|| goldstein.parse().expect("a score is a number")),
    }
}

/// The built-in relation of a code: that with the longest beginning of it among its codes.
fn meaning(code: &str) -> Option<&'static str> {
    let plover = code.starts_with(|c: char| c.is_ascii_alphabetic());
    let begins =
        |begin: &str| if plover { begin == code || begin == split_mode(code).0 } else { code.starts_with(begin) };
    relation::built_in_codes()
        .flat_map(|(id, cameo, plover)| cameo.iter().chain(plover).map(move |&begin| (begin, id)))
        .filter(|&(begin, _)| begins(begin))
        .max_by_key(|(begin, _)| begin.len())
        .map(|(_, id)| id)
}

/// A PLOVER code as its type and mode.
fn split_mode(code: &str) -> (&str, Option<&str>) {
    code.split_once('.').map_or((code, None), |(of, mode)| (of, Some(mode)))
}

/// How many strings of one to four digits there are.
const PLACES: usize = 10 + 100 + 1_000 + 10_000;

/// Which of them it is, shorter before longer.
fn place(digits: &str) -> Option<usize> {
    let shorter = *[0, 10, 110, 1_110].get(digits.len().checked_sub(1)?)?;
    digits
        .bytes()
        .try_fold(0, |n, byte| byte.is_ascii_digit().then(|| n * 10 + usize::from(byte - b'0')))
        .map(|n| shorter + n)
}

/// The letters and digits of a text, in lower case; none where they do not fit.
fn letters<'a>(text: &str, room: &'a mut [u8; LONGEST_TEXT]) -> Option<&'a [u8]> {
    let mut length = 0;
    for byte in text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        *room.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    Some(&room[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(cell: &str) -> Option<&'static str> {
        cameo(cell).map(|event| event.code)
    }

    #[test]
    fn every_code_is_found_as_written_and_without_its_zeros() {
        for event in &TABLES.events[..TABLES.plover] {
            let read_as_a_child = event.code.len() == 2 && !event.code.starts_with('0');
            if !read_as_a_child {
                assert_eq!(code(event.code), Some(event.code));
            }
            if let Some(shortened) = event.code.strip_prefix('0') {
                assert_eq!(code(shortened), Some(event.code), "{shortened}");
            }
        }
        assert_eq!(
            ["10", "14", "20", "21", "57", "94"].map(code),
            ["010", "014", "020", "021", "057", "094"].map(Some)
        );
        assert_eq!(["01", "05", "1", "9"].map(code), ["01", "05", "01", "09"].map(Some));
        assert_eq!(["211", "256", "311", "874"].map(code), ["0211", "0256", "0311", "0874"].map(Some));
        assert_eq!(["0110", "1120", " 043 ", "190.0", "1883"].map(code), ["011", "112", "043", "190", "183"].map(Some));
        assert_eq!(["", " ", "0", "00", "21.5", "1129", "20001", "-10", "１１", "112a"].map(code), [None; 10]);
    }

    #[test]
    fn every_relation_has_the_codes_that_begin_in_it() {
        let relations = relation::built_in();
        for relation in &relations {
            assert!(events().any(|event| event.relation == relation.id), "{}", relation.id);
            for listed in relation.cameo.iter().chain(&relation.plover) {
                let event = events().find(|event| event.code == listed).unwrap();
                assert_eq!(event.relation, relation.id, "{listed}");
            }
        }
        assert!(events().all(|event| relations.iter().any(|relation| relation.id == event.relation)));
        let means = |cell| cameo(cell).unwrap().relation;
        assert_eq!(
            ["110", "112", "1125", "114", "115"].map(means),
            ["condemns", "accuses", "accuses", "accuses", "sues"]
        );
        assert_eq!(["172", "175", "190", "191"].map(means), ["coerces", "attacks", "attacks", "coerces"]);
        assert_eq!(["05", "050", "051", "057"].map(means), ["supports", "cooperates", "supports", "agrees"]);
    }

    #[test]
    fn codes_are_in_order_and_their_values_in_range() {
        assert!(TABLES.events[..TABLES.plover].is_sorted_by(|a, b| a.code < b.code));
        assert!(TABLES.events[TABLES.plover..].is_sorted_by(|a, b| a.code < b.code));
        for event in events() {
            assert!(
                (1..=4).contains(&event.quad_class) && event.goldstein.is_none_or(|score| score.abs() <= 10.0),
                "{}",
                event.code
            );
            assert!(!event.label.is_empty() && event.label.trim() == event.label, "{}", event.code);
        }
    }

    #[test]
    fn plover_takes_any_case_and_no_unknown_mode() {
        fn found(of: &str, mode: Option<&str>) -> Option<&'static str> {
            plover(of, mode).map(|event| event.code)
        }
        for event in &TABLES.events[TABLES.plover..] {
            let (of, mode) = split_mode(event.code);
            assert_eq!(found(&of.to_lowercase(), mode), Some(event.code));
        }
        assert_eq!(found("Sanction", Some("CONVICT")), Some("SANCTION.convict"));
        assert_eq!(found("Mobilize", Some("")), Some("MOBILIZE"));
        assert_eq!(found("Mobilize", Some("disapprove")), Some("MOBILIZE"));
        assert_eq!(found("", None), None);
        assert_eq!(found("ACCUSE.disapprove", None), None);
    }

    #[test]
    fn texts_find_their_codes() {
        for event in &TABLES.events[..TABLES.plover] {
            assert_eq!(icews_text(event.label), Some(event.code));
            assert_eq!(icews_text(&event.label.replace(' ', "_")), Some(event.code));
        }
        assert_eq!(icews_text("fight with artillery and tanks"), Some("194"));
        assert_eq!(icews_text("Carry out car bombing"), Some("1832"));
        assert_eq!(icews_text("find guilty or liable (legally)"), Some("116"));
        assert_eq!(icews_text("Refuse to allow international involvement (non mediation)"), Some("1245"));
        assert_eq!(icews_text("appeal"), Some("02"));
        assert_eq!(icews_text(""), None);
        assert_eq!(icews_text(&"state".repeat(1000)), None);
        assert_eq!(icews_text("Könsult"), None);
    }

    #[test]
    fn a_mirror_of_a_mirror_is_the_code() {
        for code in events().filter_map(|event| mirror(event.code)) {
            assert_eq!(mirror(mirror(code).unwrap()), Some(code));
            assert_eq!(cameo(code).unwrap().relation, cameo(mirror(code).unwrap()).unwrap().relation);
        }
    }
}
