import SyncCore
import SyncWire
import Telemetry
import Testing

/// The life of conflicts, and how people end them.
struct ConflictLifeTests {
    private let policies = PolicyTable.standard

    private func conflicted(_ path: FieldPath, _ edge: FieldValue, _ hub: FieldValue) -> DocumentWorld {
        var world = DocumentWorld()
        world.edit(.edge, path, edge)
        world.edit(.hub, path, hub)
        world.settle()
        return world
    }

    @Test func noEventLeadsOutOfTheTable() {
        for state in ConflictState.allCases {
            for event in ConflictEvent.allCases {
                guard let next = ConflictLife.next(state, event) else { continue }
                #expect(next != .detected, "\(state) \(event)")
                if state == .superseded { Issue.record("a superseded conflict goes on by \(event)") }
            }
        }
        #expect(ConflictLife.next(.closed, .reopened) == .reopened)
        #expect(ConflictLife.next(.open, .propagated) == nil)
    }

    @Test func aConflictIsFoundOnceAndEndsWithTheWriteThatKnewIt() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        let found = ConflictBook.reconcile(world.hub.document, known: [], by: policies, at: world.now)
        #expect(found.map(\.state) == [.open])
        #expect(ConflictBook.reconcile(world.hub.document, known: found, by: policies, at: world.now).isEmpty)
        world.edit(.hub, .limit, .number(85))
        let ended = ConflictBook.reconcile(world.hub.document, known: found, by: policies, at: world.now)
        #expect(ended.map(\.state) == [.resolved])
        #expect(ended.first?.resolution?.value == .number(85))
    }

    @Test func aDecisionThatIsTakenBackIsSoOnBothSidesUntilSomebodyDecidesAnew() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        world.settle()
        var records = [world.hub.document, world.edge.document].map {
            ConflictBook.reconcile($0, known: [], by: policies, at: world.now)
        }
        func reconcile() -> [ConflictState] {
            for (side, document) in [world.hub.document, world.edge.document].enumerated() {
                let changed = ConflictBook.reconcile(document, known: records[side], by: policies, at: world.now)
                for record in changed {
                    records[side].removeAll { $0.conflict.id == record.conflict.id }
                    records[side].append(record)
                }
            }
            return records.flatMap { $0 }.map(\.state)
        }
        world.edit(.hub, .limit, .number(85))
        world.settle()
        #expect(reconcile() == [.resolved, .resolved])
        let edits = try #require(
            try ConflictReopening.edits(
                of: records[0][0], in: world.hub.document, actor: "ann", authority: .supervisor, reason: "too hot",
                confirmsSafety: true, by: policies))
        for edit in edits { world.hub.write(edit, at: world.now) }
        #expect(ConflictReopening.named(in: world.hub.document) == [records[0][0].conflict.id])
        #expect(reconcile() == [.reopened, .resolved])
        world.settle()
        #expect(reconcile() == [.reopened, .reopened])
        // What held before the decision holds again, and stays so whatever is reconciled once more.
        #expect(world.edge.document.value(of: .limit, by: policies) == records[1][0].conflict.outcome.value)
        #expect(reconcile() == [.reopened, .reopened])
        world.edit(.edge, .limit, .number(82))
        world.settle()
        #expect(reconcile() == [.resolved, .resolved])
        #expect(records.map { $0[0].resolution?.value } == [.number(82), .number(82)])
    }

    /// What taking a decision back at the hub comes to.
    private func takeBack(
        _ record: ConflictRecord, _ world: inout DocumentWorld, confirmsSafety: Bool = false
    ) throws {
        let edits = try ConflictReopening.edits(
            of: record, in: world.hub.document, actor: "ann", authority: .supervisor, reason: "",
            confirmsSafety: confirmsSafety, by: policies)
        for edit in try #require(edits) { world.hub.write(edit, at: world.now) }
        world.settle()
    }

    /// The hub's records, the oldest first, after they were held against its document.
    private func reconciled(_ records: [ConflictRecord], _ world: DocumentWorld) -> [ConflictRecord] {
        let changed = ConflictBook.reconcile(world.hub.document, known: records, by: policies, at: world.now)
        let kept = records.filter { record in !changed.contains { $0.conflict.id == record.conflict.id } }
        return (kept + changed).sorted { $0.detectedAt < $1.detectedAt }
    }

    @Test func onlyTheNewestDecisionOfAFieldIsTakenBackAndNothingThatWasWrittenAfterIt() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        world.settle()
        var records = reconciled([], world)
        world.edit(.hub, .limit, .number(85))
        world.settle()
        records = reconciled(records, world)
        world.edit(.hub, .limit, .number(70))
        world.edit(.edge, .limit, .number(75))
        world.settle()
        records = reconciled(records, world)
        world.edit(.hub, .limit, .number(72))
        world.settle()
        records = reconciled(records, world)
        #expect(records.map(\.state) == [.resolved, .resolved])
        let before = world.hub.document
        #expect(throws: EditRefusal.writtenSince(.limit)) { try takeBack(records[0], &world, confirmsSafety: true) }
        #expect(world.hub.document == before)
        try takeBack(records[1], &world)
        records = reconciled(records, world)
        #expect(records.map(\.state) == [.resolved, .reopened])
        #expect(world.edge.document.value(of: .limit, by: policies) == .number(70), "what held before it")
        world.edit(.edge, .limit, .number(82))
        world.settle()
        records = reconciled(records, world)
        #expect(records.map(\.state) == [.resolved, .resolved])
        world.edit(.hub, .limit, .number(60))
        #expect(throws: EditRefusal.writtenSince(.limit)) { try takeBack(records[1], &world, confirmsSafety: true) }
        #expect(world.hub.document.value(of: .limit, by: policies) == .number(60))
    }

    @Test func twoDecisionsThatAreTakenBackAtOnceStayOpenUntilSomebodyDecides() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        world.settle()
        var records = reconciled([], world)
        world.edit(.edge, .limit, .number(79))
        world.settle()
        records = reconciled(records, world)
        // Both sides take the same one back before they hear of each other.
        let edge = try ConflictReopening.edits(
            of: records[0], in: world.edge.document, actor: "eve", authority: .supervisor, reason: "",
            confirmsSafety: true, by: policies)
        for edit in try #require(edge) { world.edge.write(edit, at: world.now) }
        try takeBack(records[0], &world, confirmsSafety: true)
        records = reconciled(records, world)
        #expect(records.map(\.state) == [.reopened])
        #expect(world.edge.document == world.hub.document)
        world.edit(.hub, .limit, .number(82))
        world.settle()
        #expect(reconciled(records, world).map(\.state) == [.resolved])
    }

    @Test(
        "taking a decision back needs a word where what held before allows more",
        arguments: [
            (FieldPath.limit, FieldValue.number(80), FieldValue.number(90), FieldValue.number(60), true),
            (.limit, .number(80), .number(90), .number(95), false),
            (.limit, .number(80), .number(90), .number(80), false),
            (FieldPath(known: "notes"), .text("a"), .text("b"), .text("c"), false),
            (FieldPath(known: "status"), .text("ONLINE"), .text("MAINTENANCE"), .text("OFFLINE"), true),
        ])
    func takingBackWhatIsSafer(
        path: FieldPath, edge: FieldValue, hub: FieldValue, decision: FieldValue, needsWord: Bool
    ) throws {
        var world = conflicted(path, edge, hub)
        world.settle()
        var records = reconciled([], world)
        world.edit(.hub, path, decision)
        world.settle()
        records = reconciled(records, world)
        if needsWord {
            #expect(throws: EditRefusal.safetyNotConfirmed) { try takeBack(records[0], &world) }
            #expect(world.hub.document.value(of: path, by: policies) == decision)
        }
        try takeBack(records[0], &world, confirmsSafety: needsWord)
        #expect(reconciled(records, world).map(\.state) == [.reopened])
        #expect(world.edge.document.value(of: path, by: policies) == records[0].conflict.outcome.value)
        for document in [world.hub.document, world.edge.document] {
            #expect(document.isConflicted(by: policies) && document.settings == [path])
        }
        world.edit(.edge, path, decision)
        world.settle()
        #expect(!world.hub.document.isConflicted(by: policies))
    }

    @Test func anotherWriteAtOnceSupersedes() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        let found = ConflictBook.reconcile(world.hub.document, known: [], by: policies, at: world.now)
        let third = ReplicaID(side: .edge, id: UniqueID(high: 7, low: 7))
        var copy = Document(key: DocumentWorld.key)
        copy.write(
            FieldEdit(path: .limit, value: .number(70), actor: "third", authority: .supervisor),
            at: HybridTime(at: world.now), by: third, base: nil)
        world.hub.document.apply(try #require(copy.patch(of: third, after: 0)))
        let changed = ConflictBook.reconcile(world.hub.document, known: found, by: policies, at: world.now)
        #expect(changed.map(\.state) == [.superseded, .open])
        #expect(changed[0].supersededBy == changed[1].conflict.id)
    }

    @Test(arguments: [
        (ConflictChoice.edge, FieldValue.number(80)), (.hub, .number(90)), (.value(.number(85)), .number(85)),
    ])
    func aChoiceBecomesAnEdit(_ choice: ConflictChoice, value: FieldValue) throws {
        let world = conflicted(.limit, .number(80), .number(90))
        let conflict = try #require(world.hub.document.conflicts(by: policies).first)
        let edit = try ConflictResolution.edit(
            conflict, in: world.hub.document, choice: choice, actor: "me", authority: .supervisor, reason: "seen",
            confirmsSafety: true, by: policies)
        #expect(edit.value == value && edit.reason == "seen")
    }

    @Test func lessSafetyAsksForConfirmation() throws {
        let world = conflicted(.limit, .number(80), .number(90))
        let conflict = try #require(world.hub.document.conflicts(by: policies).first)
        let resolve = { (choice: ConflictChoice, authority: Authority) throws(EditRefusal) in
            try ConflictResolution.edit(
                conflict, in: world.hub.document, choice: choice, actor: "me", authority: authority, reason: "",
                confirmsSafety: false, by: policies)
        }
        #expect(throws: EditRefusal.safetyNotConfirmed) { try resolve(.hub, .supervisor) }
        #expect(throws: EditRefusal.notPermitted(needs: .supervisor)) { try resolve(.edge, .operator) }
        #expect(throws: EditRefusal.self) { try resolve(.value(.text("hot")), .supervisor) }
        #expect(try resolve(.edge, .supervisor).value == .number(80))
    }

    @Test func aClearNamesAllThatSetTheLatch() throws {
        let world = conflicted(.stop, .flag(true), .flag(false))
        let conflict = try #require(world.hub.document.conflicts(by: policies).first)
        #expect(!conflict.isOpen)
        let edit = try ConflictResolution.edit(
            conflict, in: world.hub.document, choice: .hub, actor: "me", authority: .supervisor, reason: "checked",
            confirmsSafety: true, by: policies)
        var document = world.hub.document
        document.write(edit, at: HybridTime(at: world.now), by: world.hub.replica, base: nil)
        #expect(document.latches.isEmpty && document.conflicts(by: policies).isEmpty)
    }
}
