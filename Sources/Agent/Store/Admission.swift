/// Whether a reading is to be stored.
public enum Admission: Sendable, Equatable {
    /// The series holds nothing at this time.
    case new
    /// The same value is stored already: a message that was delivered again.
    case duplicate
    /// Another value is stored at this time; it stays.
    case conflicting
    /// It can no longer be told whether it is stored already: it is too old, or the segment of its time cannot be read.
    case tooLate
}
