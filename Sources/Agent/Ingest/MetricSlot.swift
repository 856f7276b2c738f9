public import DeviceProfiles
public import Telemetry

/// One metric of one machine, made ready for the decoder.
public struct MetricSlot: Sendable {
    /// A spelling of a unit and what it does to values.
    struct Spelling: Sendable {
        let key: ByteKey
        let conversion: UnitConversion
    }

    /// Unique among the slots of its machine.
    public let name: MetricName
    /// The unit of its values; for a metric that nobody described, `1` until a message names one.
    public private(set) var unit: String
    /// What the profile says of it, or what is assumed of a metric that nobody described.
    public let definition: MetricDefinition
    let nameKey: ByteKey
    let low: Double
    let high: Double
    private(set) var spellings: ContiguousArray<Spelling>
    /// Whether the unit is still to be learned.
    private(set) var learnsUnit: Bool

    init(_ definition: MetricDefinition, learnsUnit: Bool = false) {
        self.definition = definition
        self.learnsUnit = learnsUnit
        name = definition.name
        unit = definition.unit
        nameKey = ByteKey(definition.name.text)
        low = definition.range?.lowerBound ?? -.greatestFiniteMagnitude
        high = definition.range?.upperBound ?? .greatestFiniteMagnitude
        spellings = [Spelling(key: ByteKey(definition.unit), conversion: .identity)]
        for accepted in definition.accepts {
            spellings.append(Spelling(key: ByteKey(accepted.spelling), conversion: accepted.conversion))
        }
    }

    mutating func learn(unit: String) {
        self.unit = unit
        learnsUnit = false
        spellings = [Spelling(key: ByteKey(unit), conversion: .identity)]
    }
}
