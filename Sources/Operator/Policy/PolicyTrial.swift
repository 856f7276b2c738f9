internal import AgentAutonomy
internal import DeviceProfiles
internal import Runtime
internal import Telemetry

/// A profile's rules on recorded data: the guards of a gateway's machines, in the time of the data.
///
/// Between two rows of a machine the guard gets its ticks, one a second, or one in ten seconds where more than ten
/// minutes lie between them; after a week of silence nothing new can happen.
struct PolicyTrial {
    struct Options {
        var returnAfterSeconds: Double
        var isLatched: Bool
        var utcOffsetSeconds: Int
        var isHubThere: Bool
    }

    /// As many as one agent serves.
    static let machinesMax = 2_000

    private let profile: FirmwareProfile
    private let options: Options
    private var machines: [String: TriedMachine] = [:]
    private var decisions: [TriedDecision] = []

    init(profile: FirmwareProfile, options: Options) {
        var profile = profile
        // A decision whose rule names no cause says what was observed, with the values.
        for index in profile.rules.indices { profile.rules[index].rootCause = "" }
        self.profile = profile
        self.options = options
    }

    /// Takes a row: the decisions that were made until then, and by it.
    mutating func take(
        _ readings: [(slot: Int, value: Double)], of label: String, at time: Timestamp, hub: Bool?
    ) throws -> [TriedDecision] {
        if machines[label] == nil {
            guard machines.count < Self.machinesMax else {
                throw CommandFailure(
                    "OPTION_INVALID", "more than \(Self.machinesMax) machines at once", field: "--machine-column")
            }
            machines[label] = try TriedMachine(label, profile, options, from: time)
        }
        let made = machines[label]?.take(readings, at: time, hub: hub) ?? []
        decisions += made
        return made
    }

    /// Ends what is open: the hub's time to answer runs out.
    mutating func finish() -> [TriedDecision] {
        var made: [TriedDecision] = []
        for label in machines.keys.sorted() { made += machines[label]?.finish() ?? [] }
        decisions += made
        return made
    }

    /// How often each rule, what stood against it, and how long machines were in alarm.
    func summary(isIntervalGiven: Bool) -> [String] {
        var lines: [String] = []
        for rule in profile.rules {
            let own = decisions.filter { $0.decision.rule == rule.name }
            var parts = TriedDecision.Outcome.allCases.compactMap { outcome -> String? in
                let count = own.count { $0.outcome == outcome }
                return count == 0 ? nil : "\(count) \(outcome.rawValue)"
            }
            if own.isEmpty { parts = ["never"] }
            lines.append("\(rule.name): \(parts.joined(separator: ", "))")
        }
        let all = machines.values
        let (alarm, length) = (all.reduce(0) { $0 + $1.alarmSeconds }, all.reduce(0) { $0 + $1.seconds })
        let part = length > 0 ? NumberText.of(100 * alarm / length) : "0"
        lines.append("in alarm for \(NumberText.seconds(alarm)) of \(NumberText.seconds(length)) (\(part) %)")
        let late = all.reduce(0) { $0 + $1.lateRows }
        if late > 0 { lines.append("\(late) rows were older than the one before and changed nothing, as on a gateway") }
        if let usual = all.compactMap(\.usualGap).max(), !isIntervalGiven, usual > 3 * shortestInterval {
            lines.append(
                "rows are \(NumberText.seconds(usual)) apart, and the profile expects them every "
                    + "\(NumberText.seconds(shortestInterval)), so that it counts as silent in between; "
                    + "say it with --interval \(Int(usual))s")
        }
        return lines
    }

    private var shortestInterval: Double {
        profile.metrics.map(\.intervalSeconds).filter { $0 > 0 }.min() ?? .infinity
    }
}
