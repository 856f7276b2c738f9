import AnalyticsTwin
import Telemetry
import Testing

@Suite("Twin health")
struct TwinHealthTests {
    struct Case: Sendable {
        var fatigue: Double, wear: Double, stress: Double, hours: Double
        var health: Double, state: TwinHealth, remaining: Double
    }

    static let cases: [Case] = [
        Case(fatigue: 0, wear: 0, stress: 0, hours: 0, health: 100, state: .healthy, remaining: 20_000),
        Case(fatigue: 0.5, wear: 0, stress: 0, hours: 0, health: 80, state: .warning, remaining: 20_000),
        Case(fatigue: 0, wear: 0.5, stress: 0, hours: 2_000, health: 84, state: .healthy, remaining: 8_000),
        Case(fatigue: 0.4, wear: 0.6, stress: 0.3, hours: 0, health: 60, state: .critical, remaining: 8_000),
        Case(fatigue: 1, wear: 1, stress: 1, hours: 50_000, health: 0, state: .critical, remaining: 0),
        Case(fatigue: 0, wear: 0.9, stress: 0, hours: 5_000, health: 70.5, state: .warning, remaining: 0),
    ]

    @Test("health, its word, failure probability and remaining life", arguments: cases)
    func health(_ example: Case) {
        let state = TwinState(
            temperature: 40, fatigue: example.fatigue, wear: example.wear, stress: example.stress, hours: example.hours)
        let twin = Twin(parameters: TwinParameters(), state: state)
        #expect(abs(twin.health - example.health) < 1e-9)
        #expect(TwinHealth(percent: example.health) == example.state)
        #expect(abs(twin.failureProbability - (1 - example.health / 100)) < 1e-9)
        #expect(abs(twin.remainingHours - example.remaining) < 1e-9)
    }

    @Test("a snapshot gives the same twin, and goes on in the same way")
    func snapshot() throws {
        var twin = TwinStepTests.ran(TwinStepTests.hot, power: 22, step: 2, seconds: 600)
        var back = try Twin(parameters: TwinStepTests.hot, snapshot: twin.snapshot())
        twin.step(power: 25, at: TwinStepTests.at(700), measuredTemperature: 66)
        back.step(power: 25, at: TwinStepTests.at(700), measuredTemperature: 66)
        #expect(back.state == twin.state)
        #expect(twin.snapshot().count < 100)
    }

    @Test("damaged snapshots are errors")
    func damaged() {
        let whole = TwinStepTests.ran(TwinStepTests.hot, power: 22, step: 2, seconds: 60).snapshot()
        for count in 0..<whole.count {
            #expect(throws: SnapshotError.self) {
                try Twin(parameters: TwinParameters(), snapshot: Array(whole.prefix(count)))
            }
        }
        #expect(throws: SnapshotError.trailingBytes) {
            try Twin(parameters: TwinParameters(), snapshot: whole + [0])
        }
        #expect(throws: SnapshotError.versionUnknown(9)) {
            try Twin(parameters: TwinParameters(), snapshot: [9] + whole.dropFirst())
        }
        for index in whole.indices {
            var bent = whole
            bent[index] = 0xFF
            _ = try? Twin(parameters: TwinParameters(), snapshot: bent)
        }
    }
}
