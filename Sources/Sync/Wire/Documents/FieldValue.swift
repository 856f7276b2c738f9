/// The value of a field: any JSON value.
public indirect enum FieldValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([FieldValue])
    case object([String: FieldValue])

    /// Bytes of JSON that one value may take.
    public static let bytesMax = 16 << 10

    /// How deep lists and objects may stand in each other.
    public static let depthMax = 64

    /// The flag, where it is one.
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

    /// The number, where it is one.
    public var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// The text, where it is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
}
