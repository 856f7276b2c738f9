internal import MillwrightDevice
package import Telemetry

/// Where a column's values go: `P_kW=north/pump-1/power:kW`, or to a topic as it stands with `P_kW=topic:a/b/c`.
package struct ReplayMapping: Equatable {
    package var column: String
    package var topic: String
    package var unit: String?

    package init(column: String, topic: String, unit: String?) {
        self.column = column
        self.topic = topic
        self.unit = unit
    }

    /// Reads one mapping.
    package init(_ text: String) throws(CommandFailure) {
        guard let equals = text.lastIndex(of: "=") else {
            throw CommandFailure(
                "OPTION_INVALID", "\(text): write COLUMN=FACTORY/MACHINE/METRIC[:UNIT]", field: "--map")
        }
        column = String(text[..<equals])
        let target = String(text[text.index(after: equals)...])
        if target.hasPrefix("topic:") {
            topic = String(target.dropFirst(6))
            unit = nil
            return
        }
        let parts = target.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let levels = parts[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard levels.count == 3, let key = MachineKey(factory: levels[0], machine: levels[1]),
            let metric = MetricName(levels[2]), !metric.isDerived
        else {
            throw CommandFailure("OPTION_INVALID", "\(target): write FACTORY/MACHINE/METRIC[:UNIT]", field: "--map")
        }
        topic = DeviceTopics(key).reading(metric)
        unit = parts.count == 2 ? String(parts[1]) : nil
    }

    /// Every column of a file that holds numbers, except that of the time, as a metric of one machine named as it is.
    package static func all(of header: [String], except time: Int, to machine: MachineKey, samples: [[String]])
        -> [ReplayMapping]
    {
        header.enumerated().compactMap { index, column in
            let holdsNumbers = samples.contains { index < $0.count && ReplayPlan.number($0[index]) != nil }
            guard index != time, holdsNumbers else { return nil }
            let letters = column.unicodeScalars.map { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                        || "_.-".unicodeScalars.contains(scalar))
                    ? Character(scalar) : "_"
            }
            guard let metric = MetricName(String(letters.prefix(64))) else { return nil }
            return ReplayMapping(column: column, topic: DeviceTopics(machine).reading(metric), unit: nil)
        }
    }
}
