public import SyncCore
public import SyncWire

/// Edits of one document that belong together.
public struct DocumentEdit: Sendable, Equatable {
    /// Which document; it comes to be with its first write.
    public var key: DocumentKey
    /// What is to be written, in this order.
    public var fields: [FieldEdit]

    /// Edits of a document.
    public init(key: DocumentKey, fields: [FieldEdit]) {
        self.key = key
        self.fields = fields
    }
}
