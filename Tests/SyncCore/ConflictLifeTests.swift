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
            ConflictReopening.edits(
                of: records[0][0], in: world.hub.document, actor: "ann", authority: .supervisor, reason: "too hot",
                by: policies))
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

    @Test func aSecondDecisionThatIsTakenBackLeavesTheFirstOneOpen() throws {
        var world = conflicted(.limit, .number(80), .number(90))
        world.settle()
        var records = ConflictBook.reconcile(world.hub.document, known: [], by: policies, at: world.now)
        func reconcile() {
            for record in ConflictBook.reconcile(world.hub.document, known: records, by: policies, at: world.now) {
                records.removeAll { $0.conflict.id == record.conflict.id }
                records.append(record)
            }
            records.sort { $0.detectedAt < $1.detectedAt }
        }
        func takeBack(_ record: ConflictRecord) throws {
            let edits = ConflictReopening.edits(
                of: record, in: world.hub.document, actor: "ann", authority: .supervisor, reason: "", by: policies)
            for edit in try #require(edits) { world.hub.write(edit, at: world.now) }
            world.settle()
            reconcile()
        }
        world.edit(.hub, .limit, .number(85))
        world.settle()
        reconcile()
        world.edit(.hub, .limit, .number(70))
        world.edit(.edge, .limit, .number(75))
        world.settle()
        reconcile()
        world.edit(.hub, .limit, .number(72))
        world.settle()
        reconcile()
        #expect(records.map(\.state) == [.resolved, .resolved])
        try takeBack(records[0])
        #expect(records.map(\.state) == [.reopened, .resolved])
        try takeBack(records[1])
        #expect(records.map(\.state) == [.reopened, .reopened])
        world.edit(.edge, .limit, .number(82))
        world.settle()
        reconcile()
        #expect(records.map(\.state) == [.resolved, .resolved])
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
