//! Rows of GDELT 2.0 events: 61 columns between tabs, no header, no quotes.

use std::fmt::Write as _;
use std::io::{Result, Write};

use super::random::Random;
use super::{Lottery, days};

/// Code, name, adjective, capital, country code of the places (FIPS 10-4), latitude and longitude; those in
/// the news most come first.
#[rustfmt::skip]
const COUNTRIES: [(&str, &str, &str, &str, &str, f64, f64); 60] = [
    ("USA", "United States", "American", "Washington", "US", 38.89, -77.03), ("GBR", "United Kingdom", "British", "London", "UK", 51.50, -0.12),
    ("RUS", "Russia", "Russian", "Moscow", "RS", 55.75, 37.61), ("CHN", "China", "Chinese", "Beijing", "CH", 39.90, 116.40),
    ("ISR", "Israel", "Israeli", "Jerusalem", "IS", 31.76, 35.21), ("IRN", "Iran", "Iranian", "Tehran", "IR", 35.69, 51.42),
    ("FRA", "France", "French", "Paris", "FR", 48.85, 2.35), ("UKR", "Ukraine", "Ukrainian", "Kyiv", "UP", 50.45, 30.52),
    ("SYR", "Syria", "Syrian", "Damascus", "SY", 33.51, 36.29), ("TUR", "Turkey", "Turkish", "Ankara", "TU", 39.92, 32.85),
    ("DEU", "Germany", "German", "Berlin", "GM", 52.51, 13.40), ("IND", "India", "Indian", "New Delhi", "IN", 28.61, 77.20),
    ("NGA", "Nigeria", "Nigerian", "Abuja", "NI", 9.06, 7.49), ("CAN", "Canada", "Canadian", "Ottawa", "CA", 45.41, -75.69),
    ("PAK", "Pakistan", "Pakistani", "Islamabad", "PK", 33.69, 73.05), ("AUS", "Australia", "Australian", "Canberra", "AS", -35.28, 149.12),
    ("SAU", "Saudi Arabia", "Saudi", "Riyadh", "SA", 24.71, 46.67), ("JPN", "Japan", "Japanese", "Tokyo", "JA", 35.68, 139.69),
    ("IRL", "Ireland", "Irish", "Dublin", "EI", 53.34, -6.26), ("AFG", "Afghanistan", "Afghan", "Kabul", "AF", 34.55, 69.20),
    ("YEM", "Yemen", "Yemeni", "Sanaa", "YM", 15.36, 44.19), ("IRQ", "Iraq", "Iraqi", "Baghdad", "IZ", 33.31, 44.36),
    ("ITA", "Italy", "Italian", "Rome", "IT", 41.90, 12.49), ("ESP", "Spain", "Spanish", "Madrid", "SP", 40.41, -3.70),
    ("EGY", "Egypt", "Egyptian", "Cairo", "EG", 30.04, 31.23), ("ZAF", "South Africa", "South African", "Pretoria", "SF", -25.74, 28.18),
    ("PRK", "North Korea", "North Korean", "Pyongyang", "KN", 39.03, 125.76), ("KOR", "South Korea", "South Korean", "Seoul", "KS", 37.56, 126.97),
    ("POL", "Poland", "Polish", "Warsaw", "PL", 52.22, 21.01), ("GRC", "Greece", "Greek", "Athens", "GR", 37.98, 23.72),
    ("ARM", "Armenia", "Armenian", "Yerevan", "AM", 40.18, 44.51), ("AZE", "Azerbaijan", "Azerbaijani", "Baku", "AJ", 40.40, 49.86),
    ("MEX", "Mexico", "Mexican", "Mexico City", "MX", 19.43, -99.13), ("BRA", "Brazil", "Brazilian", "Brasília", "BR", -15.79, -47.88),
    ("PHL", "Philippines", "Philippine", "Manila", "RP", 14.59, 120.98), ("MYS", "Malaysia", "Malaysian", "Kuala Lumpur", "MY", 3.13, 101.68),
    ("THA", "Thailand", "Thai", "Bangkok", "TH", 13.75, 100.50), ("IDN", "Indonesia", "Indonesian", "Jakarta", "ID", -6.20, 106.84),
    ("VNM", "Vietnam", "Vietnamese", "Hanoi", "VM", 21.02, 105.83), ("BGD", "Bangladesh", "Bangladeshi", "Dhaka", "BG", 23.81, 90.41),
    ("LKA", "Sri Lanka", "Sri Lankan", "Colombo", "CE", 6.92, 79.86), ("NPL", "Nepal", "Nepalese", "Kathmandu", "NP", 27.71, 85.32),
    ("LBN", "Lebanon", "Lebanese", "Beirut", "LE", 33.89, 35.50), ("JOR", "Jordan", "Jordanian", "Amman", "JO", 31.94, 35.92),
    ("QAT", "Qatar", "Qatari", "Doha", "QA", 25.28, 51.53), ("ARE", "United Arab Emirates", "Emirati", "Abu Dhabi", "AE", 24.45, 54.37),
    ("LBY", "Libya", "Libyan", "Tripoli", "LY", 32.88, 13.19), ("SDN", "Sudan", "Sudanese", "Khartoum", "SU", 15.50, 32.55),
    ("KEN", "Kenya", "Kenyan", "Nairobi", "KE", -1.29, 36.82), ("ETH", "Ethiopia", "Ethiopian", "Addis Ababa", "ET", 9.03, 38.74),
    ("GHA", "Ghana", "Ghanaian", "Accra", "GH", 5.60, -0.18), ("ZWE", "Zimbabwe", "Zimbabwean", "Harare", "ZI", -17.82, 31.05),
    ("BLR", "Belarus", "Belarusian", "Minsk", "BO", 53.90, 27.56), ("SRB", "Serbia", "Serbian", "Belgrade", "RI", 44.78, 20.44),
    ("HUN", "Hungary", "Hungarian", "Budapest", "HU", 47.49, 19.04), ("SWE", "Sweden", "Swedish", "Stockholm", "SW", 59.32, 18.06),
    ("NLD", "Netherlands", "Dutch", "Amsterdam", "NL", 52.36, 4.90), ("CHE", "Switzerland", "Swiss", "Bern", "SZ", 46.94, 7.44),
    ("VEN", "Venezuela", "Venezuelan", "Caracas", "VE", 10.48, -66.90), ("CUB", "Cuba", "Cuban", "Havana", "CU", 23.11, -82.36),
];

