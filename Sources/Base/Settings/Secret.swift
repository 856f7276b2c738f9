/// A text that is never printed: its description hides it.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The text itself, for the one place that needs it.
    public let revealed: String

    /// Hides a text from here on.
    public init(_ revealed: String) {
        self.revealed = revealed
    }

    /// `(secret)`, whatever the text, so that logs cannot hold it.
    public var description: String { "(secret)" }
    /// `(secret)` too, so that neither a debugger nor a test's failure shows it.
    public var debugDescription: String { "(secret)" }
}
