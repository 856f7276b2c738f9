#if MILLWRIGHT_MUTANTS
    internal import Runtime
    internal import Synchronization

    /// Plants each bug in its turn and counts the seeds until it is found.
    public enum MutantHunt {
        /// What came of one bug.
        public struct Result: Sendable {
            /// Its name.
            public var name: String
            /// How many seeds it took; nothing when it was not found.
            public var seeds: UInt64?
            /// What it was found by.
            public var failure: String?
        }

        /// How many bugs there are to plant.
        public static var names: [String] { PlantedBug.allCases.filter { $0 != .none }.map { "\($0)" } }

        /// Runs seeds from 1 on with a bug until one fails.
        public static func run(_ name: String, seedsMax: UInt64) -> Result {
            guard let bug = PlantedBug.allCases.first(where: { "\($0)" == name }) else { return Result(name: name) }
            PlantedBugs.active.store(bug.rawValue, ordering: .relaxed)
            defer { PlantedBugs.active.store(PlantedBug.none.rawValue, ordering: .relaxed) }
            for seed in 1...max(1, seedsMax) {
                if let failure = Simulation.run(seed: seed).failure {
                    return Result(name: name, seeds: seed, failure: failure)
                }
            }
            return Result(name: name)
        }
    }
#endif
