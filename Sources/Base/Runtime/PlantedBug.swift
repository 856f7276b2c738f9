#if MILLWRIGHT_MUTANTS
    public import Synchronization
#endif

/// A bug that is planted on purpose, to see that the simulator finds it (`make mutants`).
///
/// Where a bug bites the code asks `planted(.itsName)`. In a build without `MILLWRIGHT_MUTANTS`, which is every build
/// but those for tests, that is the constant `false`, and the compiler leaves nothing of it.
public enum PlantedBug: Int, Sendable, CaseIterable {
    case none
    /// A device hears that its message is safe before it is.
    case acknowledgeBeforeCommit
}

/// Whether a bug is planted in this process.
@inlinable @inline(__always)
public func planted(_ bug: PlantedBug) -> Bool {
    #if MILLWRIGHT_MUTANTS
        PlantedBugs.active.load(ordering: .relaxed) == bug.rawValue
    #else
        false
    #endif
}

#if MILLWRIGHT_MUTANTS
    /// The bug of this process, set once at its start.
    public enum PlantedBugs {
        /// Its raw value.
        public static let active = Atomic(PlantedBug.none.rawValue)
    }
#endif
