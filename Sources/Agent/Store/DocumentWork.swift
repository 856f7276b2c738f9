internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What a transaction does to documents, to be taken over by the store once it is durable.
struct DocumentWork {
    var clock: HybridClock
    /// Documents that were changed, to be told to whoever uses them.
    var changed: Set<DocumentKey> = []
    /// What is to be said of it in stream E, in the same transaction.
    var events: [EventPayload] = []

    /// Whether commands came in or were taken back.
    var hasCommandNews = false

    init(clock: HybridClock) {
        self.clock = clock
    }
}
