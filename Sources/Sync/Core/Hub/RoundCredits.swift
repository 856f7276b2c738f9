public import SyncWire

/// What the hub takes of each stream in an agent's next round, by how busy it is.
public enum RoundCredits {
    private struct Share: Sendable {
        let stream: SyncStream
        /// Between which loads it falls from the most to the least; rounds under way and those that wait together.
        let loads: ClosedRange<Double>
        let most: (bytes: Int, records: Int)
        let least: (bytes: Int, records: Int)
    }

    /// Credits at a load; a stream without one is not limited, and a hub with room for more rounds limits few.
    ///
    /// What comes later in the order of sending gives way earlier: from half of the rounds on telemetry, down to one
    /// batch and never to nothing, because its backlog only grows; then live values, down to none, for they are
    /// only of the moment; documents and events only when other rounds wait, and never to nothing.
    public static func at(_ load: HubLoad) -> [Credit] {
        shares.compactMap { credit($0, load.working + load.waiting) }
    }

    private static func credit(_ share: Share, _ load: Double) -> Credit? {
        guard load > share.loads.lowerBound else { return nil }
        let span = share.loads.upperBound - share.loads.lowerBound
        let left = max(0, (share.loads.upperBound - load) / span)
        func between(_ most: Int, _ least: Int) -> UInt64 {
            // A part of a record lets none through, so that it counts as a whole one until nothing is left.
            UInt64((Double(least) + left * Double(most - least)).rounded(.up))
        }
        return Credit(
            stream: share.stream, bytes: between(share.most.bytes, share.least.bytes),
            records: between(share.most.records, share.least.records))
    }

    /// The most of each is what an agent puts into a round of its own accord (`SessionSettings`), and its machines.
    private static let shares = [
        Share(
            stream: .telemetry, loads: 0.5...1, most: (bytes: 2 << 20, records: 256),
            least: (bytes: 64 << 10, records: 1)),
        Share(stream: .live, loads: 0.75...1.5, most: (bytes: 2 << 20, records: 2_000), least: (bytes: 0, records: 0)),
        Share(
            stream: .documents, loads: 1...2, most: (bytes: 1 << 20, records: 1_024),
            least: (bytes: 64 << 10, records: 16)),
        Share(
            stream: .events, loads: 1...2, most: (bytes: 2 << 20, records: 4_096),
            least: (bytes: 64 << 10, records: 64)),
    ]
}
