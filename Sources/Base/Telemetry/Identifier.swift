/// An identifier of one kind of thing: an id of a machine is never taken for one of a tenant.
public struct Identifier<Subject>: Hashable, Comparable, Sendable {
    /// The 128 bits.
    public var unique: UniqueID

    /// An id of this kind from its bits.
    public init(_ unique: UniqueID) {
        self.unique = unique
    }

    /// The order of the bits, which is that of time for time-ordered ids.
    public static func < (left: Self, right: Self) -> Bool { left.unique < right.unique }
}

extension Identifier: LosslessStringConvertible {
    /// The text of a UUID.
    public var description: String { unique.description }

    /// Reads the 36 characters of a UUID; nothing for anything else.
    public init?(_ description: String) {
        guard let unique = UniqueID(description) else { return nil }
        self.init(unique)
    }
}

/// What the identifiers are of; these types have no values.
public enum Subject {
    /// An organisation.
    public enum Tenant {}
    /// A site of a tenant.
    public enum Factory {}
    /// What devices measure.
    public enum Machine {}
    /// A daemon on a gateway.
    public enum Agent {}
    /// A person.
    public enum User {}
    /// An occurrence of an abnormal condition.
    public enum Alert {}
    /// What was decided about a machine.
    public enum Decision {}
    /// One command to a device.
    public enum DeviceCommand {}
    /// One unbroken life of one edge database (sync.md, Identity).
    public enum Incarnation {}
    /// Two edits of one field of which neither knew the other (sync.md, Conflicts).
    public enum Conflict {}
}

/// The id of an organisation.
public typealias TenantID = Identifier<Subject.Tenant>

/// The id of a site of a tenant.
public typealias FactoryID = Identifier<Subject.Factory>

/// The id of what devices measure.
public typealias MachineID = Identifier<Subject.Machine>

/// The id of a daemon on a gateway.
public typealias AgentID = Identifier<Subject.Agent>

/// The id of a person.
public typealias UserID = Identifier<Subject.User>

/// The id of an occurrence of an abnormal condition.
public typealias AlertID = Identifier<Subject.Alert>

/// The id of what was decided about a machine.
public typealias DecisionID = Identifier<Subject.Decision>

/// The id of one command to a device.
public typealias DeviceCommandID = Identifier<Subject.DeviceCommand>

/// The id of one unbroken life of one edge database.
public typealias IncarnationID = Identifier<Subject.Incarnation>

/// The id of a conflict: a hash of what is in conflict, so that both sides name it alike.
public typealias ConflictID = Identifier<Subject.Conflict>
