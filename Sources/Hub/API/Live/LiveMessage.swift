package import Telemetry

/// One message to clients, encoded once for all of them.
package struct LiveMessage: Sendable, Equatable {
    /// How it is treated for a slow reader.
    package enum Urgency: Sendable {
        /// Sent at once, and never dropped: an alert, an answer.
        case atOnce
        /// May wait for the window, and is never dropped.
        case gathered
    }

    package var bytes: [UInt8]
    package var urgency: Urgency

    package init(type: String, id: UniqueID, at now: Timestamp, urgency: Urgency, fields: [JSONField]) {
        self.urgency = urgency
        let head = [
            JSONField("type", .string(type)), JSONField("messageId", .of(id)), JSONField("timestamp", .of(now)),
        ]
        bytes = JSONWriter.bytes(.object(head + fields))
    }
}
