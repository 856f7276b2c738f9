internal import Telemetry

/// Reads the body of a segment.
struct SegmentDecoder {
    static let unitBytesMax = 255

    private var head: ByteReader
    private var columns: ByteReader
    private var valuesLeft: Int

    /// `values` is what the header says, which was checked against the limits; the blocks together must have that many.
    init(body: [UInt8], values: Int, version: UInt8) {
        head = ByteReader(body, version: version)
        columns = ByteReader(body, version: version)
        valuesLeft = values
    }

    mutating func content(limits: SegmentLimits) throws(SegmentDecodingError) -> SegmentContent {
        let headLength = try head.count("bytes of the head", countMax: head.remaining)
        let range = try head.take(headLength)
        columns = ByteReader(head.bytes, version: head.version, from: range.upperBound)
        head = ByteReader(head.bytes, version: head.version, from: range.lowerBound, to: range.upperBound)
        let blockCount = try head.count("blocks", countMax: limits.blocksMax)
        var columnsLeft = limits.columnsMax
        var blocks: [SegmentBlock] = []
        for _ in 0..<blockCount { blocks.append(try block(&columnsLeft, limits)) }
        guard head.remaining == 0, columns.remaining == 0, valuesLeft == 0 else { throw .lengthMismatch }
        return SegmentContent(blocks: blocks)
    }

    private mutating func block(
        _ columnsLeft: inout Int, _ limits: SegmentLimits
    ) throws(SegmentDecodingError) -> SegmentBlock {
        let factory = try head.text(bytesMax: 255)
        let machine = try head.text(bytesMax: 255)
        guard let key = MachineKey(factory: factory, machine: machine) else {
            throw .contentInvalid("a machine's name that cannot be one")
        }
        let flags = try head.byte()
        guard flags <= 1 else { throw .contentInvalid("a block of an unknown kind") }
        let rows = try head.count("times", countMax: valuesLeft)
        let columnCount = try head.count("columns", countMax: columnsLeft)
        columnsLeft -= columnCount
        let (values, overflow) = rows.multipliedReportingOverflow(by: columnCount + 1)
        guard !overflow, values <= valuesLeft else { throw .lengthMismatch }
        valuesLeft -= values
        let times = try TimeColumn.read(count: rows, from: &columns)
        var read: [SegmentColumn] = []
        for _ in 0..<columnCount { read.append(try column(rows)) }
        return SegmentBlock(machine: key, isDerived: flags == 1, times: times, columns: read)
    }

    private mutating func column(_ rows: Int) throws(SegmentDecodingError) -> SegmentColumn {
        guard let metric = MetricName(try head.text(bytesMax: 65)) else {
            throw .contentInvalid("a metric's name that cannot be one")
        }
        let unit = try head.text(bytesMax: Self.unitBytesMax)
        // PostgreSQL cannot store U+0000.
        guard !unit.utf8.contains(0) else { throw .contentInvalid("a unit that cannot be one") }
        return SegmentColumn(
            metric: metric, unit: unit, values: try ValueColumn.read(count: rows, from: &columns),
            qualities: try QualityRuns.read(count: rows, from: &columns))
    }
}
