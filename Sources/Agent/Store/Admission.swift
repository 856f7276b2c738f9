/// Whether a reading is to be stored.
public enum Admission: Sendable, Equatable {
    /// The series holds nothing at this time.
    case new
    /// The same value is stored already: a message that was delivered again.
    case duplicate
    /// Another value is stored at this time; it stays.
    case conflicting
    /// So old that it can no longer be told whether it is stored already.
    case tooLate
}
