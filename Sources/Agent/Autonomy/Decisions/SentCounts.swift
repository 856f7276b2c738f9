internal import DeviceProfiles

/// What an agent has sent to a machine by itself, as its policy counts it.
public struct SentCounts: Sendable, Equatable {
    /// Commands of all actions within a day.
    public var ofAllInDay: Int
    /// This action's within an hour.
    public var inHour: Int
    /// This action's within a day.
    public var inDay: Int
    /// Since this action was sent last; nothing when it was not within a day.
    public var secondsSince: Double?

    /// Nothing was sent unless said otherwise.
    public init(ofAllInDay: Int = 0, inHour: Int = 0, inDay: Int = 0, secondsSince: Double? = nil) {
        self.ofAllInDay = ofAllInDay
        self.inHour = inHour
        self.inDay = inDay
        self.secondsSince = secondsSince
    }

    /// Why a permission does not allow its action now; nothing when it does.
    func refusal(by permission: ActionPermission) -> String? {
        let action = permission.action
        if ofAllInDay >= PolicyRecord.entriesMax {
            return "\(PolicyRecord.entriesMax) commands went to the machine within a day, the most that are counted"
        }
        if let secondsSince, secondsSince < permission.coolDownSeconds {
            let pause = NumberText.seconds(permission.coolDownSeconds)
            return "\(action) was sent \(NumberText.seconds(secondsSince)) ago, and \(pause) must pass"
        }
        if inHour >= permission.mostPerHour {
            return "\(action) may be sent \(permission.mostPerHour) times an hour"
        }
        if inDay >= permission.mostPerDay { return "\(action) may be sent \(permission.mostPerDay) times a day" }
        return nil
    }

    /// What was there, for people.
    var text: String {
        guard let secondsSince else { return "never sent within a day" }
        return "\(inHour) within an hour, \(inDay) within a day, the last \(NumberText.seconds(secondsSince)) ago"
    }
}
