internal import SyncWire

/// A record of a strict stream before it has its seq and its chain.
struct LogEntry {
    var kind: EventKind
    var priority: EventPriority
    var payload: [UInt8]
    var label: HybridTime?

    init(kind: EventKind, priority: EventPriority, payload: [UInt8]) {
        self.kind = kind
        self.priority = priority
        self.payload = payload
    }

    init(_ event: EventPayload, label: HybridTime) {
        self.init(kind: event.kind, priority: event.priority, payload: event.encode())
        self.label = label
    }
}
