import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

@Suite("Documents in the store")
struct DocumentStoreTests {
    private static let press = machineDocument("press-1")

    @Test("an edit is durable with its line for the record, and gathering makes a record of stream D of it")
    func edit() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        #expect(try store.write(Self.press, "notes", .text("oil changed"), at: bench.now) == .written)
        #expect(store.documentBacklog.dirty == 1)
        #expect(!store.documentBacklog.isSafetyDirty)
        let after = try bench.crashed().open()
        #expect(after.documentBacklog == store.documentBacklog)
        let document = try required(after.document(Self.press))
        #expect(document.value(of: path("notes"), by: .standard) == .text("oil changed"))
        let audit = try required(after.eventRecords(after: 0, countMax: 9, bytesMax: .max).last)
        #expect(audit.kind == .audit)

        let contents = try after.contents(of: plan(after), at: bench.now)
        #expect(contents.documents.map(\.seq) == [1])
        #expect(contents.documentBacklog?.dirty == 0)
        #expect(try DocumentPatch.decode(contents.documents[0].payload).writes.count == 1)
        // Nothing is sealed twice.
        #expect(try after.contents(of: plan(after), at: bench.now).documents == contents.documents)
    }

    @Test("a latch is dirty as a safety field, and many edits are one record")
    func safety() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        for name in ["a", "b", "c"] { _ = try store.write(Self.press, "name", .text(name), at: bench.now) }
        #expect(try store.write(Self.press, "latch.lockout", .flag(true), at: bench.now) == .written)
        #expect(store.documentBacklog.isSafetyDirty)
        let contents = try store.contents(of: plan(store), at: bench.now)
        #expect(contents.documents.count == 1)
        #expect(contents.documents[0].priority == .critical)
        #expect(contents.documentBacklog?.newestSafety == 1)
    }

    @Test("an edit that could not be read back is refused, and one that grows too large by its fields together")
    func unreadable() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        _ = try store.write(Self.press, "latch.lockout", .flag(true), at: bench.now)
        let long = FieldEdit(
            path: path("notes"), value: .text("x"), actor: "eve", authority: .supervisor,
            reason: String(repeating: "x", count: 5_000))
        #expect(
            try store.edit(DocumentEdit(key: Self.press, fields: [long]), at: bench.now)
                == .refused(.reasonTooLong(4_096)))
        let many = try (0..<12).map { number in
            FieldEdit(
                path: try required(FieldPath("config.n\(number)")),
                value: .text(String(repeating: "n", count: 9_000)), actor: "eve", authority: .supervisor)
        }
        #expect(
            try store.edit(DocumentEdit(key: Self.press, fields: many), at: bench.now)
                == .refused(.tooLarge(EditCheck.bytesMax)))
        let after = try bench.crashed().open()
        #expect(after.opening.setAside == nil)
        #expect(try after.document(Self.press)?.paths == [path("latch.lockout")])
    }

    @Test("an edit that may not be written changes nothing")
    func refused() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        let head = store.eventHead
        let bad = DocumentEdit(
            key: Self.press,
            fields: [
                FieldEdit(path: path("name"), value: .text("x"), actor: "eve", authority: .operator),
                FieldEdit(path: path("approval"), value: .text("APPROVED"), actor: "eve", authority: .admin),
            ])
        #expect(try store.edit(bad, at: bench.now) == .refused(.sideNotAllowed(path("approval"), .hub)))
        #expect(try store.document(Self.press) == nil)
        #expect(store.eventHead == head)
        #expect(store.documentBacklog == .empty)
    }

    @Test("the base of a write is what both sides last agreed on, however often it was edited since")
    func threeCopies() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var hub = DocumentHub(store.incarnation)
        _ = try store.write(Self.press, "setpoint.speed", .number(60), at: bench.now)
        try exchange(store, &hub, bench)
        #expect(try required(store.documentCopies(Self.press)).isAgreed)
        _ = try store.write(Self.press, "setpoint.speed", .number(70), at: bench.now)
        _ = try store.write(Self.press, "setpoint.speed", .number(80), at: bench.now)
        let copies = try required(store.documentCopies(Self.press))
        let speed = path("setpoint.speed")
        #expect(!copies.isAgreed)
        #expect(copies.local.value(of: speed, by: .standard) == .number(80))
        #expect(copies.remote.value(of: speed, by: .standard) == .number(60))
        #expect(copies.base.value(of: speed, by: .standard) == .number(60))
        #expect(copies.local.siblings(of: speed).first?.base == .number(60))
        try exchange(store, &hub, bench)
        #expect(hub.documents[Self.press] == copies.local)
        #expect(try required(store.documentCopies(Self.press)).isAgreed)
    }

    @Test("a conflict is recorded once, and a write that knew both ends it")
    func conflict() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var hub = DocumentHub(store.incarnation)
        store.clockState = .measured(offset: 1_500, error: 20)
        _ = try store.write(Self.press, "setpoint.speed", .number(70), at: bench.now)
        let edit = FieldEdit(path: path("setpoint.speed"), value: .number(90), actor: "hub", authority: .supervisor)
        hub.edit(Self.press, edit, at: bench.now)
        try exchange(store, &hub, bench)
        let found = try store.conflicts(includingFinal: false, count: 9)
        #expect(found.map(\.state) == [.open])
        let record = try required(found.first)
        #expect(record.conflict.id == hub.documents[Self.press]?.conflicts(by: .standard).first?.id)
        #expect(record.conflict.edge?.clock == .measured(offset: 1_500, error: 20))
        #expect(hub.documents[Self.press]?.conflicts(by: .standard).first?.edge?.clock == record.conflict.edge?.clock)
        #expect(record.conflict.hub?.clock == nil, "an older hub does not say it")
        #expect(try store.openConflicts() == 1)
        #expect(try store.document(Self.press)?.value(of: path("setpoint.speed"), by: .standard) == .number(70))

        let after = try bench.crashed().open()
        #expect(try after.conflict(record.conflict.id) == record)
        _ = try after.write(Self.press, "setpoint.speed", .number(75), at: bench.now)
        #expect(try after.conflict(record.conflict.id)?.state == .resolved)
        try exchange(after, &hub, bench)
        #expect(try after.conflict(record.conflict.id)?.state == .closed)
        #expect(try after.conflicts(includingFinal: false, count: 9).isEmpty)
        #expect(hub.documents[Self.press] == (try after.document(Self.press)))
    }

    @Test("a record of the downlink that cannot be taken is set apart, and those behind it are taken")
    func poison() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var hub = DocumentHub(store.incarnation)
        hub.send(.documentPatch, [0xFF, 0xFF])
        hub.send(EventKind(rawValue: 999), [1])
        let edge = ReplicaID.edge(store.incarnation)
        let forged = FieldWrite(
            path: path("name"), dot: Dot(replica: edge, counter: 1), value: .text("forged"),
            label: HybridTime(at: bench.now), actor: "eve", authority: .admin, context: VersionVector())
        let patch = DocumentPatch(key: Self.press, writes: [forged], through: VersionVector([forged.dot]))
        hub.send(.documentPatch, patch.encode())
        let edit = FieldEdit(path: path("name"), value: .text("good"), actor: "hub", authority: .supervisor)
        hub.edit(Self.press, edit, at: bench.now)
        try exchange(store, &hub, bench)
        try exchange(store, &hub, bench)
        #expect(try store.document(Self.press)?.value(of: path("name"), by: .standard) == .text("good"))
        let apart = try store.newestQuarantined(count: 9)
        #expect(apart.count == 3)
        #expect(apart.map(\.reason).contains("PATCH_WRITER_FORGED"))
        #expect(try store.sessionProgress().downlink.seq == 4)
        #expect(store.takeChangedDocuments() == [Self.press])
        #expect(store.takeChangedDocuments().isEmpty)
    }

    @Test("in a document of an alert that was forgotten no counter is given again")
    func forgotten() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var hub = DocumentHub(store.incarnation)
        let alert = DocumentKey.alert(AlertID(UniqueID(high: 1, low: 1)))
        for word in ["seen", "seen again"] { _ = try store.write(alert, "comment", .text(word), at: bench.now) }
        try exchange(store, &hub, bench)
        let later = bench.now.advanced(seconds: 400 * 86_400)
        _ = try store.makeRoom(at: later)
        #expect(try store.document(alert) == nil)
        let after = try bench.crashed().open()
        _ = try after.write(alert, "comment", .text("open again"), at: later)
        try exchange(after, &hub, bench)
        #expect(hub.documents[alert]?.value(of: path("comment"), by: .standard) == .text("open again"))
        #expect(try required(after.documentCopies(alert)).isAgreed)
    }

    @Test("a folder that goes on as another incarnation sends what the hub lacks, and nothing else")
    func relabelled() throws {
        let bench = try StoreBench()
        let store = try bench.open()
        var hub = DocumentHub(store.incarnation)
        _ = try store.write(Self.press, "name", .text("shared"), at: bench.now)
        try exchange(store, &hub, bench)
        _ = try store.write(Self.press, "notes", .text("own"), at: bench.now)
        let fresh = IncarnationID(UniqueID(high: 5, low: 5))
        let order = Relabelling(
            round: 1, verdict: Verdict(kind: .relabel, code: "AGENT_BEHIND", message: ""),
            hubEvents: store.acknowledgedEvents, hubDocuments: try store.sessionProgress().documentsAcknowledged)
        try store.relabel(order, as: fresh, at: bench.now)
        let contents = try store.contents(of: plan(store), at: bench.now)
        #expect(contents.documentsChainBefore == EventChain.start(of: fresh, stream: .documents))
        let patch = try DocumentPatch.decode(try required(contents.documents.first).payload)
        #expect(contents.documents.count == 1)
        #expect(patch.writes.map(\.path) == [path("notes")])
        #expect(patch.writes.allSatisfy { $0.dot == Dot(replica: .edge(fresh), counter: 1) })
        #expect(try store.sessionProgress().downlink == SessionProgress.start(of: fresh, .downlink))
    }
}

