/// Whether what was measured may still teach a filter, and for how long it already may not.
///
/// A fault must not be learned away, and a filter that is wrong must not stay so for ever: readings beyond the gate are
/// held off for half as long as was learned before, at least an hour and at most three days; then it begins anew.
struct TwinTrust: Sendable, Equatable {
    /// Readings and seconds after which a filter is taken at its word.
    static let readingsMin = 300.0
    static let secondsMin: Double = 2 * 3_600
    static let heldSecondsMin: Double = 3_600
    static let heldSecondsMax: Double = 72 * 3_600

    /// Of readings that it learned from.
    var readings = 0.0
    var seconds = 0.0
    /// Since when readings are held off, seconds; 0 when they are not.
    var heldSeconds = 0.0
    var isHeld = false
    /// How often it began anew.
    var restarts: UInt32 = 0

    var isSettled: Bool { readings >= Self.readingsMin && seconds >= Self.secondsMin }

    /// By how much more noise than it has a reading of a filter that has just begun is taken to have.
    ///
    /// The first readings come while gain and decay may be off by factors, where a filter that corrects by the slope
    /// at its mean becomes too sure of a wrong one. It falls as 1000 / readings, at most one of them counted a minute.
    var caution: Double { 1 + 1_000 / (1 + min(readings, seconds / 60)) }

    /// A reading was learned from, `seconds` after the one before.
    mutating func learned(after seconds: Double) {
        readings += 1
        self.seconds += seconds
        heldSeconds = 0
        isHeld = false
    }

    /// A reading was not learned from; true when that has lasted too long.
    mutating func held(for seconds: Double) -> Bool {
        heldSeconds += seconds
        isHeld = true
        guard heldSeconds > min(max(self.seconds / 2, Self.heldSecondsMin), Self.heldSecondsMax) else { return false }
        self = TwinTrust(restarts: restarts &+ 1)
        return true
    }
}
