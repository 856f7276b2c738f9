/// A condition did not come true in its time.
public struct WaitingTimedOut: Error, CustomStringConvertible {
    /// What was waited for, and for how long.
    public let description: String

    /// A condition that did not come true, with what is known about why.
    public init(description: String) { self.description = description }
}

/// Waits until a condition holds, looking every few milliseconds; throws, naming it, when the deadline passes first.
public func waitUntil(
    _ what: String, within deadline: Duration = .seconds(10), _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + deadline
    while true {
        if try await condition() { return }
        guard clock.now < end else { throw WaitingTimedOut(description: "not within \(deadline): \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
