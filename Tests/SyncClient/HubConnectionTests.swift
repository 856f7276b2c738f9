import NIOCore
import NIOPosix
import SyncClient
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite struct HubConnectionTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    @Test func requestsShareOneConnection() async throws {
        try await withHub {
            .reply(status: 200, body: Array($0.path.utf8) + $0.body)
        } run: { hub, connection in
            for number in 0..<5 {
                let reply = try await connection.post("/n\(number)", [1, 2]).get()
                #expect(
                    reply
                        == HubReply(status: 200, retryAfterSeconds: nil, body: Array("/base/n\(number)".utf8) + [1, 2]))
            }
            #expect(hub.requests.map(\.connection) == [1, 1, 1, 1, 1])
            let headers = try #require(hub.requests.first).headers
            #expect(headers.contains { $0 == ("Host", "127.0.0.1:\(hub.port)") })
        }
    }

    @Test func aConnectionThatClosedWhileIdleIsOpenedAgain() async throws {
        try await withHub { _ in
            .replyAndHangUp(body: [7])
        } run: { hub, connection in
            for _ in 0..<4 {
                let reply = try await connection.post("/").get()
                #expect(reply.body == [7])
            }
            #expect(hub.requests.count >= 4)
        }
    }

    @Test func aHubThatHangsUpIsUnreachable() async throws {
        for behaviour in [TestHub.Behaviour.hangUp, .breakOff] {
            try await withHub { _ in
                behaviour
            } run: { hub, connection in
                let result = await connection.post("/")
                guard case .failure(.unreachable) = result else {
                    Issue.record("\(result)")
                    return
                }
                #expect(hub.requests.count == 1)
            }
        }
    }

    @Test func aRefusalThatComesBeforeAllWasSentIsHeard() async throws {
        let server = try await RefusingEarly.start(group)
        let port = server.localAddress?.port ?? 0
        let connection = try HubConnection(endpoint: HubEndpoint("http://127.0.0.1:\(port)"), group: group)
        for size in [10, 70_000, 1 << 20, 8 << 20] {
            for _ in 0..<10 {
                let reply = await connection.post("/", [UInt8](repeating: 1, count: size))
                #expect(try reply.get().status == 413, "\(size) bytes")
            }
        }
        connection.reset()
        try await server.close()
    }

    @Test func silenceEndsByTheDeadline() async throws {
        try await withHub {
            $0.path == "/base/quiet" ? .silence : .reply(status: 200, body: [])
        } run: { hub, connection in
            #expect(await connection.post("/quiet", deadlineSeconds: 0.1) == .failure(.timedOut))
            let reply = try await connection.post("/loud").get()
            #expect(reply.status == 200)
            #expect(hub.requests.map(\.connection) == [1, 2])
        }
    }

    @Test func nobodyThereIsUnreachable() async throws {
        let hub = try await TestHub(group: group) { _ in .silence }
        try await hub.stop()
        let connection = try HubConnection(endpoint: HubEndpoint("http://127.0.0.1:\(hub.port)"), group: group)
        // In the system's words, without the library's list of attempts.
        #expect(await connection.post("/") == .failure(.notConnected("Connection refused")))
    }

    @Test func answersAreBounded() async throws {
        try await withHub { _ in
            .reply(status: 200, body: [UInt8](repeating: 1, count: 5_000))
        } run: { _, connection in
            #expect(await connection.post("/") == .failure(.malformed(code: "ANSWER_TOO_LARGE")))
        }
    }

    @Test func oneRequestAtATimeAndResetEndsIt() async throws {
        try await withHub { _ in
            .silence
        } run: { hub, connection in
            async let first = connection.post("/", deadlineSeconds: 20)
            while hub.requests.isEmpty { await Task.yield() }
            #expect(await connection.post("/") == .failure(.abandoned))
            connection.reset()
            #expect(await first == .failure(.abandoned))
        }
    }

    private func withHub(
        _ behave: @escaping @Sendable (TestHub.Request) -> TestHub.Behaviour,
        run: (TestHub, HubConnection) async throws -> Void
    ) async throws {
        let hub = try await TestHub(group: group, behave: behave)
        let endpoint = try HubEndpoint("http://127.0.0.1:\(hub.port)/base/")
        let connection = try HubConnection(endpoint: endpoint, group: group, answerBytesMax: 4_096)
        try await run(hub, connection)
        connection.reset()
        try await hub.stop()
    }
}