func path(_ text: StaticString) -> FieldPath { FieldPath(known: text) }

/// The document of a machine of the test plant.
func machineDocument(_ machine: String) -> DocumentKey {
    // A name that stands in the source can be a key.
    MachineKey(factory: "north", machine: machine).map { .machine($0) }!
}

func required<Value>(_ value: Value?) throws -> Value { try #require(value) }

func plan(_ store: AgentStore) throws -> RoundPlan {
    let progress = try store.sessionProgress()
    return RoundPlan(
        round: 1, eventsAfter: progress.acknowledged.seq, eventBytesMax: 1 << 20, eventsMax: 1_000,
        documentsAfter: progress.documentsAcknowledged.seq, documentBytesMax: 1 << 20, documentsMax: 100,
        segmentsMax: 0, telemetryBytesMax: 0, telemetryBytesMin: 0, bytesMax: 2 << 20, takesLive: false)
}

/// One round without a loss, by the real session.
func exchange(_ store: AgentStore, _ hub: inout DocumentHub, _ bench: StoreBench) throws {
    var session = AgentSession(settings: SessionSettings(software: "test"))
    var events: [AgentSession.Event] = [.started(try store.sessionProgress(), try store.sessionBacklog())]
    var rounds = 0
    while !events.isEmpty {
        for action in session.handle(events.removeFirst(), now: Uptime(nanoseconds: 1_000_000_000)) {
            switch action {
            case .gather(let plan):
                rounds += 1
                guard rounds == 1 else { continue }
                events.append(
                    .gathered(try store.contents(of: plan, at: bench.now), round: plan.round, at: bench.now))
            case .send(let request, _):
                let answer = try required(hub.serve(request, at: bench.now))
                events.append(.answered(answer, at: bench.now, random: 0))
            case .settle(let settlement):
                try store.settle(settlement, at: bench.now)
                events.append(.settled(round: settlement.round))
            default: continue
            }
        }
    }
}

extension AgentStore {
    func write(
        _ key: DocumentKey, _ path: StaticString, _ value: FieldValue?, authority: Authority = .supervisor,
        names: [Dot] = [], at now: Timestamp
    ) throws -> EditOutcome {
        let edit = FieldEdit(
            path: FieldPath(known: path), value: value, actor: "anna", authority: authority, names: names)
        return try self.edit(DocumentEdit(key: key, fields: [edit]), at: now)
    }
}
