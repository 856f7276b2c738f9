/// What is to change of a machine; nothing means that it stays.
public struct MachineChange: Sendable, Equatable {
    /// Its name.
    public var name: String?
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a profile's own.
    public var type: String?
    /// What people wrote about it.
    public var description: String?

    /// A change of the fields that are given.
    public init(name: String? = nil, type: String? = nil, description: String? = nil) {
        self.name = name
        self.type = type
        self.description = description
    }
}
