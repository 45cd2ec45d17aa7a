//! The texts of the documents: whether spans, quotes and sums agree with them, and what stands there.

use std::path::{Path, PathBuf};

use hashbrown::HashMap;
use sha2::{Digest, Sha256};

use super::{Dataset, Passage};
use crate::document::{Document, DocumentIx};
use crate::files::At;
use crate::problem::{Finding, Problems, Report};
use crate::read::json::shortened;
use crate::statement::StatementIx;

/// A text, with the byte at which each code point begins, so that spans are cut without counting
/// from the start again.
struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    /// A byte order mark belongs to the encoding: it is not counted.
    fn new(bytes: Vec<u8>) -> Result<Self, String> {
        let text = String::from_utf8(bytes)
            .map_err(|error| format!("the byte at {} is not UTF-8", error.utf8_error().valid_up_to()))?;
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let starts = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
        Ok(Text { text, starts })
    }

    fn len(&self) -> u64 {
        self.starts.len() as u64 - 1
    }

    fn passage(&self, (start, end): (u64, u64)) -> Option<&str> {
        let byte = |point: u64| self.starts.get(usize::try_from(point).ok()?).copied();
        self.text.get(byte(start)?..byte(end)?)
    }
}

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
pub(crate) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the text of a document, if it is the one that the spans were made on.
fn load(document: Document<'_>, folder: &Path) -> Result<Option<Text>, String> {
    if let Some(content) = &document.content {
        let found = sum(content.as_bytes());
        return match &document.sha256 {
            Some(wanted) if *wanted != found => Err(format!("its `content` has the SHA-256 {found}, not {wanted}")),
            _ => Text::new(content.clone().into_bytes()).map(Some),
        };
    }
    let Some(name) = &document.text else { return Ok(None) };
    let path = folder.join(name);
    let path = path.strip_prefix(".").unwrap_or(&path);
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if let Some(wanted) = &document.sha256 {
        let found = sum(&bytes);
        if found != *wanted {
            return Err(format!("{}: the SHA-256 is {found}, not {wanted}", path.display()));
        }
    }
    Text::new(bytes).map(Some).map_err(|error| format!("{}: {error}", path.display()))
}

fn beside(dataset: &Dataset, document: DocumentIx) -> Option<PathBuf> {
    let at = dataset.documents.at(document)?;
    Some(dataset.files.input(at.file).folder()?.to_owned())
}

pub(super) fn check(dataset: &Dataset, folder: Option<&Path>) -> (Report, usize) {
    let mut findings = Problems::default();
    let mut texts: HashMap<DocumentIx, Text> = HashMap::new();
    for (document, ix) in dataset.documents().zip((0..).map(DocumentIx)) {
        let beside = folder.map(Path::to_owned).or_else(|| beside(dataset, ix));
        let beside = match (beside, &document.content) {
            // What came with the data needs no folder.
            (_, Some(_)) => PathBuf::new(),
            (Some(beside), None) => beside,
            (None, None) => continue,
        };
        let there = document.text.as_ref().is_some_and(|text| beside.join(text).exists());
        if !there && document.content.is_none() && folder.is_none() {
            continue;
        }
        let at = dataset.documents.at(ix);
        match load(document, &beside) {
            Ok(Some(text)) => {
                texts.insert(ix, text);
            }
            Ok(None) => {
                let said = format!("the document `{}` names no text", shortened(document.id));
                findings.push(Finding::warning(at, said).hint("with `text`, spans into it can be checked"));
            }
            Err(error) => {
                let said = format!("the text of `{}` cannot be used: {error}", shortened(document.id));
                let hint = "spans hold for one text only; point --texts at the folder that has it";
                findings.push(Finding::error(at, said).hint(hint));
            }
        }
    }
    let at_hand = texts.len();
    let pointing: Vec<StatementIx> = dataset
        .statements()
        .filter(|statement| statement.documents().any(|document| texts.contains_key(&document)))
        .map(|statement| statement.ix())
        .collect();
    for chunk in pointing.chunks(10_000) {
        let details = match dataset.details(chunk) {
            Ok(details) => details,
            Err(error) => {
                findings.push(Finding::error(None, error.to_string()));
                break;
            }
        };
        for (&ix, details) in chunk.iter().zip(details) {
            let statement = dataset.statement(ix);
            let at = dataset.statements.at[ix.0 as usize];
            // A span is into the first document; the others say the same in words of their own.
            let Some(first) = statement.documents().next() else { continue };
            let Some(text) = texts.get(&first) else { continue };
            let id = dataset.document(first).id;
            match (details.span, &details.quote) {
                (Some(span), quote) => match text.passage(span) {
                    None => {
                        let said = format!(
                            "the span ends at {}, but `{}` has {} code points",
                            span.1,
                            shortened(id),
                            text.len()
                        );
                        findings.push(Finding::error(words(dataset, at, Part::Span), said));
                    }
                    Some(passage) => {
                        if let Some(quote) = quote.as_ref().filter(|quote| *quote != passage) {
                            let said = format!("the quote is not what stands at the span: `{}`", shortened(passage));
                            let finding = Finding::error(words(dataset, at, Part::Quote), said);
                            findings.push(match elsewhere(text, quote) {
                                Some((start, end)) => finding.hint(format!("it stands at [{start}, {end}]")),
                                None => finding.hint("it stands nowhere in the text"),
                            });
                        }
                    }
                },
                (None, Some(quote)) => {
                    if let Some((start, end)) = elsewhere(text, quote) {
                        let finding = Finding::warning(words(dataset, at, Part::Quote), "the quote has no span");
                        findings.push(finding.hint(format!("it stands at [{start}, {end}]")));
                    } else {
                        let said = format!("the quote stands nowhere in `{}`", shortened(id));
                        findings.push(Finding::error(words(dataset, at, Part::Quote), said));
                    }
                }
                (None, None) => {}
            }
        }
    }
    (findings.report(&dataset.files), at_hand)
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Span,
    Quote,
}

fn words(dataset: &Dataset, at: At, part: Part) -> At {
    let find = || {
        let bytes = dataset.files.read(&[at]).ok()?.remove(0);
        let records = &dataset.files.input(at.file).records;
        let record = crate::read::again(at, &bytes, records, &mut Problems::default())?;
        match part {
            Part::Span => record.span.map(|span| span.at),
            Part::Quote => record.quote.map(|quote| quote.at),
        }
    };
    find().unwrap_or(at)
}

/// Where the words stand in the text, in code points.
fn elsewhere(text: &Text, words: &str) -> Option<(u64, u64)> {
    let start = text.text.find(words)?;
    let point = |byte: usize| text.starts.binary_search(&byte).ok().map(|point| point as u64);
    Some((point(start)?, point(start + words.len())?))
}

pub(super) fn passages(
    dataset: &Dataset,
    statements: &[(StatementIx, Option<(u64, u64)>)],
    folder: &Path,
) -> Vec<Passage> {
    let mut texts: HashMap<DocumentIx, Result<Option<Text>, String>> = HashMap::new();
    statements
        .iter()
        .map(|&(ix, span)| {
            let document = dataset.statement(ix).documents().next();
            let (Some(document), Some(span)) = (document, span) else { return Passage::None };
            let text = texts.entry(document).or_insert_with(|| load(dataset.document(document), folder));
            match text {
                Ok(Some(text)) => match text.passage(span) {
                    Some(passage) => Passage::Found(passage.to_owned()),
                    None => Passage::Missing(format!("the text has {} code points", text.len())),
                },
                Ok(None) => Passage::None,
                Err(error) => Passage::Missing(error.clone()),
            }
        })
        .collect()
}
