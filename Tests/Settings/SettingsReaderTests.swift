import Settings
import Testing

@Suite struct SettingsReaderTests {
    private static let port = SettingKey.integer("mqtt.port", default: 1883, in: 1...65_535, about: "port")
    private static let interval = SettingKey.duration(
        "sync.interval", default: .seconds(2), in: .milliseconds(100)...(.seconds(3_600)),
        environment: [EnvironmentName("SYNC_INTERVAL", bareUnit: "ms")], about: "pace")
    private static let level = SettingKey.choice(
        "log.level", default: "info", of: ["debug", "info", "error"], environment: ["LOG_LEVEL"], about: "level")
    private static let url = SettingKey.text(
        "database.url", hidden: true, environment: ["DATABASE_URL"], about: "database")
    private static let origins = SettingKey.list("http.cors", default: [], about: "origins")
    private static let budget = SettingKey.byteSize("store.budget", default: 1 << 30, in: 1...(1 << 40), about: "bytes")

    private func reader(
        _ text: String, environment: [String: String] = [:], flags: [String: String] = [:]
    ) throws -> SettingsReader {
        SettingsReader(
            document: try YAMLDocument.parse(Array(text.utf8), file: "a.yaml"), environment: environment, flags: flags)
    }

    private func mistakes(_ reader: inout SettingsReader) -> [ConfigurationMistake] {
        do throws(ConfigurationMistakes) {
            try reader.finish()
            return []
        } catch {
            return error.list
        }
    }

    @Test func theCommandLineIsOverTheEnvironmentIsOverTheFile() throws {
        var plain = try reader("mqtt: {port: 1}")
        #expect(plain.value(Self.port) == 1)
        var environment = try reader("mqtt: {port: 1}", environment: ["MILLWRIGHT_MQTT__PORT": "2"])
        #expect(environment.value(Self.port) == 2)
        #expect(environment.reports[0].origin == .environment("MILLWRIGHT_MQTT__PORT"))
        var flags = try reader(
            "mqtt: {port: 1}", environment: ["MILLWRIGHT_MQTT__PORT": "2"], flags: ["mqtt.port": "3"])
        #expect(flags.value(Self.port) == 3)
        var none = try reader("mqtt:\n  port:\n")
        #expect(none.value(Self.port) == 1883)
        #expect(none.reports[0].origin == .builtIn)
        try none.finish()
    }

    @Test func otherNamesAndTheirUnits() throws {
        var other = try reader("", environment: ["SYNC_INTERVAL": "250", "LOG_LEVEL": "debug", "DATABASE_URL": "x"])
        #expect(other.value(Self.interval) == .milliseconds(250))
        #expect(other.value(Self.level) == "debug")
        #expect(other.value(Self.url) == "x")
        #expect(other.reports.last?.value == "(secret)")
        try other.finish()
    }

    @Test func listsComeFromBoth() throws {
        var file = try reader("http: {cors: [a, b]}")
        #expect(file.value(Self.origins) == ["a", "b"])
        var environment = try reader("", environment: ["MILLWRIGHT_HTTP__CORS": "a, b ,c"])
        #expect(environment.value(Self.origins) == ["a", "b", "c"])
    }

    @Test func allMistakesComeAtOnceWithTheirLinesAndHints() throws {
        let text =
            "mqtt:\n  prot: 1883\n  port: 99999\nsync:\n  interval: soon\nlog:\n  level: infos\nextra: 1\nstore: 5\n"
        var reader = try reader(text, environment: ["MILLWRIGHT_MQTT__PROT": "1"], flags: ["mqtt.porto": "1"])
        _ = reader.value(Self.port)
        _ = reader.value(Self.interval)
        _ = reader.value(Self.level)
        _ = reader.value(Self.url)
        _ = reader.value(Self.budget)
        let found = mistakes(&reader)
        let seen = found.map {
            "\($0.mark.line) \($0.key) \($0.code.dropFirst("CONFIGURATION_".count)) \($0.hint ?? "-")"
        }
        #expect(
            Set(seen) == [
                "0 mqtt.porto KEY_UNKNOWN did you mean `mqtt.port`?",
                "0 MILLWRIGHT_MQTT__PROT KEY_UNKNOWN did you mean `MILLWRIGHT_MQTT__PORT`?",
                "1 database.url KEY_MISSING or set MILLWRIGHT_DATABASE__URL",
                "2 mqtt.prot KEY_UNKNOWN did you mean `port`?",
                "3 mqtt.port VALUE_OUT_OF_RANGE -",
                "5 sync.interval VALUE_TYPE write it as 250ms, 10s, 5m, 2h or 7d",
                "7 log.level VALUE_TYPE did you mean `info`?",
                "8 extra KEY_UNKNOWN -",
                "9 store VALUE_TYPE -",
            ])
    }

    @Test func secretsAreReadAndNeverShown() throws {
        let key = SecretKey(
            "auth.jwt_secret_file", required: true, bytesMin: 8,
            environment: [EnvironmentName("JWT_SECRET", holdsSecret: true)], about: "secret")
        var fromFile = SettingsReader(
            document: try YAMLDocument.parse(Array("auth: {jwt_secret_file: credential:jwt}".utf8), file: "a"),
            environment: ["CREDENTIALS_DIRECTORY": "/run/x"],
            readFile: { path throws(ConfigurationMistakes) in Array("secret of \(path)\n".utf8) })
        let secret = fromFile.secret(key)
        #expect(secret?.revealed == "secret of /run/x/jwt")
        #expect(secret?.description == "(secret)")
        try fromFile.finish()
        var fromEnvironment = try reader("", environment: ["JWT_SECRET": "short"])
        #expect(fromEnvironment.secret(key) == nil)
        #expect(mistakes(&fromEnvironment).map(\.kind) == [.secretMissing])
        var missing = try reader("auth: {jwt_secret_file: /nowhere/at/all}")
        #expect(missing.secret(key) == nil)
        #expect(mistakes(&missing).first?.mark.line == 1)
        var none = try reader("")
        #expect(none.secret(key) == nil)
        #expect(mistakes(&none).map(\.kind) == [.keyMissing])
    }
}
