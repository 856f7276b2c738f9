package import Telemetry

/// The run of odd scores that is going on, held against the longest of its usual runs.
///
/// One odd reading in a hundred scores 0.99 by definition. In a series with a memory, odd readings come in runs, and
/// the longest of its usual runs says how many in a row are no news: what is to be told needs `least` high scores in
/// one run and twice the longest recent run. A run goes on while 3 of the last 10 scores are high. Each shorter run
/// lets the longest one count for a little less.
package struct OddRun: Sendable, Equatable {
    /// No run counts as more usual than this, so that a long fault does not make it deaf.
    package static let usualMax = 64.0
    private static let window: UInt16 = 10

    /// High scores that a run needs to be news.
    package let least: Double
    /// What is left of the longest recent run after a shorter one.
    private let kept: Double
    /// High scores in the longest recent run.
    package var usual = 0.0
    /// When the run that is going on began.
    package private(set) var since: Timestamp?
    /// One bit a score, the newest lowest.
    private var high: UInt16 = 0
    /// High scores in the run that is going on.
    private var run = 0.0

    package init(least: Double, kept: Double) {
        self.least = least
        self.kept = kept
    }

    /// Nothing is odd, and nothing was lately.
    package var isQuiet: Bool { high == 0 && run == 0 }

    /// Takes the next score; where the run then lies.
    package mutating func step(isHigh: Bool, at time: Timestamp) -> Crossing.Place {
        high = (high << 1 | (isHigh ? 1 : 0)) & ((1 << Self.window) - 1)
        let count = high.nonzeroBitCount
        if isHigh {
            run += 1
            since = since ?? time
        } else if count < 3, run > 0 {
            usual = min(Self.usualMax, max(usual * kept, run))
            run = 0
            since = nil
        }
        let isLong = run >= max(least, 2 * usual)
        return count < 3 ? .back : isLong && count >= 5 ? .beyond : .between
    }
}
