import Runtime
import Telemetry
import Testing

@testable import HubStore

@Suite("What hubs tell each other of live values")
struct LiveNewsTests {
    private static func entries(_ count: Int, seed: UInt64) -> [LiveNews.Entry] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { number in
            let tenant = TenantID.random(using: &random)
            return number % 3 == 0
                ? .agent(.random(using: &random), of: tenant)
                : .machine(.random(using: &random), factory: .random(using: &random), of: tenant)
        }
    }

    @Test("all of it comes back, in messages that PostgreSQL takes", arguments: [0, 1, 119, 120, 121, 1_000])
    func roundTrip(count: Int) throws {
        let hub = UniqueID(high: 1, low: 2)
        let news = LiveNews(hub: hub, entries: Self.entries(count, seed: 7))
        let messages = news.messages
        #expect(messages.count == max(1, (count + 119) / 120))
        #expect(messages.allSatisfy { $0.utf8.count < 8_000 })
        let heard = try messages.map { try #require(LiveNews(message: $0)) }
        #expect(heard.allSatisfy { $0.hub == hub })
        #expect(heard.flatMap(\.entries) == news.entries)
    }

    @Test("what is cut short, of a later version or something else is passed over")
    func rubbish() throws {
        let news = LiveNews(hub: UniqueID(high: 1, low: 2), entries: Self.entries(2, seed: 1))
        let bytes = try #require(news.messages.first.flatMap(Base64URL.decode))
        let whole: Set = [17, 50, bytes.count]
        for count in 0..<bytes.count {
            let cut = LiveNews(message: Base64URL.encode(Array(bytes.prefix(count))))
            #expect((cut != nil) == whole.contains(count), "\(count)")
        }
        #expect(LiveNews(message: Base64URL.encode([2] + bytes.dropFirst())) == nil)
        #expect(LiveNews(message: Base64URL.encode(bytes + [9] + bytes.dropFirst(18).prefix(32))) == nil)
        #expect(LiveNews(message: "not ours") == nil && LiveNews(message: "") == nil)
    }
}
