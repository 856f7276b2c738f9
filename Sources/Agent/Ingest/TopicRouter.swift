public import DeviceProfiles
public import Telemetry

/// Knows the machines of this gateway, and what each topic means.
///
/// A topic is taken apart once; after that it is found by its bytes, which allocates nothing. A machine is discovered
/// by its first topic, up to `IngestLimits.machinesMax`, and keeps its index for the life of the router; what it is
/// assigned may change while it runs, and topics are then looked up anew, one by one, as messages come.
public struct TopicRouter: Sendable {
    /// The profiles whose topics are known; `replace` exchanges them.
    public private(set) var library: ProfileLibrary
    /// Every machine, by its index.
    public internal(set) var machines: ContiguousArray<IngestMachine> = []
    /// Rises with every machine and every metric that is discovered, and with every change of a profile.
    public internal(set) var revision = 0

    let limits: IngestLimits
    private(set) var patterns: ContiguousArray<TopicPattern>
    private(set) var bindings: ContiguousArray<Binding> = []
    /// The slots of the values of each binding; −1 for a metric that its machine does not have.
    private(set) var slotMap: ContiguousArray<Int32> = []
    private var table: TopicTable
    private var indexes: [MachineKey: Int] = [:]
    private let defaultProfile: String

    /// A router that knows no machine yet; `seed` is drawn at random at the start of the process.
    ///
    /// `defaultProfile` is what machines on the generic topics have until their state message, or a person, says more.
    public init(
        library: ProfileLibrary, limits: IngestLimits = IngestLimits(), seed: UInt64,
        defaultProfile: String = FirmwareProfile.generic.name
    ) {
        self.library = library
        self.limits = limits
        self.defaultProfile = defaultProfile
        patterns = ContiguousArray(TopicPattern.all(of: library))
        table = TopicTable(seed: seed)
    }

    /// What a topic is; a machine or a metric that it names first is discovered by it.
    public mutating func route(_ topic: UnsafeRawBufferPointer) -> Route {
        let index = Int(table.value(of: topic))
        guard index >= 0 else { return discover(topic) }
        let binding = bindings[index]
        switch binding.kind {
        case .readings:
            if machines[Int(binding.machine)].revision == binding.revision { return .readings(binding: index) }
            return renew(index, topic)
        case .state: return .state(machine: Int(binding.machine))
        case .acknowledgement: return .acknowledgement(machine: Int(binding.machine))
        case .command: return .command
        }
    }

    /// What a topic is.
    public mutating func route(_ topic: String) -> Route {
        var topic = topic
        return topic.withUTF8 { route(UnsafeRawBufferPointer($0)) }
    }

    /// The MQTT filters to subscribe to.
    public var subscriptions: [String] { TopicPattern.subscriptions(of: library) }

    /// The index of a machine; nothing when it has not been heard of.
    public func index(of key: MachineKey) -> Int? { indexes[key] }

    /// Takes another library, as after a reload: all topics are looked up anew, and machines keep their indexes.
    public mutating func replace(library: ProfileLibrary) {
        self.library = library
        patterns = ContiguousArray(TopicPattern.all(of: library))
        table.removeAll()
        bindings.removeAll()
        slotMap.removeAll()
        for index in machines.indices {
            let profile = library.profile(named: machines[index].profile.name) ?? library.generic
            if profile != machines[index].profile { give(profile, to: index) }
        }
    }

    /// The index of a machine, which is added if it is new; nothing when there are too many.
    mutating func machine(_ key: MachineKey, profile: FirmwareProfile) -> Int? {
        if let index = indexes[key] { return index }
        guard machines.count < limits.machinesMax else { return nil }
        machines.append(IngestMachine(key: key, profile: profile))
        indexes[key] = machines.count - 1
        revision += 1
        return machines.count - 1
    }

    /// The profile that a pattern's machines have before anybody says more.
    func assumedProfile(of pattern: TopicPattern) -> FirmwareProfile {
        library.profile(named: pattern.profile ?? defaultProfile) ?? library.generic
    }

    mutating func bind(_ topic: UnsafeRawBufferPointer, to binding: Binding, slots: [Int32]) -> Int {
        var binding = binding
        binding.firstSlot = Int32(slotMap.count)
        slotMap.append(contentsOf: slots)
        bindings.append(binding)
        table.insert(topic, value: Int32(bindings.count - 1))
        return bindings.count - 1
    }

    /// Puts new slots in the place of a binding's old ones; there are as many, since the shape is the same.
    mutating func rebind(_ index: Int, slots: [Int32]) {
        let first = Int(bindings[index].firstSlot)
        for (offset, slot) in slots.enumerated() { slotMap[first + offset] = slot }
        bindings[index].revision = machines[Int(bindings[index].machine)].revision
    }
}