/// Role, how often of a thousand rows with a country, how often of a thousand without one, and names of the
/// role alone.
const ROLES: [(&str, u32, u32, &[&str]); 12] = [
    ("GOV", 130, 240, &["PRESIDENT", "GOVERNMENT", "PRIME MINISTER", "AUTHORITIES"]),
    ("MIL", 45, 60, &["MILITARY", "TROOPS", "ARMY"]),
    ("OPP", 20, 50, &["ACTIVIST", "THE OPPOSITION", "PROTESTER"]),
    ("REB", 20, 30, &["REBEL", "INSURGENT", "GUERRILLA"]),
    ("BUS", 30, 120, &["COMPANY", "BUSINESS", "BANK"]),
    ("CVL", 30, 90, &["RESIDENTS", "COMMUNITY", "CITIZEN"]),
    ("COP", 25, 120, &["POLICE", "POLICE OFFICER", "SECURITY FORCE"]),
    ("LEG", 30, 70, &["CONGRESS", "LAWMAKER", "PARLIAMENT"]),
    ("JUD", 25, 70, &["JUDGE", "COURT", "LAWYER"]),
    ("MED", 25, 70, &["MEDIA", "NEWSPAPER", "REPORTER"]),
    ("EDU", 25, 60, &["SCHOOL", "STUDENT", "UNIVERSITY"]),
    ("LAB", 15, 20, &["EMPLOYEE", "WORKER", "TRADE UNION"]),
];

