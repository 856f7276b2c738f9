public import Telemetry

/// What a decision keeps so that it can be made again: all that it depended on, and what came of it.
///
/// Bytes in sections, each with a tag and a version of its own: a reader leaves out sections that it does not know, and
/// what a later version adds behind a section. Everybody on the way keeps the bytes as they are. Readings are the
/// decision's evidence and are not kept twice.
public struct DecisionRecord: Sendable, Equatable {
    /// Why a record says nothing here.
    public enum Unreadable: Error, Equatable {
        /// The agent that decided kept none: it is older than records are.
        case notKept
        /// A section of a version that this program does not know.
        case newer(UInt8)
        case damaged
    }

    /// All that the decision depended on.
    public var inputs: DecisionInputs
    /// What came of it then.
    public var outcome: DecisionOutcome

    /// A record by its parts.
    public init(inputs: DecisionInputs, outcome: DecisionOutcome) {
        self.inputs = inputs
        self.outcome = outcome
    }

    /// Reads what a decision kept; damaged bytes give an error, never a trap or a large allocation.
    public init(_ decision: Decision) throws(Unreadable) {
        try self.init(decision.inputs, evidence: decision.evidence)
    }

    /// Reads a record beside the decision's evidence.
    public init(_ bytes: [UInt8], evidence: [Decision.Evidence]) throws(Unreadable) {
        guard !bytes.isEmpty else { throw .notKept }
        guard bytes.count <= Decision.inputsBytesMax else { throw .damaged }
        do throws(SnapshotError) {
            let sections = try RecordSections(bytes)
            inputs = try DecisionInputs(sections, evidence: evidence)
            outcome = try DecisionOutcome(sections)
        } catch {
            if case .versionUnknown(let version) = error { throw .newer(version) }
            throw .damaged
        }
    }

    /// The bytes; none when they would be more than a record may have, which no profile that can be read leads to.
    public var bytes: [UInt8] {
        var sections = RecordSections()
        inputs.write(&sections)
        outcome.write(&sections)
        let bytes = sections.bytes
        return bytes.count <= Decision.inputsBytesMax ? bytes : []
    }
}
