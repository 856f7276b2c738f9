import AgentPipeline
import Testing

@Suite("What waits for the plant thread")
struct PlantInboxTests {
    @Test("a full inbox refuses all but a stop and a reload, which come last and once")
    func full() throws {
        let inbox = try PlantInbox()
        for _ in 0..<PlantInbox.capacity { #expect(inbox.post(.syncRequested)) }
        #expect(!inbox.post(.syncRequested))
        for _ in 0..<3 {
            #expect(inbox.post(.stop))
            #expect(inbox.post(.reload))
        }
        #expect(inbox.refused == 1)
        let messages = inbox.takeAll()
        #expect(messages.count == PlantInbox.capacity + 2)
        guard case .reload = messages[PlantInbox.capacity], case .stop = messages[PlantInbox.capacity + 1] else {
            return #expect(Bool(false), "\(messages.suffix(2))")
        }
        #expect(inbox.takeAll().isEmpty)
    }
}
