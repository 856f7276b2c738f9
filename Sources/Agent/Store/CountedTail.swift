internal import Telemetry

/// The last readings that were only counted or folded, because the disk had no room for more.
///
/// A message whose acknowledgement was lost in a crash comes again. What was stored is then known by looking it up;
/// what was only counted is known by this, so that no gap manifest counts it twice. It holds the newest commits, as
/// many as a broker can have under way, and is durable in the transaction that makes the counts durable.
final class CountedTail {
    /// Readings from which on the oldest commits are let go.
    static let readingsMax = 16_384

    static let bytesPerReading = 20

    private struct Batch {
        let id: Int64
        let body: [UInt8]
    }

    private var batches: [Batch] = []
    /// What no row holds yet, packed as the rows are: series (UInt32), time (Int64), value (Double), little-endian.
    private var fresh: [UInt8] = []
    private let insert: Statement
    private let remove: Statement

    /// Reads back what is in the file, and notes the times in the series.
    init(_ database: Database, series: SeriesTable) throws(StoreError) {
        insert = try database.prepare("INSERT INTO counted_tail (id, body) VALUES (?, ?)")
        remove = try database.prepare("DELETE FROM counted_tail WHERE id = ?")
        let select = try database.prepare("SELECT id, body FROM counted_tail ORDER BY id")
        try select.each { row throws(StoreError) in
            let batch = Batch(id: row.int(0), body: row.bytes(1))
            guard Self.isSound(batch.body, series: series.entries.count) else {
                throw select.damage("a row of counted readings")
            }
            Self.each(of: batch.body) { index, time, _ in series.noteTime(index, time) }
            batches.append(batch)
            return true
        }
    }

    /// Whether a row holds whole readings of known series.
    static func isSound(_ body: [UInt8], series: Int) -> Bool {
        var isSound = body.count.isMultiple(of: bytesPerReading)
        each(of: body) { index, _, _ in if index >= series { isSound = false } }
        return isSound
    }

    /// Notes a reading that is counted with the next commit.
    func take(_ series: SeriesIndex, time: Int64, value: Double) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: series).littleEndian) { fresh.append(contentsOf: $0) }
        withUnsafeBytes(of: time.littleEndian) { fresh.append(contentsOf: $0) }
        withUnsafeBytes(of: value.bitPattern.littleEndian) { fresh.append(contentsOf: $0) }
    }

    /// The value of a counted reading, as far back as they are known.
    func value(series: SeriesIndex, time: Int64) -> Double? {
        var found: Double?
        func look(_ body: [UInt8]) {
            Self.each(of: body) { index, at, value in if index == series, at == time { found = value } }
        }
        look(fresh)
        for batch in batches.reversed() where found == nil { look(batch.body) }
        return found
    }

    /// Writes what is new as one row and lets go of what is too old; in a transaction, and `noteWritten` after it.
    func write() throws(StoreError) {
        guard !fresh.isEmpty else { return }
        for batch in batches.prefix(expiring) { try remove.bind(1, batch.id).run() }
        try insert.bind(1, nextID).bind(2, fresh).run()
    }

    /// Takes over what `write` wrote, once its transaction is durable.
    func noteWritten() {
        guard !fresh.isEmpty else { return }
        let batch = Batch(id: nextID, body: fresh)
        batches.removeFirst(expiring)
        batches.append(batch)
        fresh = []
    }

    private var nextID: Int64 { (batches.last?.id ?? 0) + 1 }

    /// How many of the oldest batches are not needed once what is new is written.
    private var expiring: Int {
        var total = batches.reduce(fresh.count) { $0 + $1.body.count }
        var expiring = 0
        for batch in batches {
            total -= batch.body.count
            if total < Self.readingsMax * Self.bytesPerReading { break }
            expiring += 1
        }
        return expiring
    }

    private static func each(
        of body: [UInt8], _ take: (_ series: SeriesIndex, _ time: Int64, _ value: Double) -> Void
    ) {
        body.withUnsafeBytes { bytes in
            for place in stride(from: 0, through: bytes.count - bytesPerReading, by: bytesPerReading) {
                let series = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                let time = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 4, as: Int64.self))
                let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt64.self))
                take(Int(series), time, Double(bitPattern: bits))
            }
        }
    }
}
