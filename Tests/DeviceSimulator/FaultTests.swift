import DeviceSimulator
import MillwrightDevice
import Telemetry
import Testing

@Suite struct FaultTests {
    @Test func overheatingClimbsOverBothLimitsWithinAMinuteOrSoAndStoppingCools() throws {
        var machine = try TestMachines.machine(
            plan: [PlannedFault(.overheat, machine: "pump-2", afterSeconds: 20)])
        _ = machine.run(seconds: 18)
        #expect(machine.temperature < 65)
        _ = machine.run(seconds: 40)
        #expect(machine.temperature > 75)
        _ = machine.run(seconds: 40)
        #expect(machine.temperature > 85)
        _ = machine.run(seconds: 40)
        #expect(machine.power > 1.2 * 18, "the heat drags on the power")
        _ = machine.take(.init(id: "1", action: "stop"), now: machine.time)
        _ = machine.run(seconds: 2)
        #expect(machine.power == 0 && machine.vibration == 0)
        _ = machine.run(seconds: 60)
        #expect(machine.temperature < 55)
        _ = machine.take(.init(id: "2", action: "start"), now: machine.time)
        _ = machine.run(seconds: 600)
        #expect(machine.power > 10 && machine.temperature < 70, "repaired while it stood")
    }

    @Test func aSpikeAndABearing() throws {
        var machine = try TestMachines.machine()
        machine.begin(.spike)
        _ = machine.run(seconds: 10)
        #expect(machine.power > 1.2 * 18)
        _ = machine.run(seconds: 30)
        #expect(machine.power < 1.2 * 18)
        machine.begin(.bearing)
        _ = machine.run(seconds: 80)
        #expect(machine.vibration > 4)
        machine.repair()
        _ = machine.run(seconds: 10)
        #expect(machine.vibration < 2.5)
    }

    @Test func readingsThatAreMissingOrWrong() throws {
        var machine = try TestMachines.machine()
        machine.begin(.dropOut, seconds: 10)
        let silence = machine.run(seconds: 8)
        #expect(silence.allSatisfy { $0.isEmpty })
        #expect(machine.run(seconds: 4).last?.count == 5)
        machine.begin(.wrongUnit)
        let wrong = try #require(machine.run(seconds: 2).first)
        #expect(wrong["temperature"]?.unit == "degF" && wrong["power"]?.unit == "kW")
        let fahrenheit = try #require(wrong["temperature"]?.value)
        #expect(fahrenheit > 100)
        machine.repair()
        machine.begin(.clockJump, seconds: 10)
        let jumped = try #require(machine.run(seconds: 2).first)
        let ahead = machine.time.advanced(seconds: 3_600)
        #expect(jumped.allSatisfy { $0.time == ahead })
        let later = try #require(machine.run(seconds: 10).last)
        let now = machine.time
        #expect(later.allSatisfy { $0.time == now })
    }

    @Test func plansAreRead() {
        #expect(
            PlannedFault("overheat@pump-2+120s") == PlannedFault(.overheat, machine: "pump-2", afterSeconds: 120))
        #expect(
            PlannedFault("drop-out@m+2m/1h") == PlannedFault(.dropOut, machine: "m", afterSeconds: 120, seconds: 3_600))
        #expect(PlannedFault("spike") == PlannedFault(.spike, machine: nil, afterSeconds: 0))
        for bad in ["", "melt", "spike@", "spike+x", "spike/", "spike+-3s", "spike+infs"] {
            #expect(PlannedFault(bad) == nil, "\(bad)")
        }
    }
}
