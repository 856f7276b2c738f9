public import Telemetry

/// Which level of a topic says what: `factory/{line}/{machine}/telemetry`.
///
/// The factory may be a constant or a level; the machine is always a level.
public struct TopicTemplate: Sendable, Equatable {
    /// One level.
    public enum Level: Sendable, Equatable {
        case text(String)
        case factory
        case machine
        case metric
        /// Any text, which says nothing: `{*}` or a placeholder that nobody uses.
        case any
    }

    /// 2 to 16, exactly one of them the machine.
    public var levels: [Level]
    /// The factory when no level gives it.
    public var factory: String?

    /// A template of 2 to 16 levels; nothing without a machine, with a level twice, or without a factory.
    public init?(levels: [Level], factory: String? = nil) {
        guard (2...16).contains(levels.count), levels.count(where: { $0 == .machine }) == 1,
            levels.count(where: { $0 == .metric }) <= 1
        else { return nil }
        let factoryLevels = levels.count { $0 == .factory }
        guard factoryLevels == (factory == nil ? 1 : 0) else { return nil }
        if let factory, !MachineKey.isLevel(factory) { return nil }
        self.levels = levels
        self.factory = factory
    }

    /// Whether a level names the metric.
    public var namesMetric: Bool { levels.contains(.metric) }

    /// The MQTT subscription that matches it, as `factory/+/+/telemetry`.
    public var subscription: String {
        levels.map { level in
            if case .text(let text) = level { text } else { "+" }
        }.joined(separator: "/")
    }

    /// The topic of a machine, and of a metric where the template names one; nothing when that is missing.
    ///
    /// Levels that say nothing are written as `-`.
    public func topic(for machine: MachineKey, metric: MetricName? = nil) -> String? {
        var parts: [String] = []
        for level in levels {
            switch level {
            case .text(let text): parts.append(text)
            case .factory: parts.append(machine.factory)
            case .machine: parts.append(machine.machine)
            case .metric:
                guard let metric else { return nil }
                parts.append(metric.text)
            case .any: parts.append("-")
            }
        }
        return parts.joined(separator: "/")
    }
}
