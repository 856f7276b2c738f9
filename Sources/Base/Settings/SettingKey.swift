/// One setting: its path, what it means, its type, default and range; declared once, where its user lives.
///
/// The path's first word is its section: `mqtt.port` stands under `mqtt:` and is overridden by `MILLWRIGHT_MQTT__PORT`.
public struct SettingKey<Value: Sendable>: Sendable {
    /// Dotted, as `mqtt.port`.
    public let path: String
    /// What the setting does, in a sentence for people.
    public let about: String
    /// What may stand there, for people, as `1 to 65535`.
    public let allowed: String
    /// The value when nothing is written, or, for a required key, what the reader goes on with after the mistake.
    public let fallback: Value
    /// Whether it is a mistake when nothing is written.
    public let isRequired: Bool
    /// Whether the value is hidden in reports.
    public var isHidden: Bool
    /// Further names in the environment, asked after `environmentName`, the first that is set.
    public let alternatives: [EnvironmentName]
    let parse: @Sendable (RawSetting) throws(SettingFault) -> Value
    let write: @Sendable (Value) -> String

    /// A key of any type; the factories below cover the usual ones.
    public init(
        path: String, about: String, allowed: String, fallback: Value, isRequired: Bool = false, isHidden: Bool = false,
        alternatives: [EnvironmentName] = [], write: @escaping @Sendable (Value) -> String = { "\($0)" },
        parse: @escaping @Sendable (RawSetting) throws(SettingFault) -> Value
    ) {
        self.path = path
        self.about = about
        self.allowed = allowed
        self.fallback = fallback
        self.isRequired = isRequired
        self.isHidden = isHidden
        self.alternatives = alternatives
        self.write = write
        self.parse = parse
    }

    /// `MILLWRIGHT_MQTT__PORT` for `mqtt.port`.
    public var environmentName: String {
        "MILLWRIGHT_" + path.split(separator: ".").map { $0.uppercased() }.joined(separator: "__")
    }
}

extension RawSetting {
    /// Reads the one text with `read`, or says what was expected.
    func single<Value>(
        _ expected: String, hint: String? = nil, _ read: (String) -> Value?
    ) throws(SettingFault) -> Value {
        guard let text else { throw SettingFault(.valueType, "a list stands where \(expected) is expected") }
        guard let value = read(text) else {
            throw SettingFault(.valueType, "`\(text)` is not \(expected)", hint: hint)
        }
        return value
    }
}
