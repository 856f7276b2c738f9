internal import Telemetry

extension JointDetector {
    func write(to writer: inout SnapshotWriter) {
        writer.write(readings)
        writer.write(blocks)
        writer.write(peak)
        for values in first {
            writer.write(UInt8(values.count))
            for value in values { writer.write(value) }
        }
        for list in [center, scale, smooth, mean, block, blockBefore, blockSquare, within, lasting] {
            for value in list { writer.write(value) }
        }
        for metric in 0..<metrics {
            writer.write(begun[metric])
            writer.write(absent[metric])
        }
        writer.write(UInt8(present))
        writer.write(drifted)
        for value in covariance + wander { writer.write(value) }
        for value in factor { writer.write(value) }
    }

    mutating func read(from reader: inout SnapshotReader) throws(SnapshotError) {
        readings = try reader.number(UInt32.self)
        blocks = try reader.number(UInt32.self)
        peak = try reader.double()
        for metric in 0..<metrics {
            let count = try reader.number(UInt8.self)
            guard count < Self.scaledAfter else { throw .valueInvalid }
            for _ in 0..<count { first[metric].append(try reader.double()) }
        }
        center = try Self.list(metrics, from: &reader)
        scale = try Self.list(metrics, from: &reader)
        smooth = try Self.list(metrics, from: &reader)
        mean = try Self.list(metrics, from: &reader)
        block = try Self.list(metrics, from: &reader)
        blockBefore = try Self.list(metrics, from: &reader)
        blockSquare = try Self.list(metrics, from: &reader)
        within = try Self.list(metrics, from: &reader)
        lasting = try Self.list(metrics, from: &reader)
        for metric in 0..<metrics {
            begun[metric] = try reader.number(UInt32.self)
            absent[metric] = try reader.number(UInt8.self)
        }
        present = Int(try reader.number(UInt8.self))
        drifted = try reader.double()
        covariance = try Self.list(covariance.count, from: &reader)
        wander = try Self.list(wander.count, from: &reader)
        factor = try Self.list(factor.count, from: &reader)
        let variances = (0..<metrics).map { covariance[Self.diagonal($0)] }
        guard readings < .max, blocks < .max, drifted >= 0, present <= metrics,
            absent.allSatisfy({ $0 <= Self.absentMax }), begun.allSatisfy({ $0 <= max(readings, 64) }),
            (scale + within + lasting + variances).allSatisfy({ $0 >= 0 }), isWithinBounds
        else { throw .valueInvalid }
    }

    /// Whether each number is one that learning can come to, so that what goes on from it stays finite.
    ///
    /// Values are at most 1e100, in a metric's own unit at most 1e4; blocks are at most 2³².
    private var isWithinBounds: Bool {
        (center + scale).allSatisfy { abs($0) < 1e101 }
            && (smooth + mean + block + blockBefore).allSatisfy { abs($0) < 1e5 }
            && (covariance + blockSquare + lasting).allSatisfy { abs($0) < 1e10 }
            && (wander + within + [drifted]).allSatisfy { abs($0) < 1e20 } && factor.allSatisfy { abs($0) < 1e100 }
    }

    private static func list(_ count: Int, from reader: inout SnapshotReader) throws(SnapshotError) -> [Double] {
        var values: [Double] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try reader.double()) }
        return values
    }
}
