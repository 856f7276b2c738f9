internal import Glibc

/// Waits like `waitUntil`, on a thread that may block; for loops that own what they look at.
public func blockUntil(
    _ what: String, within deadline: Duration = .seconds(10), _ condition: () throws -> Bool
) throws {
    let clock = ContinuousClock()
    let end = clock.now + deadline
    while true {
        if try condition() { return }
        guard clock.now < end else { throw WaitingTimedOut(description: "not within \(deadline): \(what)") }
        usleep(2_000)
    }
}
