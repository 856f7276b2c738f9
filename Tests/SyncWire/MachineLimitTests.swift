import SyncWire
import Telemetry
import Testing

@Suite("Limits of a machine on the wire")
struct MachineLimitTests {
    @Test("limits arrive as they were sent", arguments: [true, false])
    func roundTrip(isBelow: Bool) throws {
        let limit = MachineSeen.Limit(
            metric: try #require(MetricName("temperature")), kind: .temperature, severity: .critical, isBelow: isBelow,
            threshold: 85.5)
        let seen = EventPayload.machineSeen(
            MachineSeen(
                machine: try #require(MachineKey("north/pump-1")), profile: "pump@1", machineType: "PUMP",
                isOnline: true, metrics: [], limits: [limit], at: Timestamp(seconds: 1_763_712_000)))
        #expect(try EventPayload.decode(kind: seen.kind, payload: seen.encode()) == seen)
    }
}
