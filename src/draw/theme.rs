//! What the paints of a picture are: light, dark, and for a press without colours.

use std::fmt;
use std::str::FromStr;

use super::picture::{Paint, TINTS, Tone};
use crate::relation::Sign;

/// The colours of a picture; parses from and prints as its [`name`](Theme::name).
///
/// ```
/// use standoff::draw::Theme;
/// assert_eq!("dark".parse(), Ok(Theme::Dark));
/// assert_eq!("sepia".parse::<Theme>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// On white.
    #[default]
    Light,
    /// On `#111827`.
    Dark,
    /// Black and greys on white: the signs are told apart by their glyphs.
    Print,
}

impl Theme {
    /// Every theme, each once.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    /// Its name, for `--theme`.
    ///
    /// ```
    /// # use standoff::draw::Theme;
    /// assert_eq!(Theme::ALL.map(Theme::name), ["light", "dark", "print"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
        }
    }

    /// The colour of a paint, as `#RRGGBB`. Words keep a contrast of at least 4.5:1 against what they
    /// stand on, lines and areas that mean something at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
    pub fn colour(self, paint: Paint) -> String {
        let [red, green, blue] = self.rgb(paint);
        format!("#{red:02X}{green:02X}{blue:02X}")
    }

    pub(crate) fn rgb(self, paint: Paint) -> [u8; 3] {
        match (self, paint) {
            (_, Paint::Tone(tone)) => self.tone(tone),
            (Theme::Dark, Paint::Words(tone)) => blend(self.tone(tone), [0xff; 3], 0.45),
            // The lightest grey of the press is for lines, not for words.
            (Theme::Print, Paint::Words(_)) => [0; 3],
            (Theme::Light, Paint::Words(tone)) => self.tone(tone),
            (_, Paint::Tint(tone, step)) => {
                let most = if self == Theme::Dark { 0.75 } else { 0.45 };
                let part = f64::from(step.clamp(1, TINTS)) / f64::from(TINTS);
                blend(self.rgb(Paint::Paper), self.tone(tone), 0.06 + (most - 0.06) * part)
            }
            (Theme::Light, Paint::Ink) => hex(0x11_18_27),
            (Theme::Light, Paint::Quiet) => hex(0x4b_55_63),
            (Theme::Light, Paint::Rule) => hex(0xd1_d5_db),
            (Theme::Light, Paint::Paper) => hex(0xff_ff_ff),
            (Theme::Light, Paint::Node) => hex(0xf3_f4_f6),
            (Theme::Light, Paint::Border) => hex(0x6b_72_80),
            (Theme::Dark, Paint::Ink) => hex(0xf9_fa_fb),
            (Theme::Dark, Paint::Quiet) => hex(0xb6_bc_c6),
            (Theme::Dark, Paint::Rule) => hex(0x37_41_51),
            (Theme::Dark, Paint::Paper) => hex(0x11_18_27),
            (Theme::Dark, Paint::Node) => hex(0x1f_29_37),
            (Theme::Dark, Paint::Border) => hex(0x9c_a3_af),
            (Theme::Print, Paint::Ink) => hex(0x00_00_00),
            (Theme::Print, Paint::Quiet) => hex(0x40_40_40),
            (Theme::Print, Paint::Rule) => hex(0xcc_cc_cc),
            (Theme::Print, Paint::Paper | Paint::Node) => hex(0xff_ff_ff),
            (Theme::Print, Paint::Border) => hex(0x00_00_00),
        }
    }

    fn tone(self, tone: Tone) -> [u8; 3] {
        match (self, tone) {
            (Theme::Print, Tone::Sign(Sign::Negative)) => hex(0x00_00_00),
            (Theme::Print, Tone::Sign(Sign::Positive)) => hex(0x5c_5c_5c),
            (Theme::Print, Tone::Sign(Sign::Neutral)) => hex(0x8c_8c_8c),
            (Theme::Print, Tone::Mixed) => hex(0x3a_3a_3a),
            (_, Tone::Sign(sign)) => parsed(sign.colour()),
            (_, Tone::Mixed) => hex(0x99_00_ff),
        }
    }
}

impl fmt::Display for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Theme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Theme::ALL.into_iter().find(|theme| theme.name() == text).ok_or(())
    }
}

const fn hex(colour: u32) -> [u8; 3] {
    [(colour >> 16) as u8, (colour >> 8) as u8, colour as u8]
}

/// Of `#RRGGBB`.
fn parsed(colour: &str) -> [u8; 3] {
    hex(u32::from_str_radix(&colour[1..], 16).expect("the colours of signs are hexadecimal"))
}

/// The first with so much of the second, from 0 to 1.
fn blend(a: [u8; 3], b: [u8; 3], part: f64) -> [u8; 3] {
    std::array::from_fn(|channel| {
        let (a, b) = (f64::from(a[channel]), f64::from(b[channel]));
        (a + (b - a) * part).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let luminance = |rgb: [u8; 3]| {
            let [red, green, blue] = rgb.map(|channel| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.04045 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
            });
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        let (a, b) = (luminance(a), luminance(b));
        a.max(b) / a.min(b)
    }

    #[test]
    fn words_and_lines_stand_out() {
        for theme in Theme::ALL {
            let check = |paint: Paint, on: Paint, least: f64| {
                let found = contrast(theme.rgb(paint), theme.rgb(on));
                assert!(found >= least, "{theme}: {paint:?} on {on:?} has {found:.2}");
            };
            for on in [Paint::Paper, Paint::Node] {
                check(Paint::Ink, on, 7.0);
                check(Paint::Quiet, on, 4.5);
                check(Paint::Border, on, 3.0);
            }
            for tone in Tone::ALL {
                check(Paint::Tone(tone), Paint::Paper, 3.0);
                check(Paint::Words(tone), Paint::Paper, 4.5);
                (1..=TINTS).for_each(|step| check(Paint::Ink, Paint::Tint(tone, step), 4.5));
            }
        }
    }
}
