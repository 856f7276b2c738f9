/// How often, when, and with whose word one action may be sent by the agent alone.
public struct ActionPermission: Sendable, Equatable {
    /// Who has to agree.
    public enum Confirmation: String, Sendable, CaseIterable {
        /// Nobody.
        case none
        /// The hub, while it can be reached; without an answer in the policy's time the agent decides.
        case hub
        /// A person: the action is only recommended.
        case person
    }

    /// What becomes of an action of which the twin cannot say what it does.
    public enum Unproven: String, Sendable, CaseIterable {
        /// It is sent.
        case allow
        /// It is only recommended.
        case recommend
    }

    /// The name of one of the profile's actions.
    public var action: String
    /// 1 to 3 600.
    public var mostPerHour: Int
    /// 1 to 86 400.
    public var mostPerDay: Int
    /// Time that must pass after one before the next.
    public var coolDownSeconds: Double
    /// When it may be sent; nothing for always.
    public var hours: HoursWindow?
    /// Who has to agree before it is sent.
    public var confirmation: Confirmation
    /// Nothing allows what leads to OFFLINE or MAINTENANCE, and recommends anything else.
    public var unproven: Unproven?

    /// Twice an hour, six times a day, ten minutes apart, at all hours and asking nobody unless said otherwise.
    public init(
        action: String, mostPerHour: Int = 2, mostPerDay: Int = 6, coolDownSeconds: Double = 600,
        hours: HoursWindow? = nil, confirmation: Confirmation = .none, unproven: Unproven? = nil
    ) {
        self.action = action
        self.mostPerHour = mostPerHour
        self.mostPerDay = mostPerDay
        self.coolDownSeconds = coolDownSeconds
        self.hours = hours
        self.confirmation = confirmation
        self.unproven = unproven
    }
}
