import AgentIngest
import DeviceProfiles
import Telemetry
import Testing

@Suite struct TopicRouterTests {
    @Test func theTopicsOfTheGenericProfiles() throws {
        var fixture = try IngestFixture()
        #expect(fixture.router.route("plant/north/p1/cmd/stop") == .command)
        #expect(fixture.router.machines.isEmpty)
        #expect(fixture.router.route("plant/north/p1/state") == .state(machine: 0))
        #expect(fixture.router.route("plant/north/p1/ack") == .acknowledgement(machine: 0))
        #expect(fixture.router.route("plant/north/p1/power") == .readings(binding: 2))
        #expect(fixture.router.route("plant/north/p1/power") == .readings(binding: 2))
        #expect(fixture.router.route("plant/north/p1") == .readings(binding: 3))
        #expect(fixture.router.machines.count == 1)
        #expect(fixture.router.index(of: fixture.router.machines[0].key) == 0)
        #expect(fixture.router.subscriptions == ["plant/#", "dev/+/tele", "dev/+/+/one/+"])
    }

    @Test(arguments: [
        ("nothing/we/know", "TOPIC_UNKNOWN"), ("plant/a", "TOPIC_UNKNOWN"), ("plant/a/b/c/d", "TOPIC_UNKNOWN"),
        ("plant//b/power", "TOPIC_INVALID"), ("plant/a/b/~score", "TOPIC_INVALID"),
        ("plant/a/b/po wer", "TOPIC_INVALID"),
        ("plant/a/b\u{7}/power", "TOPIC_INVALID"), ("plant/a/b/speed", "METRIC_UNKNOWN"), ("", "TOPIC_INVALID"),
        (String(repeating: "a/", count: 600), "TOPIC_INVALID"),
    ])
    func refusals(topic: String, code: String) throws {
        var fixture = try IngestFixture()
        #expect(fixture.read(topic, "{}") == [code])
        #expect(fixture.read(topic, "{}") == [code])
    }

