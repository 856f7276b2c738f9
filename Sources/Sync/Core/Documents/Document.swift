internal import Runtime
public import SyncWire

/// A small record that both sides edit: for each field the writes that stand, none of which knew another.
///
/// Merging is a union of writes less those that another one knew (a multi-value register with dotted version vectors;
/// Preguiça and others, 2010). It commutes, associates and may be repeated, so both sides come to the same document
/// whatever the order, and a write is lost only to one that knew it. What holds where several writes stand is not
/// stored: it is computed from them by a policy table (`value(of:by:)`).
public struct Document: Hashable, Sendable {
    /// Which document.
    public let key: DocumentKey

    /// All writes that ever came in, standing or superseded.
    public private(set) var versions: VersionVector

    /// The writes that stand, in the order of paths and dots.
    public private(set) var writes: [FieldWrite]

    /// A document that nobody has written.
    public init(key: DocumentKey) {
        self.key = key
        versions = VersionVector()
        writes = []
    }

    /// A document as it was kept.
    public init(key: DocumentKey, versions: VersionVector, writes: [FieldWrite]) {
        self.key = key
        self.versions = versions
        self.writes = writes.sorted(by: Self.isBefore)
    }

    /// The writes that stand of one field; several when they did not know each other.
    public func siblings(of path: FieldPath) -> [FieldWrite] { writes.filter { $0.path == path } }

    /// The fields that have a write, in order; a field that was taken away has one as well.
    public var paths: [FieldPath] {
        writes.reduce(into: []) { paths, write in if paths.last != write.path { paths.append(write.path) } }
    }

    /// Writes a field on this side, knowing all that is here.
    ///
    /// The value stands alone after it, but for set latches that it does not name or may not clear: those stay
    /// (`LatchField`). What could not be read back is not written: texts that say who and why are cut where they are
    /// too long, and a base that is too long is none.
    public mutating func write(
        _ edit: FieldEdit, at label: HybridTime, by replica: ReplicaID, base: FieldValue?,
        clock: ClockState? = nil
    ) {
        let dot = Dot(replica: replica, counter: versions[replica] + 1)
        let write = FieldWrite(
            path: edit.path, dot: dot, value: edit.value, label: label,
            actor: Self.cut(edit.actor, to: FieldWrite.actorBytesMax), authority: edit.authority,
            reason: Self.cut(edit.reason, to: FieldWrite.reasonBytesMax), base: base?.isReadable == true ? base : nil,
            names: edit.names,
            spares: LatchField.spared(by: edit, among: siblings(of: edit.path)),
            context: planted(.writesForgetWhatTheyKnew) ? VersionVector() : versions, clock: clock)
        take(write)
        versions.insert(dot)
    }

    /// Notes that a replica has given its counters up to one, in a document that was forgotten since: none of them is
    /// given again.
    public mutating func skip(_ replica: ReplicaID, through counter: UInt64) {
        versions.insert(Dot(replica: replica, counter: counter))
    }

    /// Takes in what the other side wrote; says which fields it touched.
    ///
    /// A patch that was taken in already changes nothing. A patch with a gap before it (`through` skips writes of its
    /// replica that never came) must not be handed in: streams are strict.
    @discardableResult
    public mutating func apply(_ patch: DocumentPatch) -> [FieldPath] {
        var touched: Set<FieldPath> = []
        if patch.isWhole {
            let standing = Set(patch.writes.map(\.dot))
            for write in writes where patch.through.contains(write.dot) && !standing.contains(write.dot) {
                touched.insert(write.path)
            }
            writes.removeAll { patch.through.contains($0.dot) && !standing.contains($0.dot) }
        }
        for write in patch.writes where !versions.contains(write.dot) {
            take(write)
            touched.insert(write.path)
        }
        versions.formUnion(patch.through)
        return touched.sorted()
    }

    /// Takes in a patch that was kept back while later ones of its replica were taken in.
    ///
    /// Those count its writes as known, so each is looked for: it is here, a write of its field that knew it is here,
    /// or it is taken in now. A second time it changes nothing.
    public mutating func applyLate(_ patch: DocumentPatch) {
        apply(patch)
        for write in patch.writes where !writes.contains(where: { $0.dot == write.dot }) {
            let isOver = writes.contains {
                $0.path == write.path && $0.context.contains(write.dot) && !$0.spares.contains(write.dot)
            }
            if !isOver { take(write) }
        }
    }

    /// What a replica wrote after one of its counters and still stands; nothing when it wrote nothing since.
    public func patch(of replica: ReplicaID, after counter: UInt64) -> DocumentPatch? {
        guard versions[replica] > counter else { return nil }
        return DocumentPatch(
            key: key, writes: writes.filter { $0.dot.replica == replica && $0.dot.counter > counter },
            through: VersionVector([Dot(replica: replica, counter: versions[replica])]))
    }

    /// All of the document, for a side that has none of it or an old one.
    public func whole() -> DocumentPatch {
        DocumentPatch(key: key, writes: writes, through: versions, isWhole: true)
    }

    /// Gives the writes of one replica that the other side never saw to another: a folder that was restored or copied
    /// goes on under a new name, because its old counters may stand for other writes elsewhere.
    public mutating func relabel(_ old: ReplicaID, after counter: UInt64, as new: ReplicaID) {
        let own = writes.filter { $0.dot.replica == old && $0.dot.counter > counter }.sorted { $0.dot < $1.dot }
        writes.removeAll { $0.dot.replica == old && $0.dot.counter > counter }
        versions.forget(old, after: counter)
        var names: [Dot: Dot] = [:]
        for write in own {
            var renamed = write
            renamed.dot = Dot(replica: new, counter: versions[new] + 1)
            renamed.context.forget(old, after: counter)
            renamed.names = write.names.map { names[$0] ?? $0 }
            renamed.spares = write.spares.map { names[$0] ?? $0 }
            names[write.dot] = renamed.dot
            take(renamed)
            versions.insert(renamed.dot)
        }
    }

    /// A write joins those of its field that it did not know, or does not end.
    ///
    /// What it spares was decided where it was written and travels with it: what it ends must not depend on writes
    /// that were superseded on the way and never came.
    private mutating func take(_ write: FieldWrite) {
        writes.removeAll {
            $0.path == write.path && write.context.contains($0.dot) && !write.spares.contains($0.dot)
        }
        if planted(.newerWriteWins) { writes.removeAll { $0.path == write.path && $0.label < write.label } }
        if planted(.latchClearedByMerge), LatchField.isLatch(write.path), !LatchField.isSet(write) {
            writes.removeAll { $0.path == write.path }
        }
        let index = writes.firstIndex { Self.isBefore(write, $0) } ?? writes.count
        writes.insert(write, at: index)
    }

    /// The characters of a text that fit so many bytes.
    private static func cut(_ text: String, to bytes: Int) -> String {
        if text.utf8.count <= bytes { return text }
        var (cut, left) = (Substring(), bytes)
        cut = text.prefix { character in
            left -= character.utf8.count
            return left >= 0
        }
        return String(cut)
    }

    private static func isBefore(_ left: FieldWrite, _ right: FieldWrite) -> Bool {
        (left.path, left.dot) < (right.path, right.dot)
    }
}
