internal import Glibc

/// How far a metric's own readings usually lie from what was expected, on each side, forgotten slowly.
///
/// A histogram of the distance in spreads: 64 bins a side, six an octave (12 % wide) from 2⁻⁴ to 2^6.5. Beside what
/// was seen stand ten readings of a Laplace distribution of mean distance 1, so that there is an answer from the first
/// reading on, and one for distances that were never seen; after a thousand readings they weigh nothing.
/// 520 bytes, no allocation after `init`.
struct TailSketch: Sendable, Equatable {
    static let binsPerSide = 64
    static let binsPerOctave: Float = 6
    static let octaveLowest: Float = -4
    static let priorReadings: Float = 10
    /// Readings after which one counts for 1/e: a day at one in 2 s.
    static let memoryReadings: Float = 43_200

    /// Below first, then above, each from near to far.
    var counts = [Float](repeating: 0, count: 2 * binsPerSide)
    var total: Float = 0
    /// What one reading counts now: instead of every count shrinking, the newest one grows.
    var weight: Float = 1

    /// Counts a distance, whose bin is known, by a part of a reading.
    mutating func learn(bin: Int, part: Float) {
        counts[bin] += weight * part
        total += weight * part
        weight *= 1 + part / Self.memoryReadings
        if weight > 1e4 { rescale() }
    }

    /// The part of normal readings that lie at least as far out, whichever the side; 0 to 1.
    ///
    /// Twice the part on its own side, because a skewed metric may go further to one side than to the other.
    func tail(_ distance: Float, in bin: (index: Int, inside: Float)) -> Float {
        let held = counts.withUnsafeBufferPointer { Self.held(by: $0.baseAddress!, beyond: bin) }
        let prior = Self.priorReadings * weight
        return min(1, 2 * (held + prior * 0.5 * exp(-abs(distance))) / (total + prior))
    }

    /// What the bins of both sides hold beyond a place in one of them, on its own side.
    ///
    /// - Precondition: `counts` points to `2 * binsPerSide` counts, and the bin is one of them.
    @inline(__always)
    static func held(by counts: UnsafePointer<Float>, beyond bin: (index: Int, inside: Float)) -> Float {
        let end = bin.index < binsPerSide ? binsPerSide : 2 * binsPerSide
        var beyond = counts[bin.index] * (1 - bin.inside)
        var next = bin.index + 1
        // Four sums side by side, because each addition of one waits for the one before; a load of four is one load.
        var sums = SIMD4<Float>()
        while next + 4 <= end {
            sums += UnsafeRawPointer(counts + next).loadUnaligned(as: SIMD4<Float>.self)
            next += 4
        }
        beyond += sums.sum()
        while next < end {
            beyond += counts[next]
            next += 1
        }
        return beyond
    }

    /// The distances below and above which the given part of normal readings lies, half on each side.
    func band(outside: Float) -> (low: Float, high: Float) {
        (-edge(side: 0, outside: outside / 2), edge(side: 1, outside: outside / 2))
    }

    /// Walks from afar to near until enough lies beyond; inside a bin it is a straight line.
    private func edge(side: Int, outside: Float) -> Float {
        let prior = Self.priorReadings * weight
        let wanted = outside * (total + prior)
        var beyond: Float = 0
        for bin in stride(from: Self.binsPerSide - 1, through: 0, by: -1) {
            let held = counts[side * Self.binsPerSide + bin] + prior * 0.5 * Self.usual[bin]
            if beyond + held >= wanted {
                let (near, far) = (Self.distance(ofBin: bin), Self.distance(ofBin: bin + 1))
                return far - (far - near) * (wanted - beyond) / held
            }
            beyond += held
        }
        return 0
    }

    private mutating func rescale() {
        for index in counts.indices { counts[index] /= weight }
        total /= weight
        weight = 1
    }

    /// What a Laplace distribution of mean distance 1 has in each bin of a side, twice.
    private static let usual: [Float] = (0..<binsPerSide).map { bin in
        exp(-distance(ofBin: bin)) - (bin == binsPerSide - 1 ? 0 : exp(-distance(ofBin: bin + 1)))
    }

    /// The lower end of a bin; the first begins at 0.
    private static func distance(ofBin bin: Int) -> Float {
        bin == 0 ? 0 : exp2(octaveLowest + Float(bin) / binsPerOctave)
    }

    /// The bin of a distance, and how far into it.
    static func bin(_ distance: Float) -> (index: Int, inside: Float) {
        let side = distance < 0 ? 0 : binsPerSide
        let place = (log2(max(abs(distance), 1e-6)) - octaveLowest) * binsPerOctave
        guard place >= 0 else { return (side, 0) }
        guard place < Float(binsPerSide - 1) else { return (side + binsPerSide - 1, 0) }
        let whole = Int(place)
        return (side + whole, place - Float(whole))
    }
}
