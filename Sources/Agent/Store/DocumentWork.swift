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

    /// Records of the hub in the quarantine, with those of this transaction; nothing before one was looked for.
    var held: QuarantineTable.Held?
    /// Messages of devices that left the quarantine for them.
    var trimmed = 0

    /// Whether commands came in or were taken back.
    var hasCommandNews = false

    init(clock: HybridClock) {
        self.clock = clock
    }
}
