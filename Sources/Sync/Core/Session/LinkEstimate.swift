/// How the link is, so that a batch of segments takes about a second of it.
///
/// A round takes the link's delay, and then its bytes at the link's rate: only the time beyond the delay says how fast
/// the link is. Else a satellite's delay would pass for a slow link, batches would shrink, and small batches say even
/// less of the rate. An unknown link begins with a small batch and at most doubles it with each round, because an alert
/// waits behind a batch that is too large.
struct LinkEstimate: Sendable {
    private let bytesMax: Int
    /// Nothing before a round of some size was measured.
    private var bytesPerSecond: Double?
    /// What a round takes however little it carries; nothing before one that carried next to nothing.
    private var delaySeconds: Double?
    /// Delay and rate together: what draining really gets.
    private var drainedPerSecond: Double?
    private var ceiling: Int
    /// The next round opens a connection, and its handshake says nothing of the link.
    private var isNew = true
    private var probesLeft = Self.probesMax

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
        ceiling = min(Self.firstBatch, bytesMax)
    }

    /// A second of the link, which is what an event may have to wait for.
    var batchBytes: Int { min(clamp(bytesPerSecond ?? Double(bytesMax)), ceiling) }

    /// Four seconds of the link for a whole round.
    var roundBytes: Int { min(clamp((bytesPerSecond ?? Double(bytesMax)) * 4), ceiling) }

    /// Whether the next round is to go without segments, to learn the delay of a link that seems slow.
    ///
    /// At most twice for a connection, so that telemetry is not kept waiting where the strict streams fill each round.
    var wantsProbe: Bool {
        !isNew && delaySeconds == nil && probesLeft > 0 && bytesPerSecond.map { clamp($0) < Self.firstBatch } ?? false
    }

    /// How large a segment is to be sealed, since it travels whole: a second of the link as it was last.
    ///
    /// Nothing before the rate is known.
    var segmentBytes: Int? { bytesPerSecond.map(clamp) }

    /// Takes in how long a round took.
    ///
    /// The rate moves a quarter of the way up to what a round showed, and at once all the way down, because events wait
    /// for what was too much.
    mutating func observe(bytes: Int, seconds: Double) {
        defer { isNew = false }
        guard !isNew, seconds > 0 else { return }
        ceiling = min(bytesMax, ceiling * 2)
        if wantsProbe { probesLeft -= 1 }
        if bytes < Self.smallestMeasured {
            // The shortest of late; a delay that grew is believed by and by.
            delaySeconds = delaySeconds.map { min(seconds, $0 + (seconds - $0) / 4) } ?? seconds
        } else {
            let measured = min(Double(bytes) / max(seconds - (delaySeconds ?? 0), seconds / 64), Self.fastest)
            bytesPerSecond = bytesPerSecond.map { min(measured, $0 + (measured - $0) / 4) } ?? measured
            let drained = Double(bytes) / seconds
            drainedPerSecond = drainedPerSecond.map { $0 + (drained - $0) / 4 } ?? drained
        }
    }

    /// The connection was lost: the next one may lead over another link.
    mutating func begin() {
        ceiling = min(Self.firstBatch, bytesMax)
        delaySeconds = nil
        isNew = true
        probesLeft = Self.probesMax
    }

    /// A round was too large for the link or for the hub.
    mutating func halve() {
        ceiling = max(Self.smallestBatch, ceiling / 2)
    }

    /// How long so many bytes take; nothing before the rate is known.
    func seconds(for bytes: UInt64) -> Double? {
        if bytes == 0 { return 0 }
        return drainedPerSecond.map { Double(bytes) / max($0, 1) }
    }

    private func clamp(_ bytes: Double) -> Int {
        max(min(Self.smallestBatch, bytesMax), bytes < Double(bytesMax) ? Int(bytes) : bytesMax)
    }

    private static let probesMax = 2
    private static let firstBatch = 16 << 10
    private static let smallestBatch = 4 << 10
    private static let smallestMeasured = 2 << 10
    /// Bytes a second that are not told from more.
    private static let fastest = 1e9
}
