internal import Settings
internal import Telemetry

/// Reads a key that names one of the profile's metrics.
enum MetricLookup {
    static func metric(_ key: String, of section: SectionReader, in profile: FirmwareProfile) -> (MetricName, Int)? {
        guard let text = section.text(key, required: true, bytesMax: 64) else { return nil }
        guard let name = MetricName(text), let slot = profile.slot(of: name) else {
            let near = NearestName.of(text, among: profile.metrics.map(\.name.text)).map { "did you mean `\($0)`?" }
            section.mistake(.conflict, key, "the profile has no metric `\(text)`", hint: near)
            return nil
        }
        return (name, slot)
    }

    /// Reads exactly one of `above`, `below`, `above_baseline` (`120%`), `below_baseline`.
    static func threshold(of section: SectionReader) -> (LimitDefinition.Direction, Threshold)? {
        var found: [(LimitDefinition.Direction, Threshold)] = []
        let bounds = -1e15...1e15
        if let value = section.number("above", in: bounds) { found.append((.above, .absolute(value))) }
        if let value = section.number("below", in: bounds) { found.append((.below, .absolute(value))) }
        for (key, direction) in [
            ("above_baseline", LimitDefinition.Direction.above), ("below_baseline", .below),
        ] {
            let factor = section.value(key, expected: "a percentage", hint: "write it as 120%", ProfileName.percentage)
            if let factor { found.append((direction, .ofBaseline(factor))) }
        }
        return found.count == 1 ? found[0] : nil
    }

    /// Whether any key of a threshold is written, right or wrong.
    static func hasThreshold(_ section: SectionReader) -> Int {
        ["above", "below", "above_baseline", "below_baseline"].count { section.has($0) }
    }
}
