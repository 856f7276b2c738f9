public import SyncCore
public import SyncWire

/// The way to the hub, off the plant thread: it encodes, sends, waits, and tells how it ended.
public protocol HubLink: Sendable {
    /// Sends one round; `completion` is called once, on any thread, within the deadline.
    func send(
        _ request: RoundRequest, deadlineSeconds: Double,
        completion: @escaping @Sendable (Result<RoundAnswer, RoundFailure>) -> Void)

    /// Fetches a model by its digest in pieces, one between two rounds; `completion` is called once, on any thread.
    ///
    /// The bytes are as many as were asked for, and not yet held against the digest. What came before a failure is kept
    /// for the next try.
    func fetch(_ wish: ModelWish, completion: @escaping @Sendable (Result<[UInt8], RoundFailure>) -> Void)

    /// Closes the connection; what is under way on it ends with a failure.
    func reset()
}
