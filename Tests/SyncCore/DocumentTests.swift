import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// Documents: edits in sequence, edits at once, and what holds meanwhile.
struct DocumentTests {
    private let policies = PolicyTable.standard

    @Test func editsInSequenceMakeNoConflict() {
        var world = DocumentWorld()
        world.edit(.edge, .name, .text("Press"))
        world.settle()
        world.edit(.hub, .name, .text("Press 1"))
        world.settle()
        world.edit(.edge, .name, .text("Press one"))
        world.settle()
        #expect(world.edge.document == world.hub.document)
        #expect(world.hub.document.conflicts(by: policies).isEmpty)
        #expect(world.hub.document.value(of: .name, by: policies) == .text("Press one"))
    }

    @Test func manyOfflineEditsAreOnePatch() throws {
        var world = DocumentWorld()
        for number in 1...5 { world.edit(.edge, .name, .text("Press \(number)")) }
        world.edit(.edge, .notes, .text("oiled"))
        let patch = try #require(world.edge.pending)
        #expect(patch.writes.map(\.value) == [.text("Press 5"), .text("oiled")])
        #expect(patch.through[world.edge.replica] == 6)
    }

    @Test func editsAtOnceMakeOneConflictWithOneName() throws {
        var world = DocumentWorld()
        world.edit(.edge, .limit, .number(85))
        world.settle()
        world.edit(.edge, .limit, .number(80))
        world.edit(.hub, .limit, .number(90))
        world.sendUp()
        let atHub = world.hub.document.conflicts(by: policies)
        world.sendDown()
        let atEdge = world.edge.document.conflicts(by: policies)
        #expect(atHub.count == 1 && atHub == atEdge)
        let conflict = try #require(atHub.first)
        #expect(conflict.edge?.value == .number(80) && conflict.hub?.value == .number(90))
        #expect(conflict.isOpen && conflict.outcome.value == .number(80))
        // A write that knew both ends it on both sides.
        world.edit(.hub, .limit, .number(82))
        world.settle()
        #expect(world.edge.document.conflicts(by: policies).isEmpty)
        #expect(world.edge.document == world.hub.document)
    }

    @Test func equalEditsAtOnceAreNoConflict() {
        var world = DocumentWorld()
        world.edit(.edge, .status, .text("MAINTENANCE"))
        world.edit(.hub, .status, .text("MAINTENANCE"))
        world.settle()
        #expect(world.hub.document.conflicts(by: policies).isEmpty)
        #expect(world.hub.document.effectiveStatus(by: policies) == .maintenance)
    }

    @Test(arguments: [
        (FieldPath.status, FieldValue.text("ONLINE"), FieldValue.text("OFFLINE"), FieldValue.text("OFFLINE"), false),
        (.status, .text("LATER"), .text("OFFLINE"), .text("LATER"), false),
        (.limit, .number(80), .number(90), .number(80), true),
        (.lowerLimit, .number(2), .number(3), .number(3), true),
        (.setpoint, .number(40), .number(50), .number(40), true),
        (.name, .text("A"), .text("B"), .text("B"), false),
        (.notes, .text("A"), .text("B"), .text("A\n\nB"), true),
        (.stop, .flag(true), .flag(false), .flag(true), false),
        (FieldPath(known: "approval"), .text("APPROVED"), .text("REVOKED"), .text("REVOKED"), false),
        (FieldPath(known: "deleted"), .flag(true), .flag(false), .flag(true), false),
    ])
    func policyDecides(_ path: FieldPath, edge: FieldValue, hub: FieldValue, held: FieldValue, isOpen: Bool) throws {
        var world = DocumentWorld()
        world.edit(.edge, path, edge)
        world.edit(.hub, path, hub)
        world.settle()
        let outcome = try #require(world.hub.document.outcome(of: path, by: policies))
        #expect(outcome.value == held)
        #expect(outcome.isConflict && outcome.isOpen == isOpen)
        #expect(world.edge.document.outcome(of: path, by: policies) == outcome)
    }

