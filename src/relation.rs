//! Relations: verbs with a sign, and the one table of those that are built in.

use std::fmt;
use std::str::FromStr;

/// Whether a relation is against its target, for it, or neither.
///
/// It prints as its [`name`](Sign::name) and parses from that, from its [`glyph`](Sign::glyph), and
/// from the words negative, positive and neutral.
///
/// ```
/// use standoff::Sign;
/// assert_eq!(["-", "−", "negative"].map(str::parse), [Ok(Sign::Negative); 3]);
/// assert_eq!(Sign::Neutral.to_string(), "0");
/// assert_eq!("bad".parse::<Sign>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sign {
    /// Against the target: accuses, condemns.
    Negative,
    /// For the target: supports, aids.
    Positive,
    /// Neither: mediates, meets.
    Neutral,
}

impl Sign {
    /// Every sign, in the order in which they are listed.
    ///
    /// ```
    /// # use standoff::Sign;
    /// assert_eq!(Sign::ALL.map(Sign::glyph), ['−', '+', '○']);
    /// ```
    pub const ALL: [Sign; 3] = [Sign::Negative, Sign::Positive, Sign::Neutral];

    /// The spelling in data files and JSON: `-`, `+` or `0`.
    ///
    /// ```
    /// # use standoff::Sign;
    /// assert_eq!(Sign::ALL.map(Sign::name), ["-", "+", "0"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Sign::Negative => "-",
            Sign::Positive => "+",
            Sign::Neutral => "0",
        }
    }

    /// The glyph that stands beside the colour in every picture: U+2212, `+` or U+25CB.
    ///
    /// ```
    /// assert_eq!(standoff::Sign::Negative.glyph(), '\u{2212}');
    /// ```
    pub fn glyph(self) -> char {
        match self {
            Sign::Negative => '−',
            Sign::Positive => '+',
            Sign::Neutral => '○',
        }
    }

    /// The colour of the sign in every picture, as `#RRGGBB`; each keeps a contrast of at least
    /// 3:1 against white and against `#111827` (WCAG 2.2, success criterion 1.4.11).
    ///
    /// ```
    /// fn luminance(colour: &str) -> f64 {
    ///     let channel = |at| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
    ///     let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
    ///     0.2126 * linear(channel(1)) + 0.7152 * linear(channel(3)) + 0.0722 * linear(channel(5))
    /// }
    /// for sign in standoff::Sign::ALL {
    ///     let colour = luminance(sign.colour()) + 0.05;
    ///     assert!(1.05 / colour >= 3.0 && colour / (luminance("#111827") + 0.05) >= 3.0, "{sign}");
    /// }
    /// ```
    pub fn colour(self) -> &'static str {
        match self {
            Sign::Negative => "#C2410C",
            Sign::Positive => "#1D6FB8",
            Sign::Neutral => "#666666",
        }
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Sign {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "-" | "−" | "negative" => Ok(Sign::Negative),
            "+" | "positive" => Ok(Sign::Positive),
            "0" | "○" | "o" | "neutral" => Ok(Sign::Neutral),
            _ => Err(()),
        }
    }
}

/// What a verb form needs before it: the grammar of the question language stands on it.
///
/// ```
/// use standoff::relation::{Form, built_in};
/// let forgives = built_in().into_iter().find(|relation| relation.id == "forgives").unwrap();
/// assert!(forgives.forms.contains(&(Form::Past, "forgave".into())));
/// assert!(forgives.forms.contains(&(Form::Participle, "forgiven".into())));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// `accuse`, after `does`.
    Base,
    /// `accuses`.
    Present,
    /// `accused`, alone.
    Past,
    /// `accused`, after `is` (passive) or `has` (active).
    Participle,
    /// `accusing`, after `is`.
    Gerund,
}

impl Form {
    /// Every form, in the order in which [`Relation::forms`] lists them.
    ///
    /// ```
    /// use standoff::relation::{Form, built_in};
    /// let forms = &built_in()[0].forms;
    /// assert!(forms.is_sorted());
    /// assert!(Form::ALL.iter().all(|form| forms.iter().any(|(other, _)| other == form)));
    /// ```
    pub const ALL: [Form; 5] = [Form::Base, Form::Present, Form::Past, Form::Participle, Form::Gerund];
}

