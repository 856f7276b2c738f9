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
    /// The file of a segment goes before the ledger says that it is gone.
    case unlinkBeforeTheLedger
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
    /// A critical event waits while the hub grants its stream no credit.
    case creditStopsAlerts
    /// Credits are shown and not kept to.
    case creditIgnored
    /// Events are labelled by the wall clock alone.
    case labelsOfTheWallClock
    /// After a start the hybrid clock does not go on from the newest event.
    case labelsBeginAgain
    /// A credit that an answer no longer names stays.
    case creditOfZeroStays
    /// An answer that was lost makes the agent look like a copy.
    case previousTokenForgotten
    /// Events that the hub has already are taken again.
    case duplicatesNotSliced
    /// The running digest of a stream is not held against the hub's.
    case chainNotVerified
    /// Readings that branches of one folder share are taken from each of them.
    case sharedReadingsForgotten
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
    /// A write does not say which writes it knew.
    case writesForgetWhatTheyKnew
    /// In a document that was forgotten counters begin anew, and the hub takes its writes for old ones.
    case countersGivenAgain
    /// Of two writes that did not know each other the newer one stays.
    case newerWriteWins
    /// A latch that is cleared on one side is clear, whatever was set meanwhile.
    case latchClearedByMerge
    /// A latch is cleared by a value: no name is asked for.
    case latchClearedByValue
    /// Two writes that did not know each other are nobody's business.
    case conflictsNotRecorded
    /// While a person has not decided, the looser limit holds.
    case limitsMergedLoosely
    /// The newest desired status holds, not the most restrictive.
    case newestStatusHolds
    /// What ends a conflict is not told to the hub.
    case resolutionNotSpread
    /// A decision that was taken back is forgotten with the next change of the document.
    case undoForgotten
    /// What the hub writes is not marked for the agent.
    case hubEditNotSpread
    /// Patches that were sent count as acknowledged, whatever the answer says.
    case settlesPatchesThatWereSent
    /// The hub moves its cursor past a patch that it did not apply.
    case lastPatchNotApplied
    /// The downlink's cursor is durable before what it stands for.
    case downlinkCursorBeforeItsRecords
    /// The downlink is taken as it comes, with gaps.
    case downlinkGapsAccepted
    /// A command goes to the device before it is durable that it does.
    case sendsBeforeDurable
    /// That a command is under way is not kept.
    case executingNotKept
    /// After a restart what may have arrived is sent again, whatever its class.
    case unknownCommandsSentAgain
    /// A command goes to the device after its time.
    case expiryForgotten
    /// A machine that is latched is started all the same.
    case startsThoughLatched
    /// A command that is sent again does not look at latches that were set meanwhile.
    case repeatedThoughLatched
    /// The versions that a command asks for are not looked for.
    case preconditionForgotten
    /// Commands are believed that nobody signed.
    case signatureNotVerified
    /// The highest fence is not kept.
    case fenceNotKept
    /// A folder that was put back carries out at once what it finds as received.
    case restoredCommandsRun
    /// What comes after an end state is another end state.
    case lateResultsCount
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
