/// What a record of stream E, of stream D or of the downlink is about.
///
/// A kind that this version does not know is carried on as it is.
public struct EventKind: RawRepresentable, Hashable, Sendable {
    /// The number in the record, never given to another kind.
    public let rawValue: UInt16

    /// Any number, known or not.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The payload is an `Alert`.
    public static let alert = EventKind(rawValue: 1)
    /// The payload is a `Decision`.
    public static let decision = EventKind(rawValue: 2)
    /// The payload is a `DeviceAction`: what became of a command to a device.
    public static let action = EventKind(rawValue: 3)
    /// The payload is a `MachineSeen`.
    public static let machineSeen = EventKind(rawValue: 4)
    /// The payload is a `MachineStatusChange`.
    public static let machineStatus = EventKind(rawValue: 5)
    /// The payload is a `GapManifest`.
    public static let gap = EventKind(rawValue: 6)
    /// The payload is an `AuditEntry`.
    public static let audit = EventKind(rawValue: 7)
    /// The payload is a `CommandResult`: what became of a command of the hub.
    public static let commandResult = EventKind(rawValue: 8)

    /// Stream D and downlink: the payload is a `DocumentPatch`.
    public static let documentPatch = EventKind(rawValue: 32)
    /// Downlink: the payload is a `SignedCommand`.
    public static let command = EventKind(rawValue: 33)
    /// Downlink: the payload is a `CommandCancel`.
    public static let commandCancel = EventKind(rawValue: 34)
    /// Downlink: the payload is a `CommandKeys`.
    public static let commandKeys = EventKind(rawValue: 35)
}
