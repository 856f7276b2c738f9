internal import Runtime
internal import Telemetry

/// The durable form of the open window, and the series that its readings belong to.
final class TailTable {
    private let insert: Statement
    private let removeAll: Statement
    private let select: Statement
    private let insertSeries: Statement
    private let updateSeries: Statement
    private let selectSeries: Statement
    private var buffer: [UInt8] = []

    init(_ database: Database) throws(StoreError) {
        insert = try database.prepare("INSERT INTO telemetry_tail (count, body) VALUES (?, ?)")
        removeAll = try database.prepare("DELETE FROM telemetry_tail")
        select = try database.prepare("SELECT count, body FROM telemetry_tail ORDER BY id")
        insertSeries = try database.prepare(
            "INSERT INTO series (id, factory, machine, metric, unit, newest) VALUES (?, ?, ?, ?, ?, ?)")
        updateSeries = try database.prepare("UPDATE series SET newest = ?2 WHERE id = ?1 AND newest < ?2")
        selectSeries = try database.prepare("SELECT id, factory, machine, metric, unit, newest FROM series ORDER BY id")
    }

    /// Writes all readings of the window that are not durable yet as one row, and the series that are new.
    func append(_ window: OpenWindow, series: SeriesTable) throws(StoreError) {
        for index in series.committed..<series.entries.count {
            let entry = series.entries[index]
            try insertSeries.bind(1, index).bind(2, entry.machine.factory).bind(3, entry.machine.machine)
                .bind(4, entry.metric.text).bind(5, entry.unit).bind(6, Int64.min).run()
        }
        let count = window.count - window.committed
        guard count > 0 else { return }
        TailBlob.pack(window, from: window.committed, into: &buffer)
        try buffer.withUnsafeBufferPointer { bytes throws(StoreError) in
            let used = UnsafeBufferPointer(rebasing: bytes.prefix(count * TailBlob.bytesPerReading))
            try insert.bind(1, count).bind(2, UnsafeRawBufferPointer(used))
        }
        try insert.run()
    }

    /// Writes the readings of a window in the place of all that there are.
    func replace(by window: OpenWindow, series: SeriesTable) throws(StoreError) {
        try removeAll.run()
        try append(window, series: series)
    }

    /// Deletes what a segment holds now, and notes the newest time of each series, which nothing else keeps from here
    /// on.
    func clear(series: SeriesTable) throws(StoreError) {
        try removeAll.run()
        if planted(.newestTimesForgotten) { return }
        for index in series.entries.indices where series.newestTime(index) > .min {
            try updateSeries.bind(1, index).bind(2, series.newestTime(index)).run()
        }
    }

    /// Fills series and window with what is in the file; throws when it cannot be what was written.
    func load(into window: OpenWindow, series: SeriesTable) throws(StoreError) {
        try selectSeries.each { row throws(StoreError) in
            guard row.int(0) == Int64(series.entries.count), let metric = MetricName(row.text(3)),
                let machine = MachineKey(factory: row.text(1), machine: row.text(2))
            else { throw selectSeries.damage("series \(row.int(0))") }
            series.add(.init(machine: machine, metric: metric, unit: row.text(4)), newest: row.int(5))
            return true
        }
        series.committed = series.entries.count
        try select.each { row throws(StoreError) in
            let count = Int(row.int(0))
            guard count <= window.room else { throw select.damage("the open window is too large") }
            var isSound = true
            let isWhole = row.withBytes(1) { bytes in
                TailBlob.unpack(bytes, count: count) { index, time, value, quality in
                    guard index < series.entries.count else { return isSound = false }
                    window.append(
                        series: index, time: time, value: value, quality: quality, isDerived: series.isDerived(index))
                    series.noteTime(index, time)
                }
            }
            guard isWhole && isSound else { throw select.damage("a row of the open window") }
            return true
        }
        window.noteCommitted()
    }
}
