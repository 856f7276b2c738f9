internal import MillwrightDevice
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// One write of a conflict as hub and agent tell it.
struct ConflictSide: Sendable {
    /// Nothing: the field was taken away.
    var value: JSONValue?
    var actor: String
    var authority: String
    var at: Timestamp?
    var reason: String
    /// Names the write; nothing where only the value was told.
    var dot: Dot?
    /// How the writer's clock stood then; nothing from a hub or an agent that does not tell it.
    var clock: String?
    private var base: JSONValue?
    private var count: UInt32

    init?(_ told: JSONValue?) {
        guard let told = told?.present, case .object = told else { return nil }
        value = told["value"]?.present
        actor = told["actor"]?.string ?? ""
        authority = told["authority"]?.text ?? ""
        at = told["at"]?.time
        reason = told["reason"]?.string ?? ""
        dot = told["dot"]?.string.flatMap { Dot($0) }
        base = told["base"]?.present
        clock = told["clock"].flatMap(Self.clock)
        count = (told["clock"]?["count"] ?? told["count"])?.integer.flatMap { UInt32(exactly: $0) } ?? 0
    }

    private static func clock(_ told: JSONValue) -> String? {
        let offset = told["offsetMs"]?.number.map(AgentText.clock)
        switch told["state"]?.string {
        case nil: return nil
        case "hub": return "the hub's clock"
        case "measured":
            let error = told["errorMs"]?.number.map { " ± \(AgentText.clock($0))" } ?? ""
            return "clock \(offset ?? "?")\(error) from the hub's"
        case "refused": return "clock not adopted, \(offset ?? "?") from the hub's"
        case "unmeasured": return "clock not compared with the hub's"
        default: return "clock unknown"
        }
    }

    /// The write, for the rules to look at; nothing when it has no name.
    func write(at path: FieldPath) -> FieldWrite? {
        guard let dot else { return nil }
        let number = UInt8(authority).flatMap(Authority.init)
        let word = Authority.allCases.first { "\($0)" == authority.lowercased() }
        return FieldWrite(
            path: path, dot: dot, value: value.map(FieldValue.init),
            label: HybridTime(at: at ?? Timestamp(seconds: 0), count: count),
            actor: actor, authority: number ?? word ?? .operator, reason: reason, base: base.map(FieldValue.init),
            context: VersionVector())
    }

    /// Who, when and by which clock.
    var provenance: [String] {
        var lines = [
            [actor, authority.isEmpty ? "" : "(\(authority.lowercased()))"].filter { !$0.isEmpty }.joined(
                separator: " ")
        ]
        // The clock's count tells writes of one moment apart.
        if let at { lines.append(TimeText.moment(at) + (count > 0 ? " +\(count)" : "")) }
        if let clock { lines.append(clock) }
        if !reason.isEmpty { lines.append("“\(reason)”") }
        return lines.filter { !$0.isEmpty }
    }
}

extension FieldValue {
    /// The same value.
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .flag(flag)
        case .number(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .array(let values): self = .list(values.map(FieldValue.init))
        case .object(let members): self = .object(members.mapValues(FieldValue.init))
        }
    }
}

extension JSONValue {
    /// The same value.
    init(_ value: FieldValue) {
        switch value {
        case .null: self = .null
        case .flag(let flag): self = .bool(flag)
        case .number(let number): self = .number(number)
        case .text(let text): self = .string(text)
        case .list(let values): self = .array(values.map(JSONValue.init))
        case .object(let members): self = .object(members.mapValues(JSONValue.init))
        }
    }
}
