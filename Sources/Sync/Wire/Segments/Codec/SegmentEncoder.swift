internal import Telemetry

/// Writes the body of a segment: first the head with all names and counts, then the columns one after the other.
struct SegmentEncoder {
    /// Times and values over all blocks.
    private(set) var values = 0
    /// The oldest version that has all of what was written.
    var version: UInt8 { columns.version }

    private let limits: SegmentLimits
    private var head = ByteWriter()
    private var columns = ByteWriter()

    init(limits: SegmentLimits) {
        self.limits = limits
    }

    mutating func body(of content: SegmentContent) throws(SegmentEncodingError) -> [UInt8] {
        try check("blocks", content.blocks.count, limits.blocksMax)
        try check("columns", content.blocks.reduce(0) { $0 + $1.columns.count }, limits.columnsMax)
        head.varint(UInt64(content.blocks.count))
        for block in content.blocks { try write(block) }
        var body = ByteWriter()
        body.varint(UInt64(head.bytes.count))
        body.bytes.append(contentsOf: head.bytes)
        body.bytes.append(contentsOf: columns.bytes)
        try check("bytes", body.bytes.count, limits.uncompressedBytesMax)
        return body.bytes
    }

    private mutating func write(_ block: SegmentBlock) throws(SegmentEncodingError) {
        values += block.times.count * (block.columns.count + 1)
        try check("values", values, limits.valuesMax)
        head.text(block.machine.factory)
        head.text(block.machine.machine)
        head.byte(block.isDerived ? 1 : 0)
        head.varint(UInt64(block.times.count))
        head.varint(UInt64(block.columns.count))
        guard TimeColumn.write(block.times, to: &columns) else {
            throw .timesFall(machine: block.machine.description)
        }
        for column in block.columns { try write(column, count: block.times.count) }
    }

    private mutating func write(_ column: SegmentColumn, count: Int) throws(SegmentEncodingError) {
        guard column.values.count == count, column.qualities.map({ $0.count == count }) ?? true else {
            throw .lengthMismatch(metric: column.metric.text)
        }
        try check("bytes of a unit", column.unit.utf8.count, SegmentDecoder.unitBytesMax)
        head.text(column.metric.text)
        head.text(column.unit)
        guard ValueColumn.write(column.values, to: &columns) else {
            throw .valueNotFinite(metric: column.metric.text)
        }
        QualityRuns.write(column.qualities, to: &columns)
    }

    private func check(_ what: String, _ count: Int, _ countMax: Int) throws(SegmentEncodingError) {
        guard count <= countMax else { throw .tooLarge(what: what, count: count, countMax: countMax) }
    }
}
