internal import Glibc
internal import Settings

/// Asks the agent that runs on this machine, over its local page.
struct LocalAgent {
    let address: NetworkAddress

    /// The body of a page and its status; nothing when nobody answers within a few seconds.
    func get(_ path: String) -> (status: Int, body: [UInt8])? {
        guard let descriptor = connected() else { return nil }
        defer { close(descriptor) }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        guard write(descriptor, request, request.count) == request.count else { return nil }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while answer.count < 64 << 20 {
            let count = read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            answer += chunk.prefix(count)
        }
        let head = answer.prefix(64)
        guard
            let status = String(decoding: head, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap({
                Int($0)
            }),
            let end = Self.bodyStart(answer)
        else { return nil }
        return (status, Array(answer[end...]))
    }

    private static func bodyStart(_ answer: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        return (0..<max(0, answer.count - 3)).first { answer[$0] == 13 && Array(answer[$0..<$0 + 4]) == mark }
            .map { $0 + 4 }
    }

    private func connected() -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, String(address.port), &hints, &found) == 0, let first = found else {
            return nil
        }
        defer { freeaddrinfo(found) }
        let descriptor = socket(first.pointee.ai_family, first.pointee.ai_socktype, 0)
        guard descriptor >= 0 else { return nil }
        var limit = timeval(tv_sec: 6, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        guard connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }
}
