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
        for tail in tails {
            writer.write(tail.total)
            writer.write(tail.weight)
            for count in tail.counts { writer.write(count) }
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
        for view in tails.indices {
            tails[view].total = try reader.float()
            tails[view].weight = try reader.float()
            for bin in tails[view].counts.indices { tails[view].counts[bin] = try reader.float() }
            guard tails[view].total >= 0, (1..<2e4).contains(tails[view].weight),
                tails[view].counts.allSatisfy({ $0 >= 0 })
            else { throw .valueInvalid }
        }
        guard readings < .max, first.count == (isReady ? 0 : Int(readings)), spread >= 0, change >= 0, unrest >= 0,
            unrestUsual.spread >= 0, abs(level) < 1e101, abs(last) < 1e101
        else { throw .valueInvalid }
    }
}
