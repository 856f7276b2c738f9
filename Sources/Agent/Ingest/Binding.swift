/// What one topic means, worked out once.
struct Binding: Sendable {
    /// What kind of message comes there.
    enum Kind: UInt8, Sendable {
        case readings
        case state
        case acknowledgement
        case command
    }

    var kind: Kind
    /// −1 for commands.
    var machine: Int32
    /// The pattern that matched.
    var pattern: Int32
    /// The machine's revision for which the slots were looked up.
    var revision: Int
    /// Where in the router's slot map the slots of the shape's values begin.
    var firstSlot: Int32
}
