/// An identifier of one kind of thing: an id of a machine is never taken for one of a tenant.
public struct Identifier<Subject>: Hashable, Comparable, Sendable {
    public var unique: UniqueID

    public init(_ unique: UniqueID) {
        self.unique = unique
    }

    public static func < (left: Self, right: Self) -> Bool { left.unique < right.unique }
}

extension Identifier: LosslessStringConvertible {
    public var description: String { unique.description }

    public init?(_ description: String) {
        guard let unique = UniqueID(description) else { return nil }
        self.init(unique)
    }
}

/// What the identifiers are of; these types have no values.
public enum Subject {
    public enum Tenant {}
    public enum Factory {}
    public enum Machine {}
    public enum Agent {}
    public enum User {}
    public enum Alert {}
    public enum Decision {}
    public enum DeviceCommand {}
    public enum Incarnation {}
}

public typealias TenantID = Identifier<Subject.Tenant>
public typealias FactoryID = Identifier<Subject.Factory>
public typealias MachineID = Identifier<Subject.Machine>
public typealias AgentID = Identifier<Subject.Agent>
public typealias UserID = Identifier<Subject.User>
public typealias AlertID = Identifier<Subject.Alert>
public typealias DecisionID = Identifier<Subject.Decision>
public typealias DeviceCommandID = Identifier<Subject.DeviceCommand>

/// One unbroken life of one edge database (sync.md, Identity).
public typealias IncarnationID = Identifier<Subject.Incarnation>
