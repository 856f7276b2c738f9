/// The name of one measured quantity of a machine (`power`, `temperature`): 1 to 64 of `a-z A-Z 0-9 _ . -`.
///
/// A name that begins with `~` is derived by the agent (a score, a band, a twin's value) and was sent by no device.
public struct MetricName: Hashable, Comparable, Sendable {
    /// The name as it stands in topics and in the API.
    public let text: String

    /// A measured or derived metric; nothing when the text is no such name.
    public init?(_ text: String) {
        let name = text.utf8.first == UInt8(ascii: "~") ? text.utf8.dropFirst() : text.utf8[...]
        guard (1...64).contains(name.count), name.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    /// Whether the agent computed it rather than a device sent it.
    public var isDerived: Bool { text.utf8.first == UInt8(ascii: "~") }

    /// By text.
    public static func < (left: MetricName, right: MetricName) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension MetricName: CustomStringConvertible {
    /// The name itself.
    public var description: String { text }
}
