internal import Telemetry

extension SnapshotWriter {
    /// An alert without its machine, which the reader knows.
    mutating func write(alert: Alert) {
        write(alert.id.unique)
        write(alert.kind.rawValue)
        write(alert.metric) { $0.write($1.text) }
        write(UInt8(alert.severity.rank))
        write(UInt8(AlertState.allCases.firstIndex(of: alert.state) ?? 0))
        write(alert.revision)
        for number in [alert.value, alert.limit, alert.expected, alert.score] {
            write(number.flatMap { $0.isFinite ? $0 : nil }) { $0.write($1) }
        }
        write(alert.message)
        write(alert.raisedAt)
        write(alert.changedAt)
        write(alert.returnedAt) { $0.write($1) }
    }
}

extension SnapshotReader {
    mutating func alert(of machine: MachineKey) throws(SnapshotError) -> Alert {
        let id = AlertID(try uniqueID())
        let kind = AlertKind(rawValue: try text())
        let name = try optional { reader throws(SnapshotError) in try reader.text() }
        let metric = name.flatMap(MetricName.init)
        guard (metric == nil) == (name == nil) else { throw .valueInvalid }
        let severity = try severity()
        let state = Int(try number(UInt8.self))
        guard AlertState.allCases.indices.contains(state) else { throw .valueInvalid }
        let revision = try number(UInt32.self)
        var numbers: [Double?] = []
        for _ in 0..<4 { numbers.append(try optional { reader throws(SnapshotError) in try reader.double() }) }
        let message = try text()
        let (raised, changed) = (try time(), try time())
        return Alert(
            id: id, machine: machine, kind: kind, metric: metric, severity: severity,
            state: AlertState.allCases[state], revision: revision, value: numbers[0], limit: numbers[1],
            expected: numbers[2], score: numbers[3], message: message, raisedAt: raised, changedAt: changed,
            returnedAt: try optional { reader throws(SnapshotError) in try reader.time() })
    }

    mutating func severity() throws(SnapshotError) -> Severity {
        let rank = Int(try number(UInt8.self))
        guard Severity.allCases.indices.contains(rank) else { throw .valueInvalid }
        return Severity.allCases[rank]
    }
}
