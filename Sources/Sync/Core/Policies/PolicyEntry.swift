public import SyncWire

/// One line of a policy table: which fields, and how they are decided.
public struct PolicyEntry: Hashable, Sendable {
    /// The kind of document.
    public var kind: DocumentKind
    /// A whole path, or the beginning of one before a `*`.
    public var pattern: String
    /// How it is decided.
    public var rule: MergeRule
    /// Values from the least to the most restrictive, for rules that compare words.
    public var order: [String]
    /// What an edit of the field needs at least.
    public var authority: Authority

    /// A line by its parts.
    public init(
        kind: DocumentKind, pattern: String, rule: MergeRule, order: [String] = [], authority: Authority = .operator
    ) {
        self.kind = kind
        self.pattern = pattern
        self.rule = rule
        self.order = order
        self.authority = authority
    }

    /// Whether a field is meant.
    public func matches(_ key: DocumentKey, _ path: FieldPath) -> Bool {
        guard key.kind == kind else { return false }
        if pattern.hasSuffix("*") { return path.description.hasPrefix(pattern.dropLast()) }
        return path.description == pattern
    }
}
