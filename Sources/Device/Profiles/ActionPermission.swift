/// How often one action may be sent by the agent alone.
public struct ActionPermission: Sendable, Equatable {
    /// The name of one of the profile's actions.
    public var action: String
    /// 1 to 3 600.
    public var mostPerHour: Int
    /// 1 to 86 400.
    public var mostPerDay: Int
    /// Time that must pass after one before the next.
    public var coolDownSeconds: Double

    /// Twice an hour, six times a day and ten minutes apart unless said otherwise.
    public init(action: String, mostPerHour: Int = 2, mostPerDay: Int = 6, coolDownSeconds: Double = 600) {
        self.action = action
        self.mostPerHour = mostPerHour
        self.mostPerDay = mostPerDay
        self.coolDownSeconds = coolDownSeconds
    }
}
