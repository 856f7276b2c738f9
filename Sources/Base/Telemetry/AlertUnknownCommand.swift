extension Alert {
    /// Tells a person that nobody knows whether a device carried out a command.
    ///
    /// It has the id of its command: whoever finds it out, agent or hub, and however often, it is one alert.
    public static func unknown(
        _ command: DeviceCommandID, of machine: MachineKey, action: String, why: String = "", at now: Timestamp
    ) -> Alert {
        Alert(
            id: AlertID(unknown: command), machine: machine, kind: .commandUnknown, metric: nil, severity: .critical,
            state: .unacknowledgedActive, value: nil, limit: nil,
            message: unknownMessage(of: action, why: why), raisedAt: now, changedAt: now)
    }

    /// What it says of an action of the machine; without a reason it names where that stands.
    public static func unknownMessage(of action: String, why: String = "") -> String {
        "Nobody knows whether the device did \(action)"
            + (why.isEmpty ? "; the command's history says why." : ": \(why)")
    }
}

extension AlertID {
    /// The id of the alert that nobody knows what became of a command.
    public init(unknown command: DeviceCommandID) {
        self.init(command.unique)
    }
}
