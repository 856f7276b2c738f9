/// What a device says to a command.
public enum DeviceCommandAnswer: String, Sendable, CaseIterable {
    case accepted
    case done
    case failed
}
