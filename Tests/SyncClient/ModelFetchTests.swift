import NIOCore
import NIOPosix
import Runtime
import SyncClient
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit
import Testing

/// Models in pieces beside the rounds, from a hub of a few lines over real mutual TLS.
@Suite struct ModelFetchTests {
    private static let enrolledAt = Timestamp(seconds: 1_763_712_000)
    private static let model = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    private static let wish = ModelWish(version: 1, digest: Digest(of: model), bytes: model.count)
    private let group = MultiThreadedEventLoopGroup.singleton
    private let authority: TestAuthority
    private let folder: TemporaryFolder
    private let file: IdentityFile

    init() throws {
        authority = try TestAuthority()
        folder = try TemporaryFolder("models")
        file = IdentityFile(path: folder.file("identity.json"))
    }

    /// What the hub does with the next questions for pieces, first to last; after them it answers as it should.
    private final class Script: Sendable {
        let troubles = Mutex<[TestHub.Behaviour]>([])
        /// While it is closed, rounds are not answered.
        let holdsRounds = Mutex(false)
    }

    private func hub(_ script: Script) async throws -> TestHub {
        try await TestHub(group: group, tls: try authority.serverTLS()) { request in
            guard let offset = Self.offset(request) else {
                return script.holdsRounds.withLock { $0 } ? .silence : .reply(status: 400, body: [])
            }
            if let trouble = script.troubles.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return trouble }
            guard let piece = ModelWish.piece(at: offset, of: Self.model.count) else {
                return .reply(status: 404, body: [])
            }
            return .reply(status: 200, body: Array(Self.model[piece]))
        }
    }

    /// Where a piece begins that is asked for; nothing for anything else.
    private static func offset(_ request: TestHub.Request) -> Int? {
        let prefix = "/sync/v1/blobs/\(wish.digest)?offset="
        return request.path.hasPrefix(prefix) ? Int(request.path.dropFirst(prefix.count)) : nil
    }

    private func offsets(_ hub: TestHub) -> [Int] { hub.requests.compactMap(Self.offset) }

    private func connect(_ hub: TestHub) throws -> EnrolledConnection {
        try file.write(try authority.identity(at: Self.enrolledAt))
        return EnrolledConnection(
            file, endpoint: try HubEndpoint("https://127.0.0.1:\(hub.port)"), group: group, random: { 0 },
            tell: { _ in })
    }

    private func fetch(_ connection: EnrolledConnection) async -> Result<[UInt8], RoundFailure> {
        await withCheckedContinuation { continuation in
            connection.fetch(Self.wish) { continuation.resume(returning: $0) }
        }
    }

    @Test func aModelComesInPiecesOnAConnectionOfItsOwn() async throws {
        let hub = try await hub(Script())
        let connection = try connect(hub)
        #expect(await fetch(connection) == .success(Self.model))
        #expect(offsets(hub) == [0, 16_384, 32_768])
        #expect(Set(hub.requests.map(\.connection)).count == 1)
        try await hub.stop()
    }

    @Test(
        "after a broken link it goes on where it was",
        arguments: [
            TestHub.Behaviour.hangUp, .breakOff, .reply(status: 503, body: Array(#"{"error":{"code":"BUSY"}}"#.utf8)),
        ])
    func resumes(trouble: TestHub.Behaviour) async throws {
        let script = Script()
        let hub = try await hub(script)
        let connection = try connect(hub)
        let first = model(upTo: 16_384)
        // A connection that breaks is opened anew once by itself: so the trouble comes twice.
        script.troubles.withLock { $0 = [.reply(status: 200, body: first), trouble, trouble] }
        var result = await fetch(connection)
        #expect(throws: RoundFailure.self) { try result.get() }
        script.troubles.withLock { $0 = [] }
        result = await fetch(connection)
        #expect(result == .success(Self.model))
        #expect(offsets(hub).count { $0 == 0 } == 1, "what had come was not asked for again")
        try await hub.stop()
    }

    private func model(upTo end: Int) -> [UInt8] { Array(Self.model.prefix(end)) }

    @Test("a piece of another length ends it, and it begins anew", arguments: [0, 1, 16_383, 16_385])
    func strangePiece(length: Int) async throws {
        let script = Script()
        let hub = try await hub(script)
        let connection = try connect(hub)
        script.troubles.withLock { $0 = [.reply(status: 200, body: model(upTo: length))] }
        #expect(await fetch(connection) == .failure(.malformed(code: "MODEL_PIECE_INVALID")))
        #expect(await fetch(connection) == .success(Self.model))
        #expect(offsets(hub) == [0, 0, 16_384, 32_768])
        try await hub.stop()
    }

    @Test func anAnswerThatIsMuchTooLargeIsCutOff() async throws {
        let script = Script()
        let hub = try await hub(script)
        let connection = try connect(hub)
        script.troubles.withLock { $0 = [.reply(status: 200, body: [UInt8](repeating: 7, count: 1 << 20))] }
        #expect(await fetch(connection) == .failure(.malformed(code: "ANSWER_TOO_LARGE")))
        try await hub.stop()
    }

    @Test func noPieceIsAskedForWhileARoundIsUnderWay() async throws {
        let script = Script()
        let hub = try await hub(script)
        let connection = try connect(hub)
        script.holdsRounds.withLock { $0 = true }
        let round = Mutex<Result<RoundAnswer, RoundFailure>?>(nil)
        let model = Mutex<Result<[UInt8], RoundFailure>?>(nil)
        connection.round(RoundsOverHTTPTests.request(), deadlineSeconds: 20) { result in
            round.withLock { $0 = result }
        }
        connection.fetch(Self.wish) { result in model.withLock { $0 = result } }
        connection.fetch(Self.wish) { result in #expect(result == .failure(.abandoned), "one at a time") }
        try await waitUntil("the round is at the hub") { hub.requests.count == 1 }
        #expect(offsets(hub).isEmpty && model.withLock { $0 == nil })
        connection.reset()
        try await waitUntil("the model is there") { model.withLock { $0 != nil } }
        #expect(model.withLock { $0 } == .success(Self.model))
        #expect(round.withLock { $0 } == .failure(.abandoned))
        try await hub.stop()
    }

    @Test func whoIsNotEnrolledFetchesNothing() async throws {
        let hub = try await hub(Script())
        let connection = EnrolledConnection(
            file, endpoint: try HubEndpoint("https://127.0.0.1:\(hub.port)"), group: group, random: { 0 },
            tell: { _ in })
        let result = await fetch(connection)
        #expect(throws: RoundFailure.self) { try result.get() }
        #expect(hub.requests.isEmpty)
        try await hub.stop()
    }
}
