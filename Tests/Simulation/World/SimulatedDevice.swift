/// A device: it says everything again until it is acknowledged, and keeps the truth of what was.
struct SimulatedDevice {
    let number: Int
    /// Said, and not known to be safe.
    private(set) var waiting: [DeviceMessage] = []
    /// What the gateway has said is safe, in the order of its saying.
    private(set) var acknowledged: [DeviceMessage] = []
    /// Messages that were acknowledged by a folder that is gone since: a backup was put in its place.
    private(set) var goneWithTheFolder: Set<Int> = []
    /// Messages that were said again to another folder than before: the one before may have sent them on.
    private(set) var doubtful: [Int: DeviceMessage] = [:]
    /// Readings that the gateway's store said it has; the others came too late to be told from old ones.
    var admitted: Set<DeviceMessage.Reading> = []
    var controls: DeviceControls

    init(_ number: Int) {
        self.number = number
        controls = DeviceControls(branch: number)
    }

    mutating func say(_ messages: [DeviceMessage]) {
        waiting += messages
    }

    mutating func acknowledge(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        acknowledged.append(waiting.remove(at: index))
    }

    /// The folder is put back to where it was after so many acknowledgements.
    mutating func putBack(to acknowledgements: Int) {
        goneWithTheFolder.formUnion(acknowledged.dropFirst(acknowledgements).map(\.number))
        doubt()
    }

    /// What waits may be in a folder that is not asked any more.
    mutating func doubt() {
        for message in waiting { doubtful[message.number] = message }
    }

    /// What was acknowledged and has to be somewhere, in the order in which it was said.
    var answeredFor: [DeviceMessage] {
        acknowledged.filter { !goneWithTheFolder.contains($0.number) }.sorted { $0.number < $1.number }
    }

    /// The readings for which the present folder answers.
    var admittedHere: Set<DeviceMessage.Reading> {
        admitted.subtracting(acknowledged.filter { goneWithTheFolder.contains($0.number) }.flatMap(\.readings))
    }

    func isDoubtful(_ label: String) -> Bool {
        doubtful.values.contains { $0.label(device: number) == label }
    }

    var doubtfulReadings: Set<DeviceMessage.Reading> { Set(doubtful.values.flatMap(\.readings)) }
}
