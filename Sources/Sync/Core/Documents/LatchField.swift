public import SyncWire

/// Fields `latch.<name>`: emergency stop, lockout, maintenance hold.
///
/// What holds for latches is not left to a policy table that an operator might change.
public enum LatchField {
    /// What a write that clears a latch needs at least.
    public static let authorityToClear = Authority.supervisor

    /// Whether a path is a latch's.
    public static func isLatch(_ path: FieldPath) -> Bool { path.description.hasPrefix("latch.") }

    /// Whether a write sets its latch: everything but `false` and nothing does, so that damage never unlatches.
    public static func isSet(_ write: FieldWrite) -> Bool {
        guard let value = write.value else { return false }
        return value != .flag(false)
    }
}
