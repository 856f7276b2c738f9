internal import DeviceProfiles
internal import Telemetry

/// What a snapshot keeps of one rule: that it has fired in an episode that may not be over.
struct RuleRecord: Sendable, Equatable {
    var name: String
    var since: Timestamp?
    var firedAt: Timestamp?
    var endedAt: Timestamp?

    init(_ monitor: RuleMonitor) {
        name = monitor.rule.name
        since = monitor.crossing.isActive ? monitor.crossing.since : nil
        firedAt = monitor.firedAt
        endedAt = monitor.endedAt
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        name = try reader.text()
        since = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        firedAt = try reader.optional { reader throws(SnapshotError) in try reader.time() }
        endedAt = try reader.optional { reader throws(SnapshotError) in try reader.time() }
    }

    func write(_ writer: inout SnapshotWriter) {
        writer.write(name)
        for time in [since, firedAt, endedAt] { writer.write(time) { $0.write($1) } }
    }

    func restore(_ monitor: inout RuleMonitor) {
        monitor.firedAt = firedAt
        monitor.endedAt = endedAt
        if let since { monitor.crossing.state = .active(since: since) }
    }
}
