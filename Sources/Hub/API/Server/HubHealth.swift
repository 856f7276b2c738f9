internal import Synchronization

/// Whether the hub can take work: the database answers, and it is not about to stop.
public final class HubHealth: Sendable {
    /// One thing that the hub depends on.
    struct Service: Sendable, Equatable {
        var name: String
        var isUp: Bool
        var state: String
    }

    private let draining = Atomic(false)
    private let isDatabaseUp: @Sendable () -> Bool

    /// `isDatabaseUp` says whether a connection stands now.
    public init(isDatabaseUp: @escaping @Sendable () -> Bool) {
        self.isDatabaseUp = isDatabaseUp
    }

    /// From now on the hub says that it is not ready, so that balancers send no more to it.
    public func beginDraining() { draining.store(true, ordering: .relaxed) }

    /// Whether the hub is about to stop.
    public var isDraining: Bool { draining.load(ordering: .relaxed) }

    var services: [Service] {
        let database = isDatabaseUp()
        return [
            Service(name: "database", isUp: database, state: database ? "up" : "down"),
            Service(name: "server", isUp: !isDraining, state: isDraining ? "draining" : "up"),
        ]
    }
}