/// A relation: the verb between a source and a target, with every form that a question may use.
///
/// The regular forms of a data file's own verbs are derived from the one that it gives.
///
/// ```
/// # use standoff::{Data, Sign, read};
/// let town = r#"{"relations": [{"id": "concern", "verbs": ["worries about"], "sign": "-"}],
///                "statements": [{"source": "Oldbridge", "relation": "concern", "target": "Marsh End"}]}"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let concern = data.relation(data.find_relation("worried about").unwrap());
/// assert_eq!((concern.id.as_str(), concern.sign, concern.built_in), ("concern", Sign::Negative, false));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The name in data files, questions and exports: `accuses`, `calls-for`.
    pub id: String,
    /// Against, for or neither.
    pub sign: Sign,
    /// Every phrase that means this relation in a question, in lower case, with its form: by form, then
    /// by phrase, each once.
    pub forms: Vec<(Form, String)>,
    /// CAMEO event codes that mean it; a code stands for all codes that begin with it and are not
    /// listed elsewhere (CAMEO codebook 1.1b3).
    pub cameo: Vec<String>,
    /// PLOVER event types that mean it, `TYPE` or `TYPE.mode`; which these are is this project's
    /// judgement, as for CAMEO.
    pub plover: Vec<String>,
    /// Whether it is one of the 28 that need no entry in a data file.
    pub built_in: bool,
}

impl Relation {
    /// A relation of a data file, with the forms that follow from its verbs.
    ///
    /// A verb is written as it stands in a sentence, `worries about` or `is concerned about`; the
    /// other forms of a regular first word (and of `to be`) are derived, so that `does russia worry
    /// about turkey` is understood too. The id itself, with spaces for hyphens, is always a form.
    pub(crate) fn new(id: &str, sign: Sign, verbs: &[impl AsRef<str>]) -> Self {
        let mut forms = vec![(Form::Present, id.replace('-', " "))];
        for verb in verbs {
            forms.extend(inflect(verb.as_ref()));
        }
        forms.sort();
        forms.dedup();
        Relation { id: id.to_owned(), sign, forms, cameo: Vec::new(), plover: Vec::new(), built_in: false }
    }

    /// Whether statements of this relation name the parties between whom something is done, so that
    /// they need two of them; true of `mediates` alone.
    ///
    /// ```
    /// let built_in = standoff::relation::built_in();
    /// let between: Vec<_> = built_in.iter().filter(|relation| relation.between()).collect();
    /// assert_eq!(between.len(), 1);
    /// assert_eq!(between[0].id, "mediates");
    /// ```
    pub fn between(&self) -> bool {
        self.id == "mediates"
    }
}

/// A row of the table of built-in relations.
struct BuiltIn {
    id: &'static str,
    sign: Sign,
    /// Base, present, past, participle and gerund of each verb, then the words that may follow it
    /// before the target (`~` for nothing).
    verbs: &'static [(&'static str, &'static str)],
    cameo: &'static [&'static str],
    plover: &'static [&'static str],
}

const MINUS: Sign = Sign::Negative;
const PLUS: Sign = Sign::Positive;
const ZERO: Sign = Sign::Neutral;

