import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

/// What is written can be read back, on both sides and for ever.
@Suite("Limits of documents")
struct DocumentLimitTests {
    private let policies = PolicyTable.standard

    private func edit(
        _ value: FieldValue?, reason: String = "", names: [Dot] = [], path: FieldPath = .notes
    ) -> FieldEdit {
        FieldEdit(path: path, value: value, actor: "me", authority: .supervisor, reason: reason, names: names)
    }

    private func refusal(_ edit: FieldEdit, to document: Document = Document(key: DocumentWorld.key)) -> EditRefusal? {
        EditCheck.refusal(of: edit, to: document, on: .edge, by: policies)
    }

    private func nested(_ depth: Int) -> FieldValue {
        (1..<depth).reduce(.list([])) { value, _ in .list([value]) }
    }

    @Test("what could not be read back is refused by its code, and what just can is not")
    func edges() {
        let dot = Dot(replica: ReplicaID(side: .edge, id: UniqueID(high: 1, low: 1)), counter: 1)
        let free = FieldPath(known: "config.more")
        let table: [(what: String, edit: FieldEdit, code: String?)] = [
            ("a reason of 4096 bytes", edit(.text("x"), reason: String(repeating: "x", count: 4_096)), nil),
            ("one more", edit(.text("x"), reason: String(repeating: "x", count: 4_097)), "REASON_TOO_LONG"),
            ("few characters", edit(.text("x"), reason: String(repeating: "機", count: 1_366)), "REASON_TOO_LONG"),
            ("a text of 16 KiB", edit(.text(String(repeating: "x", count: (16 << 10) - 2))), nil),
            ("one more", edit(.text(String(repeating: "x", count: (16 << 10) - 1))), "FIELD_VALUE_INVALID"),
            ("what doubles in JSON", edit(.text(String(repeating: "\"", count: 8_192))), "FIELD_VALUE_INVALID"),
            ("what no database holds", edit(.text("a\u{0}b")), "FIELD_VALUE_INVALID"),
            ("64 deep", edit(nested(64), path: free), nil),
            ("65 deep", edit(nested(65), path: free), "FIELD_VALUE_INVALID"),
            ("64 names", edit(.text("x"), names: Array(repeating: dot, count: 64)), nil),
            ("65 names", edit(.text("x"), names: Array(repeating: dot, count: 65)), "NAMES_TOO_MANY"),
        ]
        for (what, edit, code) in table { #expect(refusal(edit)?.code == code, "\(what)") }
    }

    @Test("brackets in texts are not depth")
    func quoted() {
        let brackets = FieldValue.text(String(repeating: "[{\\\"", count: 100))
        #expect(brackets.isReadable)
        #expect(FieldValue(String(repeating: "[", count: 5_000)) == nil)
    }

    @Test("a document grows to half of what two sides may make of it, and may always become smaller")
    func size() throws {
        var world = DocumentWorld()
        var number = 0
        let text = FieldValue.text(String(repeating: "n", count: 9_000))
        while number < 100, refusal(edit(text, path: path(number)), to: world.edge.document) == nil {
            world.edit(.edge, path(number), text)
            number += 1
        }
        #expect(refusal(edit(text, path: path(number)), to: world.edge.document) == .tooLarge(EditCheck.bytesMax))
        #expect((8...10).contains(number))
        #expect(refusal(edit(.text("x"), path: path(0)), to: world.edge.document) == nil)
        // The other side does the same without it, and both together fit.
        for field in 100..<100 + number { world.edit(.hub, path(field), text) }
        let patch = try #require(world.edge.pending)
        #expect(patch.encode().count < Document.bytesMax)
        world.settle()
        #expect(world.edge.document == world.hub.document)
        #expect(world.hub.document.stored.count <= Document.bytesMax)
        #expect(refusal(edit(.text("x"), path: path(1)), to: world.hub.document) == nil)
        #expect(refusal(edit(text, path: path(200)), to: world.hub.document) == .tooLarge(EditCheck.bytesMax))
    }

    private func path(_ number: Int) -> FieldPath { FieldPath("config.n\(number)")! }

    @Test("as many incarnations write a document as may be told apart, and the next is refused")
    func writers() throws {
        var document = Document(key: DocumentWorld.key)
        for number in 0..<VersionVector.replicasMax {
            let replica = ReplicaID(side: .edge, id: UniqueID(high: 7, low: UInt64(number)))
            let last = number == VersionVector.replicasMax - 1
            document.skip(replica, through: 1)
            if last { document.write(edit(.text("x")), at: HybridTime(at: .init(seconds: 1)), by: replica, base: nil) }
        }
        #expect(try Document(stored: document.stored) == document)
        #expect(refusal(edit(.text("y")), to: document) == .tooManyWriters(VersionVector.replicasMax))
        let other = ReplicaID(side: .edge, id: UniqueID(high: 8, low: 0))
        let patch = DocumentPatch(
            key: document.key, writes: [], through: VersionVector([Dot(replica: other, counter: 1)]))
        #expect(
            PatchCheck.refusal(of: patch, from: other, to: document, by: policies)
                == .tooManyWriters(VersionVector.replicasMax))
    }

    @Test("whatever a program writes reads back: texts are cut at a character, a base that is too long is none")
    func programs() throws {
        var random = SeededRandom(seed: 5)
        for round in 0..<200 {
            var world = DocumentWorld()
            let letters = ["a", "é", "機", "👩🏽‍🔧"]
            let unit = letters[round % letters.count]
            let count = Int(random.next() % 6_000)
            let edit = FieldEdit(
                path: .notes, value: .text("x"), actor: String(repeating: unit, count: count / 10), authority: .system,
                reason: String(repeating: unit, count: count))
            let base = FieldValue.text(String(repeating: unit, count: count))
            world.edge.document.write(
                edit, at: HybridTime(at: world.now), by: world.edge.replica, base: base)
            let write = try #require(world.edge.document.writes.first)
            #expect(try Document(stored: world.edge.document.stored) == world.edge.document)
            #expect(edit.reason.hasPrefix(write.reason) && edit.actor.hasPrefix(write.actor))
            let left = FieldWrite.reasonBytesMax - write.reason.utf8.count
            #expect(write.reason == edit.reason || left < unit.utf8.count)
            #expect(write.base == (base.isReadable ? base : nil))
        }
    }

    @Test("a patch that clears a latch by somebody who may not is refused, and one that sets it is not")
    func latches() throws {
        let table: [(value: FieldValue?, authority: Authority, isTaken: Bool)] = [
            (.flag(false), .supervisor, true), (.flag(false), .system, true), (.flag(false), .operator, false),
            (nil, .viewer, false), (.flag(true), .operator, true), (.text("odd"), .viewer, true),
        ]
        for (value, authority, isTaken) in table {
            var world = DocumentWorld()
            world.edit(.edge, .stop, .flag(true))
            world.settle()
            let write = FieldWrite(
                path: .stop, dot: Dot(replica: world.hub.replica, counter: 1), value: value,
                label: HybridTime(at: world.now), actor: "x", authority: authority,
                context: world.hub.document.versions)
            let patch = DocumentPatch(
                key: DocumentWorld.key, writes: [write], through: VersionVector([write.dot]))
            let refusal = PatchCheck.refusal(
                of: patch, from: world.hub.replica, to: world.edge.document, by: policies)
            #expect(refusal == (isTaken ? nil : .latchNotPermitted(.stop)), "\(authority)")
        }
    }
}
