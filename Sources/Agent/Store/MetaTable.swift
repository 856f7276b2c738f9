internal import SyncWire
internal import Telemetry

/// Single values of the store by name.
final class MetaTable {
    private let select: Statement
    private let upsert: Statement

    init(_ database: Database) throws(StoreError) {
        select = try database.prepare("SELECT value FROM meta WHERE name = ?")
        upsert = try database.prepare(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    }

    func bytes(_ name: String) throws(StoreError) -> [UInt8]? {
        try select.bind(1, name).first { $0.bytes(0) }
    }

    func set(_ name: String, _ bytes: [UInt8]) throws(StoreError) {
        try upsert.bind(1, name).bind(2, bytes).run()
    }

    func number(_ name: String) throws(StoreError) -> Int64? {
        guard let bytes = try bytes(name), bytes.count == 8 else { return nil }
        return Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }

    func set(_ name: String, _ number: Int64) throws(StoreError) {
        let bits = UInt64(bitPattern: number)
        try set(name, (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    }

    /// A seq in 8 bytes, most significant first, and its chain.
    func cursor(_ name: String) throws(StoreError) -> EventCursor? {
        guard let bytes = try bytes(name), bytes.count == 8 + Digest.byteCount,
            let chain = Digest(bytes: bytes.dropFirst(8))
        else { return nil }
        return EventCursor(seq: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }, chain: chain)
    }

    func set(_ name: String, _ cursor: EventCursor) throws(StoreError) {
        try set(name, (0..<8).map { UInt8(truncatingIfNeeded: cursor.seq >> UInt64(56 - 8 * $0)) } + cursor.chain.bytes)
    }
}
