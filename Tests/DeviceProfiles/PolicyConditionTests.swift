import DeviceProfiles
import Telemetry
import Testing

@Suite("Conditions of policies")
struct PolicyConditionTests {
    private static func metric(_ name: String, _ slot: Int, _ unit: String) throws -> PolicyMetric {
        PolicyMetric(name: try #require(MetricName(name)), slot: slot, unit: unit)
    }

    private static func above(_ limit: Double, hysteresis: Double = 0) throws -> PolicyCondition {
        .atom(.value(try metric("temperature", 1, "Cel"), .above, .absolute(limit), hysteresis: hysteresis))
    }

    @Test("Kleene's tables")
    func tables() {
        let order: [Truth] = [.no, .unknown, .yes]
        for (left, one) in order.enumerated() {
            for (right, other) in order.enumerated() {
                #expect(one.and(other) == order[min(left, right)])
                #expect(one.or(other) == order[max(left, right)])
            }
            #expect(one.negated == order[2 - left])
        }
    }

    @Test("all, any and not of every combination of three values")
    func joins() throws {
        let atoms = try [Self.above(0), .atom(.hubAway(seconds: 60)), .atom(.status([.offline]))]
        let facts: [[AtomFact]] = [
            [AtomFact(-1), .unknown, AtomFact(1)], [AtomFact(0), .unknown, AtomFact(60)],
            [AtomFact(0), .unknown, AtomFact(2)],
        ]
        let order: [Truth] = [.no, .unknown, .yes]
        for first in 0..<3 {
            for second in 0..<3 {
                for third in 0..<3 {
                    let given = [facts[0][first], facts[1][second], facts[2][third]]
                    func truth(_ condition: PolicyCondition) -> Truth { condition.truth(of: given, isHeld: false) }
                    #expect(truth(.all(atoms)) == order[min(first, second, third)])
                    #expect(truth(.any(atoms)) == order[max(first, second, third)])
                    #expect(
                        truth(.all([atoms[0], .not(.any([atoms[1], atoms[2]]))]))
                            == order[min(first, 2 - max(second, third))])
                }
            }
        }
        #expect(PolicyCondition.all(atoms).truth(of: [], isHeld: false) == .unknown)
    }

    @Test("hysteresis makes it easier to hold, and under a `not` harder")
    func hysteresis() throws {
        let hot = try Self.above(80, hysteresis: 5)
        for (value, strict, held) in [(81.0, Truth.yes, Truth.yes), (80, .no, .yes), (75, .no, .no)] {
            #expect(hot.truth(of: [AtomFact(value)], isHeld: false) == strict)
            #expect(hot.truth(of: [AtomFact(value)], isHeld: true) == held)
            // `not` holds from the first moment only where the inner no longer holds at all.
            #expect(PolicyCondition.not(hot).truth(of: [AtomFact(value)], isHeld: false) == held.negated)
            #expect(PolicyCondition.not(hot).truth(of: [AtomFact(value)], isHeld: true) == strict.negated)
        }
    }

    @Test("each atom of its number, on its limit and on either side")
    func atoms() throws {
        let heat = try Self.metric("temperature", 1, "Cel")
        let rising = ChangeRate(direction: .rising, amount: 6, perSeconds: 60)
        let falling = ChangeRate(direction: .falling, amount: 6, perSeconds: 60)
        let table: [(PolicyAtom, [(Double, Truth)])] = [
            (.value(heat, .above, .absolute(85), hysteresis: 0), [(85, .no), (85.01, .yes)]),
            (.value(heat, .below, .absolute(85), hysteresis: 0), [(85, .no), (84.99, .yes)]),
            (.value(heat, .above, .ofBaseline(1.2), hysteresis: 0), [(1.2, .no), (1.21, .yes)]),
            (.rate(heat, rising), [(0.1, .no), (0.11, .yes), (-0.11, .no)]),
            (.rate(heat, falling), [(-0.1, .no), (-0.11, .yes), (0.11, .no)]),
            (.score(heat, atLeast: 0.99), [(6, .no), (7, .yes)]),
            (.machineScore(atLeast: 0.99), [(0, .no), (6, .no), (7, .yes)]),
            (.forestScore(atLeast: 0.99), [(0, .no), (6, .no), (7, .yes), (10, .yes)]),
            (.missing(heat, seconds: 30), [(29.9, .no), (30, .yes)]),
            (.twin(.health, .below, 60, hysteresis: 0), [(60, .no), (59.9, .yes)]),
            (.status([.maintenance, .offline]), [(0, .no), (1, .yes), (2, .yes)]),
            (.hubAway(seconds: 1_800), [(0, .no), (1_799, .no), (1_800, .yes)]),
        ]
        for (atom, cases) in table {
            for (value, truth) in cases {
                #expect(atom.truth(of: AtomFact(value), isHeld: false) == truth, "\(atom.text) of \(value)")
            }
            #expect(atom.truth(of: .unknown, isHeld: false) == .unknown)
            #expect(atom.truth(of: AtomFact(.nan), isHeld: true) == .unknown)
        }
    }

