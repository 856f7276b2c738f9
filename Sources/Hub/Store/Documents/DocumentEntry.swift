public import SyncWire
public import Telemetry

/// One line of a document's history.
public struct DocumentEntry: Sendable, Equatable {
    /// Of the document, after it.
    public var revision: Int64
    /// When this side took it in.
    public var at: Timestamp
    /// `written` or `superseded`.
    public var event: String
    /// Which field.
    public var path: String
    /// The value of the write; nothing: the field was taken away.
    public var value: FieldValue?
    /// Who.
    public var actor: String
    /// What the actor was allowed to.
    public var authority: Authority
    /// Why.
    public var reason: String
    /// The name of the write.
    public var dot: String
    /// When, by the writer's hybrid clock.
    public var label: HybridTime
    /// By which the field is decided.
    public var rule: String
    /// What held after it.
    public var inForce: FieldValue?
    /// Whether writes stood after it that did not know each other.
    public var isConflicted: Bool
}

extension DocumentEntry {
    init(_ row: PostgresRow) throws {
        let authority: Int16 = try row.value("authority")
        let count: Int64 = try row.value("label_count")
        self.init(
            revision: try row.value("revision"), at: try row.value("at"), event: try row.value("event"),
            path: try row.value("path"), value: try row.value("value", as: String?.self).flatMap(FieldValue.init),
            actor: try row.value("actor"), authority: Authority(rawValue: UInt8(clamping: authority)) ?? .viewer,
            reason: try row.value("reason"), dot: try row.value("dot"),
            label: HybridTime(at: try row.value("label_at"), count: UInt32(clamping: count)),
            rule: try row.value("rule"),
            inForce: try row.value("in_force", as: String?.self).flatMap(FieldValue.init),
            isConflicted: try row.value("conflicted"))
    }
}
