internal import Crypto
internal import HTTPTypes
internal import HubTenancy
internal import NIOCore
internal import Runtime
internal import Synchronization
internal import Telemetry

/// Answers a repeated write with the first one's answer instead of doing it twice (`Idempotency-Key`).
///
/// Answers are kept for an hour, at most 10 000 of them, oldest out first. A key that comes again with another body is 422,
/// one whose first request still runs 409. Only answers are kept: an error may be tried again with the same key.
final class IdempotencyKeeper: Sendable {
    private struct Key: Hashable {
        var user: String
        var route: String
        var text: String
    }

    private struct Entry {
        var digest: [UInt8]
        var answer: APIAnswer?
        var at: Uptime
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var order: [Key] = []
    }

    private static let keptSeconds = 3_600.0

    private let state = Mutex(State())
    private let entriesMax: Int
    private let clock: any Clock

    init(entriesMax: Int = 10_000, clock: any Clock) {
        self.entriesMax = entriesMax
        self.clock = clock
    }

    func once(_ route: Route, _ request: APIRequest, _ work: () async throws -> APIAnswer) async throws -> APIAnswer {
        guard route.method != .get, case .user(let claims) = request.principal,
            let text = request.headers[SecurityHeaders.named("Idempotency-Key")]
        else { return try await work() }
        guard (1...255).contains(text.utf8.count) else {
            throw APIError.invalid("Idempotency-Key", "must have 1 to 255 characters")
        }
        let key = Key(user: claims.user.description, route: "\(route.method) \(request.path)", text: text)
        let digest = Array(SHA256.hash(data: Array(request.bytes.readableBytesView)))
        if let answer = try begin(key, digest) { return answer }
        do {
            let answer = try await work()
            finish(key, answer)
            return answer
        } catch {
            forget(key)
            throw error
        }
    }

    /// The kept answer; nothing when this is the first request with the key.
    private func begin(_ key: Key, _ digest: [UInt8]) throws -> APIAnswer? {
        let now = clock.uptime()
        return try state.withLock { state in
            if let entry = state.entries[key], now.seconds(since: entry.at) < Self.keptSeconds {
                guard entry.digest == digest else {
                    throw APIError.invalid("Idempotency-Key", "was used with another body")
                }
                guard let answer = entry.answer else {
                    throw APIError.conflict("REQUEST_IN_PROGRESS", "The first request with this key still runs.")
                }
                return answer
            }
            if state.entries[key] == nil { state.order.append(key) }
            state.entries[key] = Entry(digest: digest, at: now)
            while state.order.count > entriesMax { state.entries[state.order.removeFirst()] = nil }
            return nil
        }
    }

    private func finish(_ key: Key, _ answer: APIAnswer) {
        state.withLock { $0.entries[key]?.answer = answer }
    }

    private func forget(_ key: Key) {
        state.withLock { state in
            state.entries[key] = nil
            state.order.removeAll { $0 == key }
        }
    }
}
