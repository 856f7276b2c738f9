internal import Telemetry

extension HeatFilter {
    func write(to writer: inout SnapshotWriter) {
        for index in 0..<4 { writer.write(mean[index]) }
        let all = [columns.0, columns.1, columns.2, columns.3]
        for column in 0..<4 {
            for row in column..<4 { writer.write(all[column][row]) }
        }
        writer.write(usual)
        for number in noise.numbers { writer.write(number) }
    }

    mutating func read(from reader: inout SnapshotReader) throws(SnapshotError) {
        for index in 0..<4 { mean[index] = try reader.double() }
        let all = try Covariance.read(&reader, size: 4)
        columns = (all[0], all[1], all[2], all[3])
        usual = try reader.double()
        guard abs(usual) <= 1e4 else { throw .valueInvalid }
        noise = try InnovationNoise(from: &reader, like: noise)
        bound()
    }
}

extension VibrationFilter {
    func write(to writer: inout SnapshotWriter) {
        for index in 0..<3 { writer.write(mean[index]) }
        let all = [columns.0, columns.1, columns.2]
        for column in 0..<3 {
            for row in column..<3 { writer.write(all[column][row]) }
        }
        for number in noise.numbers { writer.write(number) }
    }

    mutating func read(from reader: inout SnapshotReader) throws(SnapshotError) {
        for index in 0..<3 { mean[index] = try reader.double() }
        let all = try Covariance.read(&reader, size: 3)
        columns = (all[0], all[1], all[2])
        noise = try InnovationNoise(from: &reader, like: noise)
        bound()
    }
}

extension InnovationNoise {
    fileprivate init(from reader: inout SnapshotReader, like fresh: InnovationNoise) throws(SnapshotError) {
        var numbers: [Double] = []
        for _ in 0..<4 { numbers.append(try reader.double()) }
        guard let found = InnovationNoise(restored: numbers, like: fresh) else { throw .valueInvalid }
        self = found
    }
}

extension TwinTrust {
    func write(to writer: inout SnapshotWriter) {
        for number in [readings, seconds, heldSeconds] { writer.write(number) }
        writer.write(isHeld)
        writer.write(restarts)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        readings = try reader.double()
        seconds = try reader.double()
        heldSeconds = try reader.double()
        isHeld = try reader.bool()
        restarts = try reader.number(UInt32.self)
        guard [readings, seconds, heldSeconds].allSatisfy({ (0...1e15).contains($0) }) else { throw .valueInvalid }
    }
}
