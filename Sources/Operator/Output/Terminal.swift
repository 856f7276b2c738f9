internal import Glibc

/// What a person reads while a command runs: on standard error, so that standard output stays the result.
enum Terminal {
    /// Whether a person is looking; a log gets no line that is written over.
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Writes a line.
    static func say(_ line: String) {
        write(isInteractive ? "\r\u{1B}[K\(line)\n" : "\(line)\n")
    }

    /// Writes over the last line; nothing when nobody looks.
    static func show(_ line: String) {
        if isInteractive { write("\r\u{1B}[K\(line)") }
    }

    /// Takes the last shown line away.
    static func clear() {
        if isInteractive { write("\r\u{1B}[K") }
    }

    /// Lets out what was printed, which the library keeps back when a program reads it.
    static func flush() { fflush(nil) }

    private static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
