internal import FoundationEssentials
internal import SwiftProtobuf
internal import Telemetry

extension DocumentPatch {
    /// The bytes that stand in a record of stream D or of the downlink; the same patch gives the same bytes.
    ///
    /// A write's context is written only where it is not the patch's, which is that of the first write.
    public func encode() -> [UInt8] {
        var message = ProtoDocumentPatch()
        message.kind = key.kind.rawValue
        message.subject = key.subject
        let shared = writes.first?.context ?? VersionVector()
        message.context = shared.dots.map(ProtoDot.init)
        message.through = through.dots.map(ProtoDot.init)
        message.whole = isWhole
        message.writes = writes.map { ProtoFieldWrite($0, sharing: shared) }
        // Encoding fails only for required fields, which proto3 does not have.
        return (try? message.serializedBytes()) ?? []
    }

    /// Reads the payload of a record; whatever the bytes are, it returns or throws.
    public static func decode(_ payload: [UInt8]) throws(EventPayloadError) -> DocumentPatch {
        guard let message = try? ProtoDocumentPatch(serializedBytes: payload) else { throw .notAMessage }
        guard let key = DocumentKey(kind: DocumentKind(rawValue: message.kind), subject: message.subject) else {
            throw .fieldInvalid("subject")
        }
        guard message.writes.count <= writesMax else { throw .fieldInvalid("writes") }
        let shared = try VersionVector(message.context, "context")
        let through = try VersionVector(message.through, "through")
        var writes: [FieldWrite] = []
        writes.reserveCapacity(message.writes.count)
        for write in message.writes {
            let decoded = try FieldWrite(write, sharing: shared)
            guard through.contains(decoded.dot) else { throw .fieldInvalid("writes.dot") }
            writes.append(decoded)
        }
        return DocumentPatch(key: key, writes: writes, through: through, isWhole: message.whole)
    }
}

extension ProtoFieldWrite {
    init(_ write: FieldWrite, sharing shared: VersionVector) {
        self.init()
        path = write.path.description
        dot = ProtoDot(write.dot)
        value = write.value?.description ?? ""
        label = ProtoHybridTime(write.label)
        actor = write.actor
        authority = UInt32(write.authority.rawValue)
        reason = write.reason
        base = write.base?.description ?? ""
        names = write.names.map(ProtoDot.init)
        spares = write.spares.map(ProtoDot.init)
        if let state = write.clock { clock = ProtoClockState(state) }
        // An empty context that is not the shared one is written as one dot with counter 0, which names no write.
        if write.context != shared {
            context = write.context.dots.isEmpty ? [ProtoDot()] : write.context.dots.map(ProtoDot.init)
        }
    }
}

extension FieldWrite {
    init(_ message: ProtoFieldWrite, sharing shared: VersionVector) throws(EventPayloadError) {
        guard let path = FieldPath(message.path) else { throw .fieldInvalid("writes.path") }
        guard message.names.count <= Self.namesMax else { throw .fieldInvalid("writes.names") }
        guard message.spares.count <= Self.namesMax else { throw .fieldInvalid("writes.spares") }
        guard message.actor.utf8.count <= Self.actorBytesMax else { throw .fieldInvalid("writes.actor") }
        guard message.reason.utf8.count <= Self.reasonBytesMax else { throw .fieldInvalid("writes.reason") }
        var names: [Dot] = []
        for name in message.names { names.append(try Dot(name, "writes.names")) }
        var spares: [Dot] = []
        for spared in message.spares { spares.append(try Dot(spared, "writes.spares")) }
        let given = message.context.filter { $0.counter > 0 }
        self.init(
            path: path, dot: try Dot(message.dot, "writes.dot"), value: try Self.value(message.value, "writes.value"),
            label: HybridTime(message.label), actor: try PayloadField.text(message.actor, "writes.actor"),
            // A later version's authority is not known to allow anything here.
            authority: UInt8(exactly: message.authority).flatMap(Authority.init) ?? .viewer,
            reason: try PayloadField.text(message.reason, "writes.reason"),
            base: try Self.value(message.base, "writes.base"), names: names, spares: spares,
            context: message.context.isEmpty ? shared : try VersionVector(given, "writes.context"),
            clock: message.hasClock ? ClockState(message.clock) : nil)
    }

    private static func value(_ text: String, _ name: String) throws(EventPayloadError) -> FieldValue? {
        if text.isEmpty { return nil }
        guard let value = FieldValue(text) else { throw .fieldInvalid(name) }
        return value
    }
}

extension ProtoDot {
    init(_ dot: Dot) {
        self.init()
        replica.side = UInt32(dot.replica.side.rawValue)
        replica.id = WireBytes.data(dot.replica.id)
        counter = dot.counter
    }
}

extension Dot {
    init(_ message: ProtoDot, _ name: String) throws(EventPayloadError) {
        guard let side = UInt8(exactly: message.replica.side).flatMap(ReplicaID.Side.init),
            let id = UniqueID(bytes: message.replica.id), message.counter > 0, message.counter < UInt64(Int64.max)
        else { throw .fieldInvalid(name) }
        self.init(replica: ReplicaID(side: side, id: id), counter: message.counter)
    }
}

extension VersionVector {
    init(_ dots: [ProtoDot], _ name: String) throws(EventPayloadError) {
        guard dots.count <= Self.replicasMax else { throw .fieldInvalid(name) }
        var vector = VersionVector()
        for dot in dots { vector.insert(try Dot(dot, name)) }
        self = vector
    }
}

extension ProtoHybridTime {
    init(_ label: HybridTime) {
        self.init()
        at = label.at.microseconds
        count = label.count
    }
}

extension HybridTime {
    init(_ message: ProtoHybridTime) {
        self.init(at: Timestamp(microseconds: message.at), count: message.count)
    }
}
