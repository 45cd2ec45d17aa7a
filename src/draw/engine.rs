//! The programs of Graphviz, for those who want its drawings instead of ours.

use std::fmt;
use std::str::FromStr;

/// A layout of Graphviz (<https://graphviz.org/docs/layouts/>); parses from and prints as its
/// [`name`](Engine::name).
///
/// ```
/// use standoff::draw::Engine;
/// assert_eq!("neato".parse(), Ok(Engine::Neato));
/// assert_eq!("paint".parse::<Engine>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// In layers, top down.
    Dot,
    /// By springs.
    Neato,
    /// By forces.
    Fdp,
    /// By forces, for large graphs.
    Sfdp,
    /// In circles.
    Circo,
    /// In rings around one.
    Twopi,
}

impl Engine {
    /// Every engine, each once.
    pub const ALL: [Engine; 6] = [Engine::Dot, Engine::Neato, Engine::Fdp, Engine::Sfdp, Engine::Circo, Engine::Twopi];

    /// Its name, for `--engine`.
    ///
    /// ```
    /// # use standoff::draw::Engine;
    /// assert_eq!(Engine::ALL.map(Engine::name), ["dot", "neato", "fdp", "sfdp", "circo", "twopi"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Engine::Dot => "dot",
            Engine::Neato => "neato",
            Engine::Fdp => "fdp",
            Engine::Sfdp => "sfdp",
            Engine::Circo => "circo",
            Engine::Twopi => "twopi",
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Engine {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Engine::ALL.into_iter().find(|engine| engine.name() == text).ok_or(())
    }
}
