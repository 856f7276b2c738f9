import AnalyticsTwin
import DeviceProfiles
import Telemetry
import Testing

@Suite struct ShippedProfilesTests {
    private static let root = String(#filePath.split(separator: "/Tests/")[0])

    @Test(arguments: [("pump", "PUMP"), ("motor", "MOTOR"), ("compressor", "COMPRESSOR"), ("conveyor", "CONVEYOR")])
    func theFourMachinesOfThePlant(name: String, type: String) throws {
        let library = try ProfileLibrary.load(folder: Self.root + "/firmware-profiles")
        let profile = try #require(library.profile(named: name))
        #expect(profile.machineType == type)
        #expect(profile.metrics.prefix(4).map(\.name.text) == ["power", "temperature", "vibration", "runtime"])
        #expect(profile.metrics.prefix(4).map(\.unit) == ["kW", "Cel", "mm/s", "h"])
        #expect(profile.metrics.prefix(4).map(\.role) == [.power, .temperature, .vibration, .runtime])
        func limits(_ kind: AlertKind) -> [Threshold] { profile.limits.filter { $0.kind == kind }.map(\.threshold) }
        #expect(limits(.temperature) == [.absolute(75), .absolute(85)])
        #expect(limits(.vibration) == [.absolute(2.5), .absolute(4)])
        #expect(limits(.powerSpike) == [.ofBaseline(1.2)])
        #expect(profile.limits.first { $0.kind == .powerSpike }?.asksForDecision == true)
        #expect(profile.staleness == StalenessDefinition(intervals: 3, severity: .warning))
        #expect(profile.rules.map(\.decisionAction) == [.maintenance, .offline, .none])
        #expect(profile.rules[1].action == "stop")
        #expect(profile.autonomy.permission(for: "stop")?.mostPerHour == 2)
        #expect(profile.action(named: "stop")?.executionClass == .atMostOnce)
    }

    @Test(arguments: ["pump", "motor", "compressor", "conveyor"])
    func inOrdinaryWorkNoLimitIsCrossed(name: String) throws {
        let library = try ProfileLibrary.load(folder: Self.root + "/firmware-profiles")
        let profile = try #require(library.profile(named: name))
        let twin = try #require(profile.twin)
        let power = try #require(profile.metrics[0].baseline)
        #expect(twin.settledTemperature(power: power) < 70)
        #expect(twin.settledTemperature(power: power * 1.15) < 75)
        #expect(power * twin.vibrationPerLoad * 1.15 < 2)
    }

    @Test func theFanInThePolicyLanguage() throws {
        let fan = try #require(try ProfileLibrary.load(folder: Self.root + "/firmware-profiles").profile(named: "fan"))
        let conditions = fan.rules.map { rule -> String in
            guard case .policy(let condition) = rule.condition else { return "" }
            return condition.text
        }
        #expect(
            conditions == [
                "temperature above 85 °C and not status OFFLINE",
                "temperature above 72 °C and (hub away for 30 min or between 22:00-06:00 or between 00:00-24:00 on "
                    + "sat, sun)",
                "twin remaining hours below 500 h or (vibration scores 0.999 or more and twin wear above 0.3)",
                "temperature rising faster than 6 °C / min and airflow below 50 % of its baseline",
            ])
        #expect(fan.rules[2].metric.text == "vibration" && fan.rules[3].mode == .shadow)
        let slow = try #require(fan.action(named: "set_speed")?.power(with: ["speed": 60]))
        #expect(abs(slow - 2.376) < 1e-9)
    }

    @Test func theLoadTestsDevices() throws {
        let profile = try ProfileReader.read(file: Self.root + "/Tests/Benchmarks/profiles/loadtest.yaml")
        #expect(profile.metrics.map(\.name.text) == ["value", "seq"])
        #expect(profile.topics.map(\.template.subscription) == ["factory/+/+/telemetry"])
        guard case .json(let mapping)? = profile.topics.first?.payload else { return #expect(Bool(false)) }
        #expect(mapping.timeUnit == .microseconds)
    }

    @Test func topicsOfActions() throws {
        let library = try ProfileLibrary.load(folder: Self.root + "/firmware-profiles")
        let stop = try #require(library.profile(named: "pump")?.action(named: "stop"))
        let machine = try #require(MachineKey(factory: "north", machine: "pump-1"))
        #expect(stop.topic(for: machine) == "plant/north/pump-1/cmd/stop")
        #expect(stop.acknowledgementTopic(for: machine) == "plant/north/pump-1/ack")
    }

    @Test func aLibraryAlwaysHasTheGenericProfile() {
        #expect(ProfileLibrary().generic.acceptsAnyMetric)
        #expect(ProfileLibrary().profile(named: "pump") == nil)
    }
}