/// Code, known group, kind and names of organizations across borders.
const ORGANIZATIONS: [(&str, &str, &str, &[&str]); 20] = [
    ("IGOUNO", "UNO", "IGO", &["UNITED NATIONS", "THE UN", "SECURITY COUNCIL"]),
    ("IGOEUREEC", "EEC", "IGO", &["EUROPEAN UNION", "THE EU", "EUROPEAN COMMISSION"]),
    ("IGOWSTNAT", "NAT", "IGO", &["NATO", "ATLANTIC ALLIANCE"]),
    ("IGOAFRAFU", "AFU", "IGO", &["AFRICAN UNION"]),
    ("IGOMEAARL", "ARL", "IGO", &["ARAB LEAGUE"]),
    ("IGOSEAASN", "ASN", "IGO", &["ASEAN"]),
    ("IGOWAFECO", "ECO", "IGO", &["ECOWAS", "ECONOMIC COMMUNITY OF WEST AFRICAN STATES"]),
    ("IGOIMF", "IMF", "IGO", &["INTERNATIONAL MONETARY FUND", "IMF"]),
    ("IGOWBK", "WBK", "IGO", &["WORLD BANK"]),
    ("IGOWTO", "WTO", "IGO", &["WORLD TRADE ORGANIZATION"]),
    ("IGOUNOIAE", "UNO", "IGO", &["INTERNATIONAL ATOMIC ENERGY AGENCY", "IAEA"]),
    ("IGOUNOREFHCR", "UNO", "IGO", &["UNHCR"]),
    ("IGOUNOWHO", "UNO", "IGO", &["WORLD HEALTH ORGANIZATION"]),
    ("IGOOPC", "OPC", "IGO", &["OPEC"]),
    ("IGOCEM", "CEM", "IGO", &["EURASIAN ECONOMIC UNION"]),
    ("NGOAMN", "AMN", "NGO", &["AMNESTY INTERNATIONAL"]),
    ("NGOHRW", "HRW", "NGO", &["HUMAN RIGHTS WATCH"]),
    ("NGOIRC", "IRC", "NGO", &["RED CROSS", "INTERNATIONAL COMMITTEE OF THE RED CROSS"]),
    ("NGOMSF", "MSF", "NGO", &["DOCTORS WITHOUT BORDERS"]),
    ("NGO", "", "NGO", &["CHARITY", "AID AGENCY", "NON GOVERNMENTAL ORGANIZATION"]),
];

