internal import DeviceProfiles
internal import Telemetry

/// How a record keeps the condition of a rule: numbers of cases are never given anew.
extension AutonomyRule.Condition {
    func write(_ writer: inout SnapshotWriter) {
        switch self {
        case .value(let direction, let threshold):
            writer.write(UInt8(0))
            writer.write(word: direction)
            threshold.write(&writer)
        case .score(let atLeast):
            writer.write(UInt8(1))
            writer.write(atLeast)
        case .policy(let condition):
            writer.write(UInt8(2))
            condition.write(&writer)
        }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        switch try reader.number(UInt8.self) {
        case 0:
            let direction = try reader.word(LimitDefinition.Direction.self)
            self = .value(direction, try Threshold(&reader))
        case 1: self = .score(atLeast: try reader.double())
        case 2:
            var atoms = 0
            self = .policy(try PolicyCondition(&reader, depth: 0, atoms: &atoms))
        default: throw .valueInvalid
        }
    }
}

extension Threshold {
    func write(_ writer: inout SnapshotWriter) {
        switch self {
        case .absolute(let value):
            writer.write(false)
            writer.write(value)
        case .ofBaseline(let factor):
            writer.write(true)
            writer.write(factor)
        }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        self = try reader.bool() ? .ofBaseline(try reader.double()) : .absolute(try reader.double())
    }
}

extension HoursWindow {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(UInt16(clamping: fromMinute))
        writer.write(UInt16(clamping: toMinute))
        writer.write(days)
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        let from = Int(try reader.number(UInt16.self))
        let to = Int(try reader.number(UInt16.self))
        guard from < 1_440, to <= 1_440 else { throw .valueInvalid }
        self.init(fromMinute: from, toMinute: to, days: try reader.number(UInt8.self))
    }
}

extension PolicyCondition {
    func write(_ writer: inout SnapshotWriter) {
        switch self {
        case .all(let parts), .any(let parts):
            if case .all = self { writer.write(UInt8(0)) } else { writer.write(UInt8(1)) }
            writer.write(UInt8(clamping: parts.count))
            for part in parts { part.write(&writer) }
        case .not(let part):
            writer.write(UInt8(2))
            part.write(&writer)
        case .atom(let atom):
            writer.write(UInt8(3))
            atom.write(&writer)
        }
    }

    init(_ reader: inout SnapshotReader, depth: Int, atoms: inout Int) throws(SnapshotError) {
        // A leaf lies one deeper than the last of its joins.
        guard depth <= Self.depthMax + 1 else { throw .valueInvalid }
        let tag = try reader.number(UInt8.self)
        switch tag {
        case 0, 1:
            var parts: [PolicyCondition] = []
            for _ in 0..<(try reader.number(UInt8.self)) {
                parts.append(try PolicyCondition(&reader, depth: depth + 1, atoms: &atoms))
            }
            self = tag == 0 ? .all(parts) : .any(parts)
        case 2: self = .not(try PolicyCondition(&reader, depth: depth + 1, atoms: &atoms))
        case 3:
            atoms += 1
            guard atoms <= Self.atomsMax else { throw .valueInvalid }
            self = .atom(try PolicyAtom(&reader))
        default: throw .valueInvalid
        }
    }
}

extension PolicyMetric {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(name.text)
        writer.write(UInt16(clamping: slot))
        writer.write(unit)
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        let name = try reader.metric()
        let slot = Int(try reader.number(UInt16.self))
        self.init(name: name, slot: slot, unit: try reader.text())
    }
}
