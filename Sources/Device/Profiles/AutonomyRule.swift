public import Telemetry

/// What the agent does by itself when a condition has held for a while (edge.md, Acting alone).
public struct AutonomyRule: Sendable, Equatable {
    /// What is looked at.
    public enum Condition: Sendable, Equatable {
        /// The metric's value against a threshold.
        case value(LimitDefinition.Direction, Threshold)
        /// The metric's calibrated anomaly score, 0 to 1, at or over this.
        case score(atLeast: Double)
        /// Anything else: several statements, or one that is about no metric's value or score.
        case policy(PolicyCondition)
    }

    /// How far the rule goes.
    public enum Mode: String, Sendable, CaseIterable {
        /// Acts within the autonomy policy.
        case act
        /// Records what it would have done.
        case shadow
        /// Only recommends.
        case recommend
    }

    /// As decisions name it: `over-temperature`.
    public var name: String
    /// Raised by whoever changes the rule; decisions record it, 1 to 1 000 000.
    public var version: Int
    /// `act` unless the profile says otherwise.
    public var mode: Mode
    /// The one that the condition looks at, or that the rule is about; it is one of the profile's.
    public var metric: MetricName
    /// The metric's slot.
    public var slot: Int
    /// What must hold for `forSeconds`.
    public var condition: Condition
    /// How far back it must go before the rule can fire again, in the metric's unit; atoms of a policy have their own.
    public var hysteresis: Double
    /// How long the condition must hold without a break.
    public var forSeconds: Double
    /// The status that the machine is given; nothing for none.
    public var status: MachineStatus?
    /// The kind of the alert that is active while the condition counts, of the rule's risk; nothing for none.
    public var alert: AlertKind?
    /// The name of the action that is sent to the device; nothing for none.
    public var action: String?
    /// By the arguments' names, in their units; what is missing takes the action's fallback.
    public var arguments: [String: Double]
    /// The severity that the decision carries.
    public var riskLevel: Severity
    /// What most likely lies behind it, for people; 1 to 1 024 bytes.
    public var rootCause: String
    /// What a person should do; 1 to 1 024 bytes.
    public var recommendation: String
    /// Hours within which the maintenance should be; nothing for no window.
    public var maintenanceWindowHours: Double?
    /// Money a year, in the factory's currency.
    public var estimatedSavings: Double
    /// Money, in the factory's currency.
    public var preventedLoss: Double

    /// A rule by its parts; that metric, slot and action fit the profile is the reader's affair.
    public init(
        name: String, version: Int = 1, mode: Mode = .act, metric: MetricName, slot: Int, condition: Condition,
        hysteresis: Double = 0, forSeconds: Double, status: MachineStatus? = nil, alert: AlertKind? = nil,
        action: String? = nil, arguments: [String: Double] = [:], riskLevel: Severity, rootCause: String,
        recommendation: String, maintenanceWindowHours: Double? = nil, estimatedSavings: Double = 0,
        preventedLoss: Double = 0
    ) {
        self.name = name
        self.version = version
        self.mode = mode
        self.metric = metric
        self.slot = slot
        self.condition = condition
        self.hysteresis = hysteresis
        self.forSeconds = forSeconds
        self.status = status
        self.alert = alert
        self.action = action
        self.arguments = arguments
        self.riskLevel = riskLevel
        self.rootCause = rootCause
        self.recommendation = recommendation
        self.maintenanceWindowHours = maintenanceWindowHours
        self.estimatedSavings = estimatedSavings
        self.preventedLoss = preventedLoss
    }

    /// The decision's word for what this rule does.
    public var decisionAction: Decision.Action {
        switch status {
        case .maintenance: .maintenance
        case .offline: .offline
        case .online, nil: .none
        }
    }
}
