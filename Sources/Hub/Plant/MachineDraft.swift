public import Telemetry

/// A machine that someone asks for.
public struct MachineDraft: Sendable, Equatable {
    public var name: String
    public var type: String
    public var factory: FactoryID
    public var description: String?
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