    @Test func aLatchIsClearedOnlyByNameAndByWhoMay() throws {
        var world = DocumentWorld()
        world.edit(.edge, .stop, .flag(true))
        world.settle()
        world.edit(.hub, .stop, .flag(false))
        #expect(world.hub.document.effectiveStatus(by: policies) == .offline)
        let set = try #require(world.hub.document.latches.first)
        world.edit(.hub, .stop, .flag(false), authority: .operator, names: [set.dot])
        #expect(world.hub.document.effectiveStatus(by: policies) == .offline)
        world.edit(.hub, .stop, .flag(false), names: [set.dot])
        world.edit(.hub, .status, .text("ONLINE"))
        #expect(world.hub.document.effectiveStatus(by: policies) == .online)
        // Meanwhile somebody has pressed it again: the clear had not seen that.
        world.edit(.edge, .stop, .flag(true))
        world.settle()
        #expect(world.hub.document.effectiveStatus(by: policies) == .offline)
        #expect(world.edge.document == world.hub.document)
    }

    @Test func aLatchKeepsAMachineFromOnline() {
        var world = DocumentWorld()
        world.edit(.edge, FieldPath(known: "latch.maintenance-hold"), .flag(true))
        world.edit(.edge, .status, .text("ONLINE"))
        #expect(world.edge.document.effectiveStatus(by: policies) == .maintenance)
    }

    @Test func aCopyThatWasRelabelledKeepsItsOwnAndSharesTheRest() {
        var world = DocumentWorld()
        world.edit(.edge, .name, .text("shared"))
        world.settle()
        let old = world.edge.document
        // The folder goes back to here; its old life had written on and the hub has that.
        world.edit(.edge, .name, .text("first life"))
        world.settle()
        var second = old
        let life = ReplicaID(side: .edge, id: UniqueID(high: 3, low: 3))
        second.write(
            FieldEdit(path: .name, value: .text("second life"), actor: "edge", authority: .operator),
            at: HybridTime(at: world.now), by: world.edge.replica, base: nil)
        second.relabel(world.edge.replica, after: 1, as: life)
        #expect(second.writes.map(\.dot) == [Dot(replica: life, counter: 1)])
        if let patch = second.patch(of: life, after: 0) { world.hub.document.apply(patch) }
        #expect(world.hub.document.siblings(of: .name).count == 2)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func anyExchangeConvergesAndLosesNothing(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var world = DocumentWorld()
        let paths: [FieldPath] = [.status, .name, .limit, .stop, .notes]
        for _ in 0..<60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let side: ReplicaID.Side = Bool.random(using: &random) ? .edge : .hub
                let path = paths[Int.random(in: 0..<paths.count, using: &random)]
                let names = (side == .edge ? world.edge : world.hub).document.latches.map(\.dot)
                world.edit(side, path, value(path, &random), names: Bool.random(using: &random) ? names : [])
            case 2: world.sendUp()
            case 3: world.sendDown()
            case 4: world.sendUp(answerLost: true)
            default: world.sendDown(answerLost: true)
            }
        }
        world.settle()
        world.settle()
        #expect(world.edge.document == world.hub.document, "seed \(seed)")
        #expect(world.edge.document.conflicts(by: policies) == world.hub.document.conflicts(by: policies))
        let standing = world.hub.document.writes
        let all = world.edge.history + world.hub.history
        for write in all where !standing.contains(where: { $0.dot == write.dot }) {
            let isKnown = all.contains {
                $0.path == write.path && $0.dot != write.dot && $0.context.contains(write.dot)
            }
            #expect(isKnown, "seed \(seed): write \(write.dot) of \(write.path) is gone and nobody knew it")
        }
        for write in all where write.path == .stop && write.value == .flag(true) {
            let isEnded = all.contains { other in
                other.path == .stop && other.context.contains(write.dot)
                    && (other.value == .flag(true) || other.names.contains(write.dot))
            }
            #expect(isEnded || standing.contains { $0.dot == write.dot }, "seed \(seed): latch \(write.dot) was lost")
        }
    }

    private func value(_ path: FieldPath, _ random: inout SeededRandom) -> FieldValue {
        switch path {
        case .status: .text(["ONLINE", "MAINTENANCE", "OFFLINE"][Int.random(in: 0..<3, using: &random)])
        case .limit: .number(Double(Int.random(in: 70..<90, using: &random)))
        case .stop: .flag(Bool.random(using: &random))
        default: .text("\(Int.random(in: 0..<100, using: &random))")
        }
    }
}
