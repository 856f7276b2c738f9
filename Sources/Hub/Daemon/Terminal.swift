internal import Glibc

/// What a person at a terminal sees, written at once: a pipe gets it too before the program ends.
enum Terminal {
    /// A line on standard output.
    static func say(_ line: String) { write(line, to: STDOUT_FILENO) }

    /// A line on standard error.
    static func complain(_ line: String) { write(line, to: STDERR_FILENO) }

    private static func write(_ line: String, to descriptor: Int32) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            // Nobody reads any more: nothing is left to be done about it.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