    @Test(
        "hours in the gateway's time, over midnight and over Sunday",
        arguments: [
            // 2025-11-21 is a Friday.
            ("2025-11-21T21:59:59Z", 0, false), ("2025-11-21T22:00:00Z", 0, true), ("2025-11-22T05:59:59Z", 0, true),
            ("2025-11-22T06:00:00Z", 0, false), ("2025-11-22T22:30:00Z", 0, false),
            ("2025-11-21T21:00:00Z", 3_600, true), ("2025-11-21T23:00:00Z", -7_200, false),
            ("2025-11-24T05:00:00Z", 0, true), ("2025-11-23T22:00:00Z", 0, true), ("1969-12-28T23:00:00Z", 0, true),
        ])
    func hours(time: String, offset: Int, expected: Bool) throws {
        // Fridays and Sundays, from 22:00 to 06:00 of the next day.
        let window = HoursWindow(fromMinute: 1_320, toMinute: 360, days: 0b101_0000)
        let second = HoursWindow.secondOfWeek(try #require(Timestamp(rfc3339: time)), utcOffsetSeconds: offset)
        #expect(window.contains(secondOfWeek: second) == expected)
        #expect(window.description == "22:00-06:00 on fri, sun")
    }

    @Test("numbers that a peer made up are no moments and no statuses, and trap nothing")
    func hostile() throws {
        let atoms = try [
            PolicyAtom.hours(HoursWindow(fromMinute: 0, toMinute: 1_440)), .status(MachineStatus.allCases),
            .missing(Self.metric("temperature", 1, "Cel"), seconds: 1), .hubAway(seconds: 1),
            .rate(Self.metric("temperature", 1, "Cel"), ChangeRate(direction: .rising, amount: 1, perSeconds: 60)),
        ]
        for atom in atoms {
            for value in [1e300, -1e300, -1, 0.5, 604_800, .infinity, -.infinity, .nan] {
                #expect(!atom.text(of: AtomFact(value)).isEmpty)
                _ = atom.truth(of: AtomFact(value), isHeld: true)
            }
        }
        #expect(atoms[0].truth(of: AtomFact(1e300), isHeld: false) == .no)
        #expect(atoms[1].text(of: AtomFact(0.5)) == "not known")
    }

    @Test("a condition is printed as people would say it, with and without its values")
    func text() throws {
        let condition = PolicyCondition.all([
            try Self.above(80), .any([.atom(.hubAway(seconds: 1_800)), .not(.atom(.status([.online])))]),
            .atom(.twin(.remainingHours, .below, 200, hysteresis: 0)),
        ])
        #expect(
            condition.text
                == "temperature above 80 °C and (hub away for 30 min or not status ONLINE) and twin remaining hours "
                + "below 200 h")
        #expect(
            condition.text(with: [AtomFact(83), AtomFact(2_460), AtomFact(0), .unknown])
                == "temperature above 80 °C (is 83 °C) and (hub away for 30 min (for 41 min) or not status ONLINE "
                + "(is ONLINE)) and twin remaining hours below 200 h (not known)")
    }
}
