internal import Settings
internal import Telemetry

/// Reads the `metrics` of a profile.
enum MetricReader {
    static func metrics(of root: SectionReader) -> [MetricDefinition] {
        var metrics: [MetricDefinition] = []
        for section in root.sections("metrics", most: 64) {
            let metric = metric(from: section)
            section.finish()
            guard let metric else { continue }
            if metrics.contains(where: { $0.name == metric.name }) {
                section.mistake(.keyDuplicate, "name", "the metric `\(metric.name)` is here a second time")
            } else {
                metrics.append(metric)
            }
        }
        return metrics
    }

    private static func metric(from section: SectionReader) -> MetricDefinition? {
        let name = section.value("name", required: true, expected: "a metric's name: 1 to 64 of a-z A-Z 0-9 _ . -") {
            MetricName($0).flatMap { $0.isDerived ? nil : $0 }
        }
        let unit = section.text("unit", required: true, bytesMax: 32)
        let definition = MetricDefinition(
            name: name ?? MetricDefinition.placeholder, unit: unit ?? "1",
            accepts: unit.map { accepted(of: section, unit: $0) } ?? [], range: range(of: section, "range"),
            intervalSeconds: section.seconds("interval", in: 0.001...86_400, default: 2) ?? 2,
            deadband: section.number("deadband", in: 0...1e12, default: 0) ?? 0,
            baseline: section.number("baseline", in: -1e12...1e12),
            isScored: section.flag("scored", default: true),
            role: section.word("role", as: MetricRole.self), title: section.text("title", bytesMax: 255) ?? "")
        guard let name, let unit else { return nil }
        if !UnitTable.isKnown(unit) {
            section.mistake(.valueType, "unit", "`\(unit)` is no UCUM unit that is known here", hint: hint(unit))
        }
        if let baseline = definition.baseline, let range = definition.range, !range.contains(baseline) {
            section.mistake(.conflict, "baseline", "the baseline of `\(name)` is outside its range")
        }
        return definition
    }

    /// `[low, high]` with low below high.
    static func range(of section: SectionReader, _ key: String, required: Bool = false) -> ClosedRange<Double>? {
        guard section.node(key, required: required) != nil else { return nil }
        let bounds = section.items(key, most: 2).compactMap { item -> Double? in
            if case .scalar(let text, _) = item.content { ScalarText.number(text) } else { nil }
        }
        guard bounds.count == 2, bounds[0] < bounds[1] else {
            section.mistake(.valueType, key, "not a range", hint: "write it as [low, high], with low below high")
            return nil
        }
        return bounds[0]...bounds[1]
    }

    /// Spellings that are codes themselves, or `{spelling: C, unit: Cel}`.
    private static func accepted(of section: SectionReader, unit: String) -> [AcceptedUnit] {
        var accepted: [AcceptedUnit] = []
        for (index, item) in section.items("accepts", most: 16).enumerated() {
            var spelling: String?
            var code: String?
            if case .scalar(let text, _) = item.content {
                spelling = text
                code = text
            } else {
                let inner = SectionReader(
                    item, path: "\(section.path(of: "accepts"))[\(index)]", collector: section.collector)
                spelling = inner.text("spelling", required: true, bytesMax: 32)
                code = inner.text("unit", required: true, bytesMax: 32)
                inner.finish()
            }
            guard let spelling, let code else { continue }
            guard let conversion = UnitTable.conversion(from: code, to: unit) else {
                let message =
                    UnitTable.isKnown(code)
                    ? "`\(code)` does not measure what `\(unit)` does" : "`\(code)` is no UCUM unit that is known here"
                section.collector.add(
                    ConfigurationMistake(
                        .valueType, at: item.mark, key: section.path(of: "accepts"), message,
                        hint: UnitTable.isKnown(code) ? nil : hint(code)))
                continue
            }
            accepted.append(AcceptedUnit(spelling: spelling, conversion: conversion))
        }
        return accepted
    }

    private static func hint(_ unit: String) -> String {
        let usual = [
            "C": "Cel", "°C": "Cel", "F": "[degF]", "°F": "[degF]", "rpm": "{rpm}", "hours": "h", "hp": "[HP]",
        ]
        if let code = usual[unit] {
            return "write `\(code)`, and `{spelling: \"\(unit)\", unit: \(code)}` under `accepts`"
        }
        let near = NearestName.of(unit, among: UnitTable.codes).map { "did you mean `\($0)`?" }
        return near ?? "UCUM codes as kW, Cel, mm/s, h, bar, l/min, %, {rpm}; `{word}` counts things"
    }
}

extension MetricDefinition {
    /// Stands where a name was wrong, until the mistake has been reported.
    fileprivate static let placeholder: MetricName = {
        guard let name = MetricName("unnamed") else { preconditionFailure("`unnamed` is a name") }
        return name
    }()
}
