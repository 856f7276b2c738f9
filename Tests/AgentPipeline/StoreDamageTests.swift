import AgentPipeline
import AgentStore
import Foundation
import TestKit
import Testing

@Suite("A store that is found damaged while it is read")
struct StoreDamageTests {
    @Test("ends the loop, and the next start is told to look closely")
    func ends() throws {
        let folder = try TemporaryFolder("damage")
        let loop = try PlantBench.idleLoop(folder)
        let note = folder.file("data/core.db.suspect")
        loop.noteStoreFailure("cannot make room", .diskFull)
        #expect(!FileManager.default.fileExists(atPath: note))
        loop.noteStoreFailure("cannot gather a round", .damaged("page 9"))
        #expect(FileManager.default.fileExists(atPath: note))
        #expect(throws: StoreError.damaged("page 9")) { try loop.run() }
    }
}
