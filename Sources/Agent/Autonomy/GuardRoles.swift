internal import DeviceProfiles

/// Which metrics of a machine speak to its twin: those that the profile gives a role, by name or by saying so.
struct GuardRoles: Sendable {
    var power: Int?
    var temperature: Int?
    var vibration: Int?
    var runtime: Int?

    mutating func assign(_ role: MetricRole?, slot: Int) {
        switch role {
        case .power: power = slot
        case .temperature: temperature = slot
        case .vibration: vibration = slot
        case .runtime: runtime = slot
        case nil: break
        }
    }
}
