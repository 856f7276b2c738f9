internal import DeviceProfiles
internal import Telemetry

/// The slow path of the router: topics that are new, or whose machine has another profile than before.
extension TopicRouter {
    mutating func discover(_ topic: UnsafeRawBufferPointer) -> Route {
        guard let levels = Self.levels(of: topic) else {
            return .rejected(IngestRejection(.topicInvalid, "the topic is longer than 1024 bytes or not UTF-8"))
        }
        for (index, pattern) in patterns.enumerated() {
            guard let match = pattern.match(levels) else { continue }
            if pattern.kind == .command { return .command }
            guard bindings.count < limits.topicsMax else {
                return .rejected(IngestRejection(.topicLimitReached, "more than \(limits.topicsMax) topics"))
            }
            guard let key = MachineKey(factory: match.factory, machine: match.machine),
                match.metric.map({ MetricName($0)?.isDerived == false }) ?? true
            else {
                return .rejected(
                    IngestRejection(.topicInvalid, "a level of the topic cannot name a factory, a machine or a metric"))
            }
            return bind(topic, pattern: index, key: key, metric: match.metric)
        }
        return .rejected(IngestRejection(.topicUnknown, "no profile knows this topic"))
    }

    /// Looks the slots of a binding up again, because its machine's profile has changed.
    mutating func renew(_ index: Int, _ topic: UnsafeRawBufferPointer) -> Route {
        let binding = bindings[index]
        guard let levels = Self.levels(of: topic), let match = patterns[Int(binding.pattern)].match(levels) else {
            return .rejected(IngestRejection(.topicUnknown, "no profile knows this topic"))
        }
        let shape = patterns[Int(binding.pattern)].shape
        switch slots(of: shape, machine: Int(binding.machine), metric: match.metric) {
        case .failure(let rejection): return .rejected(rejection)
        case .success(let slots):
            rebind(index, slots: slots)
            return .readings(binding: index)
        }
    }

    private mutating func bind(
        _ topic: UnsafeRawBufferPointer, pattern index: Int, key: MachineKey, metric: String?
    ) -> Route {
        let pattern = patterns[index]
        let assumed = assumedProfile(of: pattern)
        guard let machine = machine(key, profile: assumed) else {
            return .rejected(
                IngestRejection(.machineLimitReached, "\(key) is one machine more than \(limits.machinesMax)"))
        }
        // A machine first heard of by a generic topic, and then by a profile's own, is of that profile.
        if pattern.profile != nil, !machines[machine].isAssigned, machines[machine].profile != assumed {
            give(assumed, to: machine)
        }
        var slots: [Int32] = []
        if pattern.kind == .readings {
            switch self.slots(of: pattern.shape, machine: machine, metric: metric) {
            case .failure(let rejection): return .rejected(rejection)
            case .success(let found): slots = found
            }
        }
        let binding = Binding(
            kind: pattern.kind, machine: Int32(machine), pattern: Int32(index), revision: machines[machine].revision,
            firstSlot: 0)
        let bound = bind(topic, to: binding, slots: slots)
        switch pattern.kind {
        case .readings: return .readings(binding: bound)
        case .state: return .state(machine: machine)
        case .acknowledgement: return .acknowledgement(machine: machine)
        case .command: return .command
        }
    }

    /// The slot of each value of a shape; a rejection when the machine has none of the metrics.
    private mutating func slots(
        of shape: PayloadShape, machine: Int, metric topicMetric: String?
    ) -> Result<[Int32], IngestRejection> {
        var slots: [Int32] = []
        var rejection: IngestRejection?
        for value in shape.values {
            guard let name = value.metric ?? topicMetric.flatMap({ MetricName($0) }) else {
                slots.append(-1)
                continue
            }
            switch slot(of: name, machine: machine) {
            case .success(let slot): slots.append(Int32(slot))
            case .failure(let reason):
                rejection = rejection ?? reason
                slots.append(-1)
            }
        }
        if let rejection, slots.allSatisfy({ $0 < 0 }) { return .failure(rejection) }
        return .success(slots)
    }

    private static func levels(of topic: UnsafeRawBufferPointer) -> [Substring]? {
        guard (1...1_024).contains(topic.count), let text = String(validating: topic, as: UTF8.self) else { return nil }
        return text.split(separator: "/", maxSplits: 32, omittingEmptySubsequences: false)
    }
}
