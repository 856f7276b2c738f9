/// What a document is about; a kind of a later version is carried on as it is.
public struct DocumentKind: RawRepresentable, Hashable, Comparable, Sendable {
    /// The word in keys, on the wire and in the tables.
    public let rawValue: String

    /// A kind by its word.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Settings, limits, status, latches and notes of a machine; the subject is `<factory>/<machine>`.
    public static let machine = DocumentKind(rawValue: "machine")
    /// What people did about one alert; the subject is its id.
    public static let alert = DocumentKind(rawValue: "alert")
    /// Configuration of an agent, desired and reported; the subject is its id.
    public static let agent = DocumentKind(rawValue: "agent")

    /// The order of the words.
    public static func < (left: DocumentKind, right: DocumentKind) -> Bool { left.rawValue < right.rawValue }
}
