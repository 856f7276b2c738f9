import HubPlant
import Telemetry
import Testing

@Suite("Completeness of machine-hours")
struct CompletenessTests {
    private static let start = Timestamp(seconds: 1_763_712_000)  // a full hour
    private static let now = at(10)

    private static func at(_ hours: Double) -> Timestamp { start.advanced(seconds: hours * 3_600) }

    private static func gap(
        _ reason: String, _ readings: Int, _ from: Double, _ to: Double, thinned: Int? = nil, isOfMachine: Bool = true
    ) -> MachineRecordKeeping.Gap {
        .init(
            isOfMachine: isOfMachine, reason: reason, readings: readings, from: at(from), to: at(to),
            thinnedToSeconds: thinned)
    }

    private static func keeping(
        readings: [Double: Int] = [0: 100, 1: 100, 2: 100, 3: 100], gaps: [MachineRecordKeeping.Gap] = [],
        seen: Double? = 10, backlogFrom: Double? = nil, hasAgent: Bool = true
    ) -> MachineRecordKeeping {
        MachineRecordKeeping(
            knownSince: at(0.5),
            source: hasAgent ? .init(lastSeenAt: seen.map(at), backlogFrom: backlogFrom.map(at)) : nil,
            expectedAnHour: 120, readings: Dictionary(uniqueKeysWithValues: readings.map { (at($0.key), $0.value) }),
            gaps: gaps)
    }

    private static func hours(_ keeping: MachineRecordKeeping, to: Double = 4) -> [MachineHour] {
        keeping.hours(from: at(0.25), to: at(to), now: now)
    }

    @Test func hoursBeginWithTheOneOfTheFirstMoment() {
        let hours = Self.hours(Self.keeping())
        #expect(hours.map(\.hour) == (0..<4).map { Self.at(Double($0)) })
        #expect(hours.allSatisfy { $0.state == .complete && $0.readings == 100 && $0.expected == 120 })
        #expect(hours.allSatisfy { $0.reasons.isEmpty })
    }

    @Test func aThinnedHourSaysToWhat() {
        let gaps = [
            Self.gap("THINNED", 60, 1, 1.5, thinned: 60), Self.gap("THINNED", 20, 1.5, 1.9, thinned: 60),
            Self.gap("THINNED", 0, 1, 1.9, thinned: 900),
        ]
        let hours = Self.hours(Self.keeping(gaps: gaps))
        #expect(hours.map(\.state) == [.complete, .thinned, .complete, .complete])
        #expect(hours[1].readings == 20)
        #expect(
            hours[1].reasons == [
                .init(reason: "THINNED", readings: 80, from: Self.at(1), to: Self.at(1.9), thinnedToSeconds: 900)
            ])
    }

    @Test func whatIsLostCountsMoreThanWhatIsThinnedOrMayCome() {
        let gaps = [
            Self.gap("THINNED", 60, 1, 1.5, thinned: 60), Self.gap("DROPPED", 10, 1.5, 1.6),
            Self.gap("DROPPED", 30, 1.5, 2.5),
        ]
        let hours = Self.hours(Self.keeping(gaps: gaps, backlogFrom: 1))
        #expect(hours.map(\.state) == [.complete, .missing, .missing, .unknown])
        #expect(hours[1].reasons.map(\.reason) == ["THINNED", "DROPPED", "BACKLOG"])
        #expect(hours[1].reasons[1].readings == 25)
        #expect(hours[2].reasons.first?.readings == 15)
    }

    @Test func whatIsSaidOfAllMachinesTogetherIsTakenFromNone() {
        let gaps = [
            Self.gap("THINNED", 9_000, 0, 0.9, thinned: 60, isOfMachine: false),
            Self.gap("THINNED", 30, 1, 1.5, thinned: 60),
            Self.gap("THINNED", 70, 1, 1.5, thinned: 60, isOfMachine: false),
            Self.gap("DROPPED", 8_000, 2, 2.5, isOfMachine: false), Self.gap("DROPPED", 5, 3, 3.5),
            Self.gap("DROPPED", 7_000, 3, 3.5, isOfMachine: false),
        ]
        let hours = Self.hours(Self.keeping(gaps: gaps))
        #expect(hours.map(\.state) == [.unknown, .unknown, .unknown, .missing])
        #expect(hours.map(\.readings) == [100, 70, 100, 100])
        #expect(hours.map { $0.reasons.map(\.readings) } == [[nil], [30, nil], [nil], [5, nil]])
        #expect(hours.map { $0.reasons.map(\.readingsOfAgent) } == [[9_000], [nil, 70], [8_000], [nil, 7_000]])
        let silent = Self.hours(Self.keeping(readings: [:], gaps: gaps))
        #expect(silent.map(\.state) == [.unknown, .unknown, .unknown, .missing])
    }

    @Test func whatMayStillComeIsUnknown() {
        #expect(Self.hours(Self.keeping(seen: 2.5)).map(\.state) == [.complete, .complete, .unknown, .unknown])
        #expect(Self.hours(Self.keeping(seen: 2.01))[1].reasons.map(\.reason) == ["AGENT_SILENT"])
        #expect(Self.hours(Self.keeping(seen: nil), to: 9.5).last?.reasons.map(\.reason) == ["AGENT_UNKNOWN"])
        for (since, reason) in [(0.001, "HOUR_SETTLING"), (0.066, "HOUR_SETTLING"), (0.068, "AGENT_SILENT")] {
            let settling = Self.keeping(readings: [9: 5], seen: 10.0005)
                .hours(from: Self.at(9), to: Self.at(10), now: Self.at(10 + since))
            #expect(settling.map(\.state) == [.unknown] && settling[0].reasons.map(\.reason) == [reason], "\(since)")
        }
        let settled = Self.keeping(readings: [9: 5], seen: 10.0501)
            .hours(from: Self.at(9), to: Self.at(10), now: Self.at(10.051))
        #expect(settled.map(\.state) == [.complete])
        let running = Self.keeping(readings: [10: 5]).hours(from: Self.at(10), to: Self.at(10.5), now: Self.at(10.5))
        #expect(running.map(\.state) == [.unknown] && running[0].reasons.map(\.reason) == ["HOUR_RUNNING"])
    }

    @Test func anHourWithoutReadingsIsMissing() {
        let hours = Self.hours(Self.keeping(readings: [0: 1, 2: 1]))
        #expect(hours.map(\.state) == [.complete, .missing, .complete, .missing])
        #expect(hours[1].reasons.map(\.reason) == ["NO_READINGS"])
        let before = Self.keeping(readings: [:]).hours(from: Self.at(-2), to: Self.at(0), now: Self.now)
        #expect(before.map(\.reasons.first?.reason) == ["MACHINE_UNKNOWN", "MACHINE_UNKNOWN"])
        #expect(Self.hours(Self.keeping(hasAgent: false)).allSatisfy { $0.state == .complete })
    }
}
