/// Why the snapshot of a model or of a machine's alarms cannot be taken back.
///
/// Whoever restores goes on with what it had, and counts it: a model learns again, which is better than not to start.
public enum SnapshotError: Error, Sendable, Equatable {
    case truncated
    case versionUnknown(UInt8)
    case valueInvalid
    case trailingBytes
}
