//! The words of a question: tokens with their places, and what the data know them as.

use std::ops::Range;

use hashbrown::HashMap;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::names::{Names, fold, nearest};
use crate::relation::{Form, Relation};
use crate::statement::RelationIx;

/// A token of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word, folded.
    Word(String),
    /// What stood in quotes: a name, whatever words it has.
    Quoted(String),
    /// `?x`.
    Variable(String),
    Open,
    Close,
    Comma,
}

/// A token and where it stands, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub token: Token,
    pub range: Range<usize>,
}

/// Cuts a question into tokens. A question mark that names nothing is punctuation and is dropped; a
/// quote that is not closed is an error at its place.
pub(super) fn tokens(question: &str) -> Result<Vec<Placed>, Range<usize>> {
    let mut tokens = Vec::new();
    let mut chars = question.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let end = |next: Option<&(usize, char)>| next.map_or(question.len(), |&(at, _)| at);
        let token = match c {
            '(' => Token::Open,
            ')' => Token::Close,
            ',' | ';' => Token::Comma,
            '"' | '“' | '”' | '„' | '«' | '»' => {
                let closing: &[char] = if c == '"' { &['"'] } else { &['”', '“', '»', '«'] };
                let mut text = String::new();
                loop {
                    match chars.next() {
                        Some((_, '\\')) if matches!(chars.peek(), Some((_, '"' | '\\'))) => {
                            text.extend(chars.next().map(|(_, c)| c));
                        }
                        Some((_, c)) if closing.contains(&c) => break,
                        Some((_, c)) => text.push(c),
                        None => return Err(start..question.len()),
                    }
                }
                Token::Quoted(text)
            }
            '?' if chars.peek().is_some_and(|(_, c)| c.is_alphanumeric() || *c == '_') => {
                let mut name = String::new();
                while let Some((_, c)) = chars.next_if(|(_, c)| c.is_alphanumeric() || *c == '_') {
                    // İ lowers to an i and a dot above, which is no letter.
                    name.extend(c.to_lowercase().filter(|c| c.is_alphanumeric() || *c == '_'));
                }
                Token::Variable(name)
            }
            '?' | '!' => continue,
            c if c.is_whitespace() => continue,
            _ => {
                let ends = |c: char| c.is_whitespace() || "(),;?!\"“”„«»".contains(c);
                while chars.next_if(|(_, c)| !ends(*c)).is_some() {}
                let word = fold(&question[start..end(chars.peek())]);
                Token::Word(word)
            }
        };
        tokens.push(Placed { token, range: start..end(chars.peek()) });
    }
    Ok(tokens)
}

/// What the data know words as.
pub(super) struct Vocabulary<'d> {
    names: &'d Names,
    relations: &'d [Relation],
    phrases: HashMap<String, Vec<(RelationIx, Form)>>,
    longest_phrase: usize,
}

/// The words that hold a question together, and are no names unless they are quoted.
pub(super) const KEYWORDS: [&str; 42] = [
    "who", "whom", "anyone", "anybody", "someone", "somebody", "and", "or", "but", "not", "then", "within", "between",
    "by", "only", "the", "does", "do", "did", "doesnt", "dont", "didnt", "has", "have", "had", "hasnt", "havent",
    "hadnt", "is", "are", "was", "were", "isnt", "arent", "wasnt", "werent", "be", "been", "being", "whose", "which",
    "what",
];

impl<'d> Vocabulary<'d> {
    pub fn new(dataset: &'d Dataset) -> Self {
        let mut phrases: HashMap<String, Vec<(RelationIx, Form)>> = HashMap::new();
        for (relation, ix) in dataset.relations().iter().zip((0..).map(RelationIx)) {
            for (form, phrase) in &relation.forms {
                phrases.entry(fold(phrase)).or_default().push((ix, *form));
            }
        }
        let longest_phrase = phrases.keys().map(|phrase| phrase.split(' ').count()).max().unwrap_or(0);
        Vocabulary { names: dataset.names(), relations: dataset.relations(), phrases, longest_phrase }
    }

    /// The name that begins these words and is the longest, and how many of the words it takes.
    pub fn name(&self, words: &[&str]) -> Option<(ActorIx, usize)> {
        (1..=words.len().min(self.names.longest())).rev().find_map(|n| {
            if n == 1 && KEYWORDS.contains(&words[0]) {
                return None;
            }
            Some((ActorIx(self.names.find_folded(&words[..n].join(" "))?), n))
        })
    }

    /// The actor of a quoted name.
    pub fn quoted(&self, name: &str) -> Option<ActorIx> {
        self.names.find(name).map(ActorIx)
    }

    /// The relation of a quoted id.
    pub fn relation(&self, id: &str) -> Option<RelationIx> {
        let folded = fold(id);
        let ix = self.relations.iter().position(|relation| fold(&relation.id) == folded)?;
        Some(RelationIx(ix as u32))
    }

    /// The verb phrase that begins these words and is the longest, with how many words it takes.
    pub fn phrase(&self, words: &[&str]) -> Option<(&[(RelationIx, Form)], usize)> {
        (1..=words.len().min(self.longest_phrase))
            .rev()
            .find_map(|n| Some((self.phrases.get(&words[..n].join(" "))?.as_slice(), n)))
    }

    /// Whether this is a verb form as it stands.
    pub fn is_verb(&self, words: &str) -> bool {
        self.phrases.contains_key(&fold(words))
    }

    /// The known name nearest to an unknown one.
    pub fn nearest_name(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The verb form nearest to an unknown word.
    pub fn nearest_verb(&self, word: &str) -> Option<&str> {
        nearest(word, self.phrases.keys().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_falls_into_tokens() {
        let all: Vec<Token> = tokens("?x accuses \"Minsk \\\"Group\\\"\", then (doesn't)?")
            .unwrap()
            .into_iter()
            .map(|p| p.token)
            .collect();
        let word = |text: &str| Token::Word(text.into());
        let expected = [
            Token::Variable("x".into()),
            word("accuses"),
            Token::Quoted("Minsk \"Group\"".into()),
            Token::Comma,
            word("then"),
            Token::Open,
            word("doesnt"),
            Token::Close,
        ];
        assert_eq!(all, expected);
        assert_eq!(tokens("who “Artsakh").unwrap_err(), 4..14);
    }
}
