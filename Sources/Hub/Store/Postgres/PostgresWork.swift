internal import Runtime

/// A piece of work that waits for a connection; exactly one of its two closures ends it.
struct PostgresWork: Sendable {
    enum Outcome {
        case done
        /// The connection was dead before anything was begun: another one may do it.
        case notBegun
    }

    let id: UInt64
    let deadline: Uptime
    let run: @Sendable (PostgresConnection) -> Outcome
    let refuse: @Sendable (any Error) -> Void
}
