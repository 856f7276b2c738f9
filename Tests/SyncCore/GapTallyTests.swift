import Runtime
import SyncCore
import SyncWire
import Telemetry
import Testing

@Suite("Gap manifests of a tally")
struct GapTallyTests {
    private static let hour: Int64 = 3_600_000_000

    /// What a machine lost in an hour.
    private struct Loss: Hashable {
        let machine: MachineKey
        let hour: Int64
    }

    private func machine(_ number: Int) throws -> MachineKey {
        try #require(MachineKey(factory: "north", machine: "m\(number)"))
    }

    private func manifests(_ tally: GapTally, most: Int = GapTally.manifestsMax) -> [GapManifest] {
        tally.manifests(
            reason: "DROPPED", thinnedToSeconds: nil, segment: SegmentReference(seq: 7, digest: nil), most: most,
            at: Timestamp(seconds: 1))
    }

    @Test("all readings, all hours, and no machine that lost nothing, in any tally", arguments: 1...40)
    func anyTally(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let machines = 1 + Int(random.next() % 300)
        let hours = 1 + Int64(random.next() % 48)
        let most = Int(random.next() % 400)
        var tally = GapTally()
        var lost: [Loss: (readings: UInt64, from: Int64, to: Int64)] = [:]
        for _ in 0..<Int(random.next() % 2_000) {
            let loss = Loss(
                machine: try machine(Int(random.next() % UInt64(machines))),
                hour: Int64(random.next() % UInt64(hours)) - hours / 2)
            let from = loss.hour * Self.hour + Int64(random.next() % 1_000_000_000)
            let to = from + Int64(random.next() % 2_000_000_000)
            let readings = random.next() % 100
            tally.add(loss.machine, from: from, to: to, readings: readings)
            let known = lost[loss] ?? (0, from, to)
            lost[loss] = (known.readings + readings, min(known.from, from), max(known.to, to))
        }
        let gaps = manifests(tally, most: most)
        let touched = Set(lost.keys.map(\.machine))
        #expect(gaps.reduce(0) { $0 + $1.readings } == tally.readings)
        #expect(gaps.count <= max(most, touched.count) && gaps.count <= lost.count)
        #expect(gaps.allSatisfy { $0.segment?.seq == 7 && $0.from <= $0.to })
        for machine in touched {
            let own = gaps.filter { $0.machine == machine }
            let losses = lost.filter { $0.key.machine == machine }
            #expect(own.reduce(0) { $0 + $1.readings } == losses.values.reduce(0) { $0 + $1.readings })
            for (loss, row) in losses {
                #expect(
                    own.contains { $0.from.microseconds <= row.from && row.to <= $0.to.microseconds },
                    "\(loss.machine) at \(loss.hour)")
            }
            #expect(own.map(\.from.microseconds).min() == losses.values.map(\.from).min())
            #expect(own.map(\.to.microseconds).max() == losses.values.map(\.to).max())
        }
        #expect(Set(gaps.map(\.machine)) == Set(touched.map { Optional($0) }))
        if lost.count <= most {
            #expect(gaps.allSatisfy { Self.hour(of: $0.from) == Self.hour(of: $0.to) } && gaps.count == lost.count)
        }
    }

    @Test("hours between two losses are in none, while those that follow each other are few enough")
    func runsOfHours() throws {
        var tally = GapTally()
        for number in 0..<2 {
            for hour: Int64 in [0, 1, 2, 9, 10] {
                tally.add(try machine(number), from: hour * Self.hour + 5, to: hour * Self.hour + 6, readings: 2)
            }
        }
        let runs = manifests(tally, most: 4)
        #expect(runs.map { Self.hour(of: $0.from) } == [0, 9, 0, 9])
        #expect(runs.map { Self.hour(of: $0.to) } == [2, 10, 2, 10])
        #expect(runs.map(\.readings) == [6, 4, 6, 4])
        #expect(manifests(tally, most: 3).map(\.readings) == [10, 10])
        #expect(manifests(tally, most: 0).count == 2)
        #expect(manifests(GapTally()).isEmpty)
    }

    private static func hour(of moment: Timestamp) -> Int64 {
        Int64((Double(moment.microseconds) / Double(hour)).rounded(.down))
    }
}
