public import Telemetry

/// Which machines a list shows; nothing means all.
public struct MachineFilter: Sendable, Equatable {
    /// The shown status: PENDING, ONLINE, MAINTENANCE, OFFLINE or REJECTED.
    public var status: String?
    /// Only machines of this type.
    public var type: String?
    /// Only this factory's.
    public var factory: FactoryID?
    /// A part of the name, in either case.
    public var text: String?

    /// A filter of the fields that are given.
    public init(status: String? = nil, type: String? = nil, factory: FactoryID? = nil, text: String? = nil) {
        self.status = status
        self.type = type
        self.factory = factory
        self.text = text
    }
}
