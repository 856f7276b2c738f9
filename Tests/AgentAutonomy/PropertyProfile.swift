import AnalyticsTwin
import DeviceProfiles
import Runtime
import Telemetry

/// Profiles with random rules, permissions and envelopes.
enum PropertyProfile {
    /// Power, temperature, flow; the fourth metric is never sent.
    private static let names = ["power", "temperature", "flow", "never"]
    /// What each metric's readings are near to.
    static let values: [[Double]] = [[5, 18, 30], [40, 70, 95], [0, 50]]

    static func random(_ random: inout SeededRandom) -> FirmwareProfile {
        var profile = FirmwareProfile(name: "p", version: 1, machineType: "PUMP")
        profile.metrics = names.compactMap(MetricName.init).map {
            MetricDefinition(name: $0, unit: "1", intervalSeconds: 2, isScored: false)
        }
        var twin = TwinParameters()
        twin.heatGain = twin.heatGain(rise: 35, power: 18)
        profile.twin = twin
        profile.actions = [
            ActionDefinition(name: "stop", leadsTo: .offline),
            ActionDefinition(name: "start", leadsTo: .online, load: random.unit() < 0.5 ? ActionLoad(power: 18) : nil),
            ActionDefinition(
                name: "set_speed", arguments: [ActionArgument(name: "speed", unit: "%", range: 10...150)],
                load: ActionLoad(power: 18, scale: .init(argument: "speed", full: 60))),
        ]
        profile.rules = (0..<8).map { rule($0, profile, &random) }
        profile.autonomy = policy(&random)
        return profile
    }

    private static func pick<Item>(_ items: [Item], _ random: inout SeededRandom) -> Item {
        items[Int(random.next() % UInt64(items.count))]
    }

    private static func rule(
        _ number: Int, _ profile: FirmwareProfile, _ random: inout SeededRandom
    ) -> AutonomyRule {
        let condition: AutonomyRule.Condition =
            number == 0
            ? .value(.above, .absolute(85)) : .policy(condition(depth: Int(random.next() % 3), profile, &random))
        return AutonomyRule(
            name: "r\(number)", mode: pick([.act, .act, .act, .shadow, .recommend], &random),
            metric: profile.metrics[1].name, slot: 1, condition: condition,
            forSeconds: pick([0, 3, 20], &random), status: pick([nil, .maintenance, .offline], &random),
            action: pick([nil, "stop", "start", "set_speed", "set_speed"], &random),
            arguments: ["speed": pick([5, 12, 60, 100, 130, 140], &random)], riskLevel: .warning, rootCause: "x",
            recommendation: "y")
    }

    /// All atoms that a watcher can judge without a model.
    private static func condition(
        depth: Int, _ profile: FirmwareProfile, _ random: inout SeededRandom
    ) -> PolicyCondition {
        if depth > 0 {
            let parts = (0..<2).map { _ in condition(depth: depth - 1, profile, &random) }
            return pick([.all(parts), .any(parts), .not(.any(parts)), .not(parts[0])], &random)
        }
        func metric(_ slots: [Int]) -> PolicyMetric {
            let slot = pick(slots, &random)
            return PolicyMetric(name: profile.metrics[slot].name, slot: slot, unit: "1")
        }
        let limit: Double = pick([10, 25, 60, 85], &random)
        let atoms: [PolicyAtom] = [
            .value(metric([0, 1, 1, 2]), .above, .absolute(limit), hysteresis: pick([0, 5], &random)),
            .value(metric([0, 1, 2, 3]), .below, .absolute(limit), hysteresis: 0),
            .missing(metric([0, 2, 3]), seconds: 30), .status([pick(MachineStatus.allCases, &random)]),
            .hubAway(seconds: pick([10, 600], &random)), .hours(hours(&random)),
        ]
        return .atom(pick(atoms, &random))
    }

    private static func hours(_ random: inout SeededRandom) -> HoursWindow {
        HoursWindow(
            fromMinute: Int(random.next() % 1_440), toMinute: 1 + Int(random.next() % 1_440),
            days: UInt8(truncatingIfNeeded: random.next() | 1))
    }

    private static func policy(_ random: inout SeededRandom) -> AutonomyPolicy {
        let permissions = ["stop", "start", "set_speed"].map { name in
            ActionPermission(
                action: name, mostPerHour: pick([1, 2, 30], &random), mostPerDay: pick([3, 6, 200], &random),
                coolDownSeconds: pick([0, 0, 60, 600], &random),
                hours: random.unit() < 0.3 ? hours(&random) : nil,
                confirmation: pick([.none, .none, .none, .hub, .person], &random),
                unproven: pick([nil, .allow, .recommend], &random))
        }
        let bounds = [Envelope.Bound(quantity: .temperature, below: pick([65, 90, 200], &random))]
        return AutonomyPolicy(
            statuses: pick([[], [.offline], [.maintenance, .offline]], &random),
            actions: Array(permissions.dropFirst(random.unit() < 0.1 ? 1 : 0)),
            askHubSeconds: pick([0, 30], &random),
            envelope: Envelope(
                bounds: random.unit() < 0.6 ? bounds : [],
                arguments: random.unit() < 0.5 ? ["speed": 15...120] : [:], horizonSeconds: 300))
    }
}