/// Event code, Goldstein score, and how many of ten thousand rows have it.
#[rustfmt::skip]
const EVENTS: [(&str, &str, u32); 123] = [
    ("010", "0.0", 1700), ("011", "-0.1", 25), ("012", "-0.4", 130), ("013", "0.4", 180), ("014", "0.0", 110), ("015", "0.0", 30),
    ("016", "-2.0", 40), ("017", "0.0", 60), ("018", "3.4", 80), ("019", "3.4", 10),
    ("020", "3.0", 500), ("021", "3.4", 10), ("0211", "3.4", 6), ("0212", "3.4", 5), ("0214", "3.4", 4), ("022", "3.2", 12),
    ("023", "3.4", 25), ("0231", "3.4", 8), ("0233", "3.4", 7), ("024", "-0.3", 5), ("0241", "-0.3", 10), ("0242", "-0.3", 5),
    ("025", "-0.3", 6), ("0253", "-0.3", 4), ("0256", "-0.3", 15), ("026", "4.0", 20), ("027", "4.0", 20), ("028", "4.0", 4),
    ("030", "4.0", 130), ("031", "5.2", 15), ("0311", "5.2", 20), ("0331", "5.2", 5), ("033", "5.2", 20), ("035", "7.0", 10),
    ("0353", "7.0", 8), ("0356", "7.0", 5), ("036", "4.0", 600), ("037", "5.0", 4), ("039", "5.0", 8),
    ("040", "1.0", 1000), ("041", "1.0", 15), ("042", "1.9", 500), ("043", "2.8", 500), ("044", "2.5", 20), ("045", "5.0", 35),
    ("046", "7.0", 180), ("050", "3.5", 90), ("051", "3.4", 400), ("052", "3.5", 10), ("053", "3.8", 12), ("054", "6.0", 4),
    ("055", "7.0", 20), ("056", "7.0", 6), ("057", "8.0", 130), ("060", "6.0", 100), ("061", "6.4", 45), ("062", "7.4", 25),
    ("063", "7.4", 5), ("064", "7.0", 15), ("070", "7.0", 80), ("071", "7.4", 90), ("072", "8.3", 25), ("073", "7.4", 40),
    ("074", "8.5", 10), ("075", "7.0", 25), ("080", "5.0", 110), ("081", "5.0", 25), ("0831", "5.0", 12), ("0833", "5.0", 5),
    ("084", "7.0", 70), ("0841", "7.0", 60), ("086", "9.0", 10), ("087", "9.0", 15), ("0871", "9.0", 8), ("0874", "10.0", 60),
    ("090", "-2.0", 170), ("091", "-2.0", 4), ("092", "-2.0", 4), ("100", "-5.0", 65), ("1014", "-5.0", 4), ("1041", "-5.0", 6),
    ("1053", "-5.0", 6), ("110", "-2.0", 190), ("111", "-2.0", 350), ("112", "-2.0", 265), ("1121", "-2.0", 18), ("1122", "-2.0", 10),
    ("1123", "-2.0", 12), ("1124", "-2.0", 18), ("1125", "-2.0", 7), ("113", "-2.0", 8), ("114", "-2.0", 45), ("115", "-2.0", 15),
    ("116", "-2.0", 10), ("120", "-4.0", 220), ("122", "-4.0", 4), ("1243", "-5.0", 8), ("125", "-5.0", 22), ("128", "-5.0", 6),
    ("129", "-5.0", 10), ("130", "-4.4", 70), ("1313", "-5.8", 5), ("138", "-7.0", 40), ("1383", "-7.0", 6), ("139", "-7.0", 5),
    ("140", "-6.5", 10), ("141", "-6.5", 110), ("145", "-7.5", 20), ("154", "-7.2", 20), ("160", "-4.0", 55), ("163", "-8.0", 20),
    ("1711", "-9.2", 8), ("172", "-5.0", 75), ("173", "-5.0", 600), ("174", "-5.0", 30), ("180", "-9.0", 80), ("181", "-9.0", 25),
    ("1823", "-10.0", 12), ("183", "-10.0", 8), ("186", "-10.0", 15), ("190", "-10.0", 200), ("193", "-10.0", 120), ("195", "-10.0", 15),
];

const SECTIONS: [&str; 8] = ["news", "world", "politics", "local/news", "en/latest", "business", "article", "stories"];
const WORDS: [&str; 48] = [
    "president",
    "court",
    "police",
    "after",
    "talks",
    "over",
    "border",
    "minister",
    "protest",
    "leaders",
    "new",
    "says",
    "trade",
    "attack",
    "city",
    "warns",
    "against",
    "deal",
    "visit",
    "officials",
    "killed",
    "school",
    "rights",
    "group",
    "former",
    "state",
    "election",
    "meets",
    "calls",
    "for",
    "peace",
    "oil",
    "army",
    "opposition",
    "report",
    "charged",
    "ahead",
    "of",
    "summit",
    "water",
    "plan",
    "amid",
    "crisis",
    "fire",
    "vote",
    "budget",
    "union",
    "strike",
];
const HOSTS: [&str; 24] = [
    "dailyledger",
    "thecourier",
    "heraldonline",
    "morningpost",
    "citytribune",
    "nationalobserver",
    "newswire24",
    "thegazette",
    "eveningecho",
    "worldbulletin",
    "the-chronicle",
    "metromirror",
    "valleyregister",
    "coastalnews",
    "reporter",
    "thestandard",
    "channel9news",
    "capitaljournal",
    "northstar",
    "sundayreview",
    "riverbanner",
    "pressherald",
    "dispatch",
    "theindependentvoice",
];
const DOMAINS: [&str; 6] = [".example", ".test", ".com.example", ".co.uk.example", ".org.example", ".net.test"];

