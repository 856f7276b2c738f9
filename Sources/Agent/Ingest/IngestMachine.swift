public import DeviceProfiles
public import Telemetry

/// A machine that has been heard of, and how its readings are understood.
public struct IngestMachine: Sendable {
    /// Never changes; the topics of its readings give it.
    public let key: MachineKey
    /// Assumed from its topics until one is assigned; a change raises `revision`.
    public internal(set) var profile: FirmwareProfile
    /// The metrics by slot: those of the profile in its order, then those that a profile for any metric has met.
    public internal(set) var slots: ContiguousArray<MetricSlot>
    /// Rises whenever the profile changes; slots, and all that is kept by slot, are then new.
    public internal(set) var revision = 0
    /// Whether the profile was given by a person, a state message or a restart, and not merely assumed.
    public internal(set) var isAssigned = false

    init(key: MachineKey, profile: FirmwareProfile) {
        self.key = key
        self.profile = profile
        slots = Self.slots(of: profile)
    }

    static func slots(of profile: FirmwareProfile) -> ContiguousArray<MetricSlot> {
        ContiguousArray(profile.metrics.map { MetricSlot($0) })
    }
}
