//! The graph as a Mermaid flowchart (mermaid.js.org), for Markdown that draws it.
//!
//! Mermaid draws no more than 500 edges and reads no more than 50,000 characters, unless whoever shows it says
//! otherwise: of a larger graph there are the edges with the most statements, and a note says how many are not.
//! Names and relations are text to Mermaid, and Markdown, HTML and entities within them are not seen as such.

use std::io::{self, Write};

use hashbrown::HashMap;

use super::Options;
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::draw::text::is_hidden;
use crate::graph::{Edge, Graph};
use crate::relation::Sign;
use crate::words::many;

/// The `maxEdges` of Mermaid.
const MOST_EDGES: usize = 500;

/// The `maxTextSize` of Mermaid, in UTF-16 code units, less what stands there beside nodes and edges.
const MOST_TEXT: usize = 50_000 - 500;

/// How many characters of a name are shown.
const LONGEST: usize = 100;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let Picture { actors, edges } = picture(dataset, graph);
    writeln!(out, "flowchart LR")?;
    for (number, &actor) in actors.iter().enumerate() {
        writeln!(out, "    n{number}[\"{}\"]", label(&dataset.actor(actor).name))?;
    }
    let numbers: HashMap<ActorIx, usize> = actors.iter().copied().zip(0..).collect();
    for edge in &edges {
        let (source, target) = (numbers[&edge.source()], numbers[&edge.target()]);
        writeln!(out, "    n{source} -->|\"{}\"| n{target}", says(dataset, *edge))?;
    }
    for sign in Sign::ALL {
        let of_sign = |edge: &Edge<'_>| dataset.relation(edge.relation()).sign == sign;
        let links = edges.iter().enumerate().filter(|(_, edge)| of_sign(edge)).map(|(number, _)| number.to_string());
        let links: Vec<String> = links.collect();
        if !links.is_empty() {
            writeln!(out, "    linkStyle {} stroke:{1},color:{1}", links.join(","), sign.colour())?;
        }
    }
    let Some(notes) = options.notes else { return Ok(()) };
    let all = graph.edges().len();
    if edges.len() < all {
        let left_out = many(all - edges.len(), "edge");
        notes.borrow_mut().push(format!("mermaid draws {} with the most statements; {left_out} left out", edges.len()));
    }
    let cut = actors.iter().filter(|&&actor| dataset.actor(actor).name.chars().count() > LONGEST).count();
    if cut > 0 {
        notes.borrow_mut().push(format!("mermaid shows {LONGEST} characters of a name: {} cut", many(cut, "name")));
    }
    Ok(())
}

/// What is drawn of a graph.
struct Picture<'g> {
    /// By id.
    actors: Vec<ActorIx>,
    /// By the ids of source, target and relation.
    edges: Vec<Edge<'g>>,
}

fn picture<'g>(dataset: &Dataset, graph: &'g Graph) -> Picture<'g> {
    let ids = |edge: &Edge<'g>| {
        let id = |actor| dataset.actor(actor).id.as_str();
        (id(edge.source()), id(edge.target()), dataset.relation(edge.relation()).id.as_str())
    };
    let mut edges: Vec<Edge<'g>> = graph.edges().collect();
    edges.sort_by(|a, b| b.count().cmp(&a.count()).then_with(|| ids(a).cmp(&ids(b))));
    edges.truncate(MOST_EDGES);

    let mut sizes: HashMap<ActorIx, usize> = HashMap::new();
    let mut text = 0;
    let fits = edges.iter().take_while(|edge| {
        for actor in [edge.source(), edge.target()] {
            sizes.entry(actor).or_insert_with(|| {
                let size = size(&label(&dataset.actor(actor).name)) + "    n1000[\"\"]\n".len();
                text += size;
                size
            });
        }
        text += size(&says(dataset, **edge)) + "    n1000 -->|\"\"| n1000\n500,".len();
        text <= MOST_TEXT
    });
    let fits = fits.count();
    edges.truncate(fits);

    let mut actors: Vec<ActorIx> = edges.iter().flat_map(|edge| [edge.source(), edge.target()]).collect();
    actors.sort_by_key(|&actor| &dataset.actor(actor).id);
    actors.dedup();
    edges.sort_by(|a, b| ids(a).cmp(&ids(b)));
    Picture { actors, edges }
}