/// The ten columns of an actor from its code on: code, name, country, known group, ethnic group, two religions, three kinds.
struct Actor {
    columns: String,
    code: usize,
}

fn actors() -> (Vec<Actor>, Lottery) {
    let (mut actors, mut weights, mut codes) = (Vec::new(), Vec::new(), 0);
    let mut add = |code: &str, names: &[String], country: &str, group: &str, kind: &str, weight: f64| {
        for (rank, name) in names.iter().enumerate() {
            let columns = format!("{code}\t{}\t{country}\t{group}\t\t\t\t{kind}\t\t", name.to_uppercase());
            actors.push(Actor { columns, code: codes });
            weights.push(weight / f64::from(1 << (2 * rank)));
        }
        codes += 1;
    };
    for (rank, (code, name, adjective, capital, ..)) in COUNTRIES.into_iter().enumerate() {
        let weight = 1000.0 / (rank as f64 + 1.5);
        add(code, &[name, adjective, capital].map(str::to_owned), code, "", "", weight * 0.58);
        for (role, share, _, _) in ROLES {
            let names = [name, adjective, capital].map(str::to_owned);
            add(&format!("{code}{role}"), &names, code, "", role, weight * f64::from(share) / 1000.0);
        }
    }
    for (role, _, share, names) in ROLES {
        add(role, &names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), "", "", role, f64::from(share) * 2.0);
    }
    for (rank, (code, group, kind, names)) in ORGANIZATIONS.into_iter().enumerate() {
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        add(code, &names, "", group, kind, 60.0 / (rank as f64 + 1.0));
    }
    let lottery = Lottery::new(weights.into_iter());
    (actors, lottery)
}

/// The eight columns of a place: a country, or towns of it with the first-level and second-level division.
fn places(random: &mut Random) -> Vec<String> {
    let mut places = Vec::new();
    for (_, name, _, capital, fips, latitude, longitude) in COUNTRIES {
        places.push(format!("1\t{name}\t{fips}\t{fips}\t\t{latitude:.0}\t{longitude:.0}\t{fips}"));
        for number in 0..7 {
            let division = 1 + random.below(30);
            let town = ["", "North ", "Port ", "New ", "East ", "Old ", "Lower "][number];
            let kind = if fips == "US" { 3 } else { 4 };
            let (north, east) = (random.below(40_000) as f64 / 1e4 - 2.0, random.below(40_000) as f64 / 1e4 - 2.0);
            places.push(format!(
                "{kind}\t{town}{capital}, {capital} ({}), {name}\t{fips}\t{fips}{division:02}\t{}\t{}\t{}\t-{}",
                ["general", "west"][random.below(2) as usize],
                10_000 + random.below(40_000),
                (1e4 * (latitude + north)).round() / 1e4,
                (1e4 * (longitude + east)).round() / 1e4,
                100_000 + random.below(3_000_000),
            ));
        }
    }
    places
}

/// An article: what its rows share, and how many are still to come.
#[derive(Default)]
struct Article {
    rows: u64,
    address: String,
    tone: String,
    place: usize,
    mentions: u64,
}

