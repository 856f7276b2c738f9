public import Telemetry

/// What came of a decision: what is done, what is not and why, and what each step gave.
public struct DecisionOutcome: Sendable, Equatable {
    /// In one word.
    public enum Result: String, Sendable, CaseIterable {
        /// A status was set or a command sent.
        case acted
        /// The hub is asked first.
        case asked
        /// The rule only warns.
        case warned
        /// The rule only recommends.
        case recommended
        /// The rule only records.
        case shadow
        /// Something stood against it.
        case refused
        /// The condition does not hold.
        case nothing
    }

    /// In one word.
    public var result = Result.nothing
    /// What is done to the machine.
    public var action = Decision.Action.none
    /// How bad it is.
    public var risk: Severity
    /// The status that the machine is given; nothing when it keeps its own.
    public var status: MachineStatus?
    /// The command that is sent, asked about, or refused; nothing when there is none.
    public var command: String?
    /// With what the command is sent.
    public var arguments: [String: Double] = [:]
    /// What stood against it; empty when nothing did.
    public var reason = ""
    /// What the twin said of the command; empty when it was not asked.
    public var trial = ""
    /// Until where it came, and what each step gave.
    public var steps: [DecisionStep] = []

    /// Nothing is done yet.
    public init(risk: Severity) { self.risk = risk }

    /// In one line, for people: `acted: status MAINTENANCE, stop sent`.
    public var text: String {
        var parts: [String] = []
        if let status { parts.append("status \(status.rawValue)") }
        if let command {
            let given = arguments.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            let word = result == .acted ? "sent" : result == .asked ? "asked about" : "not sent"
            parts.append("\(command) \(word)" + (given.isEmpty ? "" : " with \(given)"))
        }
        if !reason.isEmpty { parts.append(reason) }
        return result.rawValue + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}
