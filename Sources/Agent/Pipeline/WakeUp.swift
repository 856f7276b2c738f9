internal import Glibc

/// A pipe that ends another thread's `poll`; waking many times before it looks is the same as once.
final class WakeUp: Sendable {
    /// To be polled for reading.
    let readEnd: Int32
    private let writeEnd: Int32

    init() throws(PipelineError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("pipe", errno) }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readEnd = ends[0]
        writeEnd = ends[1]
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Ends the poll of the other thread, now or when it begins.
    func wake() {
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)  // a full pipe wakes as well
    }

    /// Takes back all wakings so far.
    func clear() {
        var bytes = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        while read(readEnd, &bytes, 32) == 32 {}
    }
}
