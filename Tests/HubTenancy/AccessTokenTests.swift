import HubTenancy
import Runtime
import Telemetry
import Testing

@Suite("Access tokens")
struct AccessTokenTests {
    let clock = ManualClock()
    let secret = AccessSecret.random()
    let user = UserID(UniqueID(high: 1, low: 2))
    let tenant = TenantID(UniqueID(high: 3, low: 4))
    let session = UniqueID(high: 5, low: 6)

    private func issue(with tokens: AccessTokens, factory: FactoryID? = nil) async throws -> String {
        try await tokens.issue(
            user: user, email: "maria@plant.example", role: .supervisor, factory: factory, tenant: tenant,
            session: session)
    }

    @Test("what was issued is what is read")
    func roundTrip() async throws {
        let tokens = await AccessTokens(secret: secret, clock: clock)
        let factory = FactoryID(UniqueID(high: 7, low: 8))
        let claims = try await tokens.verify(try await issue(with: tokens, factory: factory))
        #expect(claims.user == user)
        #expect(claims.email == "maria@plant.example")
        #expect(claims.role == .supervisor)
        #expect(claims.factory == factory)
        #expect(claims.tenant == tenant)
        #expect(claims.session == session)
        #expect(claims.expiresAt.seconds(since: claims.issuedAt) == 900)
        #expect(claims.scope == TenantScope(tenant: tenant))
    }

    @Test("a token ends after its time")
    func expiry() async throws {
        let tokens = await AccessTokens(secret: secret, clock: clock)
        let token = try await issue(with: tokens)
        clock.advance(seconds: 899)
        _ = try await tokens.verify(token)
        clock.advance(seconds: 2)
        await #expect(throws: AccessTokens.Refusal.expired) { try await tokens.verify(token) }
    }

    @Test("while keys are rotated the old one is accepted, and afterwards no more")
    func rotation() async throws {
        let newer = AccessSecret.random()
        let before = await AccessTokens(secret: secret, clock: clock)
        let during = await AccessTokens(secret: newer, previous: secret, clock: clock)
        let after = await AccessTokens(secret: newer, clock: clock)
        let old = try await issue(with: before)
        let new = try await issue(with: during)
        #expect(try await during.verify(old).user == user)
        #expect(try await during.verify(new).user == user)
        #expect(try await after.verify(new).user == user)
        await #expect(throws: AccessTokens.Refusal.malformedOrForged) { try await after.verify(old) }
    }

    @Test("a changed token is refused, whichever character is changed")
    func tampering() async throws {
        let tokens = await AccessTokens(secret: secret, clock: clock)
        let token = Array(try await issue(with: tokens).utf8)
        for index in stride(from: 0, to: token.count, by: 7) {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            // The last bits of a base 64 text may stand for nothing; then the bytes are the same.
            guard index != token.count - 1 else { continue }
            await #expect(throws: AccessTokens.Refusal.malformedOrForged) {
                try await tokens.verify(String(decoding: changed, as: UTF8.self))
            }
        }
    }

    @Test("tokens that say that they need no key, or another algorithm, are refused")
    func otherAlgorithms() async throws {
        let tokens = await AccessTokens(secret: secret, clock: clock)
        let payload = try await issue(with: tokens).split(separator: ".")[1]
        for header in [#"{"alg":"none","typ":"JWT"}"#, #"{"alg":"RS256","typ":"JWT"}"#, #"{"alg":"HS512"}"#, "{}"] {
            let head = Base64.encode(Array(header.utf8))
            for signature in ["", "AAAA"] {
                await #expect(throws: AccessTokens.Refusal.malformedOrForged) {
                    try await tokens.verify("\(head).\(payload).\(signature)")
                }
            }
        }
    }

    @Test("rubbish is refused", arguments: ["", ".", "..", "a.b.c", String(repeating: "x", count: 10_000)])
    func rubbish(text: String) async {
        let tokens = await AccessTokens(secret: secret, clock: clock)
        await #expect(throws: AccessTokens.Refusal.malformedOrForged) { try await tokens.verify(text) }
    }

    @Test("a token of another hub is refused")
    func otherHub() async throws {
        let theirs = await AccessTokens(secret: .random(), clock: clock)
        let ours = await AccessTokens(secret: secret, clock: clock)
        let token = try await issue(with: theirs)
        await #expect(throws: AccessTokens.Refusal.malformedOrForged) { try await ours.verify(token) }
    }

    @Test("secrets that are no secrets are refused")
    func secrets() {
        #expect(throws: AccessSecret.Weakness.tooShort(length: 5)) { try AccessSecret("short") }
        #expect(throws: AccessSecret.Weakness.knownDefault) {
            try AccessSecret("your-secret-key-that-is-long-enough-to-pass")
        }
        #expect(throws: AccessSecret.Weakness.tooFewCharacters) {
            try AccessSecret(String(repeating: "ab", count: 20))
        }
        #expect(throws: Never.self) { try AccessSecret("q8N2vX5mR7tY1wZ4kL9pB3cF6hJ0sDgA") }
    }
}
