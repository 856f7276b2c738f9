package import Runtime
package import SyncWire

/// Where the delivery of a machine's forest stands.
package struct ForestDelivery: Sendable {
    /// What the hub wants the machine to run; nothing: none.
    package var wish: ModelWish?
    /// What it runs.
    package var running: ModelWish?
    /// Why the newest one is not run.
    package var refusal: ModelRefusal?
    /// When it is tried again after a failure or a refusal.
    package private(set) var nextTry: Uptime?
    private var failures = 0

    /// Nothing is wanted and nothing runs.
    package init() {}

    /// Whether there is one to fetch.
    package func isDue(_ now: Uptime) -> Bool {
        guard let wish, wish != running else { return false }
        return nextTry.map { now >= $0 } ?? true
    }

    /// Takes a wish; one that is new is fetched at once.
    package mutating func want(_ new: ModelWish?) {
        guard new != wish else { return }
        (wish, refusal, nextTry, failures) = (new, nil, nil, 0)
    }

    /// It did not come to be run: another try, each after twice the time up to an hour.
    ///
    /// One that was refused is tried again too, because what refused it may have been put right: another profile, a
    /// proxy that changed the bytes.
    package mutating func failed(_ refusal: ModelRefusal?, at now: Uptime) {
        if let refusal { self.refusal = refusal }
        let first = refusal == nil ? Self.firstAfterLink : Self.firstAfterRefusal
        nextTry = now.advanced(seconds: min(Self.longest, first * Double(1 << min(failures, 10))))
        failures += 1
    }

    /// It runs.
    package mutating func took(_ wish: ModelWish) {
        running = wish
        (refusal, nextTry, failures) = (nil, nil, 0)
    }

    private static let firstAfterLink = 5.0
    private static let firstAfterRefusal = 300.0
    private static let longest = 3_600.0
}
