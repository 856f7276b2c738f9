internal import Telemetry

/// Which metrics of a machine speak to its twin: those with the plant's own names (plant.md, Readings).
struct GuardRoles: Sendable {
    var power: Int?
    var temperature: Int?
    var vibration: Int?
    var runtime: Int?

    mutating func assign(_ metric: MetricName, slot: Int) {
        switch metric.text {
        case "power": power = slot
        case "temperature": temperature = slot
        case "vibration": vibration = slot
        case "runtime": runtime = slot
        default: break
        }
    }
}
