public import SyncWire
public import Telemetry

/// A conflict with its life, as each side keeps it.
public struct ConflictRecord: Hashable, Sendable {
    /// What is in conflict, as it was detected.
    public var conflict: Conflict
    /// Where it is in its life.
    public var state: ConflictState
    /// 1 at first, and one more with each step: who resolves may say which one was seen.
    public var revision: UInt32
    /// When this side found it.
    public var detectedAt: Timestamp
    /// Who has it in hand.
    public var claimedBy: String?
    /// The write that ended it.
    public var resolution: FieldWrite?
    /// The conflict that took its place.
    public var supersededBy: ConflictID?
    /// All steps, oldest first; at most `stepsMax`, the oldest after the first dropped.
    public var steps: [Step]

    /// One step of the life.
    public struct Step: Hashable, Sendable {
        /// When, by this side's clock.
        public var at: Timestamp
        /// What happened.
        public var event: ConflictEvent
        /// Who, for people.
        public var actor: String
        /// More for people: the reason, the other conflict.
        public var detail: String

        /// A step by its parts.
        public init(at: Timestamp, event: ConflictEvent, actor: String, detail: String = "") {
            self.at = at
            self.event = event
            self.actor = actor
            self.detail = detail
        }
    }

    /// Steps that are kept.
    public static let stepsMax = 64

    /// A record as it was kept.
    public init(
        conflict: Conflict, state: ConflictState, revision: UInt32, detectedAt: Timestamp, claimedBy: String? = nil,
        resolution: FieldWrite? = nil, supersededBy: ConflictID? = nil, steps: [Step] = []
    ) {
        self.conflict = conflict
        self.state = state
        self.revision = revision
        self.detectedAt = detectedAt
        self.claimedBy = claimedBy
        self.resolution = resolution
        self.supersededBy = supersededBy
        self.steps = steps
    }

    /// A conflict that was just found: decided by its policy, or open.
    public init(detected conflict: Conflict, at now: Timestamp) {
        self.init(conflict: conflict, state: .detected, revision: 0, detectedAt: now)
        let event: ConflictEvent = conflict.isOpen ? .opened : .decided
        take(event, at: now, by: "policy", detail: conflict.outcome.rule.rawValue)
    }

    /// Takes a step of the life; false when it does not belong to the state, and then nothing changed.
    @discardableResult
    public mutating func take(
        _ event: ConflictEvent, at now: Timestamp, by actor: String, detail: String = ""
    ) -> Bool {
        guard let next = ConflictLife.next(state, event) else { return false }
        state = next
        revision &+= 1
        switch event {
        case .claimed: claimedBy = actor
        case .released, .resolved: claimedBy = nil
        case .reopened: resolution = nil
        case .decided, .opened, .propagated, .closed, .superseded: break
        }
        if steps.count == Self.stepsMax { steps.remove(at: 1) }
        steps.append(Step(at: now, event: event, actor: actor, detail: detail))
        return true
    }
}
