internal import Settings
internal import Telemetry

/// Reads `limits`, `staleness` and `anomaly` of a profile.
enum LimitReader {
    static func limits(of root: SectionReader, profile: FirmwareProfile) -> [LimitDefinition] {
        root.sections("limits", most: 64).compactMap { section in
            let limit = limit(from: section, profile: profile)
            section.finish()
            return limit
        }
    }

    private static func limit(from section: SectionReader, profile: FirmwareProfile) -> LimitDefinition? {
        let kind = section.value(
            "kind", required: true, expected: "an upper-case word, as TEMPERATURE", ProfileName.upperCase)
        let metric = MetricLookup.metric("metric", of: section, in: profile)
        let severity = section.word("severity", required: true, as: Severity.self)
        let written = MetricLookup.hasThreshold(section)
        let threshold = MetricLookup.threshold(of: section)
        if written != 1 {
            section.mistake(
                written == 0 ? .keyMissing : .conflict, "above", "a limit has one threshold",
                hint: "one of above, below, above_baseline, below_baseline")
        }
        let hysteresis = section.number("hysteresis", in: 0...1e12, default: 0) ?? 0
        let onDelay = section.seconds("on_delay", in: 0...86_400, default: 0) ?? 0
        let offDelay = section.seconds("off_delay", in: 0...86_400, default: 0) ?? 0
        let asks = section.flag("asks_for_decision", default: false)
        guard let kind, let metric, let severity, let threshold else { return nil }
        return LimitDefinition(
            kind: AlertKind(rawValue: kind), metric: metric.0, slot: metric.1, severity: severity,
            direction: threshold.0, threshold: threshold.1, hysteresis: hysteresis, onDelaySeconds: onDelay,
            offDelaySeconds: offDelay, asksForDecision: asks)
    }

    static func staleness(of root: SectionReader) -> StalenessDefinition {
        var staleness = StalenessDefinition()
        guard let section = root.section("staleness") else { return staleness }
        staleness.intervals = section.number("intervals", in: 0...10_000, default: 3) ?? 3
        staleness.severity = section.word("severity", as: Severity.self) ?? .warning
        section.finish()
        return staleness
    }

    static func anomaly(of root: SectionReader) -> AnomalyDefinition {
        var anomaly = AnomalyDefinition()
        guard let section = root.section("anomaly") else { return anomaly }
        anomaly.warningScore = section.number("warning_score", in: 0.5...1)
        anomaly.criticalScore = section.number("critical_score", in: 0.5...1)
        anomaly.onDelaySeconds = section.seconds("on_delay", in: 0...86_400) ?? anomaly.onDelaySeconds
        anomaly.offDelaySeconds = section.seconds("off_delay", in: 0...86_400) ?? anomaly.offDelaySeconds
        if let warning = anomaly.warningScore, let critical = anomaly.criticalScore, critical < warning {
            section.mistake(.conflict, "critical_score", "the critical score is below the warning score")
        }
        section.finish()
        return anomaly
    }
}
