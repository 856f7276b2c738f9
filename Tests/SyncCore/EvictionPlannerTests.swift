import Runtime
import SyncCore
import Testing

@Suite("Plan of eviction")
struct EvictionPlannerTests {
    private static func fill(_ part: Double, acknowledged: UInt64 = 0, core: UInt64 = 0) -> StoreFill {
        StoreFill(
            coreBytes: core, unsentBytes: UInt64(part * 1e6) - acknowledged - core, acknowledgedBytes: acknowledged,
            refusedBytes: 0, budgetBytes: 1_000_000, freeBytes: 1 << 40, freeBytesMin: 0)
    }

    private static func segments(_ count: Int, level: ThinningLevel = .sealed, from: UInt64 = 1) -> [EvictionSegment] {
        (0..<count).map {
            EvictionSegment(
                seq: from + UInt64($0), bytes: 10_000, values: 5_000, firstTime: Int64($0) * 100,
                lastTime: Int64($0) * 100 + 99, level: level)
        }
    }

    private static func plan(_ part: Double, _ unsent: [EvictionSegment], safe: [EvictionSegment] = []) -> EvictionPlan
    {
        EvictionPlanner.plan(fill(part), safe: safe, unsent: unsent, mode: .all)
    }

    @Test func nothingIsDoneBelowTheFirstStep() {
        let plan = Self.plan(0.69, Self.segments(50), safe: Self.segments(5, from: 100))
        #expect(plan == EvictionPlan(steps: [], mode: .all))
    }

    @Test func whatTheHubHasGoesFirstAndNoMoreThanNeeded() {
        let plan = Self.plan(0.725, Self.segments(4, level: .packed), safe: Self.segments(9, from: 100))
        #expect(plan.steps == [.delete([100, 101, 102])])
        let many = Self.plan(0.9, Self.segments(4, level: .packed), safe: Self.segments(50, from: 100))
        #expect(many.steps == [.delete(Array(100...120))])
    }

    @Test func smallSegmentsArePackedBeforeAnythingIsLost() {
        let plan = Self.plan(0.75, Self.segments(20))
        #expect(plan.steps == [.pack(Array(1...13)), .pack(Array(14...20))])
    }

    @Test func theOldestIsThinnedToAMinuteThenToFifteenThenDropped() {
        #expect(Self.plan(0.81, Self.segments(40, level: .packed)).steps == [.thin(Array(1...16), to: .minute)])
        let minutes = Self.segments(40, level: .minute)
        #expect(Self.plan(0.85, minutes).steps == [])
        #expect(Self.plan(0.91, minutes).steps == [.thin(Array(1...16), to: .quarter)])
        let quarters = Self.segments(40, level: .quarter)
        #expect(Self.plan(0.92, quarters).steps == [])
        #expect(Self.plan(0.945, quarters).steps == [.drop([1, 2])])
    }

    @Test func whatIsNearAnAlertIsDroppedAfterTheRestAndWhatTheHubMayHaveLast() {
        var segments = Self.segments(4, level: .quarter)
        segments[0].mayBeAtHub = true
        segments[1].isNearAlert = true
        segments[2].isInFlight = true
        #expect(Self.plan(1.1, segments).steps == [.drop([4, 2, 1])])
    }

    @Test func whatTheHubMayHaveIsNeverThinned() {
        var segments = Self.segments(3, level: .packed)
        segments[0].mayBeAtHub = true
        segments[1].isInFlight = true
        #expect(Self.plan(0.85, segments).steps == [.thin([3], to: .minute)])
    }

    @Test func modesFollowTheFillAndDoNotFlutter() {
        #expect(EvictionPlanner.nextMode(0.949, after: .all) == .all)
        #expect(EvictionPlanner.nextMode(0.95, after: .all) == .aggregates)
        #expect(EvictionPlanner.nextMode(0.94, after: .aggregates) == .aggregates)
        #expect(EvictionPlanner.nextMode(0.929, after: .aggregates) == .all)
        #expect(EvictionPlanner.nextMode(0.97, after: .aggregates) == .eventsOnly)
        #expect(EvictionPlanner.nextMode(0.951, after: .eventsOnly) == .eventsOnly)
        #expect(EvictionPlanner.nextMode(0.94, after: .eventsOnly) == .aggregates)
        #expect(EvictionPlanner.nextMode(.infinity, after: .all) == .eventsOnly)
    }

    @Test func aShortDiskCountsAsASmallBudget() {
        var fill = Self.fill(0.5)
        fill.freeBytes = 100_000
        #expect(fill.capacityBytes == 600_000)
        fill.freeBytesMin = 200_000
        #expect(fill.capacityBytes == 400_000 && fill.part == 1.25)
        fill.freeBytesMin = 1 << 50
        #expect(fill.part == .infinity)
    }

    @Test("any sequence of fill levels stays within the budget and accounts for every reading", arguments: 1...60)
    func anyFill(seed: UInt64) {
        var model = EvictionModel(seed: seed)
        for step in 0..<300 {
            model.grow()
            model.settle()
            let problem = model.problem
            #expect(problem == nil, "seed \(seed), step \(step): \(problem ?? "")")
            if problem != nil { return }
        }
    }
}
