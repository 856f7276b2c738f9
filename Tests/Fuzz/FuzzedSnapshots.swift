internal import AgentAutonomy
internal import AgentPipeline
internal import AgentStore
internal import AnalyticsAnomaly
internal import DeviceProfiles
internal import Runtime
internal import Settings
internal import Telemetry

/// What the agent reads back of its own after a crash, of an older version, or off a bad disk.
enum FuzzedSnapshots {
    private static let profile = """
        name: motor
        version: 1
        machine_type: MOTOR
        metrics:
          - {name: power, unit: kW, range: [0, 45], baseline: 12}
          - {name: temperature, unit: Cel}
        limits:
          - {kind: TEMPERATURE, metric: temperature, above: 75, severity: WARNING, hysteresis: 2}
        twin: {rated_power: 15, settles: {rise: 38, power: 12}}
        actions:
          - {name: stop, leads_to: OFFLINE}
        rules:
          - {name: hot, when: {all: [{metric: temperature, above: 80}]}, for: 0, send: stop, risk: CRITICAL,
             root_cause: x, recommendation: y}
        autonomy:
          ask_hub: 2m
          actions:
            - {action: stop}
        """

    /// What a machine leaves behind that ran hot once: each kind of its snapshots, and the record of its decision.
    static func seeds() throws -> [[UInt8]] {
        guard let key = MachineKey(factory: "f", machine: "m") else { return [] }
        var guardian = MachineGuard(key: key, profile: try ProfileReader.read(Array(profile.utf8), file: "motor"))
        var context = GuardContext(
            now: Timestamp(seconds: 0), uptime: Uptime(nanoseconds: 1), hubReachable: false,
            random: SeededRandom(seed: 1))
        var effects: [AutonomyEffect] = []
        for (slot, value) in [(0, 12.0), (1, 50), (0, 14), (1, 90)] {
            context.now = context.now.advanced(seconds: 1)
            guardian.observe(slot: slot, value: value, at: context.now, context: &context, effects: &effects)
        }
        let records = effects.compactMap { effect -> [UInt8]? in
            guard case .decision(let decision) = effect else { return nil }
            return [5] + decision.inputs
        }
        precondition(!records.isEmpty, "no decision was made whose record could be a first input")
        return records + [
            [0] + guardian.alarmSnapshot(), [1] + guardian.modelSnapshot(), [2] + guardian.jointSnapshot(),
        ]
    }

    /// The first byte chooses alarms, models, the joint detector, a forest, how high its scores are, a record of a
    /// decision, or commands.
    static func take(_ input: [UInt8]) {
        guard let first = input.first, let key = MachineKey(factory: "f", machine: "m"),
            let profile = try? ProfileReader.read(Array(profile.utf8), file: "motor")
        else { return }
        let bytes = Array(input.dropFirst())
        var guardian = MachineGuard(key: key, profile: profile)
        switch first % 7 {
        case 0:
            if (try? guardian.restoreAlarms(bytes, uptime: Uptime(nanoseconds: 1))) != nil {
                _ = guardian.alarmSnapshot()
            }
        case 1: if (try? guardian.restoreModels(bytes)) != nil { _ = guardian.modelSnapshot() }
        case 2: if (try? guardian.restoreJoint(bytes)) != nil { _ = guardian.jointSnapshot() }
        case 3: _ = try? StoredForest(body: bytes)
        case 4:
            guard var tails = try? ScoreTails(snapshot: bytes) else { return }
            let tail = tails.judge(0.7, isHeld: false) ?? 0
            precondition(tail >= 0 && tail.isFinite, "tails that were read judge nonsense")
        case 5:
            guard let record = try? DecisionRecord(bytes, evidence: []) else { return }
            precondition(record.bytes.count <= Decision.inputsBytesMax, "a record is written that is too long")
            _ = record.inputs.course()
        default: _ = CommandSnapshot.decode(bytes)
        }
    }

    /// The first byte is how many readings the row claims.
    static func takeTail(_ input: [UInt8]) {
        guard let count = input.first else { return }
        Array(input.dropFirst()).withUnsafeBytes { bytes in
            _ = TailBlob.unpack(bytes, count: Int(count)) { _, _, _, _ in }
        }
    }
}
