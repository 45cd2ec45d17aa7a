//! The graph as GEXF 1.3 (gexf.net), with the time of everything, for Gephi's timeline.
//!
//! The kind of an edge is its relation, so that source, target and kind are unique, and its weight is how many
//! statements it has. Each dated statement is a spell: all the days that may be its date; spells that share a
//! day are one. An edge without a date has no spells, which Gephi shows at all times; an actor has the spells
//! of its edges. No date of writing is given: the same graph is the same bytes.

use std::io::{self, Write};

use super::edges::told;
use super::flat::{self, Attribute, Kind};
use super::ids::Ids;
use super::xml::{Xml, held, holds};
use super::{Format, Options};
use crate::dataset::Dataset;
use crate::date::{Date, Day};
use crate::draw::Subject;
use crate::graph::{Edge, Graph};
use crate::statement::RelationIx;
use crate::words::many;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let xml = Xml::default();
    let subject = Subject { dataset, graph, question: options.question };
    let actors = subject.actors();
    let all = |id: &str| id.chars().all(holds);
    let own = actors.iter().map(|&actor| (actor, dataset.actor(actor).id.as_str()));
    let ids = Ids::new(own, all, |_, id| held(id).into_owned());
    let own = dataset.relations().iter().zip(0..).map(|(relation, ix)| (RelationIx(ix), relation.id.as_str()));
    let kinds = Ids::new(own, all, |_, id| held(id).into_owned());
    let statements = subject.statements();
    let dated = statements.iter().filter_map(|&ix| dataset.statement(ix).date());
    let (timed, too_early): (Vec<Date>, Vec<Date>) = dated.partition(has_time);
    let undated = statements.len() - timed.len() - too_early.len();
    let time = match !timed.is_empty() {
        true => "mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\"",
        false => "mode=\"static\"",
    };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  <meta>\n    <creator>standoff</creator>")?;
    let about = [dataset.title(), dataset.description(), dataset.license()].into_iter().flatten();
    let about = about.collect::<Vec<_>>().join("\n");
    if !about.is_empty() {
        writeln!(out, "    <description>{}</description>", xml.text(&about))?;
    }
    writeln!(out, "  </meta>\n  <graph defaultedgetype=\"directed\" idtype=\"string\" {time}>")?;
    declare(out, "node", &flat::ACTOR)?;
    declare(out, "edge", &flat::EDGE)?;
    writeln!(out, "    <nodes count=\"{}\">", actors.len())?;
    for &ix in &actors {
        let actor = dataset.actor(ix);
        writeln!(out, "      <node id=\"{}\" label=\"{}\">", xml.text(ids.of(ix)), xml.text(&actor.name))?;
        values(out, &xml, &flat::ACTOR, &flat::actor(dataset, actor))?;
        spells(out, dates(dataset, graph.from(ix).chain(graph.to(ix))))?;
        writeln!(out, "      </node>")?;
    }
    writeln!(out, "    </nodes>\n    <edges count=\"{}\">", graph.edges().len())?;
    for (number, told) in told(dataset, graph, options).enumerate() {
        let told = told?;
        let (source, target) = (ids.of(told.edge.source()), ids.of(told.edge.target()));
        let (source, target) = (xml.text(source), xml.text(target));
        let kind = xml.text(kinds.of(told.edge.relation()));
        writeln!(
            out,
            "      <edge id=\"e{number}\" source=\"{source}\" target=\"{target}\" kind=\"{kind}\" \
             label=\"{kind}\" weight=\"{}\">",
            told.edge.count()
        )?;
        values(out, &xml, &flat::EDGE, &flat::edge(dataset, &told))?;
        spells(out, dates(dataset, [told.edge].into_iter()))?;
        writeln!(out, "      </edge>")?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")?;
    xml.say(Format::Gexf, options);
    let Some(notes) = options.notes else { return Ok(()) };
    for (count, why) in [(undated, "no time without a date"), (too_early.len(), "no year 0")] {
        if count > 0 {
            notes.borrow_mut().push(format!("gexf has {why}: no spell for {}", many(count, "statement")));
        }
    }
    Ok(())
}

/// The dates of XML Schema begin with the year 1.
fn has_time(date: &Date) -> bool {
    date.first_day().parts().0 > 0
}

