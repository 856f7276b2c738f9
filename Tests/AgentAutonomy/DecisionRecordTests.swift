import AgentAutonomy
import DeviceProfiles
import Runtime
import Telemetry
import Testing

/// Every decision goes the whole way again from what it kept, and another way when what it depended on was otherwise.
@Suite("Decisions made again from their records")
struct DecisionRecordTests {
    private static let seeds = UInt64(1)...20
    private static let steps = 2_000

    @Test("whatever happens, the record of a decision gives what the guard did, and nothing else")
    func replays() throws {
        var seen: [String: Int] = [:]
        var longest = 0
        var (sum, count) = (0, 0)
        for seed in Self.seeds {
            var world = PropertyWorld(seed: seed)
            for _ in 0..<Self.steps {
                let effects = world.step()
                for (decision, followed) in Self.episodes(effects) {
                    let record = try DecisionRecord(decision)
                    let replay = RecordReplay(
                        record, action: decision.actionTaken, risk: decision.riskLevel, model: decision.model)
                    #expect(replay.differences.isEmpty, "seed \(seed): \(replay.differences) \(decision.reasoning)")
                    #expect(replay.otherModels.isEmpty && record.bytes == decision.inputs)
                    let faults = Self.faults(record.outcome, decision, followed, world)
                    #expect(faults.isEmpty, "seed \(seed): \(faults) of \(record.outcome.text)")
                    seen[record.outcome.result.rawValue, default: 0] += 1
                    for step in record.outcome.steps where step.verdict == .stops {
                        seen["\(step.kind.rawValue) stops", default: 0] += 1
                    }
                    longest = max(longest, decision.inputs.count)
                    sum += decision.inputs.count
                    count += 1
                }
            }
        }
        for what in [
            "acted", "asked", "warned", "recommended", "shadow", "refused", "answer stops", "condition stops",
            "mode stops", "status stops", "latch stops", "limits stops", "hours stops", "arguments stops",
            "envelope stops", "twin stops", "person stops",
        ] {
            #expect(seen[what, default: 0] >= 1, "\(what): \(seen)")
        }
        // The figures of docs/policies.md.
        #expect(longest <= 1_200 && sum / max(1, count) <= 600, "\(longest) bytes, mean \(sum / max(1, count))")
    }

    /// Each decision with what the guard wanted after it and before the next.
    private static func episodes(_ effects: [AutonomyEffect]) -> [(Decision, [AutonomyEffect])] {
        var episodes: [(Decision, [AutonomyEffect])] = []
        for effect in effects {
            if case .decision(let decision) = effect {
                episodes.append((decision, []))
            } else if !episodes.isEmpty {
                episodes[episodes.count - 1].1.append(effect)
            }
        }
        return episodes
    }

    /// Where what the guard did is not what the record says.
    private static func faults(
        _ outcome: DecisionOutcome, _ decision: Decision, _ followed: [AutonomyEffect], _ world: PropertyWorld
    ) -> [String] {
        var faults: [String] = []
        let statuses = followed.compactMap { effect -> MachineStatus? in
            if case .status(let next, _, let by) = effect, by == decision.id { next } else { nil }
        }
        if statuses != [outcome.status].compactMap(\.self) { faults.append("statuses \(statuses)") }
        let sent = followed.commands.filter { $0.action.decision == decision.id }
        let isSent = outcome.result == .acted && outcome.command != nil
        if sent.map(\.action.name) != (isSent ? [outcome.command].compactMap(\.self) : []) {
            faults.append("commands \(sent.map(\.action.name))")
        }
        if let speed = outcome.arguments["speed"], let command = sent.first,
            !String(decoding: command.payload, as: UTF8.self).contains("\"speed\":\(Int(speed))")
        {
            faults.append("other arguments than \(speed)")
        }
        let refused = followed.actions.filter { $0.decision == decision.id && $0.state == .refused }.map(\.reason)
        let isRefused = outcome.result == .refused && outcome.command != nil
        if refused != (isRefused ? [outcome.reason] : []) { faults.append("refused \(refused)") }
        if (decision.answerBy != nil) != (outcome.result == .asked) { faults.append("asks otherwise") }
        return faults
    }

