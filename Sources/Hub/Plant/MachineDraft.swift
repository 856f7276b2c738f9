public import Telemetry

/// A machine that someone asks for.
public struct MachineDraft: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// PUMP, MOTOR, COMPRESSOR, CONVEYOR or a profile's own.
    public var type: String
    /// The factory.
    public var factory: FactoryID
    /// What people wrote about it.
    public var description: String?
    /// The firmware profile, as `pump@1`.
    public var profile: String?

    /// What a new machine is to be.
    public init(name: String, type: String, factory: FactoryID, description: String?, profile: String?) {
        self.name = name
        self.type = type
        self.factory = factory
        self.description = description
        self.profile = profile
    }
}
