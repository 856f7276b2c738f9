import Foundation
import Glibc
import Simulation

/// `Simulate seeds FIRST COUNT`, `seed N` (with a trace), `shrink N`, `mutants SEEDS [NAME…]`, `conflict FILE`.
@main
enum Simulate {
    static func main() {
        let words = CommandLine.arguments.dropFirst()
        let numbers = words.dropFirst().compactMap { UInt64($0) }
        switch (words.first, numbers.count) {
        case ("seeds", 2): exit(run(first: numbers[0], count: numbers[1]) ? 0 : 1)
        case ("seed", 1):
            let outcome = Simulation.run(seed: numbers[0]) { print($0) }
            print("seed \(numbers[0]): \(outcome.failure ?? "every promise held")")
            exit(outcome.failure == nil ? 0 : 1)
        case ("shrink", 1): exit(shrink(numbers[0]) ? 0 : 1)
        case ("mutants", 1): exit(hunt(seedsMax: numbers[0], names: Array(words.dropFirst(2))) ? 0 : 1)
        case ("conflict", _) where words.count == 2: exit(play(words[words.startIndex + 1]) ? 0 : 1)
        default:
            print("Simulate seeds FIRST COUNT | seed N | shrink N | mutants SEEDS [NAME…] | conflict FILE")
            exit(64)
        }
    }

    private static func run(first: UInt64, count: UInt64) -> Bool {
        var failed = 0
        var days = 0.0
        let begin = seconds()
        for seed in first..<(first + count) {
            let outcome = Simulation.run(seed: seed)
            days += outcome.simulatedSeconds / 86_400
            if (seed - first) % 500 == 499 { tell("… \(seed - first + 1) of \(count), \(failed) failed") }
            guard let failure = outcome.failure else { continue }
            failed += 1
            tell("seed \(seed): \(failure)\n    replay: make simulate SEED=\(seed)")
            if failed <= shrunkMax { tell(Simulation.shrunk(seed: seed, failure: failure).joined(separator: "\n    ")) }
        }
        let took = max(seconds() - begin, 0.001)
        let pace = "\(Int(Double(count) / took)) seeds a second, \(Int(days / took * 60)) simulated days a minute"
        print("\(count) seeds, \(failed) failed, \(pace)")
        return failed == 0
    }

    /// False when the seed fails, as it is expected to.
    private static func shrink(_ seed: UInt64) -> Bool {
        guard let failure = Simulation.run(seed: seed).failure else {
            print("seed \(seed): every promise held")
            return true
        }
        tell("seed \(seed): \(failure)")
        print(Simulation.shrunk(seed: seed, failure: failure).joined(separator: "\n"))
        return false
    }

    private static func hunt(seedsMax: UInt64, names: [String]) -> Bool {
        #if MILLWRIGHT_MUTANTS
            var found = 0
            let hunted = names.isEmpty ? MutantHunt.names : names
            if let unknown = hunted.first(where: { !MutantHunt.names.contains($0) }) {
                print("there is no planted bug \(unknown)")
                return false
            }
            for name in hunted {
                let result = MutantHunt.run(name, seedsMax: seedsMax)
                if let seeds = result.seeds {
                    found += 1
                    tell("found      \(name) with seed \(seeds): \(result.failure ?? "")")
                } else {
                    tell("NOT FOUND  \(name) in \(seedsMax) seeds")
                }
            }
            print("\(found) of \(hunted.count) planted bugs were found")
            return found == hunted.count
        #else
            print("this build has no planted bugs; make mutants builds one that has")
            return false
        #endif
    }

    /// What `millwright conflicts export` wrote, merged again; false when anything else comes out.
    private static func play(_ file: String) -> Bool {
        do {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            let played = try Simulation.replay(bundle: Array(bytes))
            print(played.text)
            return played.isSame
        } catch {
            print("\(file): \(error)")
            return false
        }
    }

    /// So many failures of a run are shrunk; each takes a few seconds.
    private static let shrunkMax = 3

    /// A line at once, for a long run is watched through a pipe.
    private static func tell(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