    @Test func topicsThatAreNotUTF8() throws {
        var fixture = try IngestFixture()
        let route = [0x70, 0x2F, 0xFF, 0xFE].withUnsafeBytes { fixture.router.route($0) }
        guard case .rejected = route else { return #expect(Bool(false)) }
    }

    @Test func machinesMetricsAndTopicsAreBounded() throws {
        let limits = IngestLimits(machinesMax: 2, metricsPerMachineMax: 3, topicsMax: 6)
        var fixture = try IngestFixture(limits: limits, defaultProfile: "generic")
        #expect(fixture.read("plant/a/m1/x", #"{"value":1}"#) == ["x=1.0"])
        #expect(fixture.read("plant/a/m2/x", #"{"value":1}"#) == ["x=1.0"])
        #expect(fixture.read("plant/a/m3/x", #"{"value":1}"#) == ["MACHINE_LIMIT_REACHED"])
        #expect(fixture.read("plant/a/m1/y", #"{"value":1}"#) == ["y=1.0"])
        #expect(fixture.read("plant/a/m1", #"{"z":3,"w":4}"#) == ["z=3.0", "METRIC_LIMIT_REACHED"])
        #expect(fixture.read("plant/a/m1/v", #"{"value":1}"#) == ["METRIC_LIMIT_REACHED"])
        #expect(fixture.router.route("plant/a/m2/state") == .state(machine: 1))
        #expect(fixture.router.route("plant/a/m2/ack") == .acknowledgement(machine: 1))
        #expect(fixture.read("plant/a/m2/y", #"{"value":1}"#) == ["TOPIC_LIMIT_REACHED"])
        #expect(fixture.read("plant/a/m1/x", #"{"value":2}"#) == ["x=2.0"])
    }

    @Test func aMachineChangesItsProfileWhileItRuns() throws {
        var fixture = try IngestFixture(defaultProfile: "generic")
        #expect(fixture.read("plant/a/p/power", #"{"value":5,"unit":"hp"}"#) == ["power=5.0"])
        #expect(fixture.router.machines[0].slots[0].unit == "hp")
        #expect(fixture.read("plant/a/p/power", #"{"value":5,"unit":"kW"}"#) == ["UNIT_MISMATCH"])
        #expect(fixture.router.assign(profile: "nobody", to: 0) == .profileUnknown)
        let revision = fixture.router.machines[0].revision
        #expect(fixture.router.assign(profile: "pump", to: 0) == .changed)
        #expect(fixture.router.assign(profile: "pump", to: 0) == .unchanged)
        #expect(fixture.router.machines[0].revision == revision + 1)
        #expect(fixture.read("plant/a/p/power", #"{"value":5,"unit":"hp"}"#) == ["UNIT_MISMATCH"])
        #expect(fixture.read("plant/a/p/power", #"{"value":5,"unit":"kW"}"#) == ["power=5.0"])
        #expect(fixture.read("plant/a/p/temperature", #"{"value":41}"#) == ["temperature=41.0"])
        #expect(fixture.decoded.readings[0].slot == 1)
        #expect(fixture.router.assign(profile: "generic", to: 0) == .changed)
        #expect(fixture.read("plant/a/p/other", #"{"value":1}"#) == ["other=1.0"])
        _ = fixture.router.assign(profile: "pump", to: 0)
        #expect(fixture.read("plant/a/p/other", #"{"value":1}"#) == ["METRIC_UNKNOWN"])
    }

    @Test func anotherLibraryIsTakenWhileItRuns() throws {
        var fixture = try IngestFixture()
        #expect(fixture.read("dev/s1/tele", #"{"body":{"level":2}}"#) == ["level=2.0"])
        #expect(fixture.read("plant/a/p/power", #"{"value":5}"#) == ["power=5.0"])
        let pump = try #require(fixture.router.library.profile(named: "pump"))
        fixture.router.replace(library: ProfileLibrary([pump]))
        #expect(fixture.read("dev/s1/tele", #"{"body":{"level":2}}"#) == ["TOPIC_UNKNOWN"])
        #expect(fixture.read("plant/a/p/power", #"{"value":6}"#) == ["power=6.0"])
        #expect(fixture.router.machines.map(\.profile.name) == ["generic", "pump"])
        #expect(fixture.router.machines.map(\.revision) == [1, 0])
    }

    @Test func machinesThatWereKnownComeBack() throws {
        var fixture = try IngestFixture(limits: IngestLimits(machinesMax: 2), defaultProfile: "generic")
        let key = try #require(MachineKey("a/p"))
        #expect(try fixture.router.adopt(key, profile: "pump").get() == 0)
        #expect(fixture.router.machines[0].isAssigned)
        #expect(fixture.read("plant/a/p/speed", #"{"value":1}"#) == ["METRIC_UNKNOWN"])
        let lost = try #require(MachineKey("a/q"))
        #expect(try fixture.router.adopt(lost, profile: "gone").get() == 1)
        #expect(fixture.router.machines[1].profile == .generic)
        let third = try #require(MachineKey("a/r"))
        #expect(throws: IngestRejection.self) { try fixture.router.adopt(third, profile: "pump").get() }
    }

    @Test func aMachineFirstHeardOfByAGenericTopicIsOfItsOwnProfileLater() throws {
        var fixture = try IngestFixture(defaultProfile: "generic")
        #expect(fixture.router.route("plant/hall/s1/state") == .state(machine: 0))
        #expect(fixture.read("dev/s1/tele", #"{"body":{"level":2}}"#) == ["level=2.0"])
        #expect(fixture.router.machines.map(\.profile.name) == ["sensor"])
    }

    @Test func manyTopicsAreKeptApart() throws {
        var fixture = try IngestFixture(limits: IngestLimits(machinesMax: 10_000))
        for round in 0..<2 {
            for index in 0..<5_000 {
                guard case .readings(let binding) = fixture.router.route("plant/a/machine-\(index)/power") else {
                    return #expect(Bool(false))
                }
                if binding != index { Issue.record("round \(round): \(binding) for \(index)") }
            }
        }
    }
}
