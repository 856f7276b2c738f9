internal import NIOCore

/// What one connection may cost.
struct ServerLimits: Sendable {
    var headerBytesMax = 32 * 1_024
    /// By when the first request's head must be there.
    var headDeadline = TimeAmount.seconds(15)
    /// By when a body must be there.
    var bodyDeadline = TimeAmount.seconds(60)
    /// How long a connection may be silent.
    var idleTimeout = TimeAmount.seconds(75)
}
