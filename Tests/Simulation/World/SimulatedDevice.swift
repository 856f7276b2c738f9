/// A device: it says everything again until it is acknowledged, and keeps the truth of what was.
struct SimulatedDevice {
    let number: Int
    /// Said, and not known to be safe.
    private(set) var waiting: [DeviceMessage] = []
    /// What the gateway has said is safe, in the order of its saying.
    private(set) var acknowledged: [DeviceMessage] = []
    /// The place in `acknowledged` from which on the present folder is answerable for it.
    var acknowledgedBefore = 0
    /// Readings that the gateway's store said it has; the others came too late to be told from old ones.
    var admitted: Set<DeviceMessage.Reading> = []

    init(_ number: Int) {
        self.number = number
    }

    mutating func say(_ messages: [DeviceMessage]) {
        waiting += messages
    }

    mutating func acknowledge(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        acknowledged.append(waiting.remove(at: index))
    }
}
