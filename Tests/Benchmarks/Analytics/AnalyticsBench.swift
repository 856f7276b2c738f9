import BenchFigures
import Glibc

/// Measures what the analytics cost and, where that is a matter of figures too, how good they are.
///
///     swift build -c release --product AnalyticsBench && .build/release/AnalyticsBench [--json] [scoring forest …]
///
/// Times are processor time of one thread, the least of several runs.
@main
struct AnalyticsBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let asked = Set(arguments.filter { !$0.hasPrefix("--") })
        var missed = 0
        for (name, figures) in parts where asked.isEmpty || asked.contains(name) {
            for figure in try figures() {
                print(arguments.contains("--json") ? figure.json : figure.line)
                if !figure.isReached { missed += 1 }
            }
        }
        if arguments.contains("--check"), missed > 0 { exit(1) }
    }

    private static let parts: [(name: String, figures: @Sendable () throws -> [Figure])] = [
        // First, because memory that others gave back would be taken again without the process growing.
        ("memory", { try MemoryBench.figures() }),
        ("scoring", { ScoringBench.figures() }),
        ("forest", { try ForestBench.figures() }),
        ("twin", { try TwinBench.figures() }),
        ("energy", { try EnergyBench.figures(seeds: 5) }),
        ("forecast", { try ForecastBench.figures() }),
    ]
}
