/// How the edge names a machine: the factory's and the machine's level of its topics, as ISA-95 nests equipment.
///
/// The hub maps it to a `MachineID`; it is stable over a new agent, a new database and a new hub.
/// Each level has 1 to 255 bytes and holds none of `/`, `+`, `#` and no control character, so that it can stand in a
/// topic.
public struct MachineKey: Hashable, Comparable, Sendable {
    /// The level of the factory.
    public let factory: String
    /// The level of the machine.
    public let machine: String

    /// A key from its two levels; nothing when one of them cannot stand in a topic.
    public init?(factory: String, machine: String) {
        guard Self.isLevel(factory), Self.isLevel(machine) else { return nil }
        self.factory = factory
        self.machine = machine
    }

    /// By factory, then by machine.
    public static func < (left: MachineKey, right: MachineKey) -> Bool {
        (left.factory, left.machine) < (right.factory, right.machine)
    }

    /// Whether a text can be one level of a machine's topics.
    public static func isLevel(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x2F && $0 != 0x2B && $0 != 0x23 }
    }
}

extension MachineKey: LosslessStringConvertible {
    /// `factory/machine`.
    public var description: String { "\(factory)/\(machine)" }

    /// Reads `factory/machine`; nothing when it has not two levels that can stand in a topic.
    public init?(_ description: String) {
        let levels = description.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 2 else { return nil }
        self.init(factory: String(levels[0]), machine: String(levels[1]))
    }
}
