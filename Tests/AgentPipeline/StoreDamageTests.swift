import AgentPipeline
import AgentStore
import TestKit
import Testing

@Suite("A store that is found damaged while it is read")
struct StoreDamageTests {
    @Test("ends the loop, for it would fail like that for ever; a full disk does not")
    func ends() throws {
        let loop = try PlantBench.idleLoop(try TemporaryFolder("damage"))
        loop.noteStoreFailure("cannot make room", .diskFull)
        loop.noteStoreFailure("cannot gather a round", .damaged("page 9"))
        #expect(throws: StoreError.damaged("page 9")) { try loop.run() }
    }
}
