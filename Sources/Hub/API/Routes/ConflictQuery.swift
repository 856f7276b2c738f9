internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Which conflicts a call means.
enum ConflictQuery {
    static let states = ConflictState.allCases.map(\.rawValue)

    static func filter(_ query: QueryValues, now: Timestamp) throws -> ConflictFilter {
        let severities = Severity.allCases.map(\.rawValue)
        var filter = ConflictFilter(
            states: try query.choice("state", of: states).map(meant), machine: try query.id("machineId"),
            severity: try query.choice("severity", of: severities).flatMap(Severity.init),
            path: query.text("path").flatMap(FieldPath.init),
            rule: try query.choice("rule", of: MergeRule.allCases.map(\.rawValue)).flatMap(MergeRule.init))
        if let age = query.text("olderThan") {
            guard let moment = QueryValues.moment("now-\(age)", now: now) else {
                throw APIError.invalid("olderThan", "must be a number of s, m, h, d or w, as 4h")
            }
            filter.detectedBefore = moment
        }
        return filter
    }

    /// The filter of a call that acts on many.
    static func filter(_ wish: JSONValue) throws -> ConflictFilter {
        var filter = ConflictFilter(
            states: meant(wish["state"]?.text ?? ConflictState.open.rawValue), machine: nil,
            severity: wish["severity"]?.text.flatMap(Severity.init),
            path: wish["path"]?.text.flatMap(FieldPath.init), rule: wish["rule"]?.text.flatMap(MergeRule.init))
        if let machine = wish["machineId"]?.text {
            guard let id = MachineID(machine) else { throw APIError.invalid("where.machineId", "must be a UUID") }
            filter.machine = id
        }
        return filter
    }

    /// `open` means all that wait for a person and that nobody has in hand.
    private static func meant(_ word: String) -> [ConflictState] {
        guard let state = ConflictState(rawValue: word) else { return [] }
        return state == .open ? [.detected, .open, .reopened] : [state]
    }
}
