//! How pictures are drawn.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::one_of;
use crate::cli::Failure;
use crate::draw::{self, Engine, Theme, View};
use crate::write::{Format, Print};

/// How pictures are drawn.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Pictures")]
pub struct DrawArgs {
    /// matrix, network or timeline [default: a network of up to 20 actors, a matrix of more]
    #[arg(long, value_name = "VIEW", value_parser = view)]
    pub view: Option<View>,
    /// light, dark, or print for black and white
    #[arg(long, value_name = "THEME", value_parser = theme)]
    pub theme: Option<Theme>,
    /// In a network, draw supporters near each other and opponents apart
    #[arg(long)]
    pub signed: bool,
    /// Let a program of Graphviz draw the network: dot, neato, fdp, sfdp, circo or twopi
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub engine: Option<Engine>,
    /// How many pixels of a PNG a pixel of the picture has [default: 2]
    #[arg(long, value_name = "N", value_parser = scale)]
    pub scale: Option<f64>,
    /// A further font (TrueType, OpenType) for PNG and PDF, for letters that the usual ones lack
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
}

impl DrawArgs {
    /// How to draw what goes into that format; what would have no effect is an error.
    pub fn options(&self, format: Option<Format>) -> Result<draw::Options, Failure> {
        type Fits = fn(Format) -> bool;
        let drawn: Fits = |format| format.is_picture() || format == Format::Html;
        let given: [(&str, bool, Fits); 6] = [
            ("view", self.view.is_some(), drawn),
            ("theme", self.theme.is_some(), drawn),
            ("signed", self.signed, drawn),
            ("engine", self.engine.is_some(), Format::is_picture),
            ("scale", self.scale.is_some(), |format| format == Format::Png),
            ("font", !self.font.is_empty(), |format| matches!(format, Format::Png | Format::Pdf)),
        ];
        for (name, _, fits) in given.into_iter().filter(|(_, given, _)| *given) {
            if !format.is_some_and(fits) {
                let fitting: Vec<&str> =
                    Format::ALL.into_iter().filter(|&format| fits(format)).map(Format::name).collect();
                return Err(Failure::other(format!("--{name} has no effect here: it is for {}", fitting.join(", "))));
            }
        }
        if let Some(engine) = self.engine {
            if self.view.is_some_and(|view| view != View::Network) {
                return Err(Failure::other(format!("--engine {engine} draws networks only")));
            }
            if self.theme.is_some() || self.signed {
                return Err(Failure::other(format!(
                    "--engine {engine} draws in its own way: no --theme and no --signed"
                )));
            }
        }
        Ok(draw::Options {
            view: self.view,
            theme: self.theme.unwrap_or_default(),
            signed: self.signed,
            engine: self.engine,
            ..draw::Options::default()
        })
    }

    /// How to make PNG and PDF.
    pub fn print(&self) -> Print<'_> {
        Print { scale: self.scale.unwrap_or(Print::default().scale), fonts: &self.font, system_fonts: true }
    }
}

fn scale(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|scale: &f64| (0.1..=20.0).contains(scale));
    number.ok_or_else(|| "a number from 0.1 to 20".to_owned())
}

fn view(text: &str) -> Result<View, String> {
    one_of(text, &View::ALL, View::name)
}

fn engine(text: &str) -> Result<Engine, String> {
    one_of(text, &Engine::ALL, Engine::name)
}

fn theme(text: &str) -> Result<Theme, String> {
    one_of(text, &Theme::ALL, Theme::name)
}
