public import SyncWire

/// One request over the control socket.
public struct ControlRequest: Sendable, Equatable {
    /// `GET`, `POST`, `PATCH`, `DELETE`.
    public var method: String
    /// The parts of the path, without percent signs: `["api", "conflicts", "…"]`.
    public var path: [String]
    /// What follows the question mark; the first of equal names counts.
    public var query: [String: String]
    /// The body; nothing when there is none.
    public var body: FieldValue?
    /// Who asks.
    public var caller: ControlCaller

    /// A request by its parts.
    public init(
        method: String, path: [String], query: [String: String] = [:], body: FieldValue? = nil, caller: ControlCaller
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.caller = caller
    }

    /// Reads a request target; nothing when its percent signs make no UTF-8.
    init?(method: String, target: String, body: FieldValue?, caller: ControlCaller) {
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path: [String] = []
        for part in halves[0].split(separator: "/") {
            guard let plain = Self.unescaped(part) else { return nil }
            path.append(plain)
        }
        var query: [String: String] = [:]
        for pair in halves.count > 1 ? halves[1].split(separator: "&") : [] {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.unescaped(sides[0]), let value = sides.count > 1 ? Self.unescaped(sides[1]) : ""
            else { return nil }
            if query[name] == nil { query[name] = value }
        }
        self.init(method: method, path: path, query: query, body: body, caller: caller)
    }

    /// How long a scenario may take, from the question to its answer; `millwright` waits 20 s.
    public static let scenarioSeconds: Int64 = 18

    /// Whether it asks for a scenario of a machine: that is computed aside and takes longer than anything else.
    public var isScenario: Bool {
        path.count == 5 && path[0] == "api" && path[1] == "machines" && path[3] == "twin" && path[4] == "scenario"
    }

    private static func unescaped(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let pair = String(rest.prefix(2)), let value = UInt8(pair, radix: 16) else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
