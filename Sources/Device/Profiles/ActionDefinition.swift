public import Telemetry

/// Something that a device can be told to do.
public struct ActionDefinition: Sendable, Equatable {
    /// Whether a command may be sent again when nothing was heard.
    public enum ExecutionClass: String, Sendable, CaseIterable {
        /// Never twice: silence makes it UNKNOWN.
        case atMostOnce = "at_most_once"
        /// Doing it twice is the same as once (a set-point); sent again until acknowledged or expired.
        case repeatable
        /// Carries a number that rises with each command; the device refuses one that does not, so it may be sent
        /// again.
        case fenced
    }

    /// `stop`, `start`, `set_speed`: 1 to 64 of `a-z 0-9 _ -`.
    public var name: String
    /// Levels `{factory}`, `{machine}` and `{action}` are filled in.
    public var topicTemplate: String
    /// Levels `{factory}` and `{machine}` are filled in; nothing when the device does not answer.
    public var acknowledgementTopic: String?
    /// How long an answer may take; 0.1 to 86 400.
    public var timeoutSeconds: Double
    /// After which the device must not carry it out any more.
    public var expiresSeconds: Double
    /// `at_most_once` unless the profile says otherwise.
    public var executionClass: ExecutionClass
    /// At most 16; empty for a command without numbers.
    public var arguments: [ActionArgument]
    /// How it is read back whether it was done; nothing when that cannot be told.
    public var readBack: ReadBack?
    /// The status that the machine has once it is done; nothing when it changes none.
    public var leadsTo: MachineStatus?
    /// The load that the machine has once it is done; nothing when that is not known.
    public var load: ActionLoad?

    /// An action with the generic topics, 10 s to answer and 60 s to live unless said otherwise.
    public init(
        name: String, topicTemplate: String = ActionDefinition.genericTopic,
        acknowledgementTopic: String? = ActionDefinition.genericAcknowledgement, timeoutSeconds: Double = 10,
        expiresSeconds: Double = 60, executionClass: ExecutionClass = .atMostOnce, arguments: [ActionArgument] = [],
        readBack: ReadBack? = nil, leadsTo: MachineStatus? = nil, load: ActionLoad? = nil
    ) {
        self.name = name
        self.topicTemplate = topicTemplate
        self.acknowledgementTopic = acknowledgementTopic
        self.timeoutSeconds = timeoutSeconds
        self.expiresSeconds = expiresSeconds
        self.executionClass = executionClass
        self.arguments = arguments
        self.readBack = readBack
        self.leadsTo = leadsTo
        self.load = load
    }

    /// Where commands of the generic profiles are published.
    public static let genericTopic = "plant/{factory}/{machine}/cmd/{action}"
    /// Where devices of the generic profiles answer.
    public static let genericAcknowledgement = "plant/{factory}/{machine}/ack"

    /// The topic on which this action is published to a machine.
    public func topic(for machine: MachineKey) -> String {
        Self.filled(topicTemplate, machine: machine, action: name)
    }

    /// The topic on which that machine answers; nothing when it does not.
    public func acknowledgementTopic(for machine: MachineKey) -> String? {
        acknowledgementTopic.map { Self.filled($0, machine: machine, action: name) }
    }

    /// kW once it was done with these arguments: what the profile states, else 0 for what leads to OFFLINE.
    public func power(with arguments: [String: Double]) -> Double? {
        guard let load else { return leadsTo == .offline ? 0 : nil }
        return load.power(with: arguments)
    }

    private static func filled(_ template: String, machine: MachineKey, action: String) -> String {
        template.split(separator: "/", omittingEmptySubsequences: false).map { level in
            switch level {
            case "{factory}": machine.factory
            case "{machine}": machine.machine
            case "{action}": action
            default: String(level)
            }
        }.joined(separator: "/")
    }
}
