internal import FoundationEssentials
internal import SwiftProtobuf
internal import Telemetry

extension EventPayload {
    /// The bytes that stand in an event's record; the same payload gives the same bytes.
    public func encode() -> [UInt8] {
        var message = ProtoEventPayload()
        switch self {
        case .alert(let alert): message.alert = ProtoAlertPayload(alert)
        case .decision(let decision): message.decision = ProtoDecisionPayload(decision)
        case .action(let action): message.action = ProtoActionPayload(action)
        case .machineSeen(let seen): message.machineSeen = ProtoMachineSeenPayload(seen)
        case .machineStatus(let change): message.machineStatus = ProtoMachineStatusPayload(change)
        case .gap(let manifest): message.gap = ProtoGapManifestPayload(manifest)
        case .audit(let entry): message.audit = ProtoAuditPayload(entry)
        case .commandResult(let result): message.commandResult = ProtoCommandResultPayload(result)
        }
        // Encoding fails only for required fields, which proto3 does not have.
        return (try? message.serializedBytes()) ?? []
    }

    /// Reads the payload of a record; whatever the bytes are, it returns or throws.
    public static func decode(kind: EventKind, payload: [UInt8]) throws(EventPayloadError) -> EventPayload {
        guard (EventKind.alert.rawValue...EventKind.commandResult.rawValue).contains(kind.rawValue) else {
            throw .kindUnknown(kind.rawValue)
        }
        guard let message = try? ProtoEventPayload(serializedBytes: payload) else { throw .notAMessage }
        let decoded: EventPayload
        switch message.content {
        case .alert(let content): decoded = .alert(try Alert(content))
        case .decision(let content): decoded = .decision(try Decision(content))
        case .action(let content): decoded = .action(try DeviceAction(content))
        case .machineSeen(let content): decoded = .machineSeen(try MachineSeen(content))
        case .machineStatus(let content): decoded = .machineStatus(try MachineStatusChange(content))
        case .gap(let content): decoded = .gap(try GapManifest(content))
        case .audit(let content): decoded = .audit(try AuditEntry(content))
        case .commandResult(let content): decoded = .commandResult(try CommandResult(content))
        case nil: throw .kindMismatch
        }
        guard decoded.kind == kind else { throw .kindMismatch }
        return decoded
    }
}

/// Fields of payloads that can be wrong, each with the name of the field for the error.
enum PayloadField {
    static func id<Subject>(_ data: Data, _ name: String) throws(EventPayloadError) -> Identifier<Subject> {
        guard let unique = UniqueID(bytes: data) else { throw .fieldInvalid(name) }
        return Identifier(unique)
    }

    static func optionalID<Subject>(_ data: Data, _ name: String) throws(EventPayloadError) -> Identifier<Subject>? {
        data.isEmpty ? nil : try id(data, name)
    }

    static func machine(_ key: ProtoMachineKey) throws(EventPayloadError) -> MachineKey {
        guard let machine = MachineKey(factory: key.factory, machine: key.machine) else {
            throw .fieldInvalid("machine")
        }
        return machine
    }

    /// A text for people; PostgreSQL cannot store U+0000, so one with it would hold up its stream for ever.
    static func text(_ text: String, _ name: String) throws(EventPayloadError) -> String {
        guard !text.utf8.contains(0) else { throw .fieldInvalid(name) }
        return text
    }

    static func metric(_ text: String, _ name: String) throws(EventPayloadError) -> MetricName {
        guard let metric = MetricName(text) else { throw .fieldInvalid(name) }
        return metric
    }

    static func word<Word: RawRepresentable<String>>(_ text: String, _ name: String) throws(EventPayloadError) -> Word {
        guard let word = Word(rawValue: text) else { throw .fieldInvalid(name) }
        return word
    }

    static func finite(_ number: Double, _ name: String) throws(EventPayloadError) -> Double {
        guard number.isFinite else { throw .fieldInvalid(name) }
        return number
    }

    static func optionalFinite(_ number: Double?, _ name: String) throws(EventPayloadError) -> Double? {
        guard let number else { return nil }
        return try finite(number, name)
    }
}
