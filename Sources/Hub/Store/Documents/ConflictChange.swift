public import SyncWire

/// What came of what somebody did to a conflict.
public struct ConflictChange: Sendable {
    /// The conflict as it then stands.
    public var conflict: ShownConflict
    /// The value that was written, or would be.
    public var value: FieldValue?
}
