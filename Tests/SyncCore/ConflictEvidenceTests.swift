import SyncCore
import SyncWire
import Telemetry
import Testing

/// A bundle holds all that decided a conflict, and the same comes out of it again.
struct ConflictEvidenceTests {
    private static let fields: [(FieldPath, FieldValue, FieldValue)] = [
        (.limit, .number(80), .number(90)), (FieldPath(known: "setpoint.speed"), .number(1), .number(2)),
        (FieldPath(known: "notes"), .text("a"), .text("b")),
        (FieldPath(known: "status"), .text("ONLINE"), .text("OFFLINE")),
    ]

    private func evidence(_ path: FieldPath, _ edge: FieldValue, _ hub: FieldValue) throws -> ConflictEvidence {
        var world = DocumentWorld()
        world.edit(.hub, FieldPath(known: "name"), .text("press"))
        world.settle()
        world.edit(.edge, path, edge)
        world.edit(.hub, path, hub)
        world.settle()
        let document = world.edge.document
        let conflict = try #require(document.conflicts(by: .standard).first)
        return ConflictEvidence(conflict, before: document.before(conflict.siblings), policies: .standard)
    }

    private func bundle(_ evidence: ConflictEvidence) -> [String: FieldValue] {
        var members = evidence.members { .text("\($0.dot)") }
        members["conflict"] = .object(["id": .text("\(evidence.id)"), "path": .text("\(evidence.path)")])
        return members
    }

    @Test(arguments: Self.fields.indices)
    func whatIsReadIsWhatWasWrittenAndDecidesAlike(_ index: Int) throws {
        let (path, edge, hub) = Self.fields[index]
        let evidence = try evidence(path, edge, hub)
        let read = try ConflictEvidence(json: .object(bundle(evidence)))
        #expect(read == evidence)
        #expect(read.replayed() == nil)
        #expect(read.before.siblings(of: FieldPath(known: "name")).count == 1)
        #expect(read.before.siblings(of: path).isEmpty)
    }

    @Test func anotherOutcomeOrOtherWritesAreSeen() throws {
        let evidence = try evidence(.limit, .number(80), .number(90))
        var other = evidence
        other.outcome.value = .number(90)
        #expect(other.replayed() != nil)
        other = evidence
        other.siblings.removeLast()
        #expect(other.replayed() != nil)
        other = evidence
        other.siblings[0].value = .number(70)
        #expect(other.replayed() != nil)
        other = evidence
        other.id = ConflictID(UniqueID(high: 1, low: 1))
        #expect(other.replayed() != nil)
    }

    @Test func whatIsNoBundleIsRefusedWithTheMemberAtFault() throws {
        let whole = bundle(try evidence(.limit, .number(80), .number(90)))
        let spoilt: [(String, String, FieldValue)] = [
            ("format", "format", .text("other")), ("conflict", "conflict.id", .null), ("policy", "policy", .number(1)),
            ("before", "before.bytes", .object(["bytes": .text("*")])),
            ("siblings", "siblings.bytes", .object(["bytes": .text("AAAA")])),
            ("outcome", "outcome.rule", .object(["rule": .text("none")])),
        ]
        for (name, member, value) in spoilt {
            var members = whole
            members[name] = value
            #expect { try ConflictEvidence(json: .object(members)) } throws: {
                ($0 as? ConflictBundleError)?.member == member
            }
        }
    }
}
