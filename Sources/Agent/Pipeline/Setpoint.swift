internal import AgentAutonomy
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// A set-point that a person has set, as its machine's document holds it.
struct Setpoint: Sendable, Equatable {
    var name: String
    var value: Double
    /// The write whose value it is.
    var dot: Dot
    /// Who wrote it.
    var actor: String

    /// The set-points of a document that are somebody's write; in a conflict the running value holds, and nothing is
    /// to be done.
    static func all(of document: Document, by policies: PolicyTable) -> [Setpoint] {
        document.paths.compactMap { path in
            guard path.description.hasPrefix(prefix), let outcome = document.outcome(of: path, by: policies),
                !outcome.isOpen, let dot = outcome.winner, let value = outcome.value?.number
            else { return nil }
            let actor = document.siblings(of: path).first { $0.dot == dot }?.actor ?? ""
            return Setpoint(
                name: String(path.description.dropFirst(prefix.count)), value: value, dot: dot, actor: actor)
        }
    }

    /// The command that tells a device of it: the same id for the same write, so that it cannot have two effects.
    func id(for machine: MachineKey) -> DeviceCommandID {
        let digest = Digest(of: Array("set-point \(machine) \(name) \(dot)".utf8))
        return DeviceCommandID(UniqueID(bytes: digest.bytes.prefix(16)) ?? UniqueID(high: 0, low: 0))
    }

    private static let prefix = "setpoint."
}
