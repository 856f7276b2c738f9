internal import Glibc

/// Small whole files.
enum FileBytes {
    /// All bytes of a file of at most `limit`; nothing when it may be missing and is.
    static func read(_ path: String, limit: Int, isOptional: Bool = false) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if isOptional, errno == ENOENT { return nil }
            throw failure(path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw CommandFailure("FILE_UNREADABLE", "\(path): has more than \(limit) bytes")
            }
        }
    }

    /// The first line of a file: how passwords and tokens are handed over.
    static func secret(_ path: String) throws -> String {
        let bytes = try read(path, limit: 65_536) ?? []
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard !line.isEmpty else { throw CommandFailure("FILE_EMPTY", "\(path): its first line is empty") }
        return String(decoding: line, as: UTF8.self)
    }

    /// Writes a file whole or not at all.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws {
        let beside = "\(path).\(getpid())"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(beside) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        let isWhole = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWhole, rename(beside, path) == 0 else {
            let error = failure(path)
            unlink(beside)
            throw error
        }
    }

    private static func failure(_ path: String) -> CommandFailure {
        CommandFailure("FILE_UNREADABLE", "\(path): \(String(cString: strerror(errno)))")
    }
}
