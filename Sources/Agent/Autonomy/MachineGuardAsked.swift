internal import DeviceProfiles
public import Telemetry

extension MachineGuard {
    /// Why a command that a person asks for cannot be sent to this machine.
    public struct NotAllowed: Error, Equatable {
        /// For people.
        public var reason: String
    }

    /// The command that a person asks for, as the profile says how; what may be done autonomously does not matter here.
    ///
    /// An execution class that allows more than the profile's is refused: only the profile knows what the device bears.
    public func command(asked: AskedCommand, at now: Timestamp) -> Result<DeviceCommand, NotAllowed> {
        guard let definition = profile.action(named: asked.action) else {
            let known = profile.actions.map(\.name).joined(separator: ", ")
            let others = known.isEmpty ? "no actions at all" : "only \(known)"
            return .failure(NotAllowed(reason: "the profile has no action \(asked.action), \(others)"))
        }
        if asked.executionClass != .atMostOnce, asked.executionClass != definition.executionClass {
            return .failure(
                NotAllowed(reason: "by the profile \(asked.action) is \(definition.executionClass.rawValue)"))
        }
        let arguments: [String: Double]
        switch Self.arguments(definition, asked.arguments) {
        case .failure(let wrong): return .failure(NotAllowed(reason: wrong.reason))
        case .success(let checked): arguments = checked
        }
        if let unknown = asked.arguments.keys.sorted().first(where: { arguments[$0] == nil }) {
            return .failure(NotAllowed(reason: "\(asked.action) has no argument \(unknown)"))
        }
        var probe: CommandProbe?
        if asked.isProbed {
            guard let readBack = definition.readBack else {
                return .failure(NotAllowed(reason: "the profile does not say how \(asked.action) is read back"))
            }
            switch readBack.expected {
            case .value(let value):
                probe = CommandProbe(metric: readBack.metric, value: value, tolerance: readBack.tolerance)
            case .argument(let name):
                guard let value = arguments[name] else { return .failure(NotAllowed(reason: "\(name) is missing")) }
                probe = CommandProbe(metric: readBack.metric, value: value, tolerance: readBack.tolerance)
            }
        }
        let action = DeviceAction(
            id: asked.id, machine: key, decision: nil, name: asked.action, state: .intended,
            reason: "asked by \(asked.issuer)", requestedAt: now, changedAt: now, expiresAt: asked.expiresAt)
        return .success(
            DeviceCommand(
                action: action, topic: definition.topic(for: key),
                payload: CommandPayload.encode(
                    id: asked.id, action: asked.action, arguments: arguments, expires: asked.expiresAt,
                    fence: asked.fence),
                timeoutSeconds: definition.timeoutSeconds, executionClass: asked.executionClass, probe: probe))
    }

    /// The command that tells the device of a set-point: the first action that has an argument of its name and leads to
    /// no status, with the execution class that the profile gives it.
    public func command(
        setpoint name: String, to value: Double, id: DeviceCommandID, issuer: String, at now: Timestamp
    ) -> Result<DeviceCommand, NotAllowed> {
        let carrier = profile.actions.first { action in
            action.leadsTo == nil && action.arguments.contains { $0.name == name }
        }
        guard let carrier else {
            return .failure(NotAllowed(reason: "the profile has no action that sets \(name)"))
        }
        if let argument = carrier.arguments.first(where: { $0.name == name }), !argument.range.contains(value) {
            let (low, high) = (NumberText.of(argument.range.lowerBound), NumberText.of(argument.range.upperBound))
            let given = "\(name) of \(NumberText.of(value))"
            return .failure(NotAllowed(reason: "\(given) is outside its range, \(low) to \(high) \(argument.unit)"))
        }
        // A fence belongs to commands of the hub; without one a fenced action is done at most once.
        let isFenced = carrier.executionClass == .fenced
        let asked = AskedCommand(
            id: id, action: carrier.name, arguments: [name: value], issuer: "\(issuer), as a set-point",
            expiresAt: now.advanced(seconds: carrier.expiresSeconds),
            executionClass: isFenced ? .atMostOnce : carrier.executionClass,
            isProbed: carrier.executionClass != .repeatable && carrier.readBack != nil)
        return command(asked: asked, at: now)
    }

    /// Whether an action starts the machine: its profile says so, or it leads to no status and to more load than the
    /// machine has now.
    ///
    /// Without arguments, or with wrong ones, any load counts; without a fresh measurement of the power any above 0.
    /// An action of which the profile states neither is no start.
    public func starts(_ action: String, with arguments: [String: Double]?, at now: Timestamp) -> Bool {
        profile.action(named: action)?.starts(with: arguments, from: fresh(roles.power, at: now)) ?? false
    }

    /// The newest value of a metric; nothing before the first.
    public func latest(of metric: MetricName) -> (value: Double, time: Timestamp)? {
        slots.firstIndex { $0.definition.name == metric }.flatMap { latest(slot: $0) }
    }
}
