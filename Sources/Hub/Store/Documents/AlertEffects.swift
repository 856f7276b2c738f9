internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What of an alert's document the columns of its row say.
struct AlertEffects: Equatable {
    /// One thing that somebody did, for the alert's history.
    struct Event {
        var at: Timestamp
        var event: String
        var actor: String
        var comment: String?
    }

    /// The first acknowledgement.
    var acknowledged: FieldWrite?
    /// The resolution that holds.
    var resolved: FieldWrite?
    var resolvedRevision: Double?
    var shelved: FieldWrite?
    var shelvedUntil: Timestamp?
    var comment: String?

    init(_ document: Document, by policies: PolicyTable) {
        acknowledged = document.writes
            .filter { $0.path.description.hasPrefix("acknowledged.") && $0.value != nil }
            .min { ($0.label, $0.dot) < ($1.label, $1.dot) }
        let resolution = document.outcome(of: FieldPath(known: "resolved"), by: policies)
        resolved = document.writes.first { $0.dot == resolution?.winner && $0.value != nil }
        resolvedRevision = resolution?.value?.number
        let shelf = document.outcome(of: FieldPath(known: "shelved-until"), by: policies)
        shelved = document.writes.first { $0.dot == shelf?.winner }
        shelvedUntil = shelf?.value?.text.flatMap(Timestamp.init(rfc3339:))
        comment = document.text(FieldPath(known: "comment"), by: policies)
        if comment == nil, let text = acknowledged?.value?.text, !text.isEmpty { comment = text }
    }

    /// What was done between two states of the document.
    func events(since old: AlertEffects) -> [Event] {
        var events: [Event] = []
        if old.acknowledged == nil, let acknowledged {
            events.append(Event("acknowledged", acknowledged, comment: acknowledged.value?.text))
        }
        if old.resolved == nil, let resolved { events.append(Event("resolved", resolved, comment: resolved.reason)) }
        if old.shelvedUntil != shelvedUntil, let shelved {
            events.append(Event(shelvedUntil == nil ? "unshelved" : "shelved", shelved, comment: shelved.reason))
        }
        return events
    }
}

extension AlertEffects.Event {
    fileprivate init(_ event: String, _ write: FieldWrite, comment: String?) {
        self.init(
            at: write.label.at, event: event, actor: write.actor,
            comment: comment.flatMap { $0.isEmpty ? nil : $0 })
    }
}
