internal import MillwrightDevice
internal import SyncCore
internal import Telemetry

/// A conflict as hub and agent tell it; what one of them leaves out reads as nothing.
struct ToldConflict: Sendable {
    /// One step of its life.
    struct Step: Sendable {
        var at: Timestamp?
        var event: String
        var actor: String
        var detail: String
    }

    /// As it came.
    let json: JSONValue
    let id: String
    let document: String
    let path: String
    let state: String
    let rule: String
    let severity: String
    let base: JSONValue?
    let edge: ConflictSide?
    let hub: ConflictSide?
    let siblings: [ConflictSide]
    /// What holds meanwhile; nothing: the field is not there.
    let inForce: JSONValue?
    let revision: Int?
    let detectedAt: Timestamp?
    let history: [Step]

    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let path = json["path"]?.string else { return nil }
        self.json = json
        self.id = id
        self.path = path
        document = json["document"]?.string ?? ""
        state = json["state"]?.string ?? ""
        rule = json["rule"]?.string ?? ""
        severity = json["severity"]?.string ?? ""
        base = (json["base"]?["value"] ?? json["base"])?.present
        edge = ConflictSide(json["edge"])
        hub = ConflictSide(json["hub"])
        siblings = (json["siblings"]?.elements ?? []).compactMap { ConflictSide($0) }
        inForce = json["inForce"]?.present
        revision = json["revision"]?.integer
        detectedAt = json["detectedAt"]?.time
        history = (json["history"]?.elements ?? []).map { step in
            Step(
                at: step["at"]?.time, event: step["event"]?.string ?? "", actor: step["actor"]?.string ?? "",
                detail: step["detail"]?.string ?? "")
        }
    }

    /// Whether a person has to do something.
    ///
    /// A state of a later version is taken for one that waits: better looked at once too often.
    var isOpen: Bool { ConflictState(rawValue: state)?.isOpen ?? true }

    /// What it is about: the machine's name, or the document.
    var subject: String {
        if let name = json["machineName"]?.string { return name }
        guard let colon = document.firstIndex(of: ":") else { return document }
        return String(document[document.index(after: colon)...])
    }

    /// The beginning of the id, which tells conflicts apart on a screen.
    var shortID: String { String(id.prefix(8)) }

    /// Who holds it, in words; empty where nobody does.
    var holder: String { json["claimedBy"]?.string.map { "claimed by \($0)" } ?? "" }

    /// A value for a person.
    static func text(_ value: JSONValue?) -> String { value.map(\.text) ?? "(none)" }
}
