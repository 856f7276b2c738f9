import SyncCore
import SyncWire
import Telemetry

/// What a person or the agent itself does at a planned time; which of the conflicts or commands that are there then it
/// is about is said by a number that was drawn with the plan.
enum PeopleStep {
    case edit(PlannedEdit)
    case decide(PlannedDecision)
    case order(CommandWish)
    case cancel(gateway: Int, pick: Int)
}

/// Fields that somebody writes together, on one of the sides.
struct PlannedEdit {
    enum Subject {
        case machine
        /// The alert of a message of the device.
        case alert(Int)
        case agent
    }

    enum Writer {
        /// An operator at the hub.
        case hub
        /// A person who stands before the machine.
        case gateway
        /// The agent, by its own rules.
        case agent
    }

    var writer: Writer
    var gateway: Int
    var subject: Subject
    var fields: [(path: FieldPath, value: FieldValue?)]
    var authority: Authority
    /// Whether the latches that are seen are named.
    var namesLatches: Bool
}

/// What somebody does about a conflict.
struct PlannedDecision {
    enum Act {
        case resolve(ConflictChoice)
        case undo
        case claim
        case release
    }

    var side: ReplicaID.Side
    var gateway: Int
    var act: Act
    var pick: Int
    var confirmsSafety: Bool
}

extension PeopleStep {
    /// The gateway that it is about, wherever it is done.
    var gateway: Int {
        switch self {
        case .edit(let edit): edit.gateway
        case .decide(let decision): decision.gateway
        case .order(let wish): wish.gateway
        case .cancel(let gateway, _): gateway
        }
    }
}
