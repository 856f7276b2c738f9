internal import MillwrightDevice
internal import Telemetry

/// A rule as a machine's document has it.
struct ToldRule: Sendable {
    var name: String
    /// Nothing: the profile's rule of this name is off.
    var text: String?
    var actor: String
    var at: Timestamp?
    /// What the agent says of it; nothing while it has not heard of it.
    var report: String?

    /// The rules of a document, by their names.
    static func all(of document: JSONValue) -> [ToldRule] {
        let fields = MachineText.fields(document)
        let reports = Dictionary(fields.map { ($0.path, $0.value?.string) }, uniquingKeysWith: { first, _ in first })
        return fields.compactMap { field in
            guard field.path.hasPrefix("rule."), let value = field.value else { return nil }
            let name = String(field.path.dropFirst(5))
            return ToldRule(
                name: name, text: value.string, actor: field.actor, at: field.at,
                report: reports["reported.rule.\(name)"] ?? nil)
        }
        .sorted { $0.name < $1.name }
    }
}
