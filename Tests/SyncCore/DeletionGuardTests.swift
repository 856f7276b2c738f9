import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What a deletion does not beat, and what beats an approval: alike on both sides, in any order.
@Suite struct DeletionGuardTests {
    private let policies = PolicyTable.standard
    private static let deleted = DeletionGuard.path

    @Test("a deletion does not beat a latch that it did not know: the machine stays, and both sides see a conflict")
    func aLatchStaysAgainstADeletion() throws {
        for hubFirst in [true, false] {
            var world = DocumentWorld()
            world.edit(.edge, .name, .text("Press"))
            world.settle()
            if hubFirst { world.edit(.hub, Self.deleted, .flag(true), authority: .system) }
            world.edit(.edge, .stop, .flag(true))
            if !hubFirst { world.edit(.hub, Self.deleted, .flag(true), authority: .system) }
            world.settle()
            #expect(world.edge.document == world.hub.document)
            for document in [world.edge.document, world.hub.document] {
                #expect(document.value(of: Self.deleted, by: policies) == .flag(false))
                let conflict = try #require(document.conflicts(by: policies).first)
                #expect(document.conflicts(by: policies).count == 1)
                #expect(conflict.path == Self.deleted && conflict.outcome.rule == .deletion && !conflict.isOpen)
                #expect(conflict.siblings.map(\.path) == [Self.deleted, .stop])
                #expect(conflict.hub?.value == .flag(true) && conflict.edge?.path == .stop)
            }
            #expect(
                world.edge.document.conflicts(by: policies).map(\.id)
                    == world.hub.document.conflicts(by: policies).map(\.id))
        }
    }

    @Test("a deletion that nothing stands against holds, and one that was taken back is no conflict any more")
    func aDeletionHoldsOtherwise() throws {
        var world = DocumentWorld()
        world.edit(.hub, Self.deleted, .flag(true), authority: .system)
        world.settle()
        #expect(world.edge.document.value(of: Self.deleted, by: policies) == .flag(true))
        #expect(world.edge.document.conflicts(by: policies).isEmpty)
        world.edit(.edge, .stop, .flag(true))
        world.settle()
        #expect(world.hub.document.conflicts(by: policies).map(\.path) == [Self.deleted])
        world.edit(.hub, Self.deleted, .flag(false), authority: .system)
        world.settle()
        #expect(world.edge.document.conflicts(by: policies).isEmpty)
        #expect(world.edge.document.value(of: Self.deleted, by: policies) == .flag(false))
    }

    @Test("of two hubs that did not know each other, the one that revoked beats the one that approved later")
    func revokeBeatsApprove() throws {
        let path = FieldPath(known: "approval")
        var copies: [Document] = []
        for (number, word) in [(UInt64(1), "REVOKED"), (2, "APPROVED")] {
            var document = Document(key: DocumentWorld.key)
            document.write(
                FieldEdit(path: path, value: .text(word), actor: "otto", authority: .supervisor),
                at: HybridTime(at: Timestamp(seconds: Int64(number))),
                by: ReplicaID(side: .hub, id: UniqueID(high: 5, low: number)), base: nil)
            copies.append(document)
        }
        for order in [[0, 1], [1, 0]] {
            var merged = Document(key: DocumentWorld.key)
            for index in order {
                let replica = copies[index].writes[0].dot.replica
                merged.apply(try #require(copies[index].patch(of: replica, after: 0)))
            }
            #expect(merged.value(of: path, by: policies) == .text("REVOKED"))
            let conflict = try #require(merged.conflicts(by: policies).first)
            #expect(conflict.outcome.rule == .hubOnly && !conflict.isOpen)
        }
    }
}
