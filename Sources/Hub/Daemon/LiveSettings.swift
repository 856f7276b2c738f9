internal import Settings

/// How open pages are kept up to date.
struct LiveSettings: Sendable {
    var batchWindow = Duration.seconds(2)
    var clientsMax = 1_000
    var subscriptionsMax = 200

    mutating func read(_ reader: inout SettingsReader) {
        batchWindow = reader.value(
            .duration(
                "live.batch_window", default: .seconds(2), in: .seconds(0)...(.seconds(10)),
                about: "How long updates are gathered."))
        clientsMax = reader.value(.integer("live.clients_max", default: 1_000, in: 1...100_000, about: "Open pages."))
        subscriptionsMax = reader.value(
            .integer("live.subscriptions_max", default: 200, in: 1...1_000, about: "Subscriptions of one page."))
    }
}
