import SyncCore
import SyncWire
import Telemetry
import Testing

/// What may be edited, and which patches are taken in.
struct PatchCheckTests {
    private let policies = PolicyTable.standard

    @Test func onlyTheSendersOwnWritesAreTaken() throws {
        var world = DocumentWorld()
        world.edit(.edge, .name, .text("A"))
        let patch = try #require(world.edge.pending)
        let document = Document(key: DocumentWorld.key)
        #expect(PatchCheck.refusal(of: patch, from: world.edge.replica, to: document, by: policies) == nil)
        let other = ReplicaID(side: .edge, id: UniqueID(high: 9, low: 9))
        #expect(PatchCheck.refusal(of: patch, from: other, to: document, by: policies)?.code == "PATCH_WRITER_FORGED")
        let whole = world.edge.document.whole()
        #expect(
            PatchCheck.refusal(of: whole, from: world.edge.replica, to: document, by: policies)
                == .writerForged(nil))
        #expect(PatchCheck.refusal(of: whole, from: world.hub.replica, to: document, by: policies) == nil)
    }

    @Test func eachSideKeepsItsOwnFields() throws {
        var world = DocumentWorld()
        world.edit(.edge, FieldPath(known: "approval"), .text("APPROVED"))
        let patch = try #require(world.edge.pending)
        let refusal = PatchCheck.refusal(
            of: patch, from: world.edge.replica, to: Document(key: DocumentWorld.key), by: policies)
        #expect(refusal == .sideNotAllowed(FieldPath(known: "approval")))
    }

    @Test(arguments: [
        (FieldPath.status, FieldValue.text("FAST"), Authority.admin, "FIELD_VALUE_INVALID"),
        (.limit, .text("85"), .admin, "FIELD_VALUE_INVALID"),
        (FieldPath(known: "limit.temperature"), .number(85), .admin, "FIELD_VALUE_INVALID"),
        (FieldPath(known: "limit.t.T.CRITCAL.above"), .number(85), .admin, "FIELD_VALUE_INVALID"),
        (.limit, .number(85), .operator, "NOT_PERMITTED"),
        (.name, .text("A"), .viewer, "NOT_PERMITTED"),
        (FieldPath(known: "approval"), .text("APPROVED"), .admin, "FIELD_HUB_ONLY"),
        (FieldPath(known: "rule.hot"), .flag(false), .admin, "FIELD_HUB_ONLY"),
        (FieldPath(known: "reported.rule.hot"), .text("taken"), .admin, "NOT_PERMITTED"),
        (.stop, .text("yes"), .admin, "FIELD_VALUE_INVALID"),
        (FieldPath(known: "deleted"), .flag(true), .admin, "DELETION_BY_FIELD"),
        (FieldPath(known: "deleted"), .flag(false), .admin, "DELETION_BY_FIELD"),
    ])
    func aWrongEditIsRefusedWithItsCode(_ path: FieldPath, value: FieldValue, authority: Authority, code: String) {
        let edit = FieldEdit(path: path, value: value, actor: "me", authority: authority)
        let refusal = EditCheck.refusal(of: edit, to: Document(key: DocumentWorld.key), on: .edge, by: policies)
        #expect(refusal?.code == code)
    }

    @Test("at the hub an approval takes its three words, a rule a text or false, and nobody deletes by a field")
    func whatTheHubAloneWrites() {
        let table: [(path: StaticString, value: FieldValue?, authority: Authority, code: String?)] = [
            ("approval", .text("APPROVED"), .supervisor, nil), ("approval", .text("REVOKED"), .supervisor, nil),
            ("approval", .text("REJECTED"), .supervisor, nil), ("approval", nil, .system, nil),
            ("approval", .text("MAYBE"), .admin, "FIELD_VALUE_INVALID"),
            ("approval", .flag(true), .admin, "FIELD_VALUE_INVALID"),
            ("approval", nil, .admin, "FIELD_VALUE_INVALID"),
            ("approval", .text("REVOKED"), .operator, "NOT_PERMITTED"),
            ("deleted", .flag(true), .admin, "DELETION_BY_FIELD"), ("deleted", .flag(true), .system, nil),
            ("rule.hot", .text("when: x"), .supervisor, nil), ("rule.hot", .flag(false), .supervisor, nil),
            ("rule.hot", nil, .supervisor, nil), ("rule.hot", .text("when: x"), .operator, "NOT_PERMITTED"),
            ("rule.hot", .flag(true), .admin, "FIELD_VALUE_INVALID"),
            ("rule.hot", .text(""), .admin, "FIELD_VALUE_INVALID"),
            ("rule.hot", .text(String(repeating: "x", count: 4_097)), .admin, "FIELD_VALUE_INVALID"),
            ("rule.hot.x", .text("when: x"), .admin, "FIELD_VALUE_INVALID"),
            ("rule", .text("when: x"), .admin, "FIELD_VALUE_INVALID"),
            ("reported.rule.hot", .text("taken"), .system, "FIELD_EDGE_ONLY"),
        ]
        for (path, value, authority, code) in table {
            let edit = FieldEdit(path: FieldPath(known: path), value: value, actor: "me", authority: authority)
            let refusal = EditCheck.refusal(of: edit, to: Document(key: DocumentWorld.key), on: .hub, by: policies)
            #expect(refusal?.code == code, "\(path) \(String(describing: value))")
        }
    }

    @Test func aLatchIsNotClearedWithoutItsName() throws {
        var world = DocumentWorld()
        world.edit(.edge, .stop, .flag(true))
        let set = try #require(world.edge.document.latches.first)
        var edit = FieldEdit(path: .stop, value: .flag(false), actor: "me", authority: .supervisor)
        let check = { (edit: FieldEdit) in
            EditCheck.refusal(of: edit, to: world.edge.document, on: .edge, by: policies)
        }
        #expect(check(edit) == .latchNotNamed(.stop))
        edit.names = [set.dot]
        #expect(check(edit) == nil)
        edit.authority = .operator
        #expect(check(edit) == .notPermitted(needs: .supervisor))
    }

    @Test func aPolicyTableComesBackFromItsJSON() throws {
        #expect(try PolicyTable(json: policies.json) == policies)
        let wrong = FieldValue.object([
            "version": .number(2), "entries": .list([.object(["kind": .text("machine"), "pattern": .text("a")])]),
        ])
        #expect(throws: PolicyTableError.self) { try PolicyTable(json: wrong) }
    }

    @Test func theHybridClockRisesAndFollows() {
        var clock = HybridClock()
        let now = Timestamp(seconds: 1_000)
        let first = clock.tick(now: now)
        let second = clock.tick(now: now.advanced(seconds: -5_000))
        #expect(second > first)
        let ahead = HybridTime(at: now.advanced(seconds: 200), count: 7)
        let adoptsAhead = clock.observe(ahead, now: now)
        let after = clock.tick(now: now)
        let adoptsFarAhead = clock.observe(HybridTime(at: Timestamp(microseconds: .max)), now: now)
        #expect(adoptsAhead && after > ahead && !adoptsFarAhead)
    }
}
