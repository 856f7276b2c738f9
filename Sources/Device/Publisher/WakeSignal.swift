internal import Glibc

/// Wakes a thread that polls: any thread raises it, one clears it.
///
/// A pipe, so that a burst costs no more than its size.
final class WakeSignal: Sendable {
    /// What the thread polls for reading.
    let descriptor: Int32
    private let writingEnd: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        let made = pipe(&ends)
        precondition(made == 0, "because a process without two free descriptors cannot connect either")
        (descriptor, writingEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    func raise() {
        var one: UInt8 = 1
        // A full pipe refuses, which is as good: the thread has enough to wake it.
        _ = Glibc.write(writingEnd, &one, 1)
    }

    func clear() {
        var spent = [UInt8](repeating: 0, count: 256)
        while Glibc.read(descriptor, &spent, spent.count) == spent.count {}
    }
}
