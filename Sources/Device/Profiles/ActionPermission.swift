/// How often one action may be sent by the agent alone.
public struct ActionPermission: Sendable, Equatable {
    public var action: String
    public var mostPerHour: Int
    public var mostPerDay: Int
    /// Time that must pass after one before the next.
    public var coolDownSeconds: Double

    public init(action: String, mostPerHour: Int = 2, mostPerDay: Int = 6, coolDownSeconds: Double = 600) {
        self.action = action
        self.mostPerHour = mostPerHour
        self.mostPerDay = mostPerDay
        self.coolDownSeconds = coolDownSeconds
    }
}
