import Simulation
import Testing

@Suite("Simulation") struct SimulationTests {
    /// Every promise of the sync page, over loss, doubling, crashes, power cuts, full disks and jumping clocks.
    @Test(arguments: [UInt64(1), 501, 1_001, 1_501])
    func everySeedKeepsEveryPromise(first: UInt64) {
        for seed in first..<(first + 500) {
            let outcome = Simulation.run(seed: seed)
            #expect(outcome.failure == nil, "make simulate SEED=\(seed): \(outcome.failure ?? "")")
            if outcome.failure != nil { return }
        }
    }
}
