internal import Telemetry

extension MetricDetector {
    func write(to writer: inout SnapshotWriter) {
        writer.write(readings)
        writer.write(UInt8(first.count))
        for value in first { writer.write(value) }
        for number in [level, spread, last, change, recent, unrest, unrestUsual.mean, unrestUsual.spread] {
            writer.write(number)
        }
        writer.write(profile.distances.without)
        writer.write(profile.distances.with)
        for part in 0..<DayProfile.parts {
            writer.write(profile.values[part])
            writer.write(profile.seen[part])
        }
        for view in 0..<ViewTails.views {
            writer.write(tails.totals[view])
            writer.write(tails.weights[view])
            for bin in 0..<2 * TailSketch.binsPerSide { writer.write(tails[view, bin]) }
        }
    }

    mutating func read(from reader: inout SnapshotReader) throws(SnapshotError) {
        readings = try reader.number(UInt32.self)
        for _ in 0..<(try reader.number(UInt8.self)) { first.append(try reader.double()) }
        level = try reader.double()
        spread = try reader.double()
        last = try reader.double()
        change = try reader.double()
        recent = try reader.double()
        unrest = try reader.double()
        unrestUsual.mean = try reader.double()
        unrestUsual.spread = try reader.double()
        profile.distances.without = try reader.double()
        profile.distances.with = try reader.double()
        for part in 0..<DayProfile.parts {
            profile.values[part] = try reader.float()
            profile.seen[part] = try reader.number(UInt16.self)
        }
        for view in 0..<ViewTails.views {
            tails.totals[view] = try reader.float()
            tails.weights[view] = try reader.float()
            guard tails.totals[view] >= 0, (1..<2e4).contains(tails.weights[view]) else { throw .valueInvalid }
            for bin in 0..<2 * TailSketch.binsPerSide {
                let count = try reader.float()
                guard count >= 0 else { throw .valueInvalid }
                tails[view, bin] = count
            }
        }
        tails.sumAnew()
        let others = [
            spread, change, recent, unrest, unrestUsual.mean, unrestUsual.spread, profile.distances.without,
            profile.distances.with,
        ]
        guard others.allSatisfy({ abs($0) < 1e102 }), readings < .max, first.count == (isReady ? 0 : Int(readings)),
            spread >= 0, change >= 0, unrest >= 0,
            unrestUsual.spread >= 0, abs(level) < 1e101, abs(last) < 1e101
        else { throw .valueInvalid }
    }
}