    @Test("an input that was otherwise gives the other outcome that it must")
    func refutes() throws {
        var tried: [String: Int] = [:]
        for seed in Self.seeds {
            var world = PropertyWorld(seed: seed)
            for _ in 0..<Self.steps {
                for decision in world.step().decisions {
                    let record = try DecisionRecord(decision)
                    for (name, other, expected) in Self.changed(record) {
                        let outcome = other.course().outcome
                        #expect(expected(outcome), "seed \(seed), \(name): \(outcome.text) of \(record.outcome.text)")
                        let told = RecordReplay(
                            DecisionRecord(inputs: other, outcome: record.outcome), action: decision.actionTaken,
                            risk: decision.riskLevel, model: decision.model)
                        #expect(!told.differences.isEmpty, "seed \(seed): \(name) is not told")
                        tried[name, default: 0] += 1
                    }
                }
            }
        }
        for name in [
            "latch", "mode", "permission", "hub away", "too often", "status", "unknown", "too short", "answer",
            "condition over", "no load", "hours", "person",
        ] {
            #expect(tried[name, default: 0] >= 2, "\(name): \(tried)")
        }
    }

    private typealias Changed = (name: String, inputs: DecisionInputs, expected: (DecisionOutcome) -> Bool)

    private static func changed(_ record: DecisionRecord) -> [Changed] {
        var changed: [Changed] = []
        let was = record.outcome
        func change(
            _ name: String, _ body: (inout DecisionInputs) -> Void, _ expected: @escaping (DecisionOutcome) -> Bool
        ) {
            var inputs = record.inputs
            body(&inputs)
            changed.append((name, inputs, expected))
        }
        let goesOut = was.command != nil && (was.result == .acted || was.result == .asked)
        if was.command == "start", goesOut {
            change("latch", { $0.isLatched = true }) { $0.result == .refused && $0.reason == "a safety latch is set" }
        }
        if goesOut {
            change("mode", { $0.condition.rule.mode = .shadow }) { $0.result == .shadow && $0.command == nil }
            change("permission", { $0.permission = nil }) { $0.reason.contains("does not allow") }
            change("too often", { $0.sent.inHour = 99_999 }) { $0.reason.contains("times an hour") }
            change("person", { $0.permission?.confirmation = .person }) { $0.reason.hasPrefix("CONFIRMATION_NEEDED") }
            let now = record.inputs.secondOfWeek
            let minute = (Int(now) / 60 + 60) % 1_440
            change(
                "hours",
                { $0.permission?.hours = HoursWindow(fromMinute: minute, toMinute: (minute + 10) % 1_440 + 1) }
            ) { $0.reason.hasPrefix("OUTSIDE_HOURS") }
        }
        if was.result == .asked { change("hub away", { $0.hubReachable = false }) { $0.result == .acted } }
        if was.status != nil { change("status", { $0.status = .offline }) { $0.status == nil } }
        if record.inputs.answer == nil {
            change(
                "unknown",
                { inputs in
                    inputs.condition.evidence = []
                    inputs.condition.facts = inputs.condition.facts.map { _ in .unknown }
                }
            ) { $0.result == .nothing && $0.risk == .info && $0.command == nil && $0.status == nil }
            if record.inputs.condition.rule.forSeconds > 0 {
                change("too short", { $0.heldSeconds = 0 }) { $0.result == .nothing && $0.action == .none }
            }
        } else if goesOut {
            change("answer", { $0.answer = QuestionAnswer(.refused, detail: "x") }) {
                $0.result == .refused && $0.command == nil
            }
            change("condition over", { $0.conditionCounts = false }) { $0.result == .refused && $0.command == nil }
        }
        if !was.trial.isEmpty, record.inputs.twin != nil, was.command != "stop" {
            change(
                "no load",
                { inputs in
                    inputs.twin = nil
                    inputs.permission?.unproven = nil
                }
            ) { $0.reason.hasPrefix("EFFECT_UNKNOWN") }
        }
        return changed
    }

