public import NIOCore
public import Runtime
public import SyncCore
public import SyncWire

/// The agent's way to the hub, as who it was enrolled as: it follows the file of its identity, and renews it.
///
/// Every round goes out under the identity that the file holds at that moment, so an agent is enrolled, and enrolled
/// anew, without a restart. From a third of the certificate's life on, by the hub's clock, it asks for the next one on
/// a connection of its own, with a new key; rounds go on meanwhile under the old identity, which stays good, and the
/// new one is used once it is durable. Completions come on the event loop.
public final class EnrolledConnection: Sendable {
    private let eventLoop: any EventLoop
    private let core: NIOLoopBoundBox<EnrolledCore>

    /// A connection that opens with its first round.
    ///
    /// Rounds go to `endpoint`, or where the hub said at the enrolment; `authoritiesFile` names authorities besides
    /// those of the identity. `tell` hears what a log should hear, `random` draws from 0 ..< 1.
    public init(
        _ file: IdentityFile, endpoint: HubEndpoint?, authoritiesFile: String? = nil, group: any EventLoopGroup,
        clock: any Clock = SystemClock(), random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        tell: @escaping @Sendable (IdentityNews) -> Void
    ) {
        eventLoop = group.next()
        core = NIOLoopBoundBox.makeBoxSendingValue(
            EnrolledCore(
                file: file, endpoint: endpoint, authoritiesFile: authoritiesFile, eventLoop: eventLoop, clock: clock,
                random: random, tell: tell), eventLoop: eventLoop)
    }

    /// Sends a round; without an identity it ends as `unreachable`.
    ///
    /// One at a time; encoding and decoding happen on the event loop.
    public func round(
        _ request: RoundRequest, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void
    ) {
        eventLoop.execute { self.core.value.round(request, deadlineSeconds, completion) }
    }

    /// Fetches a model by its digest, in pieces between the rounds; one at a time, another ends as `abandoned`.
    ///
    /// The bytes are not held against the digest yet. What came before a failure is kept for the next try of the same.
    public func fetch(
        _ wish: ModelWish, completion: @escaping @Sendable (Result<[UInt8], RoundFailure>) -> Void
    ) {
        eventLoop.execute { self.core.value.fetch(wish, completion) }
    }

    /// Closes the connection; a round under way ends as `abandoned`.
    public func reset() {
        eventLoop.execute { self.core.value.reset() }
    }
}
