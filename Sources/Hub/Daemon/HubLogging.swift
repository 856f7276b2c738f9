internal import Logging
internal import Observability

/// The hub's logger: one JSON object a line, on standard error.
enum HubLogging {
    static func make(_ settings: HubSettings) -> Logger {
        let level = settings.logLevel
        return Logger(label: "millwright.hub") { label in
            JSONLogHandler(service: "millwright-hub", label: label, level: level)
        }
    }
}
