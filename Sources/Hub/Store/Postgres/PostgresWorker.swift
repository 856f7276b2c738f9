internal import Glibc
internal import Logging
internal import Runtime

/// The life of one connection on its thread: connect, do work, connect again when it broke.
struct PostgresWorker {
    let options: PostgresOptions
    let queue: PostgresWorkQueue
    let logger: Logger

    /// Starts a thread that lives until the queue is closed.
    static func start(_ options: PostgresOptions, queue: PostgresWorkQueue, logger: Logger) {
        let worker = PostgresWorker(options: options, queue: queue, logger: logger)
        DetachedThread.start { worker.run() }
    }

    private func run() {
        var pauseSeconds = 0.05
        var isFirst = true
        while !queue.isClosed {
            do {
                let connection = try PostgresConnection(options)
                if !isFirst { logger.info("database connection stands again") }
                pauseSeconds = 0.05
                queue.connectionCame()
                serve(connection)
                queue.connectionWent()
                if !queue.isClosed { logger.warning("database connection lost") }
            } catch {
                if isFirst || pauseSeconds >= 2 { logger.warning("database cannot be reached", error: error) }
                pause(pauseSeconds)
                pauseSeconds = min(2, pauseSeconds * 2)
            }
            isFirst = false
        }
    }

    /// Does work until the connection breaks or the queue is closed and empty.
    private func serve(_ connection: PostgresConnection) {
        while connection.isAlive {
            guard let work = queue.take(withinSeconds: 1) else {
                if queue.isClosed { return }
                continue
            }
            switch work.run(connection) {
            case .done: queue.finished()
            case .notBegun:
                queue.putBack(work)
                return
            }
        }
    }

    private func pause(_ seconds: Double) {
        let end = SystemClock().uptime().advanced(seconds: seconds)
        while !queue.isClosed, SystemClock().uptime() < end { usleep(20_000) }
    }
}

extension Logger {
    fileprivate func warning(_ text: Logger.Message, error: PostgresFailure) {
        warning(text, metadata: ["code": "\(error.code)", "detail": "\(error.detail)"])
    }
}
