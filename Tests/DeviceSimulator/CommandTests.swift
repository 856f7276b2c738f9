import DeviceSimulator
import MillwrightDevice
import Telemetry
import Testing

@Suite struct CommandTests {
    @Test func aCommandIsAcceptedThenDoneAndNotRepeated() throws {
        var machine = try TestMachines.machine()
        let stop = DeviceCommand(id: "1", action: "stop")
        #expect(machine.take(stop, now: machine.time).map(\.answer) == [.accepted])
        #expect(!machine.isRunning)
        #expect(machine.takeAnswers(now: machine.time).isEmpty)
        _ = machine.run(seconds: 4)
        #expect(machine.takeAnswers(now: machine.time).map(\.answer) == [.done])
        #expect(machine.takeAnswers(now: machine.time).isEmpty)
        _ = machine.take(DeviceCommand(id: "2", action: "start"), now: machine.time)
        #expect(machine.take(stop, now: machine.time).map(\.answer) == [.done], "it was done once already")
        #expect(machine.isRunning)
    }

    @Test func whatCannotBeDoneFailsWithAReason() throws {
        var machine = try TestMachines.machine()
        let commands = [
            DeviceCommand(id: "1", action: "fly"),
            DeviceCommand(id: "2", action: "stop", expires: machine.time.advanced(seconds: -1)),
            DeviceCommand(id: "3", action: "fault", arguments: ["kind": .string("melt")]),
            DeviceCommand(id: "4", action: "set_speed", arguments: ["speed": .number(500)]),
        ]
        for command in commands {
            let answers = machine.take(command, now: machine.time)
            #expect(answers.map(\.answer) == [.failed])
            #expect(answers.first?.reason?.isEmpty == false)
        }
        #expect(machine.isRunning)
    }

    @Test func faultsAndSetPointsComeByCommand() throws {
        var machine = try TestMachines.machine()
        let fault = DeviceCommand(id: "1", action: "fault", arguments: ["kind": .string("overheat")])
        #expect(machine.take(fault, now: machine.time).map(\.answer) == [.accepted])
        #expect(machine.activeFaults == [.overheat])
        _ = machine.take(DeviceCommand(id: "2", action: "repair"), now: machine.time)
        #expect(machine.activeFaults.isEmpty)
        _ = machine.run(seconds: 10)
        let before = machine.power
        _ = machine.take(DeviceCommand(id: "3", action: "set_speed"), now: machine.time)
        _ = machine.run(seconds: 10)
        #expect(machine.power < 0.7 * before, "the profile's default of 60 %")
    }
}
