internal import SyncWire

extension FieldWrite {
    /// Whether this write ends another one of its field: it knew it, and may.
    ///
    /// A set latch is ended only by a write that sets it again or that names it; to have known the document is not
    /// enough, because "clear" may have been meant for another latch (sync.md, safety latch).
    func supersedes(_ other: FieldWrite) -> Bool {
        guard context.contains(other.dot) else { return false }
        guard LatchField.isLatch(path), LatchField.isSet(other), !LatchField.isSet(self) else { return true }
        return names.contains(other.dot) && authority >= LatchField.authorityToClear
    }
}
