import Glibc
import Simulation

@main
enum Simulate {
    static func main() {
        let first = UInt64(CommandLine.arguments.dropFirst().first ?? "1") ?? 1
        let count = UInt64(CommandLine.arguments.dropFirst(2).first ?? "1") ?? 1
        var failed = 0
        for seed in first..<(first + count) {
            let outcome = Simulation.run(seed: seed, trace: count == 1 ? { print($0) } : nil)
            if let failure = outcome.failure {
                failed += 1
                if failed < 30 { print("seed \(seed): \(failure)") }
            }
        }
        print("\(count) seeds, \(failed) failed")
    }
}
