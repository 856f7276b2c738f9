internal import AgentAutonomy
internal import AnalyticsForest
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
        /// What the hub would have the machines run.
        var forest: IsolationForest?
    }

    /// As many as one agent serves.
    static let machinesMax = 2_000

    private let profile: FirmwareProfile
    private let options: Options
    private var machines: [String: TriedMachine] = [:]
    /// How many decisions of each rule came to what; a long file has more of them than memory should hold.
    private var counts: [String: [TriedDecision.Outcome: Int]] = [:]

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
        count(made)
        return made
    }

    private mutating func count(_ made: [TriedDecision]) {
        for decision in made { counts[decision.decision.rule, default: [:]][decision.outcome, default: 0] += 1 }
    }

    /// Ends what is open: the hub's time to answer runs out.
    mutating func finish() -> [TriedDecision] {
        var made: [TriedDecision] = []
        for label in machines.keys.sorted() { made += machines[label]?.finish() ?? [] }
        count(made)
        return made
    }

    /// How often each rule, what stood against it, and how long machines were in alarm.
    func summary(isIntervalGiven: Bool) -> [String] {
        var lines: [String] = []
        for rule in profile.rules {
            let own = counts[rule.name] ?? [:]
            let parts = TriedDecision.Outcome.allCases.compactMap { outcome in
                own[outcome].map { "\($0) \(outcome.rawValue)" }
            }
            lines.append("\(rule.name): \(parts.isEmpty ? "never" : parts.joined(separator: ", "))")
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
        return lines + forestNotes
    }

    /// What a person has to know who tries rules that look at a forest.
    private var forestNotes: [String] {
        let rules = profile.rules.filter {
            if case .policy(let condition) = $0.condition { condition.looksAtForestScore } else { false }
        }
        if rules.isEmpty { return [] }
        guard options.forest != nil else {
            let names = rules.map(\.name).joined(separator: ", ")
            return ["without a forest its score is not known to \(names); give one with --forest"]
        }
        return machines.keys.sorted().compactMap { label in
            guard let rows = machines[label]?.forestRows, rows.known < rows.needed else { return nil }
            let machine = label.isEmpty ? "" : " of \(Screen.plain(label))"
            return "the forest scored nothing\(machine): it had \(rows.known) whole rows and needs \(rows.needed) first"
        }
    }

    private var shortestInterval: Double {
        profile.metrics.map(\.intervalSeconds).filter { $0 > 0 }.min() ?? .infinity
    }
}
