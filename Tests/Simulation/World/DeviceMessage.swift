import SyncWire
import Telemetry

/// What a device says at once: some readings, and maybe something that becomes a record of stream E.
struct DeviceMessage {
    enum Event {
        case routine
        case important
        case critical
        /// A record that the hub's database refuses.
        case poison
    }

    struct Reading: Hashable {
        var metric: Int
        var time: Int64
        var value: Double
    }

    /// Contiguous from 1 for each device.
    var number: Int
    var readings: [Reading]
    var event: Event?

    /// By what it is known in stream E, at the hub as well.
    func label(device: Int) -> String { "d\(device)-m\(number)" }

    /// The record of stream E that it becomes.
    func payload(device: Int, at now: Timestamp) -> EventPayload? {
        let label = label(device: device)
        switch event {
        case nil: return nil
        case .routine, .poison:
            return .audit(
                AuditEntry(
                    at: now, actor: "device", action: event == .poison ? Self.poison : "said", target: label, detail: ""
                ))
        case .important, .critical:
            let id = AlertID(UniqueID(high: UInt64(device), low: UInt64(number)))
            return .alert(
                Alert(
                    id: id, machine: Self.machine(device), kind: .temperature, metric: nil,
                    severity: event == .critical ? .critical : .warning, state: .unacknowledgedActive, value: 1,
                    limit: 0, message: label, raisedAt: now, changedAt: now))
        }
    }

    /// By what a record is known; nothing for one that no device caused.
    static func label(of payload: EventPayload) -> String? {
        switch payload {
        case .audit(let entry): entry.actor == "device" ? entry.target : nil
        // The agent's own; both branches of a folder may raise it, and by its id it is one alert.
        case .alert(let alert) where alert.kind == .commandUnknown: nil
        case .alert(let alert): alert.message
        default: nil
        }
    }

    static func machine(_ device: Int) -> MachineKey {
        MachineKey(factory: "f", machine: "m\(device)") ?? impossible("a name of letters and digits")
    }

    static func metric(_ number: Int) -> MetricName {
        MetricName("x\(number)") ?? impossible("a name of letters and digits")
    }

    /// An action that the hub's database refuses.
    static let poison = "poison"
}

/// For what is written out here and is valid.
func impossible<Value>(_ why: String) -> Value { preconditionFailure(why) }
