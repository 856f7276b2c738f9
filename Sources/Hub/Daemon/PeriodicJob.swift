internal import Logging
internal import ServiceLifecycle

/// Work that is done again and again until the hub stops; a failure is logged, and the next time comes.
struct PeriodicJob: Service {
    let name: String
    let interval: Duration
    let logger: Logger
    let work: @Sendable () async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await work()
                } catch {
                    if Task.isCancelled { return }
                    logger.warning("a job failed", metadata: ["job": "\(name)", "error": "\(error)"])
                }
                // Cancelled while it sleeps, it ends: the loop's condition says so.
                try? await Task.sleep(for: interval)
            }
        }
    }
}
