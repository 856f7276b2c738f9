internal import DeviceProfiles
public import Runtime
public import Telemetry

extension MachineGuard {
    private static let alarmVersion: UInt8 = 2

    /// Status, open alerts, what rules have fired and what the policy counts: a few hundred bytes.
    ///
    /// Stored in the transaction of the effects that changed it. Delays that are still running are not in it: after a
    /// restart they begin again.
    public func alarmSnapshot() -> [UInt8] {
        var writer = SnapshotWriter(version: Self.alarmVersion, capacity: 512)
        writer.write(UInt8(MachineStatus.allCases.firstIndex(of: status) ?? 0))
        let seen = slots.filter { $0.heard != nil }
        writer.write(UInt16(seen.count))
        for slot in seen { writer.write(slot.definition.name.text) }
        let alarms = limits.map(AlarmRecord.init(limit:)) + slots.compactMap(AlarmRecord.init(anomalyOf:))
        let machine = [AlarmRecord(machineAnomaly), AlarmRecord(silence: staleness)]
        let all = (alarms + rules.map(AlarmRecord.init(_:)) + machine).filter { $0.since != nil || $0.alert != nil }
        writer.write(UInt16(all.count))
        for alarm in all { alarm.write(&writer) }
        let fired = rules.filter { $0.firedAt != nil || $0.crossing.isActive }
        writer.write(UInt16(fired.count))
        for rule in fired { RuleRecord(rule).write(&writer) }
        writer.write(UInt16(policy.entries.count))
        for entry in policy.entries {
            writer.write(entry.action)
            writer.write(entry.at)
        }
        writer.write(UInt16(questions.count))
        for question in questions { question.write(&writer) }
        return writer.bytes
    }

    /// Takes back what was stored, before the first reading; metrics that were seen are waited for from `uptime` on.
    ///
    /// An alert of a limit that the profile no longer has ends with the next tick.
    /// - Throws: `SnapshotError`; the guard is then as it was.
    public mutating func restoreAlarms(_ snapshot: [UInt8], uptime: Uptime) throws(SnapshotError) {
        // Version 1 is of agents that asked the hub nothing.
        let isOld = snapshot.first == 1
        var reader = try SnapshotReader(snapshot, version: isOld ? 1 : Self.alarmVersion)
        var restored = self
        let status = Int(try reader.number(UInt8.self))
        guard MachineStatus.allCases.indices.contains(status) else { throw .valueInvalid }
        restored.status = MachineStatus.allCases[status]
        for _ in 0..<(try reader.number(UInt16.self)) {
            let name = try reader.text()
            if let slot = restored.slots.firstIndex(where: { $0.definition.name.text == name }) {
                restored.slots[slot].heard = uptime
            }
        }
        for _ in 0..<(try reader.number(UInt16.self)) {
            restored.take(try AlarmRecord(&reader, machine: key))
        }
        for _ in 0..<(try reader.number(UInt16.self)) {
            let record = try RuleRecord(&reader)
            for index in restored.rules.indices where restored.rules[index].rule.name == record.name {
                record.restore(&restored.rules[index])
            }
        }
        var entries: [PolicyRecord.Entry] = []
        for _ in 0..<(try reader.number(UInt16.self)) {
            entries.append(PolicyRecord.Entry(action: try reader.text(), at: try reader.time()))
        }
        restored.questions = []
        for _ in 0..<(isOld ? 0 : try reader.number(UInt16.self)) {
            restored.questions.append(try PendingQuestion(&reader))
        }
        try reader.finish()
        restored.policy = PolicyRecord(entries: entries)
        self = restored
    }

    private mutating func take(_ alarm: AlarmRecord) {
        let life = AlertLife(alert: alarm.alert)
        switch alarm.source {
        case .silence:
            staleness = life
        case .rule:
            // What counts is the rule's own record; one that raises another alert now has none to end.
            let match = rules.firstIndex { $0.rule.name == alarm.metric && $0.alert?.rawValue == alarm.kind }
            guard let match else { return orphans.append(life) }
            rules[match].life = life
        case .machine:
            // Nothing would end the alert of a machine that is not scored any more.
            guard scoredSlots != 0 || profile.acceptsAnyMetric else { return orphans.append(life) }
            machineAnomaly.life = life
            if let since = alarm.since { machineAnomaly.crossing.state = .active(since: since) }
        case .score:
            guard let slot = slots.firstIndex(where: { $0.definition.name.text == alarm.metric }),
                slots[slot].anomaly != nil
            else { return orphans.append(life) }
            slots[slot].anomaly?.life = life
            if let since = alarm.since { slots[slot].anomaly?.crossing.state = .active(since: since) }
        case .above, .below:
            let match = limits.firstIndex {
                $0.kind.rawValue == alarm.kind && slots[$0.slot].definition.name.text == alarm.metric
                    && AlarmRecord.Source($0.direction) == alarm.source
            }
            guard let match else { return orphans.append(life) }
            limits[match].life = life
            guard let since = alarm.since else { return }
            for step in limits[match].steps.indices where limits[match].steps[step].limit.severity <= alarm.severity {
                limits[match].steps[step].crossing.state = .active(since: since)
            }
        }
    }
}
