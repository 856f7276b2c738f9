/// What a record of stream E is about; a kind that this version does not know is carried on as it is.
public struct EventKind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let alert = EventKind(rawValue: 1)
    public static let decision = EventKind(rawValue: 2)
    public static let action = EventKind(rawValue: 3)
    public static let machineSeen = EventKind(rawValue: 4)
    public static let machineStatus = EventKind(rawValue: 5)
    public static let gap = EventKind(rawValue: 6)
    public static let audit = EventKind(rawValue: 7)
}
