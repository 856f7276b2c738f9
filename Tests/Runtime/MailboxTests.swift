import Runtime
import Synchronization
import Testing

@Suite("Mailbox")
struct MailboxTests {
    @Test("a full mailbox refuses the newest, says so and counts it")
    func bound() {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.post(1))
        #expect(mailbox.post(2))
        #expect(!mailbox.post(3))
        #expect(mailbox.refused == 1)
        #expect(mailbox.takeAll() == [1, 2])
        #expect(mailbox.takeAll().isEmpty)
        #expect(mailbox.post(4))
        #expect(mailbox.count == 1)
    }

    @Test("each accepted message wakes the reader, a refused one does not")
    func wakes() {
        let wakes = Mutex(0)
        let mailbox = Mailbox<Int>(capacity: 1) { wakes.withLock { $0 += 1 } }
        mailbox.post(1)
        mailbox.post(2)
        #expect(wakes.withLock { $0 } == 1)
    }

    @Test("posters on many threads lose nothing and double nothing")
    func manyPosters() async {
        let mailbox = Mailbox<Int>(capacity: 100_000)
        await withTaskGroup(of: Void.self) { group in
            for poster in 0..<8 {
                group.addTask { for number in 0..<1_000 { mailbox.post(poster * 1_000 + number) } }
            }
        }
        let taken = mailbox.takeAll()
        #expect(taken.sorted() == Array(0..<8_000))
        for poster in 0..<8 {
            let own = taken.filter { $0 / 1_000 == poster }
            #expect(own == own.sorted(), "the messages of one poster keep their order")
        }
    }
}
