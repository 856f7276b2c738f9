internal import Telemetry

/// The sections of a decision's record, by their tag.
struct RecordSections {
    /// What stands in a section; numbers are never given anew.
    enum Tag: UInt8, CaseIterable {
        case rule = 1
        case found = 2
        case policy = 3
        case action = 4
        case moment = 5
        case twin = 6
        case answer = 7
        case outcome = 8
    }

    static let version: UInt8 = 1
    static let sectionsMax = 64

    private var contents: [UInt8: [UInt8]] = [:]

    init() {}

    init(_ bytes: [UInt8]) throws(SnapshotError) {
        var reader = try SnapshotReader(bytes, version: Self.version)
        let count = Int(try reader.number(UInt8.self))
        guard count <= Self.sectionsMax else { throw .valueInvalid }
        for _ in 0..<count {
            let tag = try reader.number(UInt8.self)
            guard contents[tag] == nil else { throw .valueInvalid }
            contents[tag] = try reader.blob()
        }
        try reader.finish()
    }

    mutating func add(_ tag: Tag, _ body: (inout SnapshotWriter) -> Void) {
        var writer = SnapshotWriter(version: Self.version)
        body(&writer)
        contents[tag.rawValue] = writer.bytes
    }

    /// A section to read; what stands behind what is read is a later version's.
    func reader(_ tag: Tag) throws(SnapshotError) -> SnapshotReader {
        guard let section = try optionalReader(tag) else { throw .truncated }
        return section
    }

    /// Nothing when there is no such section.
    func optionalReader(_ tag: Tag) throws(SnapshotError) -> SnapshotReader? {
        guard let bytes = contents[tag.rawValue] else { return nil }
        return try SnapshotReader(bytes, version: Self.version)
    }

    var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version, capacity: 1_024)
        writer.write(UInt8(contents.count))
        for (tag, content) in contents.sorted(by: { $0.key < $1.key }) {
            writer.write(tag)
            writer.write(content)
        }
        return writer.bytes
    }
}

extension SnapshotWriter {
    mutating func write(word: some RawRepresentable<String>) { write(word.rawValue) }

    /// Numbers by their names, in the order of the names.
    mutating func write(numbers: [String: Double]) {
        write(UInt8(min(numbers.count, SnapshotReader.numbersMax)))
        for (name, value) in numbers.sorted(by: { $0.key < $1.key }).prefix(SnapshotReader.numbersMax) {
            write(name)
            write(value)
        }
    }
}

extension SnapshotReader {
    /// An action has no more arguments.
    static let numbersMax = 16

    mutating func word<Word: RawRepresentable<String>>(_: Word.Type) throws(SnapshotError) -> Word {
        guard let word = Word(rawValue: try text()) else { throw .valueInvalid }
        return word
    }

    mutating func numbers() throws(SnapshotError) -> [String: Double] {
        let count = Int(try number(UInt8.self))
        guard count <= Self.numbersMax else { throw .valueInvalid }
        var numbers: [String: Double] = [:]
        for _ in 0..<count { numbers[try text()] = try double() }
        return numbers
    }

    mutating func optionalDouble() throws(SnapshotError) -> Double? {
        try optional { reader throws(SnapshotError) in try reader.double() }
    }

    mutating func range() throws(SnapshotError) -> ClosedRange<Double> {
        let low = try double()
        let high = try double()
        guard low <= high else { throw .valueInvalid }
        return low...high
    }

    mutating func metric() throws(SnapshotError) -> MetricName {
        guard let name = MetricName(try text()) else { throw .valueInvalid }
        return name
    }
}
