internal import Dispatch
internal import Glibc

/// Ctrl-C and SIGTERM as the cancellation of a task, so that a command ends in order; the second ends it on the spot.
enum Interruption {
    /// Runs a body that ends soon after it is cancelled.
    static func cancels(_ body: @escaping @Sendable () async throws -> Void) async throws {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: interruptionHandler(task, number))
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        try await task.value
    }
}

/// At file scope, because a closure literal may inherit an isolation that the queue's thread does not have.
private func interruptionHandler(_ task: Task<Void, any Error>, _ number: Int32) -> @Sendable () -> Void {
    {
        if task.isCancelled { _exit(128 + number) }
        Terminal.say("ending; once more ends at once")
        task.cancel()
    }
}
