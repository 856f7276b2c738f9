internal import Glibc

/// Where finished log lines go.
public protocol LogOutput: Sendable {
    /// Takes one whole line, its line feed included; never throws and never waits longer than the operating system
    /// does.
    func write(_ line: [UInt8])
}

/// Standard error, which systemd keeps and a person sees; one system call a line, so that lines never mix.
public struct StandardErrorOutput: LogOutput {
    /// The process's standard error.
    public init() {}

    /// Writes the line; what cannot be written is lost, because there is nowhere left to say so.
    public func write(_ line: [UInt8]) {
        var written = 0
        line.withUnsafeBytes { bytes in
            while written < bytes.count, let base = bytes.baseAddress {
                let result = Glibc.write(2, base + written, bytes.count - written)
                if result < 0 && errno == EINTR { continue }
                if result <= 0 { return }
                written += result
            }
        }
    }
}