/// The declaration of attributes, whose names are their ids.
fn declare(out: &mut dyn Write, class: &str, attributes: &[Attribute]) -> io::Result<()> {
    writeln!(out, "    <attributes class=\"{class}\">")?;
    for Attribute { name, kind } in attributes {
        let kind = match kind {
            Kind::Count => "integer",
            Kind::Text | Kind::Date => "string",
        };
        writeln!(out, "      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>")?;
    }
    writeln!(out, "    </attributes>")
}

/// The values that there are.
fn values(out: &mut dyn Write, xml: &Xml, attributes: &[Attribute], values: &[impl AsRef<str>]) -> io::Result<()> {
    writeln!(out, "        <attvalues>")?;
    for (attribute, value) in attributes.iter().zip(values).filter(|(_, value)| !value.as_ref().is_empty()) {
        writeln!(out, "          <attvalue for=\"{}\" value=\"{}\"/>", attribute.name, xml.text(value.as_ref()))?;
    }
    writeln!(out, "        </attvalues>")
}

fn spells(out: &mut dyn Write, dates: Vec<Date>) -> io::Result<()> {
    if dates.is_empty() {
        return Ok(());
    }
    writeln!(out, "        <spells>")?;
    for (start, end) in apart(dates) {
        writeln!(out, "          <spell start=\"{start}\" end=\"{end}\"/>")?;
    }
    writeln!(out, "        </spells>")
}

/// The dates of all statements of those edges.
fn dates<'a>(dataset: &Dataset, edges: impl Iterator<Item = Edge<'a>>) -> Vec<Date> {
    edges.flat_map(|edge| edge.statements()).filter_map(|&ix| dataset.statement(ix).date()).filter(has_time).collect()
}

/// The first and the last day of each date in their order, those that share a day as one.
fn apart(mut dates: Vec<Date>) -> Vec<(Day, Day)> {
    dates.sort_by_key(|date| date.sort_key());
    let mut apart: Vec<(Day, Day)> = Vec::new();
    for date in dates {
        match apart.last_mut() {
            Some((_, end)) if date.first_day() <= *end => *end = date.last_day().max(*end),
            _ => apart.push((date.first_day(), date.last_day())),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::HashSet;

    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    fn written(data: Data) -> (String, Vec<String>) {
        let (data, _) = read([data]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let notes = RefCell::default();
        let mut out = Vec::new();
        write(&mut out, &data, &graph, Options { notes: Some(&notes), ..Options::default() }).unwrap();
        (String::from_utf8(out).unwrap(), notes.into_inner())
    }

    #[test]
    fn edges_are_told_apart_by_kind() {
        let bells = r#"{"relations": [{"id": "\u0001", "sign": "+"}, {"id": "\u0002", "sign": "-"}], "statements": [
            {"source": "Abbey", "relation": "\u0001", "target": "Guild"},
            {"source": "Abbey", "relation": "\u0002", "target": "Guild", "date": "1902-03"}]}"#;
        let (text, notes) = written(Data::bytes("bells.json", bells));
        let document = roxmltree::Document::parse(&text).unwrap();
        let edges = document.descendants().filter(|node| node.has_tag_name("edge"));
        let kinds: HashSet<_> = edges.map(|edge| edge.attribute("kind").unwrap()).collect();
        assert_eq!(kinds, HashSet::from(["\u{fffd}", "\u{fffd}_"]));
        assert_eq!(text.matches("<spell start=\"1902-03-01\" end=\"1902-03-31\"/>").count(), 3);
        assert!(text.contains("mode=\"dynamic\""));
        assert_eq!(notes[1], "gexf has no time without a date: no spell for 1 statement");
        assert!(notes[0].starts_with("gexf cannot hold control characters: "));
    }

    #[test]
    fn what_has_no_date_is_static() {
        let (text, notes) = written(Data::bytes("town.csv", "source,relation,target,date\nAbbey,aids,Guild,0000-05\n"));
        assert!(text.contains("mode=\"static\"") && !text.contains("<spell"));
        assert_eq!(notes, ["gexf has no year 0: no spell for 1 statement"]);
    }

    #[test]
    fn spells_are_sorted_and_share_no_day() {
        let dates = ["1902-03-09", "1902-03", "1902-04-01", "1902-02-10/1902-03-01", "1902-05-02", "1902-05-02"];
        let apart = apart(dates.map(|date| date.parse().unwrap()).into());
        let apart: Vec<String> = apart.iter().map(|(start, end)| format!("{start}/{end}")).collect();
        assert_eq!(apart, ["1902-02-10/1902-03-31", "1902-04-01/1902-04-01", "1902-05-02/1902-05-02"]);
    }
}
