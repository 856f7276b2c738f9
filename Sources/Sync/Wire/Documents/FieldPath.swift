/// The place of a field in a document, as `limit.temperature.critical.above`.
///
/// 1 to 256 bytes of UTF-8 without control characters.
public struct FieldPath: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// The whole path.
    public let description: String

    /// Nothing for a text that cannot be a path.
    public init?(_ description: String) {
        guard (1...256).contains(description.utf8.count), !description.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else { return nil }
        self.description = description
    }

    /// A path that stands in the source.
    public init(known text: StaticString) {
        description = text.description
    }

    /// The parts between the dots.
    public var parts: [Substring] { description.split(separator: ".", omittingEmptySubsequences: false) }

    /// The order of the texts.
    public static func < (left: FieldPath, right: FieldPath) -> Bool { left.description < right.description }
}
