import AgentStore
import Runtime
import SimulatedDisk
import SyncCore

extension SimulationTraits {
    /// How an agent of this world paces its rounds: small batches, so that there are many.
    func session(_ random: inout SeededRandom) -> SessionSettings {
        let interval = max(2, paceSeconds / 2)
        return SessionSettings(
            intervalSeconds: interval, roundBytesMax: random.pick([400, 1_500, 20_000]),
            roundEventsMax: 1 + random.below(12), roundSegmentsMax: 1 + random.below(4),
            roundDeadlineSeconds: max(5, min(30, delaySeconds * 3)), backoffMaxSeconds: max(8, paceSeconds * 2),
            stallAfterSeconds: 60 + interval * 30, software: "simulated")
    }

    /// How an agent of this world keeps its store.
    func storeOptions(_ random: inout SeededRandom) -> StoreOptions {
        StoreOptions(
            budgetBytes: budget ? UInt64(150_000 + random.below(restores || clones ? 200_000 : 600_000)) : 1 << 30,
            freeBytesMin: 0,
            telemetryDays: random.pick([0.01, 2]), eventDays: random.pick([0.01, 30]),
            reserveBytes: fullDisks ? 8_192 : 0)
    }
}
