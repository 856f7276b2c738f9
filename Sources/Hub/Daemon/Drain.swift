internal import HubAPI
internal import ServiceLifecycle

/// The last service to start and so the first to stop: it says that the hub is about to go before anything goes.
struct Drain: Service {
    let health: HubHealth
    let notifier: SystemdNotifier

    func run() async throws {
        try await gracefulShutdown()
        health.beginDraining()
        notifier.notify("STOPPING=1")
    }
}
