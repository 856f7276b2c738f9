public import SyncWire

/// What the hub takes of each stream in an agent's next round, by how busy it is.
public enum RoundCredits {
    /// Credits at a load from 0 (nothing under way) to 1 (as many rounds as may be).
    ///
    /// Up to half there is no limit. From there telemetry gives way, down to one batch: never nothing, for a stream
    /// without credit looks like one that is stuck. Events, documents and live values are small and not limited.
    public static func at(load: Double) -> [Credit] {
        guard load > 0.5 else { return [] }
        let share = max(0, min(1, 2 - 2 * load))
        let bytes = Double(batchBytes) + share * Double(roundBytes - batchBytes)
        return [Credit(stream: .telemetry, bytes: UInt64(bytes), records: UInt64(max(1, share * 256)))]
    }

    private static let batchBytes = 64 << 10
    private static let roundBytes = 2 << 20
}
