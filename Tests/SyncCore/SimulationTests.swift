import Testing

@Suite struct SimulationTests {
    /// Over loss, doubling, delay and crashes of either end: each event once and in order, each segment once.
    @Test func everySeedDeliversExactlyOnce() throws {
        for seed in UInt64(1)...500 {
            var world = SimulatedWorld(seed: seed)
            let fault = try world.run()
            #expect(fault == nil, "seed \(seed): \(fault ?? "")")
            if fault != nil { return }
        }
    }
}
