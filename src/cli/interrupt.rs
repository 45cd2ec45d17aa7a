//! Ctrl-C, and whatever else asks the process to end: what it was about to write is taken away.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// What is not yet what it will be, and must not be left behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// As a shell reports a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// From now on an interruption takes unfinished files away before it ends the process.
#[allow(clippy::exit, reason = "nothing but the handler is left to end the process")]
pub(super) fn watch() {
    // Where no handler can be set, the system ends the process as it always does.
    let _ = ctrlc::set_handler(|| {
        if let Ok(unfinished) = UNFINISHED.lock() {
            for path in unfinished.iter() {
                let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            }
            // Still locked, so that nothing is renamed into its place between the two.
            std::process::exit(INTERRUPTED);
        }
    });
}

/// A file or folder that is unfinished as long as this lives.
pub(super) struct Unfinished(PathBuf);

impl Unfinished {
    pub fn new(path: &Path) -> Self {
        if let Ok(mut unfinished) = UNFINISHED.lock() {
            unfinished.push(path.to_owned());
        }
        Unfinished(path.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Ok(mut unfinished) = UNFINISHED.lock() {
            unfinished.retain(|path| *path != self.0);
        }
    }
}
