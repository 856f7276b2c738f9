import AnalyticsForest
import HubModels
import HubPlant
import Runtime
import SyncWire
import Telemetry
import Testing

@Suite("Forests of machines")
struct ForestFittingTests {
    private static let machine = MachineID(UniqueID(high: 1, low: 2))

    private static func grid(_ rows: Int, vary: Bool = true) -> RowGrid {
        var random = SeededRandom(seed: 9)
        var grid = RowGrid(features: [RowGridTests.power, RowGridTests.heat])
        let load = (0..<rows).map { _ in vary ? random.unit() : 1 }
        grid.add([
            RowGridTests.series(RowGridTests.power, load.indices.map { (Double($0) * 3, load[$0] * 20) }),
            RowGridTests.series(RowGridTests.heat, load.indices.map { (Double($0) * 3, 30 + load[$0] * 10) }),
        ])
        return grid
    }

    @Test("the same rows give the same forest, another version another one; its bytes are what an agent reads")
    func same() throws {
        let rows = Self.grid(4_000)
        let forest = try ForestFitting.fit(rows, machine: Self.machine, version: 3)
        #expect(try ForestFitting.fit(rows, machine: Self.machine, version: 3) == forest)
        #expect(try ForestFitting.fit(rows, machine: Self.machine, version: 4).digest != forest.digest)
        #expect(forest.digest == Digest(of: forest.snapshot) && forest.snapshot.count < 66_000)
        let read = try IsolationForest(snapshot: forest.snapshot)
        #expect(read.features == ["power", "temperature"] && read.trees == 100 && read.samples == 64)
        #expect(forest.threshold == read.threshold && forest.rows == rows.count)
        // 10 kW go with 35 degrees here; each for itself is as usual as can be.
        #expect(read.score([10, 35]) < read.threshold && read.score([19, 60]) > read.threshold)
        let reason = try #require(read.reason([10, 80]))
        #expect(reason.feature == 1 && abs(reason.expected - 35) < 1 && reason.distance > 5)
    }

    @Test(
        "what a forest cannot be fitted to is refused, with what is missing",
        arguments: [(rows: 0, vary: true), (rows: 40, vary: true), (rows: 400, vary: false)])
    func refusals(rows: Int, vary: Bool) throws {
        let grid = Self.grid(rows, vary: vary)
        let refusal = #expect(throws: FitRefusal.self) {
            try ForestFitting.fit(grid, machine: Self.machine, version: 1)
        }
        guard let refusal else { return }
        if vary {
            #expect(refusal.code == "FOREST_TOO_FEW_ROWS")
            #expect(refusal.message.contains("temperature \(rows)") && refusal.message.contains("50 are needed"))
        } else {
            #expect(refusal.code == "FOREST_NOTHING_VARIES")
        }
    }

    @Test("more rows than there may be are thinned")
    func many() throws {
        let forest = try ForestFitting.fit(Self.grid(FitBounds.rowsMax * 2), machine: Self.machine, version: 1)
        #expect(forest.rows == FitBounds.rowsMax)
    }
}
