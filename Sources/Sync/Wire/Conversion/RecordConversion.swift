internal import FoundationEssentials
internal import Telemetry

extension ProtoEventBatch {
    init(_ batch: EventBatch) {
        self.init()
        chainBefore = Data(batch.chainBefore.bytes)
        chainAfter = Data(batch.chainAfter.bytes)
        // Records of one batch lie close together in time: each label is a few bytes from the first one.
        labelBase = batch.records.lazy.compactMap(\.label).first?.at.microseconds ?? 0
        let base = labelBase
        records = batch.records.map { ProtoEventRecord($0, labelBase: base) }
    }
}

extension EventBatch {
    /// Reads a batch of the stream whose field of the round is named.
    init(_ message: ProtoEventBatch, _ stream: String) throws(RoundFrameError) {
        var records: [EventRecord] = []
        records.reserveCapacity(message.records.count)
        for record in message.records { records.append(try EventRecord(record, labelBase: message.labelBase, stream)) }
        for (earlier, later) in zip(records, records.dropFirst()) where later.seq != earlier.seq &+ 1 {
            throw .fieldInvalid("\(stream).records.seq")
        }
        self.init(
            chainBefore: try Digest(message.chainBefore, "\(stream).chain_before"),
            chainAfter: try Digest(message.chainAfter, "\(stream).chain_after"), records: records)
    }
}

extension ProtoEventRecord {
    init(_ record: EventRecord, labelBase: Int64) {
        self = WireBytes.message(keeping: record.unknownFields)
        seq = record.seq
        kind = UInt32(record.kind.rawValue)
        priority = UInt32(record.priority.rawValue)
        payload = Data(record.payload)
        origins = record.origins.map(ProtoRecordOrigin.init)
        guard let label = record.label else { return }
        labelAfter = label.at.microseconds &- labelBase
        labelCount = label.count
    }
}

extension EventRecord {
    init(_ message: ProtoEventRecord, labelBase: Int64, _ stream: String) throws(RoundFrameError) {
        guard message.seq > 0, message.seq < UInt64(Int64.max) else { throw .fieldInvalid("\(stream).records.seq") }
        guard let kind = UInt16(exactly: message.kind) else { throw .fieldInvalid("\(stream).records.kind") }
        guard message.payload.count <= FrameLimits.standard.eventBytesMax else {
            throw .fieldInvalid("\(stream).records.payload")
        }
        guard message.origins.count <= RecordOrigin.countMax else { throw .fieldInvalid("\(stream).records.origins") }
        var origins: [RecordOrigin] = []
        for origin in message.origins { origins.append(try RecordOrigin(origin, "\(stream).records.origins")) }
        // A priority of a later version is at least as urgent as the most urgent that is known.
        let priority = UInt8(exactly: message.priority).flatMap(EventPriority.init) ?? .critical
        self.init(
            seq: message.seq, kind: EventKind(rawValue: kind), priority: priority, payload: Array(message.payload),
            origins: origins,
            label: message.hasLabelAfter
                ? HybridTime(
                    at: Timestamp(microseconds: labelBase &+ message.labelAfter), count: message.labelCount) : nil,
            unknownFields: WireBytes.unknown(message))
    }
}

extension ProtoRecordOrigin {
    init(_ origin: RecordOrigin) {
        self.init()
        incarnation = WireBytes.data(origin.incarnation.unique)
        seq = origin.seq
        chain = Data(origin.chain.bytes)
    }
}

extension RecordOrigin {
    init(_ message: ProtoRecordOrigin, _ path: String) throws(RoundFrameError) {
        guard let incarnation = UniqueID(bytes: message.incarnation) else {
            throw .fieldInvalid("\(path).incarnation")
        }
        guard message.seq > 0, message.seq < UInt64(Int64.max) else { throw .fieldInvalid("\(path).seq") }
        self.init(
            incarnation: IncarnationID(incarnation), seq: message.seq,
            chain: try Digest(message.chain, "\(path).chain"))
    }
}

extension ProtoSegmentRecord {
    init(_ record: SegmentRecord) {
        self = WireBytes.message(keeping: record.unknownFields)
        seq = record.seq
        digest = Data(record.digest.bytes)
        readings = record.readings
        derived = record.derived
        firstTime = record.firstTime
        lastTime = record.lastTime
        payload = Data(record.payload)
        thinnedFrom = record.thinnedFrom
        thinnedDigests = Data(SegmentReference.packedDigests(of: record.originals))
    }
}

extension SegmentRecord {
    init(_ message: ProtoSegmentRecord) throws(RoundFrameError) {
        guard message.seq > 0, message.seq < UInt64(Int64.max) else { throw .fieldInvalid("segments.seq") }
        guard message.thinnedFrom.count <= Self.thinnedFromMax,
            message.thinnedFrom.allSatisfy({ $0 > 0 && $0 < message.seq })
        else { throw .fieldInvalid("segments.thinned_from") }
        guard let originals = SegmentReference.unpacked(message.thinnedFrom, digests: message.thinnedDigests) else {
            throw .fieldInvalid("segments.thinned_digests")
        }
        self.init(
            seq: message.seq, digest: try Digest(message.digest, "segments.digest"), readings: message.readings,
            derived: message.derived, firstTime: message.firstTime, lastTime: message.lastTime,
            payload: Array(message.payload), originals: originals, unknownFields: WireBytes.unknown(message))
    }
}
