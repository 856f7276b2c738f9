import AnalyticsForest
import Runtime
import Testing

@Suite("Isolation forest")
struct ForestTests {
    /// A cloud of normal rows, and at the end as many outside of it.
    static func rows(normal: Int, outside: Int, seed: UInt64 = 1) -> [Double] {
        var random = SeededRandom(seed: seed)
        var rows = (0..<normal).flatMap { _ in [50 + random.normal(), 20 + 2 * random.normal(), random.normal()] }
        for _ in 0..<outside { rows += [50 + 8 * (random.unit() < 0.5 ? -1 : 1), 20, 6 + random.unit()] }
        return rows
    }

    static let features = ["power", "temperature", "vibration"]

    static func fitted(_ options: ForestOptions = ForestOptions()) throws -> IsolationForest {
        try IsolationForest.fit(features: features, rows: rows(normal: 950, outside: 50), options: options)
    }

    @Test("what lies outside scores higher than all that is normal, and the threshold lies between")
    func separates() throws {
        let forest = try Self.fitted()
        let scores = forest.scores(rows: Self.rows(normal: 950, outside: 50))
        let normal = scores.prefix(950).sorted()
        let outside = scores.suffix(50).sorted()
        #expect(outside[0] > normal[940], "\(outside[0]) and \(normal[940])")
        #expect(normal[475] > 0.3 && normal[475] < 0.5 && outside[25] > 0.6)
        let passing = scores.count { $0 >= forest.threshold }
        #expect((45...55).contains(passing), "\(passing) of 1000 pass a threshold for one in twenty")
    }

    @Test("one row at a time gives what many at once give, whatever is left over from blocks of eight")
    func oneAndMany() throws {
        let forest = try Self.fitted()
        for count in [0, 1, 7, 8, 9, 511, 512, 513, 1_000] {
            let rows = Array(Self.rows(normal: 950, outside: 50).prefix(3 * count))
            let many = forest.scores(rows: rows)
            #expect(many == (0..<count).map { forest.score(Array(rows[3 * $0..<3 * $0 + 3])) })
        }
    }

    @Test(
        "a batch so large that its cuts are ordered first gives what walks give, digit by digit",
        arguments: [1_024, 1_150, 3_000], [2, 100, 256, 300])
    func setsAndWalks(count: Int, samples: Int) throws {
        var random = SeededRandom(seed: UInt64(count + samples))
        let features = (0..<5).map { "f\($0)" }
        // Coarse values meet cuts exactly; one feature never varies and has no cut.
        var rows = (0..<count).flatMap { _ in
            [
                random.normal(), (2 * random.normal()).rounded(), 7, random.unit() < 0.5 ? -0.0 : 0,
                random.normal() * 1e30,
            ]
        }
        let forest = try IsolationForest.fit(
            features: features, rows: rows, options: ForestOptions(trees: 40, samples: samples, seed: UInt64(count)))
        for odd in [Double.nan, .infinity, -.infinity, 1e300, -1e300, -0.0] {
            for _ in 0..<20 { rows[Int(random.next() % UInt64(rows.count))] = odd }
        }
        #expect(forest.scores(rows: rows) == (0..<count).map { forest.score(Array(rows[5 * $0..<5 * $0 + 5])) })
    }

    @Test("the same seed gives the same forest, another seed another")
    func seeds() throws {
        let one = try Self.fitted(ForestOptions(seed: 7))
        #expect(try Self.fitted(ForestOptions(seed: 7)) == one)
        #expect(try Self.fitted(ForestOptions(seed: 8)) != one)
    }

    @Test("the mean length of a way is the paper's, and the score half where the mean is reached")
    func equation() throws {
        // Two values in all rows: the first cut sets them apart, and what is left is alike to the end.
        let rows = (0..<256).map { Double($0 % 2) }
        let forest = try IsolationForest.fit(features: ["a"], rows: rows)
        let remaining = 2 * (4.844187086458591 + 0.5772156649015329) - 2 * 127.0 / 128  // c(128), equation 1
        let mean = 2 * (5.541263545158426 + 0.5772156649015329) - 2 * 255.0 / 256  // c(256)
        let expected = exp2(-(1 + remaining) / mean)
        #expect(abs(forest.score([0]) - expected) < 1e-3 && abs(forest.score([1]) - expected) < 1e-3)
    }

    @Test("a missing value is the median; huge and infinite ones are far out")
    func oddValues() throws {
        var rows = Self.rows(normal: 1_000, outside: 0)
        rows[30] = .nan
        rows[31] = 1e300
        rows[32] = -.infinity
        let forest = try IsolationForest.fit(features: Self.features, rows: rows)
        #expect(forest.score([.nan, .nan, .nan]) < 0.5)
        #expect(forest.score([.infinity, 1e300, -1e300]) > forest.score([50, 20, 0]))
    }

    @Test("constant columns harm nothing; nothing but constants, and too few rows, are errors")
    func errors() throws {
        let constant = (0..<100).flatMap { [1.0, Double($0)] }
        #expect(try IsolationForest.fit(features: ["a", "b"], rows: constant).score([1, 50]) < 0.6)
        #expect(throws: ForestError.nothingVaries) {
            try IsolationForest.fit(features: ["a"], rows: [Double](repeating: 3, count: 100))
        }
        #expect(throws: ForestError.tooFewRows(49)) {
            try IsolationForest.fit(features: ["a"], rows: (0..<49).map(Double.init))
        }
        #expect(throws: ForestError.self) { try Self.fitted(ForestOptions(trees: 0)) }
        #expect(throws: ForestError.self) { try Self.fitted(ForestOptions(samples: 5_000)) }
        #expect(throws: ForestError.self) { try Self.fitted(ForestOptions(trees: 1_000, samples: 4_096)) }
    }

    private func exp2(_ power: Double) -> Double {
        var (whole, part) = (1.0, power)
        while part < -1 { (whole, part) = (whole / 2, part + 1) }
        // Newton's rule for the rest would need a logarithm; the series of e^(x ln 2) does without.
        var (term, sum) = (1.0, 1.0)
        for index in 1..<30 {
            term *= part * 0.6931471805599453 / Double(index)
            sum += term
        }
        return whole * sum
    }
}