    // MARK: The bytes

    private static func some() throws -> Decision {
        var world = PropertyWorld(seed: 3)
        while true {
            if let decision = world.step().decisions.first(where: { $0.inputs.count > 700 }) { return decision }
        }
    }

    @Test("sections of a later version are left out, and a newer layout says that it is newer")
    func versions() throws {
        var decision = try Self.some()
        let record = try DecisionRecord(decision)
        // One more section, with a tag that nobody has given yet.
        decision.inputs[1] += 1
        decision.inputs += [99, 3, 0, 1, 2, 3]
        #expect(try DecisionRecord(decision) == record)
        decision.inputs[0] = 2
        #expect(throws: DecisionRecord.Unreadable.newer(2)) { try DecisionRecord(decision) }
        decision.inputs = []
        #expect(throws: DecisionRecord.Unreadable.notKept) { try DecisionRecord(decision) }
        decision.inputs = [UInt8](repeating: 1, count: Decision.inputsBytesMax + 1)
        #expect(throws: DecisionRecord.Unreadable.damaged) { try DecisionRecord(decision) }
    }

    @Test("damaged bytes give an error or another record, and never a trap")
    func damage() throws {
        let decision = try Self.some()
        var random = SeededRandom(seed: 5)
        var errors = 0
        for _ in 0..<20_000 {
            var bytes = decision.inputs
            for _ in 0...Int(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.unit() < 0.2 { bytes.removeLast(Int(random.next() % UInt64(bytes.count))) }
            do {
                _ = try DecisionRecord(bytes, evidence: decision.evidence).inputs.course()
            } catch {
                errors += 1
            }
        }
        #expect(errors > 5_000)
    }

    @Test("the longest record that a profile leads to fits")
    func longest() throws {
        func name(_ number: Int, _ length: Int) -> String {
            String(repeating: "n", count: length - 2) + "\(number / 10)\(number % 10)"
        }
        var plant = try Plant()
        var profile = plant.machine.profile
        let metric = PolicyMetric(name: try #require(MetricName(name(0, 64))), slot: 0, unit: name(1, 60))
        profile.metrics = [MetricDefinition(name: metric.name, unit: "kW", isScored: false, role: .power)]
        profile.limits = []
        let arguments = (0..<16).map { ActionArgument(name: name($0, 64), unit: "%", range: 0...1e300, fallback: 5) }
        profile.actions = [
            ActionDefinition(
                name: name(0, 64), arguments: arguments,
                load: ActionLoad(power: 1, scale: .init(argument: name(3, 64), full: 5)))
        ]
        let atom = PolicyCondition.atom(.rate(metric, ChangeRate(direction: .rising, amount: 1e-9, perSeconds: 60)))
        let given = Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, 1.5) })
        profile.rules = [
            AutonomyRule(
                name: name(0, 64), metric: metric.name, slot: 0,
                condition: .policy(.any([PolicyCondition](repeating: atom, count: PolicyCondition.atomsMax))),
                forSeconds: 0, status: .maintenance, action: name(0, 64), arguments: given, riskLevel: .critical,
                rootCause: "x", recommendation: "y")
        ]
        let ranges = Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, -1e300...1e300) })
        let bounds = Envelope.quantities.map { Envelope.Bound(quantity: $0, above: -1e9, below: 1e9) }
        profile.autonomy = AutonomyPolicy(
            statuses: [.maintenance],
            actions: [
                ActionPermission(
                    action: name(0, 64), hours: HoursWindow(fromMinute: 0, toMinute: 1_440), confirmation: .none,
                    unproven: .recommend)
            ], envelope: Envelope(bounds: bounds, arguments: ranges))
        plant = try Plant(profile)
        let decision = try #require(plant.run(0, for: 60) { $0 }.decisions.first)
        let record = try DecisionRecord(decision)
        #expect(record.outcome.result == .acted && record.outcome.arguments.count == 16)
        #expect((4_000...Decision.inputsBytesMax).contains(decision.inputs.count), "\(decision.inputs.count)")
    }
}
