internal import FoundationEssentials
internal import SwiftProtobuf
internal import Telemetry

extension DownlinkPayload {
    /// The bytes that stand in a record of the downlink.
    public func encode() -> [UInt8] {
        var message = ProtoDownlinkPayload()
        switch self {
        case .document(let patch): return patch.encode()
        case .command(let command): message.command = ProtoSignedCommand(command)
        case .cancel(let cancel): message.cancel = ProtoCommandCancel(cancel)
        case .keys(let keys): message.keys = ProtoCommandKeys(keys)
        }
        // Encoding fails only for required fields, which proto3 does not have.
        return (try? message.serializedBytes()) ?? []
    }

    /// Reads the payload of a record; whatever the bytes are, it returns or throws.
    public static func decode(kind: EventKind, payload: [UInt8]) throws(EventPayloadError) -> DownlinkPayload {
        if kind == .documentPatch { return .document(try DocumentPatch.decode(payload)) }
        guard (EventKind.command.rawValue...EventKind.commandKeys.rawValue).contains(kind.rawValue) else {
            throw .kindUnknown(kind.rawValue)
        }
        guard let message = try? ProtoDownlinkPayload(serializedBytes: payload) else { throw .notAMessage }
        let decoded: DownlinkPayload
        switch message.content {
        case .command(let content): decoded = .command(try SignedCommand(content))
        case .cancel(let content): decoded = .cancel(try CommandCancel(content))
        case .keys(let content): decoded = .keys(try CommandKeys(content))
        case nil: throw .kindMismatch
        }
        guard decoded.kind == kind else { throw .kindMismatch }
        return decoded
    }
}

extension ProtoSignedCommand {
    init(_ command: SignedCommand) {
        self.init()
        order = Data(command.order)
        key = command.key
        signature = Data(command.signature)
    }
}

extension SignedCommand {
    init(_ message: ProtoSignedCommand) throws(EventPayloadError) {
        // None, or a short one, is read: the agent refuses the command as unsigned, and says so.
        guard message.signature.count <= 64 else { throw .fieldInvalid("command.signature") }
        self.init(
            order: Array(message.order), key: try PayloadField.text(message.key, "command.key"),
            signature: Array(message.signature))
    }
}

extension ProtoCommandCancel {
    init(_ cancel: CommandCancel) {
        self.init()
        id = WireBytes.data(cancel.id.unique)
        reason = cancel.reason
        at = cancel.at.microseconds
    }
}

extension CommandCancel {
    init(_ message: ProtoCommandCancel) throws(EventPayloadError) {
        self.init(
            id: try PayloadField.id(message.id, "cancel.id"),
            reason: try PayloadField.text(message.reason, "cancel.reason"), at: Timestamp(microseconds: message.at))
    }
}

extension ProtoCommandKeys {
    init(_ set: CommandKeys) {
        self.init()
        keys = set.keys.map { key in
            var message = ProtoCommandKeys.Key()
            message.id = key.id
            message.publicKey = Data(key.publicKey)
            return message
        }
        key = set.key
        signature = Data(set.signature)
    }
}

extension CommandKeys {
    init(_ message: ProtoCommandKeys) throws(EventPayloadError) {
        guard (1...Self.keysMax).contains(message.keys.count), message.signature.count == 64 else {
            throw .fieldInvalid("keys")
        }
        var keys: [Key] = []
        for key in message.keys {
            guard key.publicKey.count == 32, (1...64).contains(key.id.utf8.count) else { throw .fieldInvalid("keys") }
            keys.append(Key(id: key.id, publicKey: Array(key.publicKey)))
        }
        self.init(
            keys: keys, key: try PayloadField.text(message.key, "keys.key"), signature: Array(message.signature))
    }
}
