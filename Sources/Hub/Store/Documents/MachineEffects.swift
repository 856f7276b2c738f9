internal import HubPlant
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What of a machine's document the columns of its row say.
struct MachineEffects: Equatable {
    /// One limit that people edited.
    struct Limit: Equatable {
        var metric: String
        var kind: String
        var severity: String
        var direction: String
        var threshold: Double
    }

    var status: MachineStatus?
    var statusReason: String
    var latches: [String]
    var isConflicted: Bool
    var limits: [Limit]
    var name: String?
    var type: String?
    var description: String?
    /// Nothing where the document does not say it, or says a word of a later version.
    var approval: Approval?

    init(_ document: Document, by policies: PolicyTable) {
        status = document.effectiveStatus(by: policies)
        statusReason = Self.reason(document, by: policies)
        latches = document.latches.reduce(into: []) { names, write in
            let name = write.path.parts.dropFirst().joined(separator: ".")
            if names.last != name { names.append(name) }
        }
        isConflicted = document.isConflicted(by: policies)
        limits = document.values(by: policies).compactMap { Self.limit($0.path, $0.value) }
        name = document.text(FieldPath(known: "name"), by: policies)
            .flatMap { (1...255).contains($0.utf8.count) && MachineKey.isLevel($0) ? $0 : nil }
        type = document.text(FieldPath(known: "type"), by: policies)
            .flatMap { (1...64).contains($0.utf8.count) ? $0 : nil }
        approval = document.text(Approval.path, by: policies).flatMap(Approval.init)
        let description = FieldPath(known: "description")
        self.description =
            document.siblings(of: description).isEmpty
            ? nil : String((document.text(description, by: policies) ?? "").prefix(8_192))
    }

    /// The reason of the write that the status comes from: the newest latch, otherwise the desired status.
    private static func reason(_ document: Document, by policies: PolicyTable) -> String {
        if let latch = document.latches.max(by: { ($0.label, $0.dot) < ($1.label, $1.dot) }) {
            let name = latch.path.parts.dropFirst().joined(separator: ".")
            return latch.reason.isEmpty ? name : "\(name): \(latch.reason)"
        }
        let winner = document.outcome(of: Document.status, by: policies)?.winner
        return document.siblings(of: Document.status).first { $0.dot == winner }?.reason ?? ""
    }

    /// `limit.<metric>.<kind>.<severity>.<above|below>`; the metric may hold dots.
    private static func limit(_ path: FieldPath, _ value: FieldValue) -> Limit? {
        let parts = path.parts
        guard parts.first == "limit", parts.count >= 5, let threshold = value.number,
            let severity = Severity(rawValue: parts[parts.count - 2].uppercased())
        else { return nil }
        return Limit(
            metric: parts[1..<(parts.count - 3)].joined(separator: "."), kind: parts[parts.count - 3].uppercased(),
            severity: severity.rawValue, direction: parts[parts.count - 1] == "below" ? "below" : "above",
            threshold: threshold)
    }
}

extension Document {
    /// The text in force of a field.
    func text(_ path: FieldPath, by policies: PolicyTable) -> String? { value(of: path, by: policies)?.text }
}
