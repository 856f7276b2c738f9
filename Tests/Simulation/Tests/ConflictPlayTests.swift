import Foundation
import Simulation
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("A conflict's bundle in the simulator") struct ConflictPlayTests {
    private func bundle(_ change: (inout [String: FieldValue]) -> Void = { _ in }) throws -> [UInt8] {
        let path = FieldPath(known: "limit.power.value.critical.above")
        let key = DocumentKey.machine(try #require(MachineKey("north/press")))
        var document = Document(key: key)
        for (side, value) in [(ReplicaID.Side.edge, 80.0), (.hub, 90)] {
            let dot = Dot(replica: ReplicaID(side: side, id: UniqueID(high: 3, low: 4)), counter: 1)
            let write = FieldWrite(
                path: path, dot: dot, value: .number(value),
                label: HybridTime(at: Timestamp(microseconds: Int64(value))), actor: "ada", authority: .supervisor,
                context: VersionVector())
            document.apply(DocumentPatch(key: key, writes: [write], through: VersionVector([dot])))
        }
        let conflict = try #require(document.conflicts(by: .standard).first)
        let evidence = ConflictEvidence(conflict, before: document.before(conflict.siblings), policies: .standard)
        var members = evidence.members { .text("\($0.dot)") }
        members["conflict"] = .object(["id": .text("\(conflict.id)"), "path": .text("\(path)")])
        change(&members)
        return Array(FieldValue.object(members).description.utf8)
    }

    @Test("what decided it decides alike")
    func same() throws {
        let played = try Simulation.replay(bundle: try bundle())
        #expect(played.isSame, "\(played.text)")
        #expect(played.text.contains(" lets 80 hold until a person decides"))
    }

    @Test("a bundle that says another outcome, or is none, is not played as one")
    func other() throws {
        let other = try bundle {
            if case .object(var outcome)? = $0["outcome"] {
                outcome["value"] = .number(90)
                $0["outcome"] = .object(outcome)
            }
        }
        #expect(try Simulation.replay(bundle: other).isSame == false)
        #expect(throws: (any Error).self) { try Simulation.replay(bundle: Array("{}".utf8)) }
    }
}
