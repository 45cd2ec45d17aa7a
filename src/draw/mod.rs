//! Pictures: a graph as marks on a canvas, in one of three views.
//!
//! A view draws the content; the frame around it says what it shows and where that comes from.
//! [`Theme`] says which colours it has.

pub mod chart;
mod engine;
pub(crate) mod fonts;
mod frame;
mod layout;
mod matrix;
mod names;
mod network;
mod order;
pub mod picture;
mod subject;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod theme;
mod timeline;

use std::fmt;
use std::io;
use std::str::FromStr;

pub use engine::Engine;
pub use picture::Picture;
pub use subject::Subject;
pub(crate) use subject::told;
pub use theme::Theme;

/// How a graph is looked at; parses from and prints as its [`name`](View::name).
///
/// ```
/// use standoff::draw::View;
/// assert_eq!("timeline".parse(), Ok(View::Timeline));
/// assert_eq!("globe".parse::<View>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Rows speak, columns are spoken about.
    Matrix,
    /// Actors are boxes, edges are lines.
    Network,
    /// A lane for each actor, an arc for each statement at its date.
    Timeline,
}

impl View {
    /// Every view, each once.
    pub const ALL: [View; 3] = [View::Matrix, View::Network, View::Timeline];

    /// Its name, for `--view`.
    ///
    /// ```
    /// # use standoff::draw::View;
    /// assert_eq!(View::ALL.map(View::name), ["matrix", "network", "timeline"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            View::Matrix => "matrix",
            View::Network => "network",
            View::Timeline => "timeline",
        }
    }

    /// The view for so many actors where none is named: a network of up to 20, and else a matrix,
    /// which is read better then (Ghoniem, Fekete and Castagliola, "On the readability of graphs
    /// using node-link and matrix-based representations", Information Visualization 4, 2005).
    ///
    /// ```
    /// # use standoff::draw::View;
    /// assert_eq!([View::of(20), View::of(21)], [View::Network, View::Matrix]);
    /// ```
    pub fn of(actors: usize) -> View {
        if actors > 20 { View::Matrix } else { View::Network }
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for View {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        View::ALL.into_iter().find(|view| view.name() == text).ok_or(())
    }
}

/// How to draw.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Which view; by the number of actors, where none is named.
    pub view: Option<View>,
    /// Which colours.
    pub theme: Theme,
    /// Whether a network draws supporters near each other and opponents apart.
    pub signed: bool,
    /// Whether the lines of a network run on beneath their labels, for a picture from which labels go.
    pub whole: bool,
    /// Which program of Graphviz draws a network, where standoff is not to draw it itself.
    pub engine: Option<Engine>,
}

/// Draws a graph. The same graph is the same picture.
///
/// # Errors
/// What reading the statements again fails with, and, as [`InvalidInput`](io::ErrorKind::InvalidInput),
/// more than a view can show.
pub fn picture(subject: &Subject<'_>, options: &Options) -> io::Result<Picture> {
    let view = options.view.unwrap_or_else(|| View::of(subject.graph.actors().len()));
    match view {
        View::Matrix => matrix::draw(subject),
        View::Network => network::draw(subject, options),
        View::Timeline => timeline::draw(subject),
    }
}

/// That there are more actors, or edges, than a view can show.
fn too_many(view: View, what: &str, many: usize, most: usize) -> io::Error {
    let words = format!(
        "a {view} shows up to {most} {what}, and here are {many}: `--top N`, `--min-statements N`, \
         `--by principal` or a filter leaves fewer"
    );
    io::Error::new(io::ErrorKind::InvalidInput, words)
}
