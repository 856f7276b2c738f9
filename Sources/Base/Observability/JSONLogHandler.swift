public import Logging
public import Runtime
internal import Telemetry

/// A handler for swift-log that writes one JSON object a line, escaped so that no message can forge a second line.
///
/// The members `timestamp` (RFC 3339, UTC), `level`, `service`, `logger` and `message` come first; metadata follows as
/// members of its own, sorted. A metadata key of the same name as one of the five gets the prefix `metadata.`, and the
/// value of a key that names a secret (`password`, `token`, …) is never written.
public struct JSONLogHandler: LogHandler {
    /// Metadata that every line of this logger carries.
    public var metadata: Logger.Metadata = [:]

    /// The least level that is written.
    public var logLevel: Logger.Level

    /// Where metadata of the surrounding task comes from.
    public var metadataProvider: Logger.MetadataProvider?

    private let service: String
    private let label: String
    private let clock: any Clock
    private let output: any LogOutput

    /// A handler for the logger `label` of one service.
    public init(
        service: String, label: String, level: Logger.Level = .info, clock: any Clock = SystemClock(),
        output: any LogOutput = StandardErrorOutput()
    ) {
        self.service = service
        self.label = label
        self.logLevel = level
        self.clock = clock
        self.output = output
    }

    /// One value of the metadata that every line carries.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        var text = JSONText()
        text.beginObject()
        text.add(clock.now().rfc3339, for: "timestamp")
        text.add(event.level.rawValue, for: "level")
        text.add(service, for: "service")
        text.add(label, for: "logger")
        text.add(event.message.description, for: "message")
        if let error = event.error { text.add("\(error)", for: "error") }
        for (key, value) in merged(event.metadata).sorted(by: { $0.key < $1.key }) {
            let isTaken = Self.reserved.contains(key) || (key == "error" && event.error != nil)
            write(value, for: isTaken ? "metadata.\(key)" : key, to: &text)
        }
        text.endObject()
        text.endLine()
        output.write(text.bytes)
    }

    private func merged(_ explicit: Logger.Metadata?) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, newer in newer } }
        if let explicit { all.merge(explicit) { _, newer in newer } }
        return all
    }

    private func write(_ value: Logger.MetadataValue, for key: String?, to text: inout JSONText) {
        if let key, Self.isSecret(key) { return text.add("***", for: key) }
        switch value {
        case .string(let string): text.add(string, for: key)
        case .stringConvertible(let convertible): text.add(convertible.description, for: key)
        case .array(let elements):
            text.beginArray(key)
            for element in elements { write(element, for: nil, to: &text) }
            text.endArray()
        case .dictionary(let members):
            text.beginObject(key)
            for (name, member) in members.sorted(by: { $0.key < $1.key }) { write(member, for: name, to: &text) }
            text.endObject()
        }
    }

    /// Whether the value of a key must never be written.
    static func isSecret(_ key: String) -> Bool {
        let name = key.lowercased()
        return secrets.contains { name.contains($0) }
    }

    private static let secrets = ["password", "secret", "token", "credential", "authorization", "cookie", "apikey"]
    private static let reserved: Set<String> = ["timestamp", "level", "service", "logger", "message"]
}
