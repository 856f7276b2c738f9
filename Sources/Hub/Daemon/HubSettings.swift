internal import HubTenancy
internal import Logging
internal import Settings

/// The hub's settings, each with its type, default and range (hub-config/hub.yaml).
struct HubSettings: Sendable {
    var database = DatabaseSettings()
    var http = HTTPSettings()
    var auth: AuthSettings
    var sync = SyncSettings()
    var authority = AuthoritySettings()
    var live = LiveSettings()
    var commands = CommandSettings()
    var consoleFolder: String
    var plansFile: String
    var logLevel: Logger.Level
    /// Every setting with its origin, for people.
    var reports: [SettingReport]

    /// Reads file, drop-ins, environment and command line; throws all mistakes at once.
    static func load(
        path: String, environment: [String: String], flags: [String: String]
    ) throws(ConfigurationMistakes) -> HubSettings {
        let document = try ConfigurationFiles.load(path)
        var reader = SettingsReader(document: document, environment: environment, flags: flags)
        let settings = HubSettings(&reader)
        try reader.finish()
        return settings
    }

    private init(_ reader: inout SettingsReader) {
        database.read(&reader)
        http.read(&reader)
        auth = AuthSettings(&reader)
        sync.read(&reader)
        authority.read(&reader)
        live.read(&reader)
        commands.read(&reader)
        consoleFolder = reader.value(
            .text("console.folder", default: "web", about: "The folder of the console's files."))
        plansFile = reader.value(
            .text("plans.file", default: "hub-config/plans.yaml", about: "The file of the plans."))
        let level = reader.value(
            .choice(
                "log.level", default: "info", of: Logger.Level.allCases.map(\.rawValue), environment: ["LOG_LEVEL"],
                about: "The least level that is logged."))
        logLevel = Logger.Level(rawValue: level) ?? .info
        reports = reader.reports
    }
}
