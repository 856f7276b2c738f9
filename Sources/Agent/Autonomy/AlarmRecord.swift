internal import DeviceProfiles
internal import Telemetry

/// What a snapshot keeps of one alarm: what it is of, whether it is crossed since when, and its alert.
///
/// It names kind and metric (of a rule its name) rather than a place in a list, because a newer profile may order them
/// anew.
struct AlarmRecord: Sendable, Equatable {
    enum Source: UInt8, Sendable {
        case above = 0
        case below = 1
        case score = 2
        case silence = 3
        case machine = 4
        case rule = 5

        init(_ direction: LimitDefinition.Direction) {
            self = direction == .above ? .above : .below
        }
    }

    var source: Source
    var kind: String
    var metric: String
    /// The worst step that is crossed.
    var severity: Severity
    var since: Timestamp?
    var alert: Alert?

    init(limit: LimitMonitor) {
        source = Source(limit.direction)
        kind = limit.kind.rawValue
        metric = limit.steps.first?.limit.metric.text ?? ""
        let active = limit.steps.filter(\.crossing.isActive)
        severity = active.map(\.limit.severity).max() ?? .info
        since = active.compactMap(\.crossing.since).min()
        alert = limit.life.alert
    }

    init?(anomalyOf slot: GuardSlot) {
        guard let anomaly = slot.anomaly else { return nil }
        source = .score
        kind = AlertKind.anomaly.rawValue
        metric = slot.definition.name.text
        severity = anomaly.life.alert?.severity ?? .info
        since = anomaly.crossing.isActive ? anomaly.crossing.since : nil
        alert = anomaly.life.alert
    }

    init(_ rule: RuleMonitor) {
        source = .rule
        kind = rule.alert?.rawValue ?? ""
        metric = rule.rule.name
        severity = rule.life.alert?.severity ?? .info
        since = nil
        alert = rule.life.alert
    }

    init(_ anomaly: MachineAnomaly) {
        source = .machine
        kind = AlertKind.anomaly.rawValue
        metric = ""
        severity = anomaly.life.alert?.severity ?? .info
        since = anomaly.crossing.isActive ? anomaly.crossing.since : nil
        alert = anomaly.life.alert
    }

    init(silence: AlertLife) {
        source = .silence
        kind = AlertKind.stale.rawValue
        metric = ""
        severity = silence.alert?.severity ?? .info
        since = nil
        alert = silence.alert
    }

    init(_ reader: inout SnapshotReader, machine: MachineKey) throws(SnapshotError) {
        guard let source = Source(rawValue: try reader.number(UInt8.self)) else { throw .valueInvalid }
        self.source = source
        kind = try reader.text()
        metric = try reader.text()
        severity = try reader.severity()
        since = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        alert = try reader.optional { reader throws(SnapshotError) in try reader.alert(of: machine) }
    }

    func write(_ writer: inout SnapshotWriter) {
        writer.write(source.rawValue)
        writer.write(kind)
        writer.write(metric)
        writer.write(UInt8(severity.rank))
        writer.write(since) { $0.write($1) }
        writer.write(alert) { $0.write(alert: $1) }
    }
}

extension Crossing {
    /// Since when it counts.
    var since: Timestamp? {
        switch state {
        case .idle: nil
        case .rising(let since), .active(let since), .falling(let since, _): since
        }
    }
}
