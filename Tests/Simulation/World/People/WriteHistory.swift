import SyncCore
import SyncWire
import Telemetry

/// The truth about documents: every write that somebody was told is kept, and what its writer knew.
struct WriteHistory {
    struct Entry {
        var write: FieldWrite
        /// All writes that the writer's side had of the document before it.
        var knew: VersionVector

        /// Whether the writer knew another write.
        func knew(_ other: Entry) -> Bool { knew.contains(other.write.dot) }
    }

    /// A decision that was taken back, and what was known of the document then.
    struct Undo {
        var side: ReplicaID.Side
        var gateway: Int
        var conflict: ConflictID
        var key: DocumentKey
        var path: FieldPath
        var knew: VersionVector
    }

    private(set) var entries: [DocumentKey: [FieldPath: [Entry]]] = [:]
    private(set) var undone: [Undo] = []

    /// The documents that were written, in order.
    var keys: [DocumentKey] { entries.keys.sorted() }

    /// Notes what one replica wrote between two states of a document.
    mutating func note(_ replica: ReplicaID, from before: Document, to after: Document) {
        let first = before.versions[replica]
        var knew = before.versions
        let writes = after.writes.filter { $0.dot.replica == replica && $0.dot.counter > first }
        for write in writes.sorted(by: { $0.dot < $1.dot }) {
            // What one replica wrote is in sequence, also where it has forgotten a document meanwhile.
            knew.insert(Dot(replica: replica, counter: write.dot.counter - 1))
            entries[after.key, default: [:]][write.path, default: []].append(Entry(write: write, knew: knew))
            knew.insert(write.dot)
        }
    }

    mutating func note(_ undo: Undo) {
        undone.append(undo)
    }
}
