import AgentStore
import HubIngest
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// Bad answers at the agent's end, on its real store: each is refused with its own code, and nothing changes there.
@Suite struct BadAnswerTests {
    /// What an agent keeps of its session with the hub and of what it has to send.
    private struct Kept: Equatable {
        var progress: SessionProgress
        var events: [EventRecord]
        var segments: [UnsentSegment]
        var documents: [DocumentKey]
        var commands: [HubCommand]

        init(_ agent: FolderAgent) throws {
            progress = try agent.store.sessionProgress()
            events = try agent.store.eventRecords(after: 0, countMax: 1_000, bytesMax: .max)
            segments = try agent.store.unsentSegments(count: 1_000)
            documents = try agent.store.documentKeys(count: 1_000)
            commands = try agent.store.newestCommands(count: 1_000)
        }
    }

    private typealias Case = (code: String, forge: @Sendable (RoundAnswer, [UInt8]) throws -> [UInt8])

    /// An answer with something else in it.
    private static func with(
        _ code: String, _ change: @escaping @Sendable (inout RoundAnswer) -> Void
    ) -> Case {
        (
            code,
            { answer, _ in
                var other = answer
                change(&other)
                return try RoundFrame.encode(other)
            }
        )
    }

    private static func changed(_ code: String, _ place: Int, to byte: UInt8) -> Case {
        (
            code,
            { _, frame in
                var other = frame
                other[place] = byte
                return other
            }
        )
    }

    /// Bytes that are no answer.
    private static let frames: [Case] = [
        ("FRAME_TRUNCATED", { _, _ in [] }), ("FRAME_TRUNCATED", { _, frame in Array(frame.prefix(frame.count / 2)) }),
        ("FRAME_BAD_MAGIC", { _, _ in Array("<html>sign in to the plant's network</html>".utf8) }),
        changed("FRAME_VERSION_UNSUPPORTED", 4, to: RoundFrame.versions.upperBound + 1),
        changed("FRAME_VERSION_UNSUPPORTED", 4, to: 0), changed("FRAME_FLAGS_UNKNOWN", 5, to: 1),
        changed("FRAME_WRONG_KIND", 6, to: 1), ("FRAME_LENGTH_MISMATCH", { _, frame in frame + [1, 2, 3] }),
        ("FRAME_TOO_LARGE", { _, frame in frame + [UInt8](repeating: 0, count: 9 << 20) }),
        (
            "FRAME_EXPANDS_TOO_MUCH",
            { _, _ in
                let bomb = [UInt8](repeating: 0, count: 80 << 20)
                var frame = Array("MWSY".utf8) + [RoundFrame.version, 0, 2, 0]
                frame += (0..<4).map { UInt8(truncatingIfNeeded: bomb.count >> (8 * $0)) }
                Zstandard.compress(bomb, onto: &frame)
                return frame
            }
        ),
        (
            "FRAME_CORRUPT",
            { _, frame in
                var other = frame
                for place in 16..<min(24, other.count) { other[place] ^= 0xFF }
                return other
            }
        ),
    ]

    /// Answers that are none to what was sent.
    private static let answers: [Case] = [
        with("ANSWER_INCARNATION_OTHER") { $0.incarnation = IncarnationID(UniqueID(high: 7, low: 7)) },
        with("ANSWER_PROTOCOL_UNSUPPORTED") { $0.protocolVersion = RoundFrame.protocolVersions.upperBound + 1 },
        with("ANSWER_EVENTS_UNSENT") { $0.events.seq += 1_000 },
        with("ANSWER_CHAIN_MISMATCH") { $0.events.chain = Digest(of: [1]) },
        with("ANSWER_DOCUMENTS_UNSENT") { $0.documents = EventCursor(seq: 99, chain: Digest(of: [1])) },
        with("ANSWER_SEGMENT_UNSENT") { $0.segments.append(SegmentOutcome(seq: 77, kind: .stored)) },
        with("ANSWER_QUARANTINE_UNSENT") { $0.quarantinedEvents = [88] },
        with("ANSWER_DOCUMENT_QUARANTINE_UNSENT") { $0.quarantinedDocuments = [88] },
    ]

    private static func agent(_ world: RoundWorld) async throws -> FolderAgent {
        let agent = try FolderAgent(seed: 1, clock: world.clock)
        try agent.write("a1")
        try await agent.drain(with: world)
        try agent.write("a2", "a3")
        try agent.measure(0...9, value: 1)
        return agent
    }

    @Test func whatIsNoAnswerIsRefusedWithItsOwnCodeAndChangesNothing() async throws {
        let world = try await RoundWorld()
        let agent = try await Self.agent(world)
        let before = try Kept(agent)
        let cases = Self.frames + Self.answers
        for (place, one) in cases.enumerated() {
            try await agent.round(with: world, answering: one.forge)
            #expect(agent.refusals.count == place + 1, "\(one.code)")
            #expect(agent.refusals.last == one.code)
            #expect(try Kept(agent) == before, "\(one.code)")
        }
        // The hub had taken all of it with the first round, and says so when it is heard at last.
        try await agent.drain(with: world)
        #expect(agent.isDrained && agent.refusals.count == cases.count && agent.failures.isEmpty)
        #expect(try await world.psql("SELECT count(*) FROM audit_log WHERE action = 'test'") == "3")
    }

    @Test func anAnswerThatComesAgainOrOutOfOrderIsLate() async throws {
        let world = try await RoundWorld()
        let agent = try await Self.agent(world)
        let first = try await agent.round(with: world, answering: { _, frame in frame })
        try agent.write("a4")
        let before = try Kept(agent)
        // Instead of its own answer a round gets that of the one before: doubled, or overtaken.
        try await agent.round(with: world, answering: { _, _ in first })
        #expect(agent.refusals == ["ANSWER_ROUND_UNKNOWN"])
        #expect(try Kept(agent) == before)
    }

    @Test func aDownlinkThatDoesNotFollowIsNotTaken() async throws {
        let world = try await RoundWorld()
        let agent = try await Self.agent(world)
        try await agent.drain(with: world)
        let key = try #require(DocumentKey(kind: .machine, subject: "north/press"))
        var document = Document(key: key)
        let hub = ReplicaID(side: .hub, id: UniqueID(high: 3, low: 3))
        document.write(
            FieldEdit(path: FieldPath(known: "notes"), value: .text("x"), actor: "ann", authority: .operator),
            at: HybridTime(at: world.clock.now()), by: hub, base: nil)
        let patch = document.whole().encode()
        let start = EventChain.start(of: agent.store.incarnation, stream: .downlink)
        func batch(_ seqs: [UInt64], after chain: Digest) -> EventBatch {
            let records = seqs.map { EventRecord(seq: $0, kind: .documentPatch, priority: .important, payload: patch) }
            return EventBatch(records: records, following: chain)
        }
        var forged = batch([1], after: start)
        forged.records[0].payload = Array(patch.reversed())
        let cases = [batch([2], after: start), batch([1], after: Digest(of: [1])), forged]
        let documents = try agent.store.documentKeys(count: 10)
        for (place, batch) in cases.enumerated() {
            try await agent.round(with: world) { answer, _ in
                var other = answer
                other.downlink = batch
                return try RoundFrame.encode(other)
            }
            #expect(agent.refusals.count == place + 1)
            #expect(try agent.store.sessionProgress().downlink.seq == 0)
            #expect(try agent.store.documentKeys(count: 10) == documents)
        }
        #expect(agent.refusals == ["DOWNLINK_GAP", "DOWNLINK_CHAIN_BROKEN", "DOWNLINK_CHAIN_BROKEN"])
    }
}
