/// The streams of sync (sync.md, Streams).
public enum SyncStream: UInt8, Sendable, CaseIterable {
    case events = 1
    case documents = 2
    case telemetry = 3
    case live = 4
}
