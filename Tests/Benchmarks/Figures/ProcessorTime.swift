import Glibc

/// What a piece of work costs in processor time of this thread.
///
/// Others on the machine do not count, but for the caches and the half of a core that they may take.
package enum ProcessorTime {
    /// The least of several runs, in seconds: what disturbs a run only makes it longer.
    package static func best(of runs: Int = 9, _ body: () throws -> Void) rethrows -> Double {
        var least = Double.infinity
        for _ in 0..<runs {
            let start = now()
            try body()
            least = min(least, now() - start)
        }
        return least
    }

    /// Seconds that this thread has used.
    package static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
