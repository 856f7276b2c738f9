internal import Glibc

/// One thread with a body; ends when the body returns.
enum PublisherThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that nobody joins; false when the system has none left.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, 512 * 1_024)
        let body = Unmanaged.passRetained(Body(run: run))
        if pthread_create(&thread, &attributes, runPublisherThread, body.toOpaque()) == 0 { return true }
        body.release()
        return false
    }

    fileprivate static func run(_ argument: UnsafeMutableRawPointer) {
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
    }
}

private func runPublisherThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { PublisherThread.run(argument) }
    return nil
}
