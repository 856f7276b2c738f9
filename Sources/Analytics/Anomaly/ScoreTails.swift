internal import Telemetry

/// Calibrates a score of another model on the machine that it runs on: how many of its normal rows score as high.
///
/// A histogram of 512 bins over 0 to 1, forgotten slowly. The part of rows that score at least as high counts the row
/// itself, so that it is never said to be rarer than what was seen allows (the p-value of conformal prediction; Vovk,
/// Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005): of rows that are alike at most the part `p`
/// has a tail of `p` or less.
///
/// As `AlarmRate`, it waits with rare rows until their run is over: a run of at most 64 was chance and is learned, a
/// longer one is a fault, of which a sixteenth is learned, so that a new way of running is normal after hours and a
/// fault of minutes never. About 2 KB; no allocation after `init` but in runs of rare rows.
public struct ScoreTails: Sendable, Equatable {
    static let bins = 512
    /// Rows of which something is known about rare ones; before, nothing is said.
    public static let rowsToKnow = 256
    /// Rows after which one counts for 1/e: a day at one in 2 s.
    static let memoryRows: Float = 43_200
    static let rare = 0.01
    static let partInFault: Float = 1.0 / 16

    var counts = [Float](repeating: 0, count: bins)
    var total: Float = 0
    /// What one row counts now: instead of every count shrinking, the newest one grows.
    var weight: Float = 1
    /// Rows that were learned, up to `rowsToKnow`.
    var rows: UInt16 = 0
    /// Bins of the rows of the run of rare ones that is going on.
    var run: [UInt16] = []
    var isFault = false

    /// Tails of which nothing is known.
    public init() {}

    /// Rows that were learned, at most `rowsToKnow`.
    public var rowsKnown: Int { Int(rows) }

    /// The part of this machine's normal rows that score at least as high, and then the row is learned.
    ///
    /// Nothing before `rowsToKnow` rows. One that is held is not learned.
    public mutating func judge(_ score: Double, isHeld: Bool) -> Double? {
        let place = max(0, min(1, score.isNaN ? 0 : score)) * Double(Self.bins)
        let bin = min(Self.bins - 1, Int(place))
        guard rowsKnown >= Self.rowsToKnow else {
            if !isHeld { learn(bin, part: 1) }
            return nil
        }
        let tail = tail(bin, inside: Float(place - Double(bin)))
        if !isHeld { count(bin, isRare: tail < Self.rare) }
        return tail
    }

    private func tail(_ bin: Int, inside: Float) -> Double {
        let beyond = counts[bin] * (1 - inside) + beyond(bin)
        return Double((beyond + weight) / (total + weight))
    }

    /// What the bins after one hold, in eight sums side by side, because each addition of one waits for the one before.
    private func beyond(_ bin: Int) -> Float {
        counts.withUnsafeBufferPointer { counts in
            var (next, sums) = (bin + 1, SIMD8<Float>())
            while next + 8 <= counts.count {
                sums += UnsafeRawPointer(counts.baseAddress! + next).loadUnaligned(as: SIMD8<Float>.self)
                next += 8
            }
            return counts[next...].reduce(sums.sum(), +)
        }
    }

    private mutating func count(_ bin: Int, isRare: Bool) {
        guard isRare else {
            for waiting in run { learn(Int(waiting), part: 1) }
            run.removeAll(keepingCapacity: true)
            isFault = false
            return learn(bin, part: 1)
        }
        if isFault { return learn(bin, part: Self.partInFault) }
        guard run.count < AlarmRate.chanceMax else {
            run.removeAll(keepingCapacity: true)
            isFault = true
            return
        }
        run.append(UInt16(bin))
    }

    private mutating func learn(_ bin: Int, part: Float) {
        counts[bin] += weight * part
        total += weight * part
        weight *= 1 + part / Self.memoryRows
        if rowsKnown < Self.rowsToKnow { rows += 1 }
        if weight > 1e4 { rescale() }
    }

    private mutating func rescale() {
        for bin in counts.indices { counts[bin] /= weight }
        total /= weight
        weight = 1
    }
}
