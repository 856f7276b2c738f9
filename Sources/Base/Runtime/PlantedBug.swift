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
    /// A commit fails, and the device hears all the same that its message is safe.
    case acknowledgesWhatIsNotStored
    /// Commits of the agent do not wait for the disk.
    case commitsNotSynced
    /// What the agent has done is not kept in the transaction in which it did it.
    case statesOutsideTheTransaction
    /// Readings that come again are not looked for.
    case admitsWithoutLooking
    /// A sealed window takes the newest times of its series with it.
    case newestTimesForgotten
    /// The window is cleared before the segment is a file and in the ledger.
    case windowClearedBeforeTheFile
    /// A start removes files of segments that are still to be sent.
    case removesUnsentFiles
    /// Seqs of deleted segments are given again after a start.
    case segmentSeqReused
    /// Telemetry is dropped and nobody is told.
    case dropsWithoutManifest
    /// Old events go whether or not the hub has them; a clock that jumps is enough.
    case prunesUnsent
    /// The newest event goes with the others, and its seq is given again.
    case prunesTheNewest
    /// The resume token is not durable on the agent.
    case resumeTokenNotKept
    /// What was sent counts as acknowledged, whatever the answer says.
    case settlesWhatWasSent
    /// A segment that the hub did not take counts as settled.
    case deferredCountsAsSettled
    /// Only the newest segment is ever sent.
    case oldSegmentsStarve
    /// After some failures the agent does not try again.
    case givesUpAfterFailures
    /// A hold of the hub is kept for ever.
    case holdNeverEnds
    /// A credit that an answer no longer names stays.
    case creditOfZeroStays
    /// An answer that was lost makes the agent look like a copy.
    case previousTokenForgotten
    /// Events that the hub has already are taken again.
    case duplicatesNotSliced
    /// A thinned segment is taken though the hub has what it was made of.
    case originalsForgotten
    /// A segment over quota is acknowledged.
    case holdAcknowledges
    /// The hub answers before its transaction has ended.
    case answersBeforeCommit
    /// The hub moves its cursor outside the transaction that inserts.
    case cursorMovedBeforeInsert
    /// The hub moves its cursor past a record that it did not insert.
    case lastRecordNotInserted
    /// The hub does not note that it has a segment.
    case noGuardRow
    /// The hub inserts a part of the readings of a segment.
    case segmentInPart
    /// One record that cannot be taken stops the stream.
    case poisonBlocksTheStream
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
