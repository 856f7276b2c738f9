internal import Runtime
public import SyncWire
internal import Telemetry

/// Whether an edit may be written on this side, before it is.
public enum EditCheck {
    /// Why not; nothing when it may.
    public static func refusal(
        of edit: FieldEdit, to document: Document, on side: ReplicaID.Side, by policies: PolicyTable
    ) -> EditRefusal? {
        let entry = policies.entry(for: edit.path, of: document.key)
        switch (entry.rule, side) {
        case (.hubOnly, .edge): return .sideNotAllowed(edit.path, .hub)
        case (.edgeOnly, .hub): return .sideNotAllowed(edit.path, .edge)
        default: break
        }
        // Who deletes has to look at alerts and commands too, which are not in the document.
        if entry.rule == .deletion, edit.authority < .system { return .deletionByField(edit.path) }
        if let refusal = valueRefusal(edit, document.key) { return refusal }
        if edit.reason.utf8.count > FieldWrite.reasonBytesMax { return .reasonTooLong(FieldWrite.reasonBytesMax) }
        if edit.names.count > FieldWrite.namesMax { return .tooManyNames(FieldWrite.namesMax) }
        guard edit.authority >= entry.authority else { return .notPermitted(needs: entry.authority) }
        let paths = document.paths
        if !paths.contains(edit.path), paths.count >= fieldsMax { return .tooManyFields(fieldsMax) }
        if let refusal = latchRefusal(of: edit, to: document) { return refusal }
        return sizeRefusal(of: edit, to: document, on: side, by: policies)
    }

    /// Fields of one document at most; a conflict may double them on the wire.
    public static let fieldsMax = 512

    /// Bytes of a document after an edit at most: half of what one may have, so that what two sides made of it without
    /// each other still fits when they meet.
    public static let bytesMax = Document.bytesMax / 2

    /// Why a field cannot hold a value.
    static func valueRefusal(_ edit: FieldEdit, _ key: DocumentKey) -> EditRefusal? {
        if let value = edit.value, !value.isReadable { return .valueInvalid(edit.path, FieldValue.bounds) }
        guard let expected = expectation(edit.path, key) else { return nil }
        guard let value = edit.value else {
            let stays = LatchField.isLatch(edit.path) || edit.path == approval && edit.authority < .system
            return stays ? .valueInvalid(edit.path, expected.text) : nil
        }
        return expected.holds(value) ? nil : .valueInvalid(edit.path, expected.text)
    }

    private static let approval = FieldPath(known: "approval")
    private static let approvals = ["APPROVED", "REJECTED", "REVOKED"]

    private static let ruleBytesMax = 4_096

    private struct Expectation {
        var text: String
        var holds: (FieldValue) -> Bool
    }

    private static func expectation(_ path: FieldPath, _ key: DocumentKey) -> Expectation? {
        let first = path.parts.first.map(String.init) ?? ""
        switch (key.kind, first) {
        case (_, "latch"): return Expectation(text: "true or false") { $0.flag != nil }
        case (.machine, "status"):
            let words = MachineStatus.allCases.map(\.rawValue)
            return Expectation(text: "one of \(words.joined(separator: ", "))") { value in
                value.text.map { words.contains($0) } ?? false
            }
        case (.machine, "limit"):
            guard path.parts.count >= 5, ["above", "below"].contains(path.parts.last),
                Severity(rawValue: path.parts[path.parts.count - 2].uppercased()) != nil
            else {
                let severities = Severity.allCases.map(\.rawValue).joined(separator: ", ")
                let place = "limit.<metric>.<kind>.<severity>.<above or below>, with a severity of \(severities)"
                return Expectation(text: "at \(place)") { _ in false }
            }
            return Expectation(text: "a number") { $0.number != nil }
        case (.machine, "setpoint"): return Expectation(text: "a number") { $0.number != nil }
        case (.machine, "rule"):
            return Expectation(text: "at rule.<name>: the text of a rule of at most \(ruleBytesMax) bytes, or false") {
                value in
                path.parts.count == 2
                    && (value.flag == false || value.text.map { (1...ruleBytesMax).contains($0.utf8.count) } ?? false)
            }
        case (.machine, "approval"):
            return Expectation(text: "one of \(approvals.joined(separator: ", "))") { value in
                value.text.map { approvals.contains($0) } ?? false
            }
        case (.machine, "deleted"): return Expectation(text: "true or false") { $0.flag != nil }
        case (.machine, "name"), (.machine, "type"), (.machine, "description"), (.machine, "notes"),
            (.machine, "label"), (.alert, "acknowledged"), (.alert, "comment"):
            return Expectation(text: "a text") { $0.text != nil }
        case (.alert, "shelved-until"):
            return Expectation(text: "a time, as 2026-01-31T12:00:00Z") { value in
                value.text.flatMap(Timestamp.init(rfc3339:)) != nil
            }
        case (.alert, "resolved"):
            return Expectation(text: "a revision of the alert") { value in
                value.number.map { $0 >= 1 && $0.rounded() == $0 } ?? false
            }
        default: return nil
        }
    }

    private static func sizeRefusal(
        of edit: FieldEdit, to document: Document, on side: ReplicaID.Side, by policies: PolicyTable
    ) -> EditRefusal? {
        let replica = ReplicaID(side: side, id: UniqueID(high: 0, low: 0))
        guard document.versions.dots.count < VersionVector.replicasMax else {
            return .tooManyWriters(VersionVector.replicasMax)
        }
        func bytes(base: FieldValue?) -> Int {
            var after = document
            after.write(
                edit, at: HybridTime(at: Timestamp(microseconds: .max), count: .max), by: replica, base: base)
            return after.stored.count
        }
        guard bytes(base: document.value(of: edit.path, by: policies)) > bytesMax else { return nil }
        // What was there stays for a while as the base; that is no reason to keep somebody from making it smaller.
        return bytes(base: nil) > document.stored.count ? .tooLarge(bytesMax) : nil
    }

    private static func latchRefusal(of edit: FieldEdit, to document: Document) -> EditRefusal? {
        guard LatchField.isLatch(edit.path), edit.value == .flag(false), !planted(.latchClearedByValue) else {
            return nil
        }
        guard edit.authority >= LatchField.authorityToClear else {
            return .notPermitted(needs: LatchField.authorityToClear)
        }
        let set = document.latches.filter { $0.path == edit.path }
        return set.allSatisfy { edit.names.contains($0.dot) } ? nil : .latchNotNamed(edit.path)
    }
}
