/// How fast the link is, so that a batch of segments takes about a second of it.
///
/// An unknown link begins with the smallest batch and at most doubles it with each round: a first batch as large as a
/// fast link bears would keep an alert waiting for twenty seconds on one of 1 Mbit/s.
struct LinkEstimate: Sendable {
    private let bytesMax: Int
    /// Nothing before the first round of some size.
    private var bytesPerSecond: Double?
    private var ceiling: Int

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
        ceiling = min(Self.smallestBatch, bytesMax)
    }

    /// A second of the link, which is what an event may have to wait for.
    var batchBytes: Int { clamp(bytesPerSecond ?? Double(bytesMax)) }

    /// Four seconds of the link for a whole round.
    var roundBytes: Int { clamp((bytesPerSecond ?? Double(bytesMax)) * 4) }

    /// Moves a quarter of the way up to what a round showed, and at once all the way down, because events wait for
    /// what was too much; small rounds say more of the delay than of the rate.
    mutating func observe(bytes: Int, seconds: Double) {
        ceiling = min(bytesMax, ceiling * 2)
        guard bytes >= Self.smallestMeasured, seconds > 0 else { return }
        let measured = Double(bytes) / seconds
        bytesPerSecond = bytesPerSecond.map { min(measured, $0 + (measured - $0) / 4) } ?? measured
    }

    /// The connection was lost: the next one may lead over another link.
    mutating func begin() {
        ceiling = min(Self.smallestBatch, bytesMax)
    }

    /// A round was too large for the link or for the hub.
    mutating func halve() {
        ceiling = max(Self.smallestBatch, ceiling / 2)
    }

    /// How long so many bytes take; nothing before the rate is known.
    func seconds(for bytes: UInt64) -> Double? {
        if bytes == 0 { return 0 }
        return bytesPerSecond.map { Double(bytes) / max($0, 1) }
    }

    private func clamp(_ bytes: Double) -> Int {
        max(min(Self.smallestBatch, bytesMax), min(ceiling, bytes < Double(bytesMax) ? Int(bytes) : bytesMax))
    }

    private static let smallestBatch = 64 << 10
    private static let smallestMeasured = 16 << 10
}
