//! The keys of the data file: the one list that the reader, the hints and the JSON Schema share.

/// What a value has to look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A string that is not empty.
    Text,
    /// A string that may be empty.
    Words,
    /// One string or a list of them, none empty.
    Names,
    /// A list of strings, none empty.
    List,
    /// EDTF level 0.
    Date,
    /// `[start, end]` in code points.
    Span,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// 64 hexadecimal digits.
    Sha256,
    /// A path below the folder of texts.
    Path,
    /// A string, or a list of strings and objects with these keys.
    ActsFor(&'static [Key]),
    /// A list of objects with these keys.
    Records(&'static [Key]),
}

/// A key of one of the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    /// What it says, for the schema.
    pub about: &'static str,
}

const fn key(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, required: false, about }
}

const fn need(name: &'static str, shape: Shape, about: &'static str) -> Key {
    Key { name, shape, required: true, about }
}

pub(crate) const DATASET: &[Key] = &[
    key("title", Shape::Words, "What the data set is called."),
    key("description", Shape::Words, "What it holds and how it was made."),
    key("license", Shape::Words, "The licence of the annotations."),
    key("documents", Shape::Records(DOCUMENT), "The texts that were read."),
    key("actors", Shape::Records(ACTOR), "Whoever acts or is acted on."),
    key("relations", Shape::Records(RELATION), "Relations beside the built-in ones."),
    key("statements", Shape::Records(STATEMENT), "The annotations."),
];

pub(crate) const DOCUMENT: &[Key] = &[
    need("id", Shape::Text, "The name by which statements refer to it."),
    key("title", Shape::Words, "What it is called."),
    key("author", Shape::Words, "Who wrote it."),
    key("publisher", Shape::Words, "Who published it."),
    key("date", Shape::Date, "When it was published."),
    key("url", Shape::Words, "Where it can be read."),
    key("language", Shape::Words, "Its language, a BCP 47 tag."),
    key("text", Shape::Path, "The file with its text, below the folder of texts."),
    key("content", Shape::Words, "The text itself, where it stands here and in no file."),
    key("sha256", Shape::Sha256, "The SHA-256 of the text in UTF-8: which text the spans were made on."),
];

pub(crate) const ACTOR: &[Key] = &[
    need("id", Shape::Text, "A slug of the common English name."),
    key("name", Shape::Text, "The name that people read; the id where it is missing."),
    key(
        "kind",
        Shape::OneOf(&["state", "person", "organization", "group", "event", "concept", "unspecified"]),
        "What sort of actor.",
    ),
    key("aliases", Shape::List, "Other names: variants, translations, capitals that stand for governments."),
    key("role", Shape::Words, "What the actor is to those for whom it acts."),
    key("acts_for", Shape::ActsFor(ACTS_FOR), "For whom it acts, and when."),
    key("members", Shape::List, "Whom it consists of."),
    key("iso3166", Shape::Words, "ISO 3166-1 alpha-2 code."),
    key("wikidata", Shape::Words, "Wikidata item."),
];

pub(crate) const ACTS_FOR: &[Key] = &[
    need("actor", Shape::Text, "For whom."),
    key("from", Shape::Date, "Since when; always, where it is missing."),
    key("to", Shape::Date, "Until when, that day included; for ever, where it is missing."),
];

pub(crate) const RELATION: &[Key] = &[
    need("id", Shape::Text, "The name in statements and questions."),
    need("sign", Shape::OneOf(&["-", "+", "0"]), "Against the target, for it, or neither."),
    key("verbs", Shape::List, "How a question may say it, as it stands in a sentence: `worries about`."),
];

pub(crate) const STATEMENT: &[Key] = &[
    key("id", Shape::Text, "Its name; from its place in the file where it is missing."),
    key("document", Shape::Names, "The document or documents that say so."),
    key("date", Shape::Date, "When it was made."),
    need("source", Shape::Names, "Who acts: ids, names or aliases."),
    need("relation", Shape::Text, "The id of a relation."),
    need("target", Shape::Names, "Towards whom; for `mediates` the parties between whom."),
    key("gist", Shape::Words, "What was said, in a few words of the annotator's."),
    key("quote", Shape::Text, "The words of the document at the span, where its licence allows."),
    key(
        "span",
        Shape::Span,
        "Where the passage stands: Unicode code points from 0, the end not included (W3C Web Annotation text position).",
    ),
    key(
        "certainty",
        Shape::OneOf(&["stated", "reported", "alleged"]),
        "In the actor's own words, as the document says, or as the document doubts.",
    ),
    key("answers", Shape::Text, "The id of the statement that it answers."),
    key("negated", Shape::Flag, "True for `did not`: kept and shown, never an edge."),
    key("code", Shape::Text, "The code that it had where it comes from, such as CAMEO's 112."),
];

/// The column of a table of statements that holds pieces of the data file: what is known of documents, actors
/// and relations.
pub(crate) const ABOUT: &str = "about";

/// The index of each key in [`STATEMENT`].
pub(crate) mod statement {
    pub const ID: usize = 0;
    pub const DOCUMENT: usize = 1;
    pub const DATE: usize = 2;
    pub const SOURCE: usize = 3;
    pub const RELATION: usize = 4;
    pub const TARGET: usize = 5;
    pub const GIST: usize = 6;
    pub const QUOTE: usize = 7;
    pub const SPAN: usize = 8;
    pub const CERTAINTY: usize = 9;
    pub const ANSWERS: usize = 10;
    pub const NEGATED: usize = 11;
    pub const CODE: usize = 12;
    pub const COUNT: usize = 13;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_name_their_keys() {
        let name = |index: usize| STATEMENT[index].name;
        assert_eq!(STATEMENT.len(), statement::COUNT);
        let named = [
            (statement::ID, "id"),
            (statement::DOCUMENT, "document"),
            (statement::DATE, "date"),
            (statement::SOURCE, "source"),
            (statement::RELATION, "relation"),
            (statement::TARGET, "target"),
            (statement::GIST, "gist"),
            (statement::QUOTE, "quote"),
            (statement::SPAN, "span"),
            (statement::CERTAINTY, "certainty"),
            (statement::ANSWERS, "answers"),
            (statement::NEGATED, "negated"),
            (statement::CODE, "code"),
        ];
        for (index, expected) in named {
            assert_eq!(name(index), expected);
        }
    }

    #[test]
    fn lists_of_words_are_those_of_the_types() {
        let words = |keys: &[Key], name: &str| match keys.iter().find(|key| key.name == name).unwrap().shape {
            Shape::OneOf(words) => words.to_vec(),
            shape => panic!("{shape:?}"),
        };
        assert_eq!(words(ACTOR, "kind"), crate::Kind::ALL.map(crate::Kind::name));
        assert_eq!(words(STATEMENT, "certainty"), crate::Certainty::ALL.map(crate::Certainty::name));
        assert_eq!(words(RELATION, "sign"), crate::Sign::ALL.map(crate::Sign::name));
    }
}
