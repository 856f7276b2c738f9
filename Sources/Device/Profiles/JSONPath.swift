/// The place of a value in nested JSON objects, written `$.a.b`; 1 to 8 keys.
public struct JSONPath: Sendable, Hashable {
    /// From the outermost object inwards; each of 1 to 255 bytes.
    public let keys: [String]

    /// Nothing unless there are 1 to 8 keys, each of 1 to 255 bytes.
    public init?(keys: [String]) {
        guard (1...8).contains(keys.count), keys.allSatisfy({ (1...255).contains($0.utf8.count) }) else { return nil }
        self.keys = keys
    }
}

extension JSONPath: LosslessStringConvertible {
    /// `$.a.b`.
    public var description: String { "$." + keys.joined(separator: ".") }

    /// Reads `$.a.b`; nothing without `$.` or with an empty key.
    public init?(_ description: String) {
        guard description.hasPrefix("$.") else { return nil }
        self.init(
            keys: description.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false).map(String.init))
    }
}
