/// The value of a setting before its type is known: one text, or several.
public enum RawSetting: Sendable, Equatable {
    case text(String)
    case list([String])

    /// The one text; nothing for a list.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