/// The 28 built-in relations. The codes are CAMEO (Schrodt, codebook 1.1b3) and PLOVER; what each
/// code means as one of these relations is this project's judgement.
#[rustfmt::skip]
const BUILT_IN: [BuiltIn; 28] = [
    BuiltIn { id: "accuses", sign: MINUS, cameo: &["112", "114"], plover: &["ACCUSE"],
        verbs: &[("accuse accuses accused accused accusing", "~"), ("blame blames blamed blamed blaming", "~")] },
    BuiltIn { id: "condemns", sign: MINUS, cameo: &["11"], plover: &["ACCUSE.disapprove"],
        verbs: &[("condemn condemns condemned condemned condemning", "~"), ("denounce denounces denounced denounced denouncing", "~"),
                 ("criticize criticizes criticized criticized criticizing", "~"), ("criticise criticises criticised criticised criticising", "~")] },
    BuiltIn { id: "denies", sign: MINUS, cameo: &["016"], plover: &[],
        verbs: &[("deny denies denied denied denying", "~")] },
    BuiltIn { id: "rejects", sign: MINUS, cameo: &["12"], plover: &["REJECT"],
        verbs: &[("reject rejects rejected rejected rejecting", "~"), ("refuse refuses refused refused refusing", "~")] },
    BuiltIn { id: "demands", sign: MINUS, cameo: &["10"], plover: &["REQUEST"],
        verbs: &[("demand demands demanded demanded demanding", "~|of|from")] },
    BuiltIn { id: "threatens", sign: MINUS, cameo: &["13"], plover: &["THREATEN"],
        verbs: &[("threaten threatens threatened threatened threatening", "~")] },
    BuiltIn { id: "attacks", sign: MINUS, cameo: &["175", "18", "19", "20"], plover: &["ASSAULT"],
        verbs: &[("attack attacks attacked attacked attacking", "~"), ("fight fights fought fought fighting", "~|against")] },
    BuiltIn { id: "protests", sign: MINUS, cameo: &["14"], plover: &["PROTEST"],
        verbs: &[("protest protests protested protested protesting", "~|against")] },
    BuiltIn { id: "coerces", sign: MINUS, cameo: &["17", "191", "192"], plover: &["COERCE"],
        verbs: &[("coerce coerces coerced coerced coercing", "~")] },
    BuiltIn { id: "sanctions", sign: MINUS, cameo: &["16"], plover: &["SANCTION"],
        verbs: &[("sanction sanctions sanctioned sanctioned sanctioning", "~")] },
    BuiltIn { id: "mobilizes", sign: MINUS, cameo: &["15"], plover: &["MOBILIZE"],
        verbs: &[("mobilize mobilizes mobilized mobilized mobilizing", "~|against"), ("mobilise mobilises mobilised mobilised mobilising", "~|against")] },
    BuiltIn { id: "investigates", sign: MINUS, cameo: &["09"], plover: &["ACCUSE.investigate"],
        verbs: &[("investigate investigates investigated investigated investigating", "~")] },
    BuiltIn { id: "sues", sign: MINUS, cameo: &["115"], plover: &[],
        verbs: &[("sue sues sued sued suing", "~")] },
    BuiltIn { id: "convicts", sign: MINUS, cameo: &["116"], plover: &["SANCTION.convict"],
        verbs: &[("convict convicts convicted convicted convicting", "~")] },
    BuiltIn { id: "supports", sign: PLUS, cameo: &["018", "019", "05"], plover: &["SUPPORT"],
        verbs: &[("support supports supported supported supporting", "~"), ("back backs backed backed backing", "~"),
                 ("endorse endorses endorsed endorsed endorsing", "~"), ("praise praises praised praised praising", "~")] },
    BuiltIn { id: "aids", sign: PLUS, cameo: &["07"], plover: &["AID"],
        verbs: &[("aid aids aided aided aiding", "~"), ("help helps helped helped helping", "~")] },
    BuiltIn { id: "cooperates", sign: PLUS, cameo: &["050", "06"], plover: &["COOPERATE"],
        verbs: &[("cooperate cooperates cooperated cooperated cooperating", "with|~")] },
    BuiltIn { id: "offers", sign: PLUS, cameo: &["03"], plover: &[],
        verbs: &[("offer offers offered offered offering", "~|to")] },
    BuiltIn { id: "concedes", sign: PLUS, cameo: &["08"], plover: &["CONCEDE", "RETREAT"],
        verbs: &[("concede concedes conceded conceded conceding", "to|~"), ("yield yields yielded yielded yielding", "to|~")] },
    BuiltIn { id: "agrees", sign: PLUS, cameo: &["057"], plover: &["AGREE"],
        verbs: &[("agree agrees agreed agreed agreeing", "with|~")] },
    BuiltIn { id: "apologizes", sign: PLUS, cameo: &["055"], plover: &[],
        verbs: &[("apologize apologizes apologized apologized apologizing", "to|~"), ("apologise apologises apologised apologised apologising", "to|~")] },
    BuiltIn { id: "forgives", sign: PLUS, cameo: &["056"], plover: &[],
        verbs: &[("forgive forgives forgave forgiven forgiving", "~")] },
    BuiltIn { id: "mediates", sign: ZERO, cameo: &["045"], plover: &[],
        verbs: &[("mediate mediates mediated mediated mediating", "~")] },
    BuiltIn { id: "meets", sign: ZERO, cameo: &["04"], plover: &["CONSULT"],
        verbs: &[("meet meets met met meeting", "~|with"), ("consult consults consulted consulted consulting", "~|with")] },
    BuiltIn { id: "negotiates", sign: ZERO, cameo: &["046"], plover: &[],
        verbs: &[("negotiate negotiates negotiated negotiated negotiating", "with|~")] },
    BuiltIn { id: "states", sign: ZERO, cameo: &["01"], plover: &[],
        verbs: &[("state states stated stated stating", "to|~"), ("address addresses addressed addressed addressing", "~")] },
    BuiltIn { id: "calls-for", sign: ZERO, cameo: &["02"], plover: &[],
        verbs: &[("call calls called called calling", "on|upon|for"), ("appeal appeals appealed appealed appealing", "to"),
                 ("urge urges urged urged urging", "~")] },
    BuiltIn { id: "admits", sign: ZERO, cameo: &["015"], plover: &[],
        verbs: &[("admit admits admitted admitted admitting", "to|~")] },
];

