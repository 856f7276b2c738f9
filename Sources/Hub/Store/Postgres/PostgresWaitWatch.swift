internal import Glibc
internal import Runtime

/// Refuses work that has waited too long; a thread of its own, because all the others may be inside the server.
enum PostgresWaitWatch {
    private static let periodMicroseconds: UInt32 = 50_000

    static func start(queue: PostgresWorkQueue) {
        DetachedThread.start {
            while !queue.isClosed {
                queue.sweep(now: SystemClock().uptime())
                usleep(periodMicroseconds)
            }
        }
    }
}