impl Article {
    fn write_new(&mut self, random: &mut Random, date: &str, places: u64) {
        let pick = |random: &mut Random, from: &[&'static str]| from[random.below(from.len() as u64) as usize];
        self.rows = 1 + random.below(5);
        self.place = random.below(places).min(random.below(places)) as usize;
        self.mentions = [1, 2, 2, 3, 4, 5, 6, 8, 10, 10][random.below(10) as usize];
        self.tone.clear();
        let positive = random.below(100) < 28;
        let tone = (random.below(90_000) + 1) as f64 / (random.below(9_000) + 9_000) as f64;
        let _ = write!(self.tone, "{}{tone}", if positive { "" } else { "-" });
        self.address.clear();
        let _ = write!(
            self.address,
            "https://www.{}{}/{}/{}/{}/",
            pick(random, &HOSTS),
            pick(random, &DOMAINS),
            pick(random, &SECTIONS),
            &date[..4],
            &date[4..6]
        );
        for word in 0..4 + random.below(5) {
            if word > 0 {
                self.address.push('-');
            }
            self.address.push_str(pick(random, &WORDS));
        }
        let _ = write!(self.address, "-{}", 1_000_000 + random.below(90_000_000));
        self.address.push_str(["", ".html", "/", ".htm"][random.below(4) as usize]);
    }
}

/// Writes that many rows, ascending through ten years whatever their number: about 420 bytes each.
pub fn events(rows: u64, seed: u64, out: &mut impl Write) -> Result<()> {
    let mut random = Random(seed);
    let (actors, actor) = actors();
    let places = places(&mut random);
    let event = Lottery::new(EVENTS.iter().map(|&(.., weight)| f64::from(weight)));
    let events: Vec<String> = EVENTS
        .iter()
        .map(|(code, score, _)| {
            let root = &code[..2];
            let class = match root {
                "01" | "02" | "03" | "04" | "05" => 1,
                "06" | "07" | "08" | "09" => 2,
                "10" | "11" | "12" | "13" | "14" => 3,
                _ => 4,
            };
            format!("{code}\t{}\t{root}\t{class}\t{score}", &code[..3])
        })
        .collect();
    // The year before the first is there for what is told a year late.
    let days: Vec<String> = days(2014, 11)
        .map(|(year, month, day)| {
            let fraction = (f64::from(month - 1) * 30.0 + f64::from(day)) / 365.0;
            format!("{year}{month:02}{day:02}\t{year}{month:02}\t{year}\t{:.4}", f64::from(year) + fraction)
        })
        .collect();
    let (first, quarters) = (365, (days.len() as u64 - 365) * 96);
    // The rows of an article stand near each other, not one behind the other.
    let mut open: Vec<Article> = (0..24).map(|_| Article::default()).collect();
    let nobody = "\t".repeat(9);
    let nowhere = "0\t\t\t\t\t\t\t";
    for row in 0..rows {
        let quarter = (u128::from(row) * u128::from(quarters) / u128::from(rows)) as u64;
        let added = first + (quarter / 96) as usize;
        let late = match random.below(1000) {
            0..=954 => 0,
            955..=979 => 1,
            980..=989 => 7,
            990..=995 => 30,
            _ => 365,
        };
        let article = &mut open[random.below(24) as usize];
        if article.rows == 0 {
            article.write_new(&mut random, &days[added], places.len() as u64);
        }
        article.rows -= 1;
        // A row has one actor at least; one and the same on both sides is rare.
        let missing = random.below(1000);
        let (has_source, has_target) = (missing >= 100, !(100..350).contains(&missing));
        let source = &actors[actor.draw(&mut random)];
        let mut target = &actors[actor.draw(&mut random)];
        if source.code == target.code {
            target = &actors[actor.draw(&mut random)];
        }
        let place = |present: bool, random: &mut Random| match random.below(20) {
            _ if !present => nowhere,
            0 => nowhere,
            1..=4 => &places[random.below(places.len() as u64) as usize],
            _ => &places[article.place],
        };
        let (places_of, event) = (
            [place(has_source, &mut random), place(has_target, &mut random), place(true, &mut random)],
            &events[event.draw(&mut random)],
        );
        let (day, quarter) = (&days[added - late], quarter % 96);
        writeln!(
            out,
            "{}\t{day}\t{}\t{}\t{}\t{event}\t{}\t1\t{}\t{}\t{}\t{}\t{}\t{}{:02}{:02}00\t{}",
            410_000_000 + row * 3 + random.below(3),
            if has_source { &source.columns } else { &nobody },
            if has_target { &target.columns } else { &nobody },
            u8::from(random.below(10) < 6),
            article.mentions,
            article.mentions,
            article.tone,
            places_of[0],
            places_of[1],
            places_of[2],
            &days[added][..8],
            quarter / 4,
            quarter % 4 * 15,
            article.address,
        )?;
    }
    Ok(())
}
