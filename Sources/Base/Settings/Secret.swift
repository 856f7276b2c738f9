/// A text that is never printed: its description hides it.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    /// The text itself, for the one place that needs it.
    public let revealed: String

    public init(_ revealed: String) {
        self.revealed = revealed
    }

    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
}
