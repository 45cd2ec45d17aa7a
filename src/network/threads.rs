//! Work shared out among threads, whose results do not depend on how many there are.

use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// How many threads work; to ask the system each time would take longer than a small job.
pub(crate) fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Does every job, and gives what comes of them in their order.
pub(crate) fn each<J: Send, R: Send>(jobs: Vec<J>, work: impl Fn(J) -> R + Sync) -> Vec<R> {
    each_with(threads(), jobs, || (), |(), job| work(job)).0
}

/// The same on at most so many threads, each of which has room of its own for the jobs that fall to it; the
/// rooms come back in no particular order, and which jobs used which of them is left to chance.
pub(crate) fn each_with<J: Send, W: Send, R: Send>(
    threads: usize,
    jobs: Vec<J>,
    room: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, J) -> R + Sync,
) -> (Vec<R>, Vec<W>) {
    let threads = threads.min(jobs.len());
    if threads < 2 {
        let mut room = room();
        let done = jobs.into_iter().map(|job| work(&mut room, job)).collect();
        return (done, vec![room]);
    }
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let all = || {
        let mut room = room();
        let done: Vec<_> = std::iter::from_fn(next).map(|(number, job)| (number, work(&mut room, job))).collect();
        (done, room)
    };
    let (mut done, rooms) = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(all)).collect();
        let (mut done, room) = all();
        let mut rooms = vec![room];
        for other in others {
            let (more, room) = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            done.extend(more);
            rooms.push(room);
        }
        (done, rooms)
    });
    done.sort_unstable_by_key(|&(number, _)| number);
    (done.into_iter().map(|(_, result)| result).collect(), rooms)
}

/// Cuts what belongs to ranges that follow one another from 0 on.
pub(crate) fn cut<'a, T>(mut all: &'a mut [T], ranges: &[Range<u32>]) -> Vec<&'a mut [T]> {
    let lens = ranges.iter().map(ExactSizeIterator::len);
    lens.map(|len| all.split_off_mut(..len).expect("the ranges are those of the slice")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 2, 5] {
            let (twice, rooms) = each_with(threads, (0..100).collect(), Vec::new, |seen, job: u32| {
                seen.push(job);
                job * 2
            });
            assert_eq!(twice, (0..100).map(|job| job * 2).collect::<Vec<_>>());
            let mut seen = rooms.concat();
            seen.sort_unstable();
            assert_eq!(seen, (0..100).collect::<Vec<_>>());
        }
    }
}
