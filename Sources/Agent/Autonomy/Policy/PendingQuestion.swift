internal import Telemetry

/// An action that waits for the hub's word.
struct PendingQuestion: Sendable, Equatable {
    /// One machine has no more rules.
    static let countMax = 32

    /// The decision that asks.
    var decision: DecisionID
    var rule: String
    var askedAt: Timestamp
    /// From when on no answer means that the agent decides.
    var until: Timestamp

    init(decision: DecisionID, rule: String, askedAt: Timestamp, until: Timestamp) {
        self.decision = decision
        self.rule = rule
        self.askedAt = askedAt
        self.until = until
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        decision = DecisionID(try reader.uniqueID())
        rule = try reader.text()
        askedAt = try reader.time()
        until = try reader.time()
    }

    func write(_ writer: inout SnapshotWriter) {
        writer.write(decision.unique)
        writer.write(rule)
        writer.write(askedAt)
        writer.write(until)
    }
}
