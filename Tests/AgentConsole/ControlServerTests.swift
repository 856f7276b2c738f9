import AgentConsole
import Foundation
import Glibc
import NIOCore
import NIOPosix
import SyncWire
import Synchronization
import TestKit
import Testing

@Suite("The control socket")
struct ControlServerTests {
    private final class Source: ControlSource {
        let asked = Mutex<[ControlRequest]>([])
        let isBusy = Atomic<Bool>(false)
        let forgets = Atomic<Bool>(false)

        func control(_ request: ControlRequest, reply: @escaping @Sendable (ControlAnswer) -> Void) -> Bool {
            if isBusy.load(ordering: .relaxed) { return false }
            asked.withLock { $0.append(request) }
            if forgets.load(ordering: .relaxed) { return true }
            reply(.data(.text("done")))
            return true
        }
    }

    private func withSocket(_ body: (_ source: Source, _ path: String) async throws -> Void) async throws {
        let folder = try TemporaryFolder("control")
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let source = Source()
        let server = try ControlServer.start(path: folder.file("control.sock"), source: source, on: group)
        do {
            try await body(source, server.path)
        } catch {
            server.stop()
            try await group.shutdownGracefully()
            throw error
        }
        server.stop()
        try await group.shutdownGracefully()
        #expect(!FileManager.default.fileExists(atPath: server.path))
    }

    @Test("a request comes through with its parts and with who asks, as the kernel says")
    func request() async throws {
        try await withSocket { source, path in
            let answer = try ControlClient.ask(
                path, "PATCH", "/api/documents/machine%3Anorth%2Fpress-1?page=2&x=a%20b", body: #"{"fields":{"a":1}}"#)
            #expect(answer.status == 200)
            #expect(answer.body == #"{"data":"done","status":"success"}"#)
            let asked = try #require(source.asked.withLock { $0.first })
            #expect(asked.method == "PATCH")
            #expect(asked.path == ["api", "documents", "machine:north/press-1"])
            #expect(asked.query == ["page": "2", "x": "a b"])
            #expect(asked.body == .object(["fields": .object(["a": .number(1)])]))
            #expect(asked.caller.authority == .supervisor)
            let own = try #require(getpwuid(geteuid()))
            #expect(asked.caller.name == String(cString: own.pointee.pw_name))
        }
    }

    @Test("the socket is open for owner and group alone")
    func mode() async throws {
        try await withSocket { _, path in
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o660)
        }
    }

    @Test("bad requests are refused with their code and reach nobody")
    func refused() async throws {
        try await withSocket { source, path in
            let large = try ControlClient.ask(
                path, "POST", "/api/sync/now", body: String(repeating: "1", count: 20_000))
            #expect(large.status == 413 && large.body.contains("BODY_TOO_LARGE"))
            let long = try ControlClient.ask(path, "GET", "/api/" + String(repeating: "x", count: 5_000))
            #expect(long.status == 413)
            for body in ["{", "not JSON", "\u{1}"] {
                let answer = try ControlClient.ask(path, "POST", "/api/sync/now", body: body)
                #expect(answer.status == 400 && answer.body.contains("MALFORMED_REQUEST"), "\(body)")
            }
            let escape = try ControlClient.ask(path, "GET", "/api/%zz")
            #expect(escape.status == 400)
            #expect(source.asked.withLock { $0.isEmpty })
        }
    }

    @Test("a busy agent says so")
    func busy() async throws {
        try await withSocket { source, path in
            source.isBusy.store(true, ordering: .relaxed)
            let busy = try ControlClient.ask(path, "GET", "/api/status")
            #expect(busy.status == 503)
            source.isBusy.store(false, ordering: .relaxed)
            source.forgets.store(true, ordering: .relaxed)
            let lost = try ControlClient.ask(path, "GET", "/api/status")
            #expect(lost.body.contains("AGENT_BUSY"))
        }
    }

    @Test("a socket that was left behind is replaced")
    func stale() async throws {
        let folder = try TemporaryFolder("control")
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let path = folder.file("control.sock")
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(left)
        let server = try ControlServer.start(path: path, source: Source(), on: group)
        #expect(try ControlClient.ask(path, "GET", "/api/status").status == 200)
        server.stop()
        try await group.shutdownGracefully()
    }
}
