internal import FoundationEssentials
internal import SwiftProtobuf
internal import Telemetry

/// Bytes of fields, to and from the types that they stand for.
enum WireBytes {
    static func data(_ id: UniqueID) -> Data { Data(id.bytes) }

    static func data(_ id: UniqueID?) -> Data { id.map { Data($0.bytes) } ?? Data() }

    /// Unknown fields as they came; a message that starts from them gives them out again.
    static func unknown(_ message: some Message) -> [UInt8] { Array(message.unknownFields.data) }

    /// A message that holds unknown fields and nothing else; bytes that are no message are left out.
    static func message<Kind: Message>(keeping unknown: [UInt8]) -> Kind {
        if unknown.isEmpty { return Kind() }
        return (try? Kind(serializedBytes: unknown)) ?? Kind()
    }
}

extension Digest {
    init(_ data: Data, _ path: String) throws(RoundFrameError) {
        guard let digest = Digest(bytes: data) else { throw .fieldInvalid(path) }
        self = digest
    }
}

extension EventCursor {
    init(_ message: ProtoEventCursor, _ path: String) throws(RoundFrameError) {
        self.init(
            seq: try WireNumber.place(message.seq, "\(path).seq"), chain: try Digest(message.chain, "\(path).chain"))
    }
}

extension ProtoEventCursor {
    init(_ cursor: EventCursor) {
        self.init()
        seq = cursor.seq
        chain = Data(cursor.chain.bytes)
    }
}

extension ProtoMachineKey {
    init(_ key: MachineKey) {
        self.init()
        factory = key.factory
        machine = key.machine
    }
}
