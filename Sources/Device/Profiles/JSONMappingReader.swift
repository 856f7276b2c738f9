internal import Settings
internal import Telemetry

/// Reads where in a JSON payload the values, the time and the quality stand.
enum JSONMappingReader {
    static func mapping(
        of section: SectionReader, profile: FirmwareProfile, topicNamesMetric: Bool
    ) -> JSONMapping? {
        var mapping = JSONMapping(values: [])
        if let time = section.section("time") {
            mapping.timePath = path("path", of: time, required: true)
            mapping.timeUnit = time.word("unit", required: true) ?? .milliseconds
            time.finish()
        }
        mapping.qualityPath = path("quality", of: section)
        for inner in section.sections("values", most: 64) {
            let value = value(from: inner, profile: profile, topicNamesMetric: topicNamesMetric)
            inner.finish()
            if let value { mapping.values.append(value) }
        }
        if section.items("values", most: 64).isEmpty {
            section.mistake(.keyMissing, "values", "a mapping needs at least one value")
        }
        checkPlaces(of: mapping, section)
        return mapping.values.isEmpty ? nil : mapping
    }

    private static func value(
        from section: SectionReader, profile: FirmwareProfile, topicNamesMetric: Bool
    ) -> JSONMapping.Value? {
        var metric: MetricName?
        if section.has("metric") || !topicNamesMetric {
            guard let found = MetricLookup.metric("metric", of: section, in: profile) else {
                for key in ["path", "unit", "unit_path", "required"] { _ = section.has(key) }
                return nil
            }
            metric = found.0
        }
        let path = path("path", of: section, required: true)
        let unit = section.text("unit", bytesMax: 32)
        let unitPath = self.path("unit_path", of: section)
        let isRequired = section.flag("required", default: false)
        if unit != nil, unitPath != nil {
            section.mistake(.conflict, "unit_path", "`unit` and `unit_path` say the same thing twice")
        }
        if let unit, let metric, let definition = profile.metrics.first(where: { $0.name == metric }),
            unit != definition.unit, !definition.accepts.contains(where: { $0.spelling == unit })
        {
            section.mistake(
                .conflict, "unit", "the metric `\(metric)` does not accept `\(unit)`",
                hint: "add it to the metric's `accepts`")
        }
        return path.map {
            JSONMapping.Value(
                metric: metric, path: $0, unitPath: unitPath, unitConstant: unit, isRequired: isRequired)
        }
    }

    private static func path(_ key: String, of section: SectionReader, required: Bool = false) -> JSONPath? {
        section.value(
            key, required: required, expected: "the place of a value in an object", hint: "write it as $.value or $.a.b"
        ) { JSONPath($0) }
    }

    /// Each place is used once (several values may share one unit), and none lies within another.
    private static func checkPlaces(of mapping: JSONMapping, _ section: SectionReader) {
        var units: [JSONPath] = []
        for path in mapping.values.compactMap(\.unitPath) where !units.contains(path) { units.append(path) }
        let places = mapping.values.map(\.path) + [mapping.timePath, mapping.qualityPath].compactMap { $0 } + units
        for (index, place) in places.enumerated() {
            for other in places[..<index]
            where place.keys.starts(with: other.keys) || other.keys.starts(with: place.keys) {
                section.mistake(
                    .conflict, "values", "`\(place)` and `\(other)` are the same place or one within the other")
            }
        }
    }
}
