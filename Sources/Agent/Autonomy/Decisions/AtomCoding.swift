internal import DeviceProfiles
internal import Telemetry

/// How a record keeps one statement of a condition; numbers of cases are never given anew.
extension PolicyAtom {
    func write(_ writer: inout SnapshotWriter) {
        switch self {
        case .value(let metric, let direction, let threshold, let hysteresis):
            writer.write(UInt8(0))
            metric.write(&writer)
            writer.write(word: direction)
            threshold.write(&writer)
            writer.write(hysteresis)
        case .rate(let metric, let rate):
            writer.write(UInt8(1))
            metric.write(&writer)
            writer.write(word: rate.direction)
            for number in [rate.amount, rate.perSeconds, rate.overSeconds] { writer.write(number) }
        case .score(let metric, let atLeast):
            writer.write(UInt8(2))
            metric.write(&writer)
            writer.write(atLeast)
        case .machineScore(let atLeast):
            writer.write(UInt8(3))
            writer.write(atLeast)
        case .forestScore(let atLeast):
            writer.write(UInt8(4))
            writer.write(atLeast)
        case .missing(let metric, let seconds):
            writer.write(UInt8(5))
            metric.write(&writer)
            writer.write(seconds)
        case .twin(let quantity, let direction, let value, let hysteresis):
            writer.write(UInt8(6))
            writer.write(word: quantity)
            writer.write(word: direction)
            writer.write(value)
            writer.write(hysteresis)
        case .status(let statuses):
            writer.write(UInt8(7))
            writer.write(UInt8(clamping: statuses.count))
            for status in statuses { writer.write(word: status) }
        case .hubAway(let seconds):
            writer.write(UInt8(8))
            writer.write(seconds)
        case .hours(let window):
            writer.write(UInt8(9))
            window.write(&writer)
        }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        let tag = try reader.number(UInt8.self)
        switch tag {
        case 0, 1, 2, 5:
            let metric = try PolicyMetric(&reader)
            self = try Self.of(metric, tag, &reader)
        case 3: self = .machineScore(atLeast: try reader.double())
        case 4: self = .forestScore(atLeast: try reader.double())
        case 6:
            let quantity = try reader.word(TwinQuantity.self)
            let direction = try reader.word(LimitDefinition.Direction.self)
            let value = try reader.double()
            self = .twin(quantity, direction, value, hysteresis: try reader.double())
        case 7:
            var statuses: [MachineStatus] = []
            for _ in 0..<(try reader.number(UInt8.self)) { statuses.append(try reader.word(MachineStatus.self)) }
            self = .status(statuses)
        case 8: self = .hubAway(seconds: try reader.double())
        case 9: self = .hours(try HoursWindow(&reader))
        default: throw .valueInvalid
        }
    }

    private static func of(
        _ metric: PolicyMetric, _ tag: UInt8, _ reader: inout SnapshotReader
    ) throws(SnapshotError) -> PolicyAtom {
        switch tag {
        case 0:
            let direction = try reader.word(LimitDefinition.Direction.self)
            let threshold = try Threshold(&reader)
            return .value(metric, direction, threshold, hysteresis: try reader.double())
        case 1:
            let direction = try reader.word(ChangeRate.Direction.self)
            let amount = try reader.double()
            let perSeconds = try reader.double()
            let overSeconds = try reader.double()
            // Its name among the facts holds the whole seconds.
            guard perSeconds > 0, (1...1e7).contains(overSeconds) else { throw .valueInvalid }
            return .rate(
                metric,
                ChangeRate(
                    direction: direction, amount: amount, perSeconds: perSeconds, overSeconds: overSeconds))
        case 2: return .score(metric, atLeast: try reader.double())
        default: return .missing(metric, seconds: try reader.double())
        }
    }
}
