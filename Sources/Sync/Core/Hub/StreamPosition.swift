internal import SyncWire

/// What an agent's hello says of one of its strict streams.
struct StreamPosition {
    /// What its records are called, for people.
    var records: String
    /// What the agent knows the hub to have.
    var acknowledged: EventCursor
    /// The newest record that the agent ever wrote.
    var newest: UInt64

    /// Stream E.
    static func events(_ hello: AgentHello) -> StreamPosition {
        StreamPosition(records: "events", acknowledged: hello.acknowledged, newest: hello.newestEvent)
    }

    /// Stream D; nothing from an agent that has no documents.
    static func documents(_ hello: AgentHello) -> StreamPosition? {
        hello.documentsAcknowledged.map {
            StreamPosition(records: "document patches", acknowledged: $0, newest: hello.newestDocument)
        }
    }
}
