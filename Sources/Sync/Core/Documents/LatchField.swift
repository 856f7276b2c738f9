internal import Runtime
public import SyncWire

/// Fields `latch.<name>`: emergency stop, lockout, maintenance hold.
///
/// What holds for latches is not left to a policy table that an operator might change.
public enum LatchField {
    /// What a write that clears a latch needs at least.
    public static let authorityToClear = Authority.supervisor

    /// The set latches that an edit of their field does not end.
    ///
    /// To have known the document is not enough to clear, because "clear" may have been meant for another latch: the
    /// edit names the writes that set it, and its actor may (sync.md, safety latch). Setting again takes their place.
    static func spared(by edit: FieldEdit, among siblings: [FieldWrite]) -> [Dot] {
        guard isLatch(edit.path), edit.value == nil || edit.value == .flag(false), !planted(.latchClearedByValue)
        else { return [] }
        let mayClear = edit.authority >= authorityToClear
        return siblings.filter { isSet($0) && !(mayClear && edit.names.contains($0.dot)) }.map(\.dot)
    }

    /// Whether a write clears a latch without being allowed to: none such is ever written by a side that checks.
    ///
    /// What a clearing write names is looked at where it is written and not again: a latch that was set twice is
    /// cleared by the name of the second write, and who has only the first cannot know that.
    static func isClearedUnlawfully(by write: FieldWrite) -> Bool {
        isLatch(write.path) && !isSet(write) && write.authority < authorityToClear
    }

    /// Whether a path is a latch's.
    public static func isLatch(_ path: FieldPath) -> Bool { path.description.hasPrefix("latch.") }

    /// Whether a write sets its latch: everything but `false` and nothing does, so that damage never unlatches.
    public static func isSet(_ write: FieldWrite) -> Bool {
        guard let value = write.value else { return false }
        return value != .flag(false)
    }
}
