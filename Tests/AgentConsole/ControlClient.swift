import Foundation
import Glibc
import TestKit

/// One request over a Unix socket, by hand: what a client that is no HTTP library sends.
enum ControlClient {
    struct Answer {
        var status: Int
        var body: String
    }

    static func ask(_ path: String, _ method: String, _ target: String, body: String = "") throws -> Answer {
        try send(
            path,
            "\(method) \(target) HTTP/1.1\r\nHost: agent\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    static func send(_ path: String, _ text: String) throws -> Answer {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw ControlClientError(what: "socket") }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw ControlClientError(what: "connect: \(String(cString: strerror(errno)))") }
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, bytes.count - sent) }
            // The other end may answer and close before it has all.
            if count <= 0 { break }
            sent += count
        }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            answer += chunk[..<count]
        }
        let parts = String(decoding: answer, as: UTF8.self).components(separatedBy: "\r\n\r\n")
        guard let head = parts.first, let status = Int(head.split(separator: " ").dropFirst().first ?? "") else {
            throw ControlClientError(what: "no answer")
        }
        return Answer(status: status, body: parts.dropFirst().joined(separator: "\r\n\r\n"))
    }
}

struct ControlClientError: Error {
    let what: String
}