/// The 28 built-in relations, negative before positive before neutral, with their codes in CAMEO
/// (Schrodt, codebook 1.1b3) and PLOVER.
///
/// ```
/// let built_in = standoff::relation::built_in();
/// assert_eq!(built_in.len(), 28);
/// assert_eq!(built_in[0].id, "accuses");
/// assert_eq!(built_in[0].cameo, ["112", "114"]);
/// assert!(built_in.is_sorted_by_key(|relation| relation.sign));
/// ```
pub fn built_in() -> Vec<Relation> {
    BUILT_IN.iter().map(BuiltIn::relation).collect()
}

/// Each built-in relation with the CAMEO and PLOVER codes that begin in it, in the order of
/// [`built_in`].
pub(crate) fn built_in_codes() -> impl Iterator<Item = (&'static str, &'static [&'static str], &'static [&'static str])>
{
    BUILT_IN.iter().map(|relation| (relation.id, relation.cameo, relation.plover))
}

impl BuiltIn {
    fn relation(&self) -> Relation {
        let mut forms = vec![(Form::Present, self.id.replace('-', " "))];
        for (inflected, particles) in self.verbs {
            for (form, word) in Form::ALL.into_iter().zip(inflected.split(' ')) {
                for particle in particles.split('|') {
                    let phrase = match particle {
                        "~" => word.to_owned(),
                        particle => format!("{word} {particle}"),
                    };
                    forms.push((form, phrase));
                }
            }
        }
        forms.sort();
        forms.dedup();
        let owned = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
        Relation {
            id: self.id.to_owned(),
            sign: self.sign,
            forms,
            cameo: owned(self.cameo),
            plover: owned(self.plover),
            built_in: true,
        }
    }
}

/// The forms of a verb phrase given in the third person, `worries about` or `is concerned about`.
fn inflect(phrase: &str) -> Vec<(Form, String)> {
    let phrase = phrase.trim().to_lowercase();
    let (head, rest) = match phrase.split_once(' ') {
        Some((head, rest)) => (head, format!(" {rest}")),
        None => (phrase.as_str(), String::new()),
    };
    let with = |form, word: &str| (form, format!("{word}{rest}"));
    if head == "is" || head == "are" {
        return vec![
            with(Form::Base, "be"),
            with(Form::Present, "is"),
            with(Form::Present, "are"),
            with(Form::Past, "was"),
            with(Form::Past, "were"),
            with(Form::Participle, "been"),
        ];
    }
    let mut forms = vec![with(Form::Present, head)];
    let base = match head {
        _ if head.len() > 4 && head.ends_with("ies") => format!("{}y", &head[..head.len() - 3]),
        _ if ["sses", "shes", "ches", "xes", "zzes"].iter().any(|end| head.ends_with(end)) => {
            head[..head.len() - 2].to_owned()
        }
        _ if head.len() > 2 && head.ends_with('s') && !head.ends_with("ss") => head[..head.len() - 1].to_owned(),
        _ => return forms,
    };
    let (past, gerund) = if let Some(stem) = base.strip_suffix('e') {
        (format!("{base}d"), format!("{stem}ing"))
    } else if let Some(stem) = base.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        (format!("{stem}ied"), format!("{base}ing"))
    } else {
        (format!("{base}ed"), format!("{base}ing"))
    };
    forms.push(with(Form::Base, &base));
    forms.push(with(Form::Past, &past));
    forms.push(with(Form::Participle, &past));
    forms.push(with(Form::Gerund, &gerund));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_has_five_forms_of_each_verb() {
        for row in &BUILT_IN {
            for (forms, _) in row.verbs {
                assert_eq!(forms.split(' ').count(), 5, "{}: {forms}", row.id);
            }
        }
    }

    #[test]
    fn no_phrase_means_two_relations() {
        let mut seen = std::collections::BTreeMap::new();
        for relation in built_in() {
            for (_, phrase) in relation.forms {
                let other = seen.insert(phrase.clone(), relation.id.clone());
                assert!(other.is_none_or(|id| id == relation.id), "{phrase}");
            }
        }
    }

    #[test]
    fn verbs_of_data_files_are_inflected() {
        let phrases = |verb| inflect(verb).into_iter().map(|(_, p)| p).collect::<Vec<_>>();
        assert!(phrases("worries about").contains(&"worried about".to_owned()));
        assert!(phrases("lectures").contains(&"lecturing".to_owned()));
        assert!(phrases("is concerned about").contains(&"were concerned about".to_owned()));
        assert!(phrases("clashes with").contains(&"clash with".to_owned()));
        assert_eq!(phrases("vis-à-vis é").len(), 5);
        assert_eq!(phrases("ß"), ["ß"]);
    }
}