/// What stands at an edge: the glyph of its sign, its relation and how many statements it has.
fn says(dataset: &Dataset, edge: Edge<'_>) -> String {
    let relation = dataset.relation(edge.relation());
    escaped(&format!("{} {} {}", relation.sign.glyph(), cut(&relation.id), edge.count()))
}

/// The size of a text as JavaScript counts.
fn size(text: &str) -> usize {
    text.encode_utf16().count()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A name as text that shows just itself.
fn label(name: &str) -> String {
    escaped(&cut(name))
}

/// Text between quotes that shows just itself, on one line. What could mean anything to Mermaid or Markdown is
/// written by its number; that is all ASCII punctuation but commas, apostrophes, and hyphens and full stops where
/// they are part of words.
fn escaped(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let word = match c {
            '-' => before.is_alphanumeric() && after.is_alphanumeric(),
            '.' => before.is_alphabetic() && after == ' ',
            ',' | '\'' => true,
            // Mermaid keeps the place of entities with the first two, and cuts the third off.
            'ﬂ' | '¶' | '\u{feff}' => false,
            c => !c.is_ascii_punctuation(),
        };
        match word {
            _ if is_hidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            true => escaped.push(c),
            false => escaped.push_str(&format!("#{};", u32::from(c))),
        }
        before = c;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    fn written(table: &str) -> (String, Vec<String>) {
        let (data, _) = read([Data::bytes("town.csv", table.to_owned())]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let notes = RefCell::default();
        let mut out = Vec::new();
        write(&mut out, &data, &graph, Options { notes: Some(&notes), ..Options::default() }).unwrap();
        (String::from_utf8(out).unwrap(), notes.into_inner())
    }

    #[test]
    fn labels_show_just_themselves() {
        assert_eq!(escaped("St. Éloi's Abbey, Marsh-End"), "St. Éloi's Abbey, Marsh-End");
        assert_eq!(escaped("1. \"end\"\n#quot; `b` <i>"), "1#46; #34;end#34; #35;quot#59; #96;b#96; #60;i#62;");
        assert_eq!(escaped("- www.a.b a@b --> ﬂ°"), "#45; www#46;a#46;b a#64;b #45;#45;#62; #64258;°");
        assert_eq!(escaped("a\0b\u{202e}"), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn edges_say_sign_relation_and_count() {
        let town = "source,relation,target\nAbbey,aids,Oldbridge\nAbbey,aids,Oldbridge\nOldbridge,accuses,Oldbridge\n";
        let (picture, notes) = written(town);
        let expected = "flowchart LR\n    n0[\"Abbey\"]\n    n1[\"Oldbridge\"]\n    n0 -->|\"#43; aids 2\"| n1\n    \
             n1 -->|\"− accuses 1\"| n1\n    linkStyle 1 stroke:#C2410C,color:#C2410C\n    \
             linkStyle 0 stroke:#1D6FB8,color:#1D6FB8\n";
        assert_eq!(picture, expected);
        assert_eq!(notes, Vec::<String>::new());
    }

    #[test]
    fn the_most_said_edges_are_drawn() {
        let row = |number: usize| format!("Guild {number},aids,Abbey\n");
        let rows: String = (0..502).chain(2..502).map(row).collect();
        let (picture, notes) = written(&format!("source,relation,target\n{rows}"));
        assert_eq!(picture.matches("-->").count(), 500);
        assert!(!picture.contains("\"Guild 0\"") && !picture.contains("aids 1\""));
        assert_eq!(notes, ["mermaid draws 500 with the most statements; 2 edges left out"]);
    }

    #[test]
    fn no_more_is_written_than_is_read() {
        let row = |number: usize| format!("Guild {number} {},aids,{number} Abbey\n", "<".repeat(120));
        let rows: String = (0..400).map(row).collect();
        let (picture, notes) = written(&format!("source,relation,target\n{rows}"));
        let edges = picture.matches("-->").count();
        assert!(size(&picture) < 50_000 && size(&picture) > 48_000, "{}", size(&picture));
        let left_out = format!("mermaid draws {edges} with the most statements; {} edges left out", 400 - edges);
        assert_eq!(notes, [left_out, format!("mermaid shows 100 characters of a name: {edges} names cut")]);
    }
}
