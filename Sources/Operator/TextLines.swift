internal import Glibc

/// The lines of a file or of standard input, read as they come and never held all at once.
///
/// Not thread-safe. Reading ends when the task is cancelled, also while standard input says nothing.
final class TextLines {
    /// Longest line; what is beyond ends the reading, since no message can be so long.
    static let bytesMax = 16 * 1_024 * 1_024

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var isAtEnd = false
    /// The number of the line that `next` returned last, from 1.
    private(set) var number = 0

    /// A file's lines.
    init(file: String) throws {
        descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure("FILE_UNREADABLE", "\(file): \(String(cString: strerror(errno)))")
        }
    }

    /// Standard input's lines.
    init() {
        descriptor = STDIN_FILENO
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// The next line without its end (LF or CR LF); nothing at the end.
    func next() -> String? {
        var searched = position
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) { return line(to: end, skipping: 1) }
            searched = buffer.count
            if isAtEnd || buffer.count - position > Self.bytesMax {
                return position < buffer.count ? line(to: buffer.count, skipping: 0) : nil
            }
            let moved = fill()
            searched -= moved
        }
    }

    private func line(to end: Int, skipping: Int) -> String {
        var bytes = buffer[position..<end]
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        // A byte order mark is no part of the first column's name.
        if number == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        position = end + skipping
        number += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads more; returns how far what is held has moved to the front.
    private func fill() -> Int {
        let moved = position
        buffer.removeFirst(position)
        position = 0
        while !Task.isCancelled {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&entry, 1, 100) == 0 { continue }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            buffer.append(contentsOf: chunk[..<count])
            return moved
        }
        isAtEnd = true
        return moved
    }
}
