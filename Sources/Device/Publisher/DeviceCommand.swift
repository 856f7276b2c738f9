public import Telemetry

/// A command that came for a machine on `plant/<factory>/<machine>/cmd/<action>`.
public struct DeviceCommand: Sendable, Equatable {
    /// Names the command in acknowledgements; a command that comes twice has the same.
    public var id: String
    /// The payload's `action` or, without one, the last level of the topic.
    public var action: String
    /// By name, as sent and unchecked; empty for a command without any.
    public var arguments: [String: JSONValue]
    /// After this moment it must not be carried out.
    public var expires: Timestamp?

    /// A command as it was meant.
    public init(id: String, action: String, arguments: [String: JSONValue] = [:], expires: Timestamp? = nil) {
        self.id = id
        self.action = action
        self.arguments = arguments
        self.expires = expires
    }

    /// Reads a command; nothing when the payload is not an object or has no id.
    ///
    /// The action defaults to the topic's last level. `args` may be an object or, for a command with one argument, a
    /// text, which is then named `kind`.
    public init?(_ message: DeviceMessage) {
        guard case .object(let members)? = JSONValue(message.payload) else { return nil }
        let level = message.topic.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        guard let id = members["id"]?.string, !id.isEmpty else { return nil }
        self.id = id
        action = members["action"]?.string ?? level
        switch members["args"] {
        case .object(let named)?: arguments = named
        case .string(let text)?: arguments = ["kind": .string(text)]
        default: arguments = [:]
        }
        switch members["expires"] {
        case .number(let milliseconds)?: expires = Timestamp(milliseconds: Int64(max(-9e15, min(9e15, milliseconds))))
        case .string(let text)?: expires = Timestamp(rfc3339: text)
        default: expires = nil
        }
    }
}
