package import SyncCore

/// A conflict as the store keeps it, for those who try what its reader does with any bytes.
package enum StoredConflict {
    /// Reads a record and writes it again.
    package static func rewritten(_ bytes: [UInt8]) throws -> [UInt8] {
        try ConflictRecord(stored: bytes).stored
    }

    /// A record as it is kept.
    package static func bytes(of record: ConflictRecord) -> [UInt8] { record.stored }
}
