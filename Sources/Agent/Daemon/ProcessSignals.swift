internal import Glibc

/// The signals that mean something to the agent, taken by waiting for them rather than by handlers.
enum ProcessSignals {
    /// What a signal asks for.
    enum Request {
        case stop
        case reload
        case none
    }

    /// Keeps the signals from every thread that is made from here on.
    static func block() {
        var signals = watched
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of them, at most so long.
    static func wait(seconds: Double) -> Request {
        var signals = watched
        var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        switch sigtimedwait(&signals, nil, &limit) {
        case SIGTERM, SIGINT: return .stop
        case SIGHUP: return .reload
        default: return .none
        }
    }

    /// Ends a wait, when a thread has ended.
    static func wake() {
        kill(getpid(), SIGUSR1)
    }

    private static var watched: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT, SIGHUP, SIGUSR1] { sigaddset(&signals, number) }
        return signals
    }
}
