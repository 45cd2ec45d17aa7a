//! How far reading is, on a terminal: bytes, rate and the time that is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::read::Progress;

/// What is done sooner than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(400);
const TICK: Duration = Duration::from_millis(100);

/// A bar that is there as long as this lives, where standard error is a terminal.
pub(super) struct Bar {
    done: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Bar {
    pub fn of(progress: &Arc<Progress>) -> Self {
        let done = Arc::new(AtomicBool::new(false));
        let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let thread = terminal.then(|| {
            let (done, progress) = (Arc::clone(&done), Arc::clone(progress));
            std::thread::spawn(move || draw(&done, &progress))
        });
        Bar { done, thread }
    }
}

fn draw(done: &AtomicBool, progress: &Progress) {
    std::thread::park_timeout(PATIENCE);
    if done.load(Ordering::Relaxed) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = "{bar:32} {bytes} of {total_bytes}, {binary_bytes_per_sec}, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).expect("the template is one"));
    while !done.load(Ordering::Relaxed) {
        bar.set_length(progress.total.load(Ordering::Relaxed));
        bar.set_position(progress.done.load(Ordering::Relaxed));
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // It only draws; that it could not is no reason to fail.
            let _ = thread.join();
        }
    }
}
