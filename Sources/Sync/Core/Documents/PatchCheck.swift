public import SyncWire

/// Whether a patch of the other side may be applied.
public enum PatchCheck {
    /// Why not; nothing when it may.
    ///
    /// `sender` is the replica that the connection proves.
    ///
    /// The hub may send a whole document with writes of all replicas; the edge sends only its own writes.
    public static func refusal(
        of patch: DocumentPatch, from sender: ReplicaID, to document: Document, by policies: PolicyTable
    ) -> PatchRefusal? {
        let isWholeOfHub = patch.isWhole && sender.side == .hub
        if !isWholeOfHub {
            if patch.isWhole || patch.through.dots.contains(where: { $0.replica != sender }) {
                return .writerForged(nil)
            }
            if let forged = patch.writes.first(where: { $0.dot.replica != sender }) {
                return .writerForged(forged.path)
            }
        }
        for write in patch.writes where !isAllowed(write, by: policies.entry(for: write.path, of: patch.key)) {
            return .sideNotAllowed(write.path)
        }
        if let write = patch.writes.first(where: LatchField.isClearedUnlawfully) {
            return .latchNotPermitted(write.path)
        }
        let paths = Set(document.paths).union(patch.writes.map(\.path))
        if paths.count > EditCheck.fieldsMax { return .tooManyFields(EditCheck.fieldsMax) }
        var known = document.versions
        known.formUnion(patch.through)
        return known.dots.count > VersionVector.replicasMax ? .tooManyWriters(VersionVector.replicasMax) : nil
    }

    private static func isAllowed(_ write: FieldWrite, by entry: PolicyEntry) -> Bool {
        switch entry.rule {
        case .hubOnly: write.dot.replica.side == .hub
        case .edgeOnly: write.dot.replica.side == .edge
        default: true
        }
    }
}
